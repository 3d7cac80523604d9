"""A circular brought to any state of its way to issue; the tenant's scope must be open."""

from datetime import date, timedelta

from notices.models import Circular, CircularKind, Delivery, Publication
from notices.services import draft_circular, issuing, letterhead
from notices.services.letterhead import Words
from tests.factories import CUTOFF, INSTANT, District, close, file_for, sign_and_file
from units.models import Unit

AFTER = CUTOFF + timedelta(hours=9)
"""The morning after the period was closed, 25 September 2023."""
HEAD = Words("荔安办", "区委办", "荔城区安委办", "各镇街：")
NUMBER = "荔安办〔2023〕1号"


def closed(district: District) -> None:
    """Two of three units filed and the period was closed; the letterhead is set."""
    sign_and_file(district)
    file_for(district, district.bureau, at=CUTOFF - INSTANT)
    close(district)
    letterhead.save(actor=district.admin, words=HEAD, at=CUTOFF)


def drafted(district: District) -> Circular:
    """The period's circular, drafted by the system."""
    closed(district)
    return draft_circular(actor=district.system, period=district.period, at=CUTOFF)


def letter(district: District, unit: Unit | None = None, text: str = "请尽快报送。") -> Circular:
    """A letter to one unit, written by hand."""
    blocks = [
        {"id": "number", "kind": "number", "parts": [{"text": "（发文字号待编）"}]},
        {"id": "title", "kind": "title", "parts": [{"text": "催报函"}]},
        {"id": "p", "kind": "paragraph", "parts": [{"text": text}]},
        {"id": "date", "kind": "date", "parts": [{"text": "（待签发）"}]},
    ]
    return Circular.objects.create(
        kind=CircularKind.CHASE,
        period=district.period,
        unit=unit or district.town,
        title="催报函",
        content={"schema": 1, "blocks": blocks},
        created_at=CUTOFF,
    )


def submitted(district: District, circular: Circular | None = None, reply_by: date | None = None) -> Circular:
    """Sent for review by 安委办."""
    found = circular or drafted(district)
    return issuing.submit(actor=district.reviewer, circular=found, at=AFTER, reply_by=reply_by)


def reviewed(district: District, circular: Circular | None = None, reply_by: date | None = None) -> Circular:
    """Approved by the leader."""
    found = submitted(district, circular, reply_by)
    return issuing.review(actor=district.leader, circular=found, at=AFTER)


def issued(district: District, circular: Circular | None = None, reply_by: date | None = None) -> Circular:
    """Signed by the leader."""
    found = reviewed(district, circular, reply_by)
    return issuing.sign(actor=district.leader, circular=found, at=AFTER)


def publication_of(circular: Circular) -> Publication:
    """The printed copy of an issued one."""
    return Publication.objects.get(circular=circular)


def delivery_to(circular: Circular, unit: Unit) -> Delivery:
    """What a unit received of it."""
    return Delivery.objects.get(publication__circular=circular, unit=unit)
