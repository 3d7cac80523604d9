"""A record's trail as people read it: field names and dates in words, a row of small edits as one line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hazards.entries import LABELS
from hazards.life import MOVES
from hazards.models import HazardEvent

_EDITS = frozenset({"修改", "判定"})
_PAUSE = timedelta(hours=1)
"""Edits by one person closer to each other than this are one sitting."""
_NAMES: Mapping[str, str] = {**LABELS, "wanted_on": "整改时限延到", "due_on": "整改时限"}
_BACK = frozenset(MOVES[name].verb for name in ("return", "exclude", "withdraw", "fail", "reopen"))
_ON = frozenset(MOVES[name].verb for name in ("file", "accept", "report_done", "close", "reinstate"))
_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Change:
    """A field with what it said before and what it says now."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the trail. `tone` is back for steps backwards, done for steps forward, "" for the rest.

    `times` counts the edits that it sums up.
    """

    verb: str
    who: str
    at: datetime
    tone: str
    reason: str = ""
    changes: Sequence[Change] = field(default=())
    times: int = 1


def story(events: Sequence[HazardEvent]) -> Sequence[Line]:
    """The lines of these events, the first first."""
    return [_line(sitting) for sitting in _sittings(events)]


def _sittings(events: Sequence[HazardEvent]) -> Sequence[Sequence[HazardEvent]]:
    """The events, edits that belong together in one group."""
    found: list[list[HazardEvent]] = []
    for event in events:
        if found and _goes_on(found[-1][-1], event):
            found[-1].append(event)
        else:
            found.append([event])
    return found


def net_changes(events: Sequence[HazardEvent]) -> dict[str, tuple[str, str]]:
    """The first old and the last new value of each field; what ended as it began is left out."""
    joined: dict[str, tuple[str, str]] = {}
    for event in events:
        for name, (old, new) in event.changes.items():
            joined[name] = (joined[name][0] if name in joined else old, new)
    return {name: (old, new) for name, (old, new) in joined.items() if old != new}


def _goes_on(before: HazardEvent, event: HazardEvent) -> bool:
    same = (before.verb, before.actor_name) == (event.verb, event.actor_name)
    return same and event.verb in _EDITS and event.at - before.at < _PAUSE


def _line(events: Sequence[HazardEvent]) -> Line:
    last = events[-1]
    tone = "back" if last.verb in _BACK else "done" if last.verb in _ON else ""
    return Line(last.verb, last.actor_name, last.at, tone, last.reason, _changes(events), len(events))


def _changes(events: Sequence[HazardEvent]) -> Sequence[Change]:
    return [
        Change(_NAMES.get(name, name), _said(old), _said(new))
        for name, (old, new) in net_changes(events).items()
    ]


def _said(value: str) -> str:
    """A stored value as it is printed: 2023-09-30 becomes 2023年9月30日."""
    return _DAY.sub(lambda found: "{}年{}月{}日".format(*map(int, found.groups())), value)
