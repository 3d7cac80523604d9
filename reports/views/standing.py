"""How a filing stands, as its own unit is told: while a period is open nobody is called missing."""

from datetime import datetime

from reports.models import Period, Submission
from reports.selectors.periods import timeliness_so_far
from reports.snapshot import Timeliness
from reports.transitions import State


def standing(period: Period, submission: Submission | None, now: datetime) -> str:
    """A key of `STATUS_LABELS`: on_time, late, missing, untouched, or the state before filing."""
    if submission is not None and submission.state == State.FILED:
        timeliness = timeliness_so_far(period, submission, now)
        return timeliness.value if timeliness else State.FILED.value
    if not period.is_open:
        return Timeliness.MISSING.value
    if submission is None or (submission.state == State.DRAFT and not submission.values):
        return "untouched"
    return submission.state
