"""A record's life as six stations: 发现 → 报送 → 审核 → 整改 → 复查 → 销号, each with who and when.

Pure. Built from the signed steps of the trail; how often a record went back is said at the station it went
back from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hazards.life import LABELS, MOVES, Status


class Progress(StrEnum):
    """Whether a station lies behind, is the present one, ended the record, or lies ahead."""

    DONE = "done"
    HERE = "here"
    ENDED = "ended"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Step:
    """A signed step: the verb, who and when."""

    verb: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Station:
    """One station. `word` is the verb of its last step, or where the record stands now; `loops` says 退回2次.

    The present station is not signed yet, those ahead are not either.
    """

    name: str
    progress: Progress
    word: str = ""
    who: str = ""
    at: datetime | None = None
    loops: str = ""


_VERBS = {
    "报送": ("file", "withdraw"),
    "审核": ("accept", "return", "exclude", "reinstate"),
    "整改": ("report_done",),
    "复查": ("close", "fail"),
    "销号": ("close",),
}
"""The moves that are signed at each station."""
_STANDS_AT = {
    Status.DRAFT: "报送",
    Status.RETURNED: "报送",
    Status.WITHDRAWN: "报送",
    Status.FILED: "审核",
    Status.EXCLUDED: "审核",
    Status.RECTIFYING: "整改",
    Status.AWAITING: "复查",
    Status.CLOSED: "销号",
}
_LOOPS = {"审核": "return", "复查": "fail", "销号": "reopen"}
_CLOSED = MOVES["close"].verb
_WORDS = {("复查", _CLOSED): "合格", ("销号", _CLOSED): ""}
"""What a verb comes to at a station, where it is not the verb itself."""
_ENDS = frozenset({Status.EXCLUDED, Status.WITHDRAWN})


def stations(status: Status, found: Step, steps: Sequence[Step]) -> tuple[Station, ...]:
    """The line of life of a record. `found` is the discovery; `steps` are all steps, the first first."""
    present = list(_VERBS).index(_STANDS_AT[status])
    line = [Station("发现", Progress.DONE, who=found.who, at=found.at)]
    for place, (name, moves) in enumerate(_VERBS.items()):
        progress = _progress(place - present, status)
        loops = _loops(name, steps)
        if progress is Progress.AHEAD:
            line.append(Station(name, progress, loops=loops))
        elif progress is Progress.HERE:
            line.append(Station(name, progress, LABELS[status], loops=loops))
        else:
            last = _last(moves, steps)
            word = _WORDS.get((name, last.verb), last.verb.removeprefix(name))
            line.append(Station(name, progress, word, last.who, last.at, loops))
    return tuple(line)


def _last(moves: Sequence[str], steps: Sequence[Step]) -> Step:
    verbs = {MOVES[move].verb for move in moves}
    return next(step for step in reversed(steps) if step.verb in verbs)


def _progress(distance: int, status: Status) -> Progress:
    if distance:
        return Progress.DONE if distance < 0 else Progress.AHEAD
    if status is Status.CLOSED:
        return Progress.DONE
    return Progress.ENDED if status in _ENDS else Progress.HERE


def _loops(station: str, steps: Sequence[Step]) -> str:
    if station not in _LOOPS:
        return ""
    verb = MOVES[_LOOPS[station]].verb
    times = sum(step.verb == verb for step in steps)
    return f"{verb}{times}次" if times else ""
