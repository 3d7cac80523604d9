"""The written material of the demonstration ledger: what was found, how it is put right. All of it invented.

The descriptions are written to fit their clause: every condition that `facts` answers is met, and the answers
make the clause qualify. `misreadings.json` is the exception, and is there to be caught at review.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from hazards import library
from hazards.judgment import Answer, Value
from hazards.standards import StandardData

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Situation:
    """Something found in a trade, and the clause it falls under. `facts` are by path of the condition met.

    `{n}` in place and description stands for a number, so that one situation serves several enterprises.
    """

    key: str
    clause: str
    sector: str
    trade: str
    scene: str
    place: str
    description: str
    facts: Mapping[str, str]

    @property
    def answers(self) -> Mapping[str, Answer]:
        """Yes to each condition that has a fact; the first one points to the photo."""
        return {
            path: Answer(Value.YES, fact, "" if order else "照片1")
            for order, (path, fact) in enumerate(self.facts.items())
        }

    def in_force(self, on: date) -> bool:
        """Whether its clause applies on a day (I2)."""
        standard = _standards()[self.clause]
        return standard.effective_from <= on <= (standard.effective_to or date.max)


@dataclass(frozen=True, slots=True)
class Scene:
    """How a kind of hazard is put right (`funds` in 万元, `days` to the term), and what its photo shows.

    A shape is its kind, its colour and its corners as shares of width and height in turn.
    """

    measures: str
    plan: str
    funds: Decimal
    days: int
    halt: str
    shapes: Sequence[Sequence[Any]]


@cache
def situations() -> Sequence[Situation]:
    """What the generator chooses from, in fixed order."""
    return [Situation(**row) for row in read("situations")]


@cache
def situation(key: str) -> Situation:
    """One of them or of the misreadings by its key."""
    return next(each for each in (*situations(), *misreadings()) if each.key == key)


@cache
def misreadings() -> Sequence[Situation]:
    """Records filed under a clause they do not meet: the misjudgments circulars complain of."""
    return [Situation(**row) for row in read("misreadings")]


class Choice:
    """Chooses among the situations so that they are used evenly, and not twice by a unit while it can be helped."""

    def __init__(self) -> None:
        self._used: Counter[str] = Counter()

    def of(self, unit: str, sector: str, on: date) -> tuple[Situation, int]:
        """A situation of the sector under a clause in force that day, and which use of it this is."""
        fitting = [each for each in situations() if each.sector == sector and each.in_force(on)]
        chosen = min(
            fitting, key=lambda each: (self._used[f"{unit} {each.key}"], self._used[each.key], each.key)
        )
        self._used.update((chosen.key, f"{unit} {chosen.key}"))
        return chosen, self._used[chosen.key]


@cache
def scenes() -> Mapping[str, Scene]:
    """By the name situations give."""
    return {name: Scene(**{**row, "funds": Decimal(row["funds"])}) for name, row in read("scenes").items()}


def read(name: str) -> Any:
    """A file of the material."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@cache
def _standards() -> Mapping[str, StandardData]:
    return {clause.code: standard for standard in library.criteria() for clause in standard.criteria}
