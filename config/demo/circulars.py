"""The circular of the synthetic period that is closed: drafted, checked, signed, and received by some. 合成数据."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from config.demo.people import Hands, Office
from notices.models import Delivery
from notices.selectors.circulars import drafted
from notices.services import issuing, letterhead, publishing
from notices.services.letterhead import Words
from notices.services.signing import sign
from reports.models import Period
from units.models import Tenant

HOURS = (9, 11, 15, 34)
"""How long after the cutoff (24:00) the draft is sent on, approved and signed, and the units have read it."""
REPLY_WITHIN = timedelta(days=7)
REPLY = "已组织学习通报，对照问题逐条整改，整改清单已报安委办备查（演示用合成数据）。"


def load(period: Period, office: Office, hands: Mapping[int, Hands], at: datetime) -> None:
    """Issue the circular of a closed period; every third unit replied, one did nothing yet, the others received it.

    The first unit, whose accounts the demonstration offers, still has it before it.
    """
    set_letterhead(period.tenant, office, at)
    circular = drafted(period)
    if circular is None:
        raise LookupError(f"{period} has no draft")
    times = [min(period.cutoff_at + timedelta(hours=hours), at) for hours in HOURS]
    due = (at + REPLY_WITHIN).astimezone(period.tenant.zone).date()
    issuing.submit(actor=office.reviewer, circular=circular, reply_by=due, at=times[0])
    issuing.review(actor=office.checker, circular=circular, at=times[1])
    sign(actor=office.leader, circular=circular, at=times[2])
    for place, delivery in enumerate(Delivery.objects.select_related("unit").order_by("unit__order")):
        hand = hands[delivery.unit_id]
        if place % 3 == 1:
            publishing.reply(actor=hand.head, delivery=delivery, text=REPLY, at=times[3])
        elif place % 3 == 2:
            publishing.receive(actor=hand.filer, delivery=delivery, at=times[3])


def set_letterhead(tenant: Tenant, office: Office, at: datetime) -> None:
    """What stands on the documents of the demonstration."""
    words = Words(mark="荔安办", copies="区安委会主任、副主任。", printer=tenant.office)
    letterhead.save(actor=office.reviewer, words=words, at=at)
