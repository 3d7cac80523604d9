"""Who was reminded last, what stands before a unit, and who is to be chased."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from notices.selectors import reminders as reads
from notices.services.reminders import remind
from reports.models import MaterialTask
from tests.factories import (
    BEFORE,
    CUTOFF,
    District,
    close,
    file_for,
    make_actor,
    make_unit,
    send_back,
    sign_and_file,
)
from tests.reports.duties import extended, stated
from units.enums import Role
from units.errors import NotAllowed
from units.models import Unit, User
from units.scoping import scope

LATER = BEFORE + timedelta(hours=3)


def reminded(district: District, *units: Unit, at: object = BEFORE) -> None:
    remind(
        actor=district.reviewer,
        period=district.period,
        unit_ids={unit.pk for unit in units},
        at=at,  # type: ignore[arg-type]
    )


def names(district: District) -> list[str]:
    return [each.unit.name for each in reads.chase(district.reviewer, district.period, now=LATER)]


def left(district: District) -> list[str]:
    """What the first town is told that it still owes."""
    found = reads.standing({district.town.pk}, now=LATER)
    return [each.name for standing in found for each in standing.owed]


def test_last_of_each_unit_is_the_latest(district: District) -> None:
    reminded(district, district.town, district.bureau)
    reminded(district, district.town, at=BEFORE + timedelta(days=1))
    found = reads.last_by_unit(district.period)
    assert found.keys() == {district.town.pk, district.bureau.pk}
    assert found[district.town.pk].at == BEFORE + timedelta(days=1)
    by = found[district.town.pk].by
    assert by is not None
    assert by.name == district.reviewer.name


def test_reminder_stands_until_everything_is_in(district: District) -> None:
    reminded(district, district.town)
    assert left(district) == ["台账", "调度表"]
    filed = sign_and_file(district)
    assert left(district) == ["台账"]
    stated(district)
    assert left(district) == []
    send_back(district, filed)
    assert left(district) == ["调度表"]


def test_paper_that_is_overdue_keeps_the_reminder_standing(district: District) -> None:
    MaterialTask.objects.create(campaign=district.campaign, name="工作方案", due_at=BEFORE, created_at=BEFORE)
    reminded(district, district.town)
    file_for(district, district.town)
    stated(district)
    assert left(district) == ["工作方案"]


def test_I4_reminder_of_a_closed_period_stands_no_more(district: District) -> None:
    reminded(district, district.town)
    close(district)
    assert reads.standing({district.town.pk}, now=CUTOFF) == []


def test_I3_unit_sees_no_other_units_reminder(district: District) -> None:
    reminded(district, *district.units)
    with scope(district.tenant.pk, units={district.town.pk}):
        found = reads.standing({unit.pk for unit in district.units}, now=LATER)
        assert [each.reminder.unit for each in found] == [district.town]


def test_people_of_no_unit_cost_no_query(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert reads.standing(frozenset(), now=LATER) == []


def test_units_without_reminder_cost_one_query(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert reads.standing({district.town.pk}, now=LATER) == []


def test_most_overdue_is_chased_first_then_who_owes_most(district: District) -> None:
    extended(district, district.town)
    file_for(district, district.other_town)
    assert names(district) == ["区试验局", "西关街道", "东关镇"]


def test_who_has_filed_everything_is_not_chased(district: District) -> None:
    file_for(district, district.town)
    stated(district)
    assert names(district) == ["西关街道", "区试验局"]


def test_contacts_are_people_who_can_sign_in_filers_first(district: District) -> None:
    make_actor("gone", Role.FILER, district.town)
    User.objects.filter(username="gone").update(is_active=False)
    [town] = [
        e for e in reads.chase(district.reviewer, district.period, now=LATER) if e.unit == district.town
    ]
    assert [(each.role, each.user.pk) for each in town.contacts] == [
        ("填报员", district.filer.user_id),
        ("负责人", district.head.user_id),
    ]


def test_unit_without_people_has_no_contacts(district: District) -> None:
    found = reads.chase(district.reviewer, district.period, now=LATER)
    assert [each.contacts for each in found if each.unit == district.bureau] == [()]


def test_last_reminder_stands_beside_the_unit(district: District) -> None:
    reminded(district, district.bureau)
    found = {each.unit: each.last for each in reads.chase(district.reviewer, district.period, now=LATER)}
    assert found[district.town] is None
    assert found[district.bureau] is not None


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_chasing_denied_to_everybody_else(district: District, who: str) -> None:
    with pytest.raises(NotAllowed):
        reads.chase(getattr(district, who), district.period, now=LATER)


def test_queries_do_not_grow_with_units(
    district: District, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        make_unit(f"{number}号局", order=20 + number)
    with django_assert_max_num_queries(26):
        assert len(reads.chase(district.reviewer, district.period, now=LATER)) == 15
