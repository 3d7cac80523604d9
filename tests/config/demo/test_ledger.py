"""The two ledgers on a small district: written whole on any day, in step with small tables."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from config.demo import cases
from config.demo.enterprises import Register
from config.demo.ledger_2023 import Ledger2023, look_again
from config.demo.ledger_now import LedgerNow, routine
from config.demo.ledger_plan import Table
from config.demo.moments import Moments
from config.demo.walk import Crew
from hazards import library
from hazards.life import Status
from hazards.models import Criterion, Finding, Hazard, HazardEvent, SecondLook
from hazards.services.standards import load_standards
from tests.factories import INSTANT, ZONE, District, make_unit
from units.enums import UnitKind

LAST, CURRENT = date(2026, 11, 25), date(2026, 12, 25)
START = datetime(2026, 12, 25, tzinfo=ZONE)


def crews_of(district: District, names: list[str]) -> dict[str, Crew]:
    """Units of these names, all handled by the same people: the first town's, made theirs."""
    made = {
        name: make_unit(name, order=order, kind=UnitKind.TOWN) for order, name in enumerate(names, start=10)
    }
    ids = frozenset(unit.pk for unit in made.values())
    filer = replace(district.filer, unit_roles={"filer": ids})
    head = replace(district.head, unit_roles={"head": ids})
    return {name: Crew(unit, filer, head, district.reviewer) for name, unit in made.items()}


@pytest.fixture
def criteria(district: District) -> dict[str, Criterion]:
    load_standards(standards=library.criteria())
    return {each.code: each for each in Criterion.objects.select_related("standard")}


def registered(crews: dict[str, Crew]) -> Register:
    return Register({name: crew.unit for name, crew in crews.items()})


@pytest.mark.parametrize(
    "at",
    [
        START,
        START + INSTANT,
        START + timedelta(hours=20),
        START + timedelta(days=8),
        START + timedelta(days=30),
    ],
    ids=["first-instant", "next-instant", "first-evening", "new-year", "last-day"],
)
def test_ledger_under_way_is_written_whole_on_any_day(
    district: District, criteria: dict[str, Criterion], at: datetime
) -> None:
    rows = cases.read("under_way")
    crews = crews_of(district, sorted({row["unit"] for row in rows} | {each.unit for each in routine()}))
    under_way = LedgerNow(crews, criteria, registered(crews), Moments(LAST, CURRENT, at, ZONE))
    under_way.write()
    under_way.look_again(district.reviewer, CURRENT - timedelta(days=1))
    assert Hazard.objects.count() == len(rows) + len(routine())
    assert HazardEvent.objects.latest("at").at <= at
    assert SecondLook.objects.filter(finding=Finding.PENDING).count() == 2
    filed = Hazard.objects.exclude(number="").order_by("number")
    assert [record.first_filed_at for record in filed] == sorted(
        filter(None, (r.first_filed_at for r in filed))
    )
    years = {(record.first_filed_at or at).astimezone(ZONE).year for record in filed}
    assert {record.number[:4] for record in filed} == {str(year) for year in years}


def table(found: int, rectified: int) -> Table:
    def row(department: int, done: int) -> dict[str, Decimal]:
        return {
            "major_enterprise_found": Decimal(0),
            "major_enterprise_rectified": Decimal(0),
            "major_department_found": Decimal(department),
            "major_department_rectified": Decimal(done),
        }

    units = sorted({each["unit"] for each in cases.read("extras")})
    return {"甲镇": row(found, rectified), **{unit: row(0, 0) for unit in units}}


def test_ledger_of_small_tables_has_their_records_and_what_does_not_count(
    district: District, criteria: dict[str, Criterion]
) -> None:
    tables = (table(4, 2), table(5, 4), table(8, 7))
    crews = crews_of(district, list(tables[0]))
    Ledger2023(crews, criteria, registered(crews), ZONE).write(
        tables, {"甲镇": {"department": [("教育", 1)]}}
    )
    own = Hazard.objects.filter(unit=crews["甲镇"].unit)
    assert own.count() == 8
    assert own.filter(status=Status.CLOSED).count() == 7
    assert own.filter(status=Status.RECTIFYING).count() == 1
    assert own.filter(sector="教育").count() == 1
    assert sum(record.failed_inspections + record.reopened for record in own) >= 1
    assert Hazard.objects.count() == 8 + len(cases.read("extras"))
    for last_day, closed in ((date(2023, 7, 24), 2), (date(2023, 8, 24), 4), (date(2023, 9, 24), 7)):
        until = datetime.combine(last_day + timedelta(days=1), datetime.min.time(), tzinfo=ZONE)
        assert own.filter(closed_at__lt=until).count() == closed


def test_second_looks_leave_the_closed_closed(district: District, criteria: dict[str, Criterion]) -> None:
    tables = (table(1, 0), table(2, 1), table(3, 3))
    crews = crews_of(district, list(tables[0]))
    Ledger2023(crews, criteria, registered(crews), ZONE).write(tables, {})
    closed = Hazard.objects.filter(status=Status.CLOSED).count()
    look_again(district.reviewer, datetime(2023, 10, 11, 9, tzinfo=ZONE))
    assert Hazard.objects.filter(status=Status.CLOSED).count() == closed == 3
    assert [look.finding for look in SecondLook.objects.all()] == [Finding.HELD] * 2
