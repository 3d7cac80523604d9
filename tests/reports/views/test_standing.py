"""How a filing stands in its own unit's eyes: nobody is called missing while they can still file."""

from datetime import datetime, timedelta

import pytest

from reports.models import Period, PeriodState, Submission
from reports.transitions import State
from reports.views.standing import standing
from tests.factories import BEFORE, CUTOFF, INSTANT

OPEN = Period(tenant_id=1, cutoff_at=CUTOFF, state=PeriodState.OPEN)
CLOSED = Period(tenant_id=1, cutoff_at=CUTOFF, state=PeriodState.CLOSED, closed_at=CUTOFF)


def submission(state: State, **fields: object) -> Submission:
    return Submission(tenant_id=1, state=state.value, **{"values": {"a": "1"}, **fields})


@pytest.mark.parametrize("now", [BEFORE, CUTOFF, CUTOFF + timedelta(days=1)])
def test_nothing_begun_in_an_open_period_is_untouched(now: datetime) -> None:
    assert standing(OPEN, None, now) == "untouched"
    assert standing(OPEN, submission(State.DRAFT, values={}), now) == "untouched"


@pytest.mark.parametrize("state", [State.DRAFT, State.READY, State.SIGNED, State.RETURNED])
def test_open_period_shows_the_state(state: State) -> None:
    assert standing(OPEN, submission(state), CUTOFF + INSTANT) == state.value


@pytest.mark.parametrize("state", [None, State.DRAFT, State.READY, State.SIGNED, State.RETURNED])
def test_closed_period_without_filing_is_missing(state: State | None) -> None:
    found = None if state is None else submission(state)
    assert standing(CLOSED, found, CUTOFF) == "missing"


@pytest.mark.parametrize("period", [OPEN, CLOSED])
@pytest.mark.parametrize(
    ("filed_at", "expected"),
    [(CUTOFF - INSTANT, "on_time"), (CUTOFF, "late"), (CUTOFF + INSTANT, "late")],
)
def test_I10_filing_at_the_cutoff_itself_is_late(period: Period, filed_at: datetime, expected: str) -> None:
    found = submission(State.FILED, filed_at=filed_at, first_filed_at=filed_at)
    assert standing(period, found, CUTOFF + timedelta(days=9)) == expected


def test_refiling_after_a_return_keeps_the_first_time() -> None:
    found = submission(State.FILED, filed_at=CUTOFF + timedelta(days=1), first_filed_at=BEFORE)
    assert standing(OPEN, found, CUTOFF + timedelta(days=2)) == "on_time"
