"""How a duty stands: on time, within an extension, late, missing (I10). Pure: instants in, standing out."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from reports.schedule import is_late
from reports.snapshot import Timeliness
from reports.transitions import State

IN_TIME = frozenset({Timeliness.ON_TIME, Timeliness.EXTENDED})
"""What counts as in time in rates: who keeps to an extension granted is not late."""


def deadline(cutoff_at: datetime, extended_until: datetime | None) -> datetime:
    """The first instant that is late for a unit: the cutoff, or the end of its extension if that is later."""
    return cutoff_at if extended_until is None else max(cutoff_at, extended_until)


def timeliness(
    filed_at: datetime | None, cutoff_at: datetime, extended_until: datetime | None, now: datetime
) -> Timeliness | None:
    """How a duty first met at `filed_at` stands at `now`; None while it can still be met in time.

    Both the cutoff and the end of an extension are first late instants: 24日24:00 is 25日00:00, which is late.
    """
    due = deadline(cutoff_at, extended_until)
    if filed_at is None:
        return Timeliness.MISSING if is_late(now, due) else None
    if not is_late(filed_at, cutoff_at):
        return Timeliness.ON_TIME
    return Timeliness.LATE if is_late(filed_at, due) else Timeliness.EXTENDED


def form_timeliness(
    state: State,
    first_filed_at: datetime | None,
    cutoff_at: datetime,
    extended_until: datetime | None,
    now: datetime,
) -> Timeliness | None:
    """How a table in this state stands in an open period.

    A returned one keeps the time of its first filing, hence can still be in time until the period is closed.
    """
    if state is State.RETURNED:
        return None
    filed_at = first_filed_at if state is State.FILED else None
    return timeliness(filed_at, cutoff_at, extended_until, now)


def counts(standings: Iterable[Timeliness | None]) -> Mapping[Timeliness, int]:
    """How many stand so, each standing named even when nobody does; what is undecided is left out."""
    found = list(standings)
    return {each: found.count(each) for each in Timeliness}
