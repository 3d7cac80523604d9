"""Units sign for what they were sent, and reply in time, late, or once more."""

from datetime import date, datetime, timedelta

import pytest

from notices.models import Delivery
from notices.selectors.inbox import is_late, people_of
from notices.services import issuing, publishing
from reports.schedule import end_of_day
from tests.factories import INSTANT, ZONE, District, join, make_actor, user_of
from tests.notices.issued import AFTER, delivery_to, issued
from units.actors import Actor
from units.enums import Role
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import AuditEntry, Unit, User
from units.scoping import scope

DUE = date(2023, 9, 28)
OVER = end_of_day(DUE, ZONE)
"""The first late instant."""
LATER = AFTER + timedelta(hours=1)


@pytest.fixture
def sent(district: District) -> Delivery:
    """What the first town received; a reply is asked for."""
    return delivery_to(issued(district, reply_by=DUE), district.town)


def receives(district: District, sent: Delivery, who: str = "filer", at: datetime = LATER) -> Delivery:
    return publishing.receive(actor=getattr(district, who), delivery=sent, at=at)


def replies(
    actor: Actor, sent: Delivery, text: str = "已整改。", at: datetime = LATER, seen: datetime | None = None
) -> Delivery:
    return publishing.reply(actor=actor, delivery=sent, text=text, at=at, seen=seen)


@pytest.mark.parametrize("who", ["filer", "head"])
def test_filers_and_heads_sign_for_their_unit(district: District, sent: Delivery, who: str) -> None:
    found = receives(district, sent, who)
    found.refresh_from_db()
    assert (found.received_at, found.received_by_id) == (LATER, getattr(district, who).user_id)
    assert AuditEntry.objects.get(action="publication.received").summary == "东关镇签收荔安办〔2023〕1号"


def test_I6_first_receipt_stands(district: District, sent: Delivery) -> None:
    receives(district, sent)
    again = receives(district, sent, "head", LATER + timedelta(hours=1))
    assert (again.received_at, again.received_by_id) == (LATER, district.filer.user_id)
    assert AuditEntry.objects.filter(action="publication.received").count() == 1


@pytest.mark.parametrize("who", ["other_filer", "other_head", "reviewer", "leader", "admin", "system"])
def test_receipt_denied_to_everybody_else(district: District, sent: Delivery, who: str) -> None:
    with pytest.raises(NotAllowed, match="东关镇的收文由该单位的填报员或负责人"):
        receives(district, sent, who)


def test_I3_under_the_units_wall_another_units_delivery_is_not_there(
    district: District, sent: Delivery
) -> None:
    with (
        scope(district.tenant.pk, units=district.other_filer.visible_units),
        pytest.raises(NotFound, match="没有这份收文"),
    ):
        receives(district, sent, "other_filer")


def test_receipt_is_written_under_the_units_own_wall(district: District, sent: Delivery) -> None:
    with scope(district.tenant.pk, units=district.filer.visible_units):
        assert receives(district, sent).received_at == LATER


def test_reply_is_kept_and_signs_for_the_document(district: District, sent: Delivery) -> None:
    found = replies(district.filer, sent, "  已整改三条。\n")
    found.refresh_from_db()
    assert (found.reply, found.replied_at, found.received_at) == ("已整改三条。", LATER, LATER)
    assert not is_late(found)
    assert AuditEntry.objects.get(action="publication.replied").detail == {"reply": "已整改三条。"}


def test_reply_may_be_corrected_until_it_is_due(district: District, sent: Delivery) -> None:
    first = replies(district.filer, sent)
    second = replies(district.head, sent, "已整改四条。", OVER - INSTANT, first.replied_at)
    assert (second.reply, second.replied_by_id) == ("已整改四条。", district.head.user_id)
    assert AuditEntry.objects.filter(action="publication.replied").count() == 2


def test_reply_is_not_corrected_afterwards(district: District, sent: Delivery) -> None:
    first = replies(district.filer, sent)
    with pytest.raises(Conflict, match="不能再改"):
        replies(district.filer, sent, "另说", OVER, first.replied_at)
    assert Delivery.objects.get(pk=sent.pk).reply == "已整改。"


@pytest.mark.parametrize(("at", "late"), [(OVER - INSTANT, False), (OVER, True)])
def test_I10_reply_after_the_end_of_its_day_is_late(
    district: District, sent: Delivery, at: datetime, late: bool
) -> None:
    assert is_late(replies(district.filer, sent, at=at)) is late
    summary = AuditEntry.objects.get(action="publication.replied").summary
    assert ("迟复" in summary) is late


def test_I7_colleagues_reply_is_not_overwritten(district: District, sent: Delivery) -> None:
    replies(district.filer, sent)
    with pytest.raises(Conflict, match=f"{district.filer.name}刚刚已经回复"):
        replies(district.head, sent, "另说")


@pytest.mark.parametrize(
    ("text", "words"),
    [("  ", "请写明回复内容"), ("长" * 2001, "最多2000字，现有2001字"), ("坏\x07字", "控制字符")],
)
def test_reply_that_cannot_be_kept_is_refused(
    district: District, sent: Delivery, text: str, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        replies(district.filer, sent, text)


def test_longest_reply_is_kept(district: District, sent: Delivery) -> None:
    assert len(replies(district.filer, sent, "长" * 2000).reply) == 2000


def test_reply_denied_to_another_unit(district: District, sent: Delivery) -> None:
    with pytest.raises(NotAllowed):
        replies(district.other_head, sent)


def test_document_that_asks_for_no_reply_takes_none(district: District) -> None:
    sent = delivery_to(issued(district), district.town)
    with pytest.raises(Conflict, match="不要求回复"):
        replies(district.filer, sent)


def test_withdrawn_document_is_not_signed_for(district: District, sent: Delivery) -> None:
    circular = sent.publication.circular
    issuing.withdraw(actor=district.leader, circular=circular, at=LATER, comment="表述有误")
    with pytest.raises(Conflict, match="已撤回，不用签收和回复"):
        receives(district, sent)


def test_without_units_nothing_is_issued(district: District) -> None:
    Unit.objects.update(obliged=False)
    with pytest.raises(Conflict, match="没有应报单位"):
        issued(district)


def test_somebody_who_serves_two_units_is_told_once(district: District) -> None:
    user = user_of(make_actor("helper", Role.FILER, district.town))
    join(user, Role.HEAD, district.other_town)
    User.objects.filter(pk=user.pk).update(email="bang@example.com")
    assert [person.pk for person in people_of(district.units)] == [user.pk]


def test_people_who_left_are_told_nothing(district: District) -> None:
    User.objects.filter(pk=user_of(district.filer).pk).update(email="jia@example.com", is_active=False)
    assert people_of(district.units) == []
