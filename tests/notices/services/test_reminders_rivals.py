"""Two people press 催报 at the same moment (I6). These tests commit."""

import pytest

from notices.models import Reminder
from notices.services.reminders import Reminded, remind
from tests.factories import BEFORE, District, make_actor, make_district
from tests.rivals import at_once
from units.actors import Actor
from units.enums import Role
from units.models import AuditEntry
from units.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)


def presses(district: District, actor: Actor) -> Reminded:
    with scope(district.tenant.pk):
        ids = {unit.pk for unit in district.units}
        return remind(actor=actor, period=district.period, unit_ids=ids, at=BEFORE)


def test_I6_each_unit_is_reminded_once_by_one_of_them() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        second = make_actor("second", Role.REVIEWER)
    found = at_once(lambda: presses(district, district.reviewer), lambda: presses(district, second))
    assert sorted(name for each in found for name in each.made) == sorted(u.name for u in district.units)
    with scope(district.tenant.pk):
        assert Reminder.objects.count() == len(district.units)
        assert AuditEntry.objects.filter(action="period.reminded").count() in (1, 2)
