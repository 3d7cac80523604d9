"""How a duty stands, at each boundary: one instant before, at, and after (I10)."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.schedule import is_late
from reports.snapshot import Timeliness
from reports.standing import (
    IN_TIME,
    STATUS_LABELS,
    UNTOUCHED,
    counts,
    deadline,
    form_timeliness,
    on_its_way,
    timeliness,
)
from reports.transitions import State
from tests.factories import BEFORE, CUTOFF, INSTANT

UNTIL = CUTOFF + timedelta(days=2)
LONG_AFTER = CUTOFF + timedelta(days=30)
moments = st.integers(-5, 5).map(lambda hours: CUTOFF + timedelta(hours=hours))
maybe = st.none() | moments


@pytest.mark.parametrize(
    ("filed_at", "expected"),
    [
        (BEFORE, Timeliness.ON_TIME),
        (CUTOFF - INSTANT, Timeliness.ON_TIME),
        (CUTOFF, Timeliness.LATE),
        (CUTOFF + INSTANT, Timeliness.LATE),
    ],
)
def test_I10_without_extension_the_cutoffs_instant_is_late(filed_at: datetime, expected: Timeliness) -> None:
    assert timeliness(filed_at, CUTOFF, None, LONG_AFTER) is expected


@pytest.mark.parametrize(
    ("filed_at", "expected"),
    [
        (CUTOFF - INSTANT, Timeliness.ON_TIME),
        (CUTOFF, Timeliness.EXTENDED),
        (CUTOFF + INSTANT, Timeliness.EXTENDED),
        (UNTIL - INSTANT, Timeliness.EXTENDED),
        (UNTIL, Timeliness.LATE),
        (UNTIL + INSTANT, Timeliness.LATE),
    ],
)
def test_I10_with_extension_its_end_is_the_first_late_instant(
    filed_at: datetime, expected: Timeliness
) -> None:
    assert timeliness(filed_at, CUTOFF, UNTIL, LONG_AFTER) is expected


@pytest.mark.parametrize(
    ("until", "now", "expected"),
    [
        (None, CUTOFF - INSTANT, None),
        (None, CUTOFF, Timeliness.MISSING),
        (UNTIL, CUTOFF, None),
        (UNTIL, UNTIL - INSTANT, None),
        (UNTIL, UNTIL, Timeliness.MISSING),
        (UNTIL, UNTIL + INSTANT, Timeliness.MISSING),
    ],
)
def test_I12_silence_is_missing_from_the_units_own_deadline_on(
    until: datetime | None, now: datetime, expected: Timeliness | None
) -> None:
    assert timeliness(None, CUTOFF, until, now) is expected


def test_extension_before_the_cutoff_changes_nothing() -> None:
    assert deadline(CUTOFF, BEFORE) == CUTOFF
    assert timeliness(CUTOFF - INSTANT, CUTOFF, BEFORE, LONG_AFTER) is Timeliness.ON_TIME
    assert timeliness(CUTOFF, CUTOFF, BEFORE, LONG_AFTER) is Timeliness.LATE


@given(maybe, maybe, moments)
def test_nobody_is_late_who_kept_to_their_deadline(
    filed_at: datetime | None, until: datetime | None, now: datetime
) -> None:
    found = timeliness(filed_at, CUTOFF, until, now)
    if filed_at is None:
        assert found is (Timeliness.MISSING if is_late(now, deadline(CUTOFF, until)) else None)
    else:
        assert (found in IN_TIME) is not is_late(filed_at, deadline(CUTOFF, until))


@given(maybe, moments, moments)
def test_extension_never_makes_anybody_stand_worse(
    filed_at: datetime | None, until: datetime, now: datetime
) -> None:
    order = [None, Timeliness.ON_TIME, Timeliness.EXTENDED, Timeliness.LATE, Timeliness.MISSING]
    without = timeliness(filed_at, CUTOFF, None, now)
    granted = timeliness(filed_at, CUTOFF, until, now)
    assert order.index(granted) <= order.index(without)


@pytest.mark.parametrize("state", [State.DRAFT, State.READY, State.SIGNED])
def test_table_not_filed_is_missing_after_the_deadline_whenever_it_was_filed_before(state: State) -> None:
    assert form_timeliness(state, BEFORE, CUTOFF, None, CUTOFF - INSTANT) is None
    assert form_timeliness(state, BEFORE, CUTOFF, None, CUTOFF) is Timeliness.MISSING


def test_returned_table_can_still_be_in_time_and_refiled_keeps_its_first_time() -> None:
    assert form_timeliness(State.RETURNED, BEFORE, CUTOFF, None, LONG_AFTER) is None
    assert form_timeliness(State.FILED, BEFORE, CUTOFF, None, LONG_AFTER) is Timeliness.ON_TIME


def test_counts_name_every_standing_and_leave_out_the_undecided() -> None:
    assert counts([Timeliness.LATE, None, Timeliness.LATE]) == {
        Timeliness.ON_TIME: 0,
        Timeliness.EXTENDED: 0,
        Timeliness.LATE: 2,
        Timeliness.MISSING: 0,
    }


def test_every_status_has_words() -> None:
    reachable = {kind.value for kind in Timeliness} | {state.value for state in State} | {UNTOUCHED}
    assert set(STATUS_LABELS) == reachable


def test_draft_without_a_figure_is_untouched() -> None:
    assert on_its_way(None, {}) == UNTOUCHED
    assert on_its_way(State.DRAFT, {}) == UNTOUCHED
    assert on_its_way(State.DRAFT, {"a": "0"}) == "draft"
    assert on_its_way(State.RETURNED, {}) == "returned"
