"""All periods at a glance."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from reports.selectors.overview import PeriodLine, line, overview
from tests.factories import (
    CUTOFF,
    INSTANT,
    District,
    close,
    file_for,
    make_period,
    make_previous,
    make_unit,
    send_back,
)
from units.errors import NotAllowed
from units.models import Unit


def counts(found: PeriodLine) -> tuple[int, int, int, int]:
    return found.owing, found.filed, found.late, found.missing


def test_open_period_counts_todays_units(district: District) -> None:
    file_for(district, district.town)
    file_for(district, district.bureau, at=CUTOFF)
    assert counts(line(district.reviewer, district.period)) == (3, 2, 1, 1)
    make_unit("新设的镇", order=9)
    assert counts(line(district.reviewer, district.period)) == (4, 2, 1, 2)


@pytest.mark.parametrize(("at", "late"), [(CUTOFF - INSTANT, 0), (CUTOFF, 1), (CUTOFF + INSTANT, 1)])
def test_I10_late_filings_are_counted_from_the_cutoff(district: District, at: object, late: int) -> None:
    file_for(district, district.town, at=at)  # type: ignore[arg-type]
    assert line(district.reviewer, district.period).late == late
    close(district, at=CUTOFF + timedelta(hours=1))
    assert line(district.reviewer, district.period).late == late


def test_I4_closed_period_counts_the_frozen_list(district: District) -> None:
    file_for(district, district.town)
    send_back(district, file_for(district, district.bureau))
    close(district)
    make_unit("新设的镇", order=9)
    Unit.objects.filter(pk=district.town.pk).update(is_active=False)
    assert counts(line(district.reviewer, district.period)) == (3, 1, 0, 2)


def test_returned_filing_is_not_in(district: District) -> None:
    send_back(district, file_for(district, district.town))
    assert counts(line(district.reviewer, district.period)) == (3, 0, 0, 3)


@pytest.mark.parametrize("change", [{"obliged": False}, {"is_active": False}])
def test_I7_filing_of_a_unit_merged_away_since_still_counts(
    district: District, change: dict[str, bool]
) -> None:
    file_for(district, district.town)
    Unit.objects.filter(pk=district.town.pk).update(**change)
    assert counts(line(district.reviewer, district.period)) == (3, 1, 0, 2)


@pytest.mark.parametrize("more", [0, 6])
def test_overview_asks_four_queries_however_many_periods(
    district: District, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    august = make_previous(district)
    close(district, august)
    for number in range(more):
        period = make_period(
            district.campaign, district.form, f"期{number}", CUTOFF + timedelta(days=number + 1)
        )
        file_for(district, district.town, period=period)
    with django_assert_num_queries(4):
        lines = overview(district.leader)
    assert len(lines) == 2 + more
    assert lines[-1].period == august


@pytest.mark.parametrize("who", ["filer", "head"])
def test_I3_overview_is_not_for_units(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="安委办、管理员和领导"):
        overview(getattr(district, who))


def test_leaders_see_how_many_but_not_whose_figures(district: District) -> None:
    file_for(district, district.town)
    assert counts(overview(district.leader)[0]) == (3, 1, 0, 2)
