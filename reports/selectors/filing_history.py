"""The trail of a filing as it is read: all of it, one cell of it, and what changed since it was returned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reports.cell_changes import Changes, differences
from reports.models import FilingEvent, Submission

RETURN = "return"


@dataclass(frozen=True, slots=True)
class CellLine:
    """What somebody did to one cell: its old and new text ("" is empty), or 安委办's comment on it."""

    at: datetime
    by_name: str
    verb: str
    old: str
    new: str
    comment: str


def events(submission: Submission) -> Sequence[FilingEvent]:
    """The trail, the oldest line first (one query); empty for a filing not yet begun."""
    if not submission.pk:
        return []
    return list(FilingEvent.objects.filter(submission=submission).order_by("number"))


def cell(submission: Submission, code: str) -> Sequence[CellLine]:
    """What became of one cell, the oldest line first (one query)."""
    return cell_lines(events(submission), code)


def cell_lines(trail: Sequence[FilingEvent], code: str) -> Sequence[CellLine]:
    """What a trail already read says about one cell."""
    return [_cell_line(event, code) for event in trail if code in event.changes or code in event.comments]


def _cell_line(event: FilingEvent, code: str) -> CellLine:
    old, new = event.changes.get(code, ("", ""))
    return CellLine(event.at, event.by_name, event.verb, old, new, event.comments.get(code, ""))


def last_return(trail: Sequence[FilingEvent]) -> FilingEvent | None:
    """The latest time the filing was sent back; None if it never was."""
    return next((event for event in reversed(trail) if event.action == RETURN), None)


def since_return(submission: Submission) -> Changes:
    """The cells that differ from the table last sent back (one query); empty if it never was."""
    return changed_since_return(submission, events(submission))


def changed_since_return(submission: Submission, trail: Sequence[FilingEvent]) -> Changes:
    """`since_return` from a trail already read."""
    returned = last_return(trail)
    return {} if returned is None else differences(returned.values or {}, submission.values)
