"""Reads of periods."""

from datetime import datetime, timedelta

import pytest

from reports.models import Cycle, Period
from reports.selectors import periods
from tests.factories import (
    CUTOFF,
    INSTANT,
    District,
    close,
    make_campaign,
    make_period,
    make_previous,
)
from units.errors import NotFound
from units.scoping import scope


def test_period_is_found_by_its_label(district: District) -> None:
    assert periods.period_by_label("2023-09") == district.period


@pytest.mark.parametrize("label", ["2023-10", "", "2023-09\x00", "2023-09 ", "９月", "x" * 500])
def test_unknown_label_is_not_found_and_the_known_ones_are_named(district: District, label: str) -> None:
    make_previous(district)
    with pytest.raises(NotFound, match="现有：2023-09、2023-08。"):
        periods.period_by_label(label)


def test_unknown_label_where_there_is_no_period(district: District) -> None:
    Period.objects.all().delete()
    with pytest.raises(NotFound, match="还没有任何一期"):
        periods.period_by_label("2023-09")


def test_I3_label_of_another_tenant_is_not_found(district: District, neighbour: District) -> None:
    with scope(neighbour.tenant.pk):
        make_period(neighbour.campaign, neighbour.form, "别区期")
    with pytest.raises(NotFound, match="没有“别区期”这一期。现有：2023-09。"):
        periods.period_by_label("别区期")


def test_current_period_is_the_open_one_due_next(district: District) -> None:
    make_period(district.campaign, district.form, "2023-10", CUTOFF + timedelta(days=30))
    august = make_previous(district)
    assert periods.current_period() == august
    close(district, august)
    assert periods.current_period() == district.period


def test_current_period_is_the_latest_when_all_are_closed(district: District) -> None:
    close(district, make_previous(district))
    close(district)
    assert periods.current_period() == district.period


def test_no_period_no_current_one(district: District) -> None:
    Period.objects.all().delete()
    assert periods.current_period() is None
    assert list(periods.periods()) == []


def test_preceding_is_the_nearest_of_the_same_campaign(district: District) -> None:
    august = make_previous(district)
    make_period(district.campaign, district.form, "2023-07", CUTOFF - timedelta(days=60))
    make_period(make_campaign("另一行动"), district.form, "别的期", CUTOFF - timedelta(days=1))
    assert periods.preceding(district.period) == august
    assert periods.preceding(Period.objects.get(label="2023-07")) is None


def test_of_two_periods_with_one_cutoff_the_older_precedes(district: District) -> None:
    twin = make_period(district.campaign, district.form, "0924期")
    assert periods.preceding(twin) == district.period
    assert periods.preceding(district.period) is None


def test_periods_follow_those_of_their_cycle_and_irregular_ones_follow_all(district: District) -> None:
    august = make_previous(district)
    week = make_period(
        district.campaign, district.form, "2023-W37", CUTOFF - timedelta(days=7), cycle=Cycle.WEEKLY
    )
    call = make_period(
        district.campaign, district.form, "0920期", CUTOFF - timedelta(days=4), cycle=Cycle.IRREGULAR
    )
    next_week = make_period(
        district.campaign, district.form, "2023-W38", CUTOFF - timedelta(hours=1), cycle=Cycle.WEEKLY
    )
    assert periods.preceding(district.period) == august
    assert (periods.preceding(week), periods.preceding(next_week)) == (None, week)
    assert periods.preceding(call) == week
    assert list(periods.chain_before(call)) == [week, august]


def test_snapshot_of_an_open_period_is_none(district: District) -> None:
    assert periods.latest_snapshot(district.period) is None
    snapshot = close(district)
    assert periods.latest_snapshot(district.period) == snapshot


@pytest.mark.parametrize(
    ("now", "due"), [(CUTOFF - INSTANT, False), (CUTOFF, True), (CUTOFF + INSTANT, True)]
)
def test_I6_period_is_due_to_close_from_its_closing_time(
    district: District, now: datetime, due: bool
) -> None:
    assert list(periods.due_to_close(now)) == ([district.period] if due else [])


def test_I6_closed_period_is_not_due(district: District) -> None:
    close(district)
    assert list(periods.due_to_close(CUTOFF + timedelta(days=9))) == []
