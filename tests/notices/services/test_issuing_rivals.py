"""Two people act on the same document at the same moment (I6, I7). These tests commit."""

import pytest

from notices.models import Circular, Delivery, DocumentSeries, Publication
from notices.services import issuing, publishing
from tests.factories import District, make_actor, make_district
from tests.notices.issued import AFTER, delivery_to, issued, letter, reviewed
from tests.rivals import at_once
from units.actors import Actor
from units.enums import Role
from units.errors import Conflict
from units.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)


def signs(district: District, actor: Actor, circular: Circular) -> Circular:
    with scope(district.tenant.pk):
        return issuing.sign(actor=actor, circular=circular, at=AFTER)


def test_I6_of_two_signers_one_wins() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        circular, second = reviewed(district), make_actor("second", Role.LEADER)
    found = at_once(
        lambda: signs(district, district.leader, circular), lambda: signs(district, second, circular)
    )
    assert sum(isinstance(each, Conflict) for each in found) == 1
    with scope(district.tenant.pk):
        assert Publication.objects.count() == 1
        assert DocumentSeries.objects.get().last == 1


def test_I6_different_documents_signed_at_once_get_following_numbers() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        first = reviewed(district)
        second = reviewed(district, letter(district))
    found = at_once(
        lambda: signs(district, district.leader, first), lambda: signs(district, district.leader, second)
    )
    assert sorted(each.number for each in found) == [1, 2]


def test_I6_two_replacements_at_once_are_one() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        circular, second = issued(district), make_actor("second", Role.REVIEWER)

    def replaces(actor: Actor) -> Circular:
        with scope(district.tenant.pk):
            return issuing.replace(actor=actor, circular=circular, at=AFTER)

    found = at_once(lambda: replaces(district.reviewer), lambda: replaces(second))
    assert sum(isinstance(each, Conflict) for each in found) == 1
    with scope(district.tenant.pk):
        assert Circular.objects.filter(supersedes=circular).count() == 1


def test_I6_one_receipt_stands_of_two() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        sent = delivery_to(issued(district), district.town)

    def receives(actor: Actor) -> Delivery:
        with scope(district.tenant.pk, units=actor.visible_units):
            return publishing.receive(actor=actor, delivery=sent, at=AFTER)

    found = at_once(lambda: receives(district.filer), lambda: receives(district.head))
    assert len({each.received_by_id for each in found}) == 1
