"""The ledger beside the dispatch form's 重大隐患 columns."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards.life import Status
from hazards.models import Hazard
from reports.models import Period
from reports.selectors import ledger_columns, ledger_comparison
from reports.selectors.ledger_comparison import Comparison
from tests.factories import CUTOFF, INSTANT, ZONE, District, close, file_for, make_form, make_period
from tests.ledgers import drafted, standing, step
from units.actors import Actor
from units.models import Unit

MAJOR = tuple(ledger_columns.COLUMNS)
AUGUST_CUTOFF = datetime(2023, 8, 25, tzinfo=ZONE)


@pytest.fixture
def periods(district: District) -> tuple[Period, Period]:
    """August and September of a form with the four columns."""
    form = make_form(MAJOR, version=2)
    august = make_period(district.campaign, form, "2023-08", AUGUST_CUTOFF)
    Period.objects.filter(pk=district.period.pk).update(form=form)
    district.period.refresh_from_db()
    return august, district.period


def filed(district: District, unit: Unit, numbers: str, period: Period | None = None) -> None:
    """The unit's form: its four numbers in printed order."""
    values = dict(zip(MAJOR, map(Decimal, numbers.split()), strict=True))
    file_for(district, unit, values, period=period)


def compared(district: District, actor: Actor | None = None, period: Period | None = None) -> Comparison:
    who = actor or district.reviewer
    found = ledger_comparison.comparison(who, district.campaign, period or district.period)
    assert found is not None
    return found


def words(found: Comparison) -> Mapping[str, list[str]]:
    return {each.unit.name: [one.words for one in each.differences] for each in found.differing}


@pytest.mark.usefixtures("periods")
def test_same_numbers_agree(district: District) -> None:
    standing(district, Status.CLOSED)
    standing(district, Status.RECTIFYING)
    standing(district, Status.AWAITING, found_by="enterprise")
    filed(district, district.town, "1 0 2 1")
    filed(district, district.bureau, "0 0 0 0")
    found = compared(district)
    assert (found.compared, found.differing) == (2, ())
    assert found.sides == ("企业自查 1、企业自查已整改 0、部门检查 2、部门检查已整改 1",) * 2


@pytest.mark.usefixtures("periods")
def test_difference_names_unit_column_and_both_numbers(district: District) -> None:
    standing(district, Status.CLOSED)
    filed(district, district.town, "0 0 3 1")
    filed(district, district.other_town, "0 0 0 0")
    assert words(compared(district)) == {"东关镇": ["部门检查 调度表 3、台账 1"]}


@pytest.mark.usefixtures("periods")
def test_field_left_empty_is_not_a_zero(district: District) -> None:
    values = {code: Decimal(0) for code in MAJOR if code != "major_department_rectified"}
    file_for(district, district.town, values)
    assert words(compared(district)) == {"东关镇": ["部门检查已整改 调度表 未填、台账 0"]}


@pytest.mark.usefixtures("periods")
def test_I12_unit_without_a_form_is_not_compared(district: District) -> None:
    standing(district, Status.CLOSED)
    filed(district, district.bureau, "0 0 0 0")
    found = compared(district)
    assert (found.compared, found.differing) == (1, ())
    assert set(found.ledger.values()) == {0}


def test_numbers_are_cumulative_up_to_the_period(district: District, periods: tuple[Period, Period]) -> None:
    august, september = periods
    early = datetime(2023, 8, 1, 9, tzinfo=ZONE)
    hazard = drafted(district, discovered_at=early)
    hazard = step(district.filer, hazard, "file", at=early)
    step(district.reviewer, hazard, "accept", at=early)
    standing(district, Status.RECTIFYING)
    filed(district, district.town, "0 0 1 0", august)
    filed(district, district.town, "0 0 2 0", september)
    for period in periods:
        assert compared(district, period=period).differing == ()


@pytest.mark.usefixtures("periods")
@pytest.mark.parametrize(("closed_at", "rectified"), [(CUTOFF - INSTANT, "1"), (CUTOFF, "0")])
def test_only_what_was_closed_before_the_cutoff_is_rectified(
    district: District, closed_at: datetime, rectified: str
) -> None:
    hazard = standing(district, Status.CLOSED)
    Hazard.objects.filter(pk=hazard.pk).update(closed_at=closed_at)
    filed(district, district.town, f"0 0 1 {rectified}")
    assert compared(district).differing == ()


def test_form_without_the_columns_is_not_compared(district: District) -> None:
    file_for(district, district.town)
    assert ledger_comparison.comparison(district.reviewer, district.campaign, district.period) is None


@pytest.mark.usefixtures("periods")
def test_I3_unit_compares_its_own_form_only(district: District) -> None:
    standing(district, Status.CLOSED)
    filed(district, district.town, "0 0 3 1")
    filed(district, district.other_town, "0 0 9 9")
    assert words(compared(district, district.filer)) == {"东关镇": ["部门检查 调度表 3、台账 1"]}
    assert compared(district, district.filer).compared == 1


def test_latest_period_with_forms_comes_first(district: District, periods: tuple[Period, Period]) -> None:
    august, september = periods
    assert ledger_comparison.comparable(district.reviewer, district.campaign) == []
    filed(district, district.town, "0 0 0 0", august)
    assert ledger_comparison.comparable(district.reviewer, district.campaign) == [august]
    filed(district, district.town, "0 0 0 0", september)
    assert ledger_comparison.comparable(district.reviewer, district.campaign) == [september, august]


def test_I3_leader_compares_closed_periods_only(district: District, periods: tuple[Period, Period]) -> None:
    august, september = periods
    filed(district, district.town, "0 0 0 0", august)
    filed(district, district.town, "0 0 0 0", september)
    assert ledger_comparison.comparable(district.leader, district.campaign) == []
    close(district, august, at=AUGUST_CUTOFF + timedelta(days=1))
    assert ledger_comparison.comparable(district.leader, district.campaign) == [august]
    assert ledger_comparison.comparable(district.other_filer, district.campaign) == []


@pytest.mark.usefixtures("periods")
def test_comparing_takes_three_queries(district: District) -> None:
    for unit in district.units:
        filed(district, unit, "1 1 1 1")
    (period,) = ledger_comparison.comparable(district.reviewer, district.campaign)
    with CaptureQueriesContext(connection) as captured:
        assert len(compared(district, period=period).differing) == 3
    assert len(captured) == 3
