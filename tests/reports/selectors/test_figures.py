"""Figures, rankings and trends of closed periods (I4, I5)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from reports.models import Cycle, Submission
from reports.selectors import figures as selectors
from tests.factories import (
    CUTOFF,
    VALUES,
    District,
    close,
    file_for,
    make_campaign,
    make_period,
    make_previous,
    make_unit,
)
from tests.reports.corrected import ask, grant, two_closed
from units.errors import Conflict, NotAllowed

MORE = {**VALUES, "general_found": Decimal(15), "general_rectified": Decimal(9)}


def closed_twice(district: District) -> None:
    """August with one filing, September with the same unit's grown figures."""
    august = make_previous(district)
    file_for(district, district.town, period=august)
    close(district, august)
    file_for(district, district.town, MORE)
    close(district)


def value(closed: selectors.ClosedPeriod, key: str) -> object:
    return next(figure.value for figure in closed.figures if figure.key == key)


def test_I5_figures_come_from_the_snapshot(district: District) -> None:
    closed_twice(district)
    Submission.objects.update(values={"general_found": "999"})
    closed = selectors.closed_period(district.reviewer, district.period)
    assert (value(closed, "general.found"), value(closed, "general.rectified")) == (15, 9)
    assert value(closed, "general.rectification_rate") == Decimal("60.00")
    assert closed.previous is not None
    assert closed.previous.period == "2023-08"


def test_figures_file_names_the_snapshot_it_rests_on(district: District) -> None:
    closed_twice(district)
    closed = selectors.closed_period(district.reviewer, district.period)
    content = closed.to_json()
    assert (content["tenant"], content["period"], content["revision"]) == ("licheng", "2023-09", 1)
    assert content["snapshot_sha256"] == closed.snapshot.sha256
    assert len(content["figures"]) == len(closed.figures)
    assert set(content["figures"][0]) == {"key", "label", "value", "unit", "text", "formula", "rows"}


def test_first_period_has_none_before_it(district: District) -> None:
    file_for(district, district.town)
    close(district)
    assert selectors.closed_period(district.reviewer, district.period).previous is None


def test_open_period_has_no_figures(district: District) -> None:
    file_for(district, district.town)
    with pytest.raises(Conflict, match="2023年9月还没有关账"):
        selectors.closed_period(district.reviewer, district.period)


@pytest.mark.parametrize("who", ["filer", "head"])
def test_I3_figures_are_not_for_units(district: District, who: str) -> None:
    closed_twice(district)
    actor = getattr(district, who)
    with pytest.raises(NotAllowed, match="安委办和领导"):
        selectors.closed_period(actor, district.period)
    with pytest.raises(NotAllowed, match="安委办和领导"):
        selectors.trend(actor, district.period, ["general.found"])


@pytest.mark.parametrize("who", ["reviewer", "leader", "admin", "system"])
def test_figures_of_closed_periods_are_for_the_whole_office(district: District, who: str) -> None:
    closed_twice(district)
    assert selectors.closed_period(getattr(district, who), district.period).figures


def test_I4_figures_of_a_closed_period_do_not_change_with_what_comes_later(district: District) -> None:
    closed_twice(district)
    before = selectors.closed_period(district.reviewer, district.period).to_json()
    make_unit("新设的镇", order=9)
    close(district, make_period(district.campaign, district.form, "2023-10", CUTOFF + timedelta(days=30)))
    assert selectors.closed_period(district.reviewer, district.period).to_json() == before


def three_closed(district: District) -> None:
    """July, August and September, each with one more general hazard of the first town."""
    july = make_period(district.campaign, district.form, "2023-07", CUTOFF - timedelta(days=62))
    file_for(district, district.town, {**VALUES, "general_found": Decimal(9)}, period=july)
    close(district, july)
    closed_twice(district)


