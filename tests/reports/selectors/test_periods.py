"""Reads of periods, and the board."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from reports.models import Cycle, Period, Submission
from reports.selectors import periods
from reports.selectors.periods import STATUS_LABELS, BoardRow, timeliness_so_far
from reports.snapshot import Timeliness
from reports.transitions import State
from tests.factories import (
    BEFORE,
    CUTOFF,
    INSTANT,
    District,
    close,
    file_for,
    make_campaign,
    make_period,
    make_previous,
    make_unit,
    save_draft,
    send_back,
    sign_and_file,
)
from tests.reports.steps import put
from units.errors import NotAllowed, NotFound
from units.models import Unit
from units.scoping import scope


def statuses(district: District, now: datetime = BEFORE) -> dict[str, str]:
    found = periods.board(district.reviewer, district.period, now=now)
    return {row.unit.name: row.status for row in found.rows}


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


def test_board_shows_every_obliged_unit_in_printed_order(district: District) -> None:
    make_unit("不报的园区", order=0, obliged=False)
    board = periods.board(district.reviewer, district.period, now=BEFORE)
    assert [row.unit.name for row in board.rows] == ["东关镇", "西关街道", "区试验局"]
    assert board.counts == {"untouched": 3}


@pytest.mark.parametrize("state", [State.READY, State.SIGNED, State.RETURNED, State.DRAFT])
def test_board_shows_how_far_a_unit_has_come(district: District, state: State) -> None:
    put(district, state)
    assert statuses(district)["东关镇"] == state.value


def test_empty_draft_counts_as_untouched(district: District) -> None:
    save_draft(district, {})
    assert statuses(district)["东关镇"] == "untouched"
    save_draft(district, {"general_found": "1"}, version=1)
    assert statuses(district)["东关镇"] == "draft"


@pytest.mark.parametrize(
    ("filed_at", "status"), [(CUTOFF - INSTANT, "on_time"), (CUTOFF, "late"), (CUTOFF + INSTANT, "late")]
)
def test_I10_board_tells_on_time_from_late(district: District, filed_at: datetime, status: str) -> None:
    sign_and_file(district, at=filed_at)
    assert statuses(district, CUTOFF + timedelta(hours=1))["东关镇"] == status


@pytest.mark.parametrize(("now", "status"), [(CUTOFF - INSTANT, "draft"), (CUTOFF, "missing")])
def test_unit_is_missing_from_the_cutoff_on(district: District, now: datetime, status: str) -> None:
    save_draft(district)
    assert statuses(district, now)["东关镇"] == status


def test_returned_filing_stays_returned_until_the_period_is_closed(district: District) -> None:
    send_back(district, sign_and_file(district))
    assert statuses(district, CUTOFF + INSTANT)["东关镇"] == "returned"
    close(district)
    assert statuses(district, CUTOFF + INSTANT)["东关镇"] == "missing"


def test_I4_board_of_a_closed_period_shows_the_frozen_list(district: District) -> None:
    file_for(district, district.town)
    close(district)
    make_unit("新设的镇", order=9)
    Unit.objects.filter(pk=district.bureau.pk).update(is_active=False, obliged=False)
    board = periods.board(district.reviewer, district.period, now=CUTOFF + timedelta(days=30))
    assert {row.unit.name: row.status for row in board.rows} == {
        "东关镇": "on_time",
        "西关街道": "missing",
        "区试验局": "missing",
    }
    waiting = [row.unit.name for row in board.rows if row.state != State.FILED]
    assert waiting == ["西关街道", "区试验局"]


def test_I4_period_closed_without_any_obliged_unit_stays_empty(district: District) -> None:
    Unit.objects.update(obliged=False)
    close(district)
    Unit.objects.update(obliged=True)
    district.period.refresh_from_db()
    assert periods.board(district.reviewer, district.period, now=CUTOFF).rows == ()


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_I3_board_is_for_office_and_administrators(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="安委办和管理员"):
        periods.board(getattr(district, who), district.period, now=BEFORE)


@pytest.mark.parametrize("more", [0, 20])
def test_board_asks_as_many_queries_for_many_units(
    district: District, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        file_for(district, make_unit(f"单位{number}", order=9))
    with django_assert_num_queries(4):
        board = periods.board(district.reviewer, district.period, now=BEFORE)
        assert [row.status_label for row in board.rows]
    assert len(board.rows) == 3 + more


def test_every_status_has_words(district: District) -> None:
    reachable = {kind.value for kind in Timeliness} | {state.value for state in State} | {"untouched"}
    assert set(STATUS_LABELS) == reachable
    row = BoardRow(district.town, None, Timeliness.LATE)
    assert (row.status, row.status_label) == ("late", "迟报")


def test_standing_of_a_unit_that_has_not_begun(district: District) -> None:
    assert timeliness_so_far(district.period, None, CUTOFF - INSTANT) is None
    assert timeliness_so_far(district.period, None, CUTOFF) is Timeliness.MISSING
    assert timeliness_so_far(district.period, Submission(state="draft"), CUTOFF) is Timeliness.MISSING
