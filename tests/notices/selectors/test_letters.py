"""Which units there is something to write to, and about what."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards.life import Status
from notices.models import CircularKind
from notices.selectors.letters import addressees, grounds_by_unit
from tests.factories import BEFORE, CUTOFF, INSTANT, District, close, file_for, make_actor, make_unit
from tests.ledgers import standing
from tests.materials import asked
from tests.notices.dispatches import SEPTEMBER_25, month, overdue
from tests.reports.duties import stated
from units.enums import Role
from units.errors import NotAllowed

CHASE, REMIND = CircularKind.CHASE, CircularKind.REMIND
SUPERVISE, INTERVIEW = CircularKind.SUPERVISE, CircularKind.INTERVIEW


def names(district: District, kind: CircularKind, now: object = BEFORE) -> Sequence[str]:
    found = addressees(district.reviewer, kind, district.period, now=now)  # type: ignore[arg-type]
    return [each.unit.name for each in found]


def all_in(district: District) -> None:
    for unit in district.units:
        file_for(district, unit)
        stated(district, unit)


def test_who_owes_something_can_be_chased_with_the_reason(district: District) -> None:
    file_for(district, district.town)
    stated(district)
    found = addressees(district.reviewer, CHASE, district.period, now=BEFORE)
    assert [(each.unit.name, each.why) for each in found] == [
        ("西关街道", "台账、调度表未报，9月24日24:00截止"),
        ("区试验局", "台账、调度表未报，9月24日24:00截止"),
    ]


@pytest.mark.parametrize(("now", "found"), [(CUTOFF - INSTANT, 3), (CUTOFF, 0)])
def test_I10_only_what_is_still_in_time_is_reminded_of(district: District, now: object, found: int) -> None:
    assert len(names(district, REMIND, now)) == found
    assert len(names(district, CHASE, now)) == 3


def test_nobody_is_chased_when_everything_is_in(district: District) -> None:
    all_in(district)
    assert names(district, CHASE) == []
    assert names(district, REMIND) == []


def test_units_with_overdue_records_are_supervised(district: District) -> None:
    hazard = overdue(district)
    (found,) = addressees(district.reviewer, SUPERVISE, district.period, now=SEPTEMBER_25)
    assert found.unit == district.town
    assert [(each.number, each.days) for each in found.grounds.records] == [(hazard.number, 15)]
    assert "1条隐患逾期未销号，最长15天" in found.why


@pytest.mark.parametrize(("due_on", "found"), [(date(2023, 9, 25), 0), (date(2023, 9, 24), 1)])
def test_last_day_of_the_term_belongs_to_it(district: District, due_on: date, found: int) -> None:
    overdue(district, due_on=due_on)
    assert len(names(district, SUPERVISE, SEPTEMBER_25)) == found


@pytest.mark.parametrize("status", [Status.FILED, Status.EXCLUDED, Status.CLOSED])
def test_what_is_not_accepted_or_closed_is_not_supervised(district: District, status: Status) -> None:
    standing(district, status, due_on=date(2023, 9, 10))
    assert names(district, SUPERVISE, SEPTEMBER_25) == []


def test_unit_that_owes_nothing_is_supervised_all_the_same(district: District) -> None:
    overdue(district)
    district.town.obliged = False
    district.town.save()
    assert names(district, SUPERVISE, SEPTEMBER_25) == ["东关镇"]


def test_unit_merged_away_is_not_written_to(district: District) -> None:
    overdue(district)
    file_for(district, district.town)
    district.town.is_active = False
    district.town.save()
    for kind in (CHASE, SUPERVISE, INTERVIEW):
        assert "东关镇" not in names(district, kind, SEPTEMBER_25)


def test_everybody_may_be_interviewed_and_faults_are_named(district: District) -> None:
    file_for(district, district.town, at=CUTOFF)
    close(district, at=CUTOFF)
    district.period.refresh_from_db()
    found = addressees(district.reviewer, INTERVIEW, district.period, now=CUTOFF + timedelta(days=1))
    assert {each.unit.name: each.why for each in found} == {
        "东关镇": "台账缺报；调度表迟报",
        "西关街道": "台账缺报；调度表缺报",
        "区试验局": "台账缺报；调度表缺报",
    }


def test_units_with_grounds_come_first(district: District) -> None:
    district.bureau.order = 0
    district.bureau.save()
    for unit in (district.bureau, district.other_town):
        file_for(district, unit)
        stated(district, unit)
    assert names(district, INTERVIEW) == ["东关镇", "区试验局", "西关街道"]


def test_I4_closed_period_owes_neither_ledger_nor_table(district: District) -> None:
    close(district)
    district.period.refresh_from_db()
    assert names(district, CHASE, CUTOFF) == []


def test_paper_that_is_due_is_chased_in_a_closed_period(district: District) -> None:
    asked(district)
    close(district)
    district.period.refresh_from_db()
    assert names(district, CHASE, CUTOFF) == ["东关镇", "西关街道", "区试验局"]


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_denied_to_everybody_but_the_office(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="由安委办起草"):
        addressees(getattr(district, who), CHASE, district.period, now=BEFORE)


def test_I3_other_tenants_units_are_not_among_them(district: District, neighbour: District) -> None:
    assert {unit.tenant_id for unit in grounds_by_unit(district.reviewer, district.period, now=BEFORE)} == {
        district.tenant.pk
    }
    assert neighbour.town.pk not in {
        each.unit.pk for each in addressees(district.reviewer, INTERVIEW, district.period, now=BEFORE)
    }


def test_queries_do_not_grow_with_units_and_records(district: District) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            addressees(district.reviewer, INTERVIEW, district.period, now=SEPTEMBER_25)
        return len(captured)

    overdue(district)
    count()
    few = count()
    for number in range(5):
        make_unit(f"{number}号局", order=10 + number)
        overdue(district)
    month(district, 8)
    make_actor("another", Role.REVIEWER)
    assert count() == few
