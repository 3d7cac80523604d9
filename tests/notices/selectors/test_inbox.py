"""What units received, in which order, and what it waits for."""

from datetime import date, timedelta

from notices.selectors import inbox
from notices.selectors.inbox import Waits
from notices.services import issuing, publishing
from reports.schedule import end_of_day
from tests.factories import ZONE, District
from tests.notices.issued import AFTER, closed, delivery_to, issued, letter
from units.scoping import scope

DUE = date(2023, 9, 28)


def waits(district: District) -> list[Waits]:
    return [inbox.as_received(each).waits for each in inbox.deliveries(district.filer)]


def test_unsigned_come_first_then_the_newest(district: District) -> None:
    closed(district)
    first, second, third = (issued(district, letter(district)) for _ in range(3))
    publishing.receive(actor=district.filer, delivery=delivery_to(third, district.town), at=AFTER)
    found = [each.publication.circular_id for each in inbox.deliveries(district.filer)]
    assert found == [second.pk, first.pk, third.pk]


def test_delivery_waits_for_receipt_then_reply_then_nothing(district: District) -> None:
    sent = delivery_to(issued(district, reply_by=DUE), district.town)
    assert waits(district) == [Waits.RECEIPT]
    publishing.receive(actor=district.filer, delivery=sent, at=AFTER)
    assert waits(district) == [Waits.REPLY]
    publishing.reply(actor=district.filer, delivery=sent, text="已整改。", at=AFTER)
    assert waits(district) == [Waits.NOTHING]


def test_withdrawn_document_waits_for_nothing(district: District) -> None:
    circular = issued(district, reply_by=DUE)
    issuing.withdraw(actor=district.leader, circular=circular, at=AFTER, comment="有误")
    assert waits(district) == [Waits.NOTHING]
    assert inbox.waiting(district.filer) == []
    assert set(inbox.counts(district.filer).values()) == {0}


def test_reply_is_due_at_the_end_of_its_day(district: District) -> None:
    (found,) = [issued(district, reply_by=DUE)]
    assert inbox.as_received(delivery_to(found, district.town)).due == end_of_day(DUE, ZONE)


def test_most_urgent_waits_first(district: District) -> None:
    closed(district)
    issued(district, letter(district))
    later = issued(district, letter(district), DUE + timedelta(days=3))
    sooner = issued(district, letter(district), DUE)
    found = [each.delivery.publication.circular_id for each in inbox.waiting(district.filer)]
    assert found[:2] == [sooner.pk, later.pk]
    assert len(found) == 3


def test_I3_waiting_of_another_unit_is_not_seen(district: District) -> None:
    closed(district)
    issued(district, letter(district, district.bureau))
    with scope(district.tenant.pk, units=district.filer.visible_units):
        assert inbox.waiting(district.filer) == []


def test_people_of_no_unit_have_nothing_waiting(district: District) -> None:
    issued(district)
    assert inbox.waiting(district.leader) == []
