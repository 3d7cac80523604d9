"""A trail as it is told: what one person typed in one go is one line, whatever the number of times it was saved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from reports.cell_changes import Changes

SAVE = "save"
PAUSE = timedelta(minutes=30)
"""After a longer pause it is another line."""


class Entry(Protocol):
    """An entry of the trail as it is stored, see `FilingEvent`."""

    @property
    def action(self) -> str: ...
    @property
    def verb(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def changes(self) -> Mapping[str, Any]: ...
    @property
    def comments(self) -> Mapping[str, Any]: ...
    @property
    def at(self) -> datetime: ...
    @property
    def by_id(self) -> int | None: ...
    @property
    def by_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class TrailLine:
    """What somebody did between two instants: saved `times` times, with the cells that differ in the end."""

    action: str
    verb: str
    note: str
    first_at: datetime
    last_at: datetime
    by_id: int | None
    by_name: str
    changes: Changes
    comments: Mapping[str, str]
    times: int = 1


def told(entries: Iterable[Entry]) -> Sequence[TrailLine]:
    """The lines of a trail given from its oldest entry on, in the same order."""
    lines: list[TrailLine] = []
    for entry in entries:
        line = _line(entry)
        if lines and _goes_on(lines[-1], line):
            lines[-1] = _joined(lines[-1], line)
        else:
            lines.append(line)
    return lines


def _line(entry: Entry) -> TrailLine:
    return TrailLine(
        action=entry.action,
        verb=entry.verb,
        note=entry.note,
        first_at=entry.at,
        last_at=entry.at,
        by_id=entry.by_id,
        by_name=entry.by_name,
        changes={code: (old, new) for code, (old, new) in entry.changes.items()},
        comments=dict(entry.comments),
    )


def _goes_on(last: TrailLine, line: TrailLine) -> bool:
    return (
        last.action == line.action == SAVE
        and (last.by_id, last.by_name, last.note) == (line.by_id, line.by_name, line.note)
        and line.first_at - last.last_at <= PAUSE
    )


def _joined(last: TrailLine, line: TrailLine) -> TrailLine:
    """Two lines as one; a cell that ends as it began did not change."""
    pairs = dict(last.changes)
    for code, (old, new) in line.changes.items():
        pairs[code] = (pairs[code][0] if code in pairs else old, new)
    changes = {code: pair for code, pair in pairs.items() if pair[0] != pair[1]}
    return replace(last, last_at=line.last_at, changes=changes, times=last.times + line.times)