def test_series_begin_with_the_campaign(district: District) -> None:
    three_closed(district)
    closed = selectors.closed_period(district.reviewer, district.period)
    assert [each.period for each in closed.earlier] == ["2023-07", "2023-08"]
    assert closed.previous == closed.earlier[-1]
    (series,) = [figure for figure in closed.figures if figure.key == "series.general.new"]
    assert [text for _, text in series.rows] == ["9条", "1条", "5条"]
    assert "更早各期" not in series.formula


def test_I4_series_of_a_revision_does_not_change_with_corrections_made_since(district: District) -> None:
    august = two_closed(district)
    before = selectors.closed_period(district.reviewer, district.period)
    grant(district, ask(district, august))
    (first,) = selectors.of_snapshots(district.reviewer, district.period, [before.snapshot])
    assert first.figures == before.figures
    newest = selectors.closed_period(district.reviewer, district.period)
    assert [each.revision for each in newest.earlier] == [2]
    series = {figure.key: figure.text for figure in newest.figures}["series.general.new"]
    assert series != {figure.key: figure.text for figure in first.figures}["series.general.new"]


def test_trend_has_the_series_of_its_day(district: District) -> None:
    three_closed(district)
    points = selectors.trend(district.leader, district.period, ["series.general.new"])
    assert [len(point.figures["series.general.new"].rows) for point in points] == [1, 2, 3]


@pytest.mark.parametrize("months", [1, 5])
def test_figures_ask_as_many_queries_for_many_periods(
    district: District, months: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for month in range(months, 0, -1):
        at = CUTOFF - timedelta(days=62 + 31 * month)
        close(district, make_period(district.campaign, district.form, f"早{month}", at))
    closed_twice(district)
    with django_assert_num_queries(3):
        closed = selectors.closed_period(district.reviewer, district.period)
    assert len(closed.earlier) == months + 1


def test_units_are_ranked_by_a_measure(district: District) -> None:
    file_for(district, district.town)
    file_for(district, district.bureau, MORE)
    close(district)
    closed = selectors.closed_period(district.leader, district.period)
    ranking = selectors.ranking(closed, "general_found")
    assert ranking


def test_closed_periods_come_latest_first(district: District) -> None:
    assert list(selectors.closed_periods()) == []
    closed_twice(district)
    assert [period.label for period in selectors.closed_periods()] == ["2023-09", "2023-08"]


def test_trend_goes_from_the_oldest_to_the_period_asked_for(district: District) -> None:
    closed_twice(district)
    points = selectors.trend(district.leader, district.period, ["general.found", "no.such"])
    assert [(point.period.label, set(point.figures)) for point in points] == [
        ("2023-08", {"general.found"}),
        ("2023-09", {"general.found"}),
    ]
    assert [point.figures["general.found"].value for point in points] == [10, 15]
    august = points[0].period
    assert [point.period for point in selectors.trend(district.leader, august, ["general.found"])] == [august]


def test_trend_of_months_leaves_weeks_out(district: District) -> None:
    week = CUTOFF - timedelta(days=9)
    weekly = make_period(district.campaign, district.form, "2023-W37", week, cycle=Cycle.WEEKLY)
    close(district, weekly)
    closed_twice(district)
    points = selectors.trend(district.leader, district.period, ["general.found"])
    assert [point.period.label for point in points] == ["2023-08", "2023-09"]


def test_trend_keeps_to_the_campaign(district: District) -> None:
    other = make_period(make_campaign("另一行动"), district.form, "别的期", CUTOFF - timedelta(days=9))
    close(district, other)
    closed_twice(district)
    points = selectors.trend(district.leader, district.period, ["general.found"])
    assert "别的期" not in {point.period.label for point in points}


def test_trend_without_any_closed_period_is_empty(district: District) -> None:
    assert list(selectors.trend(district.leader, district.period, ["general.found"])) == []


@pytest.mark.parametrize("more", [0, 10])
def test_figures_ask_as_many_queries_for_many_units(
    district: District, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        file_for(district, make_unit(f"单位{number}", order=9))
    closed_twice(district)
    with django_assert_num_queries(3):
        selectors.closed_period(district.reviewer, district.period)
    with django_assert_num_queries(1):
        selectors.trend(district.reviewer, district.period, ["general.found"])
