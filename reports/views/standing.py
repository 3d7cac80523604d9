"""How a duty stands, as its own unit is told: while a period is open nobody is called missing."""

from datetime import datetime

from reports.models import Duty, LedgerStatement, Period, Submission
from reports.selectors.unit_periods import UnitPeriod
from reports.snapshot import Timeliness
from reports.standing import on_its_way, timeliness
from reports.transitions import State

UNSTATED = "unstated"
"""The unit has not said yet that its ledger is complete."""
OVERTAKEN = "overtaken"
"""It has said so, and has filed or taken back records since: the word should be renewed."""


def standing(
    period: Period, submission: Submission | None, now: datetime, until: datetime | None = None
) -> str:
    """A key of `STATUS_LABELS`: on_time, extended, late, missing, untouched, or the state before filing.

    `until` is the end of the unit's extension.
    """
    if submission is not None and submission.state == State.FILED:
        found = timeliness(submission.first_filed_at, period.cutoff_at, until, now)
        return found.value if found else State.FILED.value
    if not period.is_open:
        return Timeliness.MISSING.value
    return on_its_way(State(submission.state), submission.values) if submission else on_its_way(None, {})


def form_status(each: UnitPeriod, now: datetime) -> str:
    """How the dispatch table stands; in a closed period as it was frozen."""
    if Duty.FORM in each.frozen:
        return each.frozen[Duty.FORM].value
    return standing(each.period, each.submission, now, each.until)


def ledger_status(each: UnitPeriod, now: datetime) -> str:
    """How the ledger stands: as frozen, or on_time, extended, late, missing, unstated, overtaken.

    Empty for a period in which no ledger was owed.
    """
    if not each.period.is_open:
        return each.frozen[Duty.LEDGER].value if Duty.LEDGER in each.frozen else ""
    if each.statement is None:
        return UNSTATED
    if is_overtaken(each.statement, each.records):
        return OVERTAKEN
    found = timeliness(each.statement.first_stated_at, each.period.cutoff_at, each.until, now)
    return found.value if found else UNSTATED


def is_overtaken(statement: LedgerStatement, records: int) -> bool:
    """Whether the ledger holds other than what the unit spoke of."""
    return statement.records != records
