"""Both duties of every unit: live in an open period, frozen in a closed one."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from hazards.life import Status
from hazards.models import Hazard
from reports.selectors import standing_board
from reports.selectors.standing_board import UnitDuties, duties
from reports.snapshot import Timeliness
from tests.factories import (
    BEFORE,
    CUTOFF,
    INSTANT,
    District,
    file_for,
    make_unit,
    send_back,
    sign_and_file,
)
from tests.ledgers import standing
from tests.reports.duties import UNTIL, extended, stated
from units.models import Unit


def of(district: District, unit: Unit, now: datetime = BEFORE) -> UnitDuties:
    found = {each.unit.pk: each for each in duties(district.period, now=now)}
    return found[unit.pk]


def test_every_unit_that_owes_comes_in_printed_order(district: District) -> None:
    make_unit("不报的园区", order=0, obliged=False)
    found = duties(district.period, now=BEFORE)
    assert [each.unit.name for each in found] == ["东关镇", "西关街道", "区试验局"]
    assert {(each.form, each.ledger) for each in found} == {(None, None)}


def test_form_alone_leaves_the_ledger_missing(district: District) -> None:
    file_for(district, district.town)
    found = of(district, district.town, CUTOFF)
    assert (found.form, found.ledger) == (Timeliness.ON_TIME, Timeliness.MISSING)


def test_ledger_alone_leaves_the_form_missing(district: District) -> None:
    stated(district)
    found = of(district, district.town, CUTOFF)
    assert (found.form, found.ledger) == (Timeliness.MISSING, Timeliness.ON_TIME)
    assert found.ledger_nil


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (CUTOFF - INSTANT, Timeliness.ON_TIME),
        (CUTOFF, Timeliness.EXTENDED),
        (UNTIL - INSTANT, Timeliness.EXTENDED),
        (UNTIL, Timeliness.LATE),
    ],
)
def test_I10_both_duties_share_the_units_deadline(
    district: District, at: datetime, expected: Timeliness
) -> None:
    extended(district)
    file_for(district, district.town, at=at)
    stated(district, at=at)
    found = of(district, district.town, UNTIL + INSTANT)
    assert (found.form, found.ledger) == (expected, expected)


@pytest.mark.parametrize(("now", "expected"), [(UNTIL - INSTANT, None), (UNTIL, Timeliness.MISSING)])
def test_extended_unit_is_missing_only_after_its_extension(
    district: District, now: datetime, expected: Timeliness | None
) -> None:
    extended(district)
    found = of(district, district.town, now)
    assert (found.form, found.ledger) == (expected, expected)
    assert of(district, district.bureau, now).form is Timeliness.MISSING


def test_returned_table_can_still_be_in_time(district: District) -> None:
    send_back(district, sign_and_file(district))
    assert of(district, district.town, CUTOFF + INSTANT).form is None


def test_records_are_those_discovered_on_the_periods_days_filed_and_not_withdrawn(district: District) -> None:
    for status in Status:
        standing(district, status)
    standing(district, Status.FILED, discovered_at=datetime(2023, 6, 1, 9, tzinfo=BEFORE.tzinfo))
    assert dict(standing_board.ledger_records(district.period)) == {district.town.pk: 6}
    assert of(district, district.town).ledger_records == 6


def test_first_and_last_day_of_the_period_count(district: District) -> None:
    first, last = district.period.starts_on, district.period.ends_on
    for day in (first, last, first - timedelta(days=1), last + timedelta(days=1)):
        Hazard.objects.filter(pk=standing(district, Status.FILED).pk).update(discovered_on=day)
    assert standing_board.ledger_records(district.period)[district.town.pk] == 2


def test_I12_nil_statement_no_longer_holds_once_something_was_filed(district: District) -> None:
    stated(district)
    standing(district, Status.FILED)
    found = of(district, district.town)
    assert not found.ledger_nil
    assert found.statement is not None


def test_unit_merged_away_after_it_filed_owes_no_ledger(district: District) -> None:
    file_for(district, district.town)
    Unit.objects.filter(pk=district.town.pk).update(is_active=False)
    found = of(district, district.town, CUTOFF)
    assert (found.form, found.ledger, found.owes_ledger) == (Timeliness.ON_TIME, None, False)


@pytest.mark.parametrize("more", [0, 12])
def test_board_of_duties_takes_as_many_queries_for_many_units(
    district: District, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        unit = make_unit(f"单位{number}", order=9)
        file_for(district, unit)
        stated(district, unit)
        extended(district, unit)
    with django_assert_num_queries(5):
        found = duties(district.period, now=BEFORE)
        assert [str(each.submission and each.submission.filed_by) for each in found]
    assert len(found) == 3 + more
