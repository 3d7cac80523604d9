"""Two people draft the same letters at the same moment (I6). These tests commit."""

import pytest

from notices.models import Circular, CircularKind
from notices.services.letters import Drafted, draft_letters
from tests.factories import BEFORE, District, make_actor, make_district
from tests.rivals import at_once
from units.actors import Actor
from units.enums import Role
from units.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)


def drafts(district: District, actor: Actor) -> Drafted:
    with scope(district.tenant.pk):
        ids = [unit.pk for unit in district.units]
        return draft_letters(
            actor=actor, kind=CircularKind.CHASE, period=district.period, unit_ids=ids, at=BEFORE
        )


def test_I6_each_unit_gets_one_letter_from_one_of_them() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        second = make_actor("second", Role.REVIEWER)
    found = at_once(lambda: drafts(district, district.reviewer), lambda: drafts(district, second))
    assert sorted((len(each.made), len(each.again)) for each in found) == [(0, 3), (3, 0)]
    with scope(district.tenant.pk):
        assert Circular.objects.count() == len(district.units)
