"""How a duty stands: on time, within an extension, late, missing (I10). Pure: instants in, standing out."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from reports.schedule import is_late
from reports.snapshot import Timeliness
from reports.transitions import LABELS, State

IN_TIME = frozenset({Timeliness.ON_TIME, Timeliness.EXTENDED})
"""What counts as in time in rates: who keeps to an extension granted is not late."""


UNTOUCHED = "untouched"
"""Of a table nobody has put a figure into."""
STATUS_LABELS: Mapping[str, str] = {
    Timeliness.ON_TIME.value: "已按时报送",
    Timeliness.EXTENDED.value: "延期内报送",
    Timeliness.LATE.value: "迟报",
    Timeliness.MISSING.value: "缺报",
    UNTOUCHED: "未开始",
    **{state.value: label for state, label in LABELS.items()},
}
"""How a table stands, in words: its timeliness, or where it is on its way."""


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


def on_its_way(state: State | None, values: Mapping[str, str]) -> str:
    """A key of `STATUS_LABELS` for a table (None: not begun) of which nobody can say yet whether it is in time."""
    return UNTOUCHED if state is None or (state is State.DRAFT and not values) else state.value


def counts(standings: Iterable[Timeliness | None]) -> Mapping[Timeliness, int]:
    """How many stand so, each standing named even when nobody does; what is undecided is left out."""
    found = list(standings)
    return {each: found.count(each) for each in Timeliness}
