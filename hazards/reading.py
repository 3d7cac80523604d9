"""Reading a description (事实描述) against the conditions of a clause: which does it say hold, which not?

Only what the words say counts: a condition they do not touch stays open. A reading is a proposal to the
person who answers, never an answer by itself.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hazards.judgment import Answer, Condition, Value, conditions
from hazards.quantities import Limit, Quantity, limits, met, quantities
from hazards.standards import Logic
from hazards.wording import ABSENT, Piece, Sense, Vocabulary

# Share of a condition's wording that must be found before it counts as said; and of what the condition
# denies, for 未设置报警装置 is not said by a sentence that only names the place.
SAID, DENIED = 0.5, 0.5
# Share of what a condition denies that must be affirmed before it counts as not holding.
AFFIRMED = 0.7
# Each part of a condition that makes up this share of it must be touched on: 零售点 is not 同一建筑物.
MATTERS, TOUCHED = 0.4, 0.2
# A quantity beyond the limit says so much that less of the other words will do.
SAID_WITH_QUANTITY = 0.35
# Conditions that begin so hold unless the description speaks of the exception by this share.
EXCEPTION, SPOKEN_OF = "不属于", 0.3
# What a clause adds in brackets is read only when short: 快速切断阀（断开装置）, not （热发生炉煤气窑炉除外）.
_ASIDE = re.compile(r"（[^（）]{6,}）")


@dataclass(frozen=True, slots=True)
class Said:
    """A description as what it is compared by, each with its sense and where it stands; and its quantities."""

    text: str
    senses: Mapping[str, Sense]
    places: Mapping[str, Sequence[tuple[int, int]]]
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a condition, its sense there and what it is worth."""

    gram: str
    sense: Sense
    worth: float


@dataclass(frozen=True, slots=True)
class Part:
    """Alternatives of which one is enough (甲、乙或丙), and its weight in the condition."""

    runs: tuple[tuple[Word, ...], ...]
    weight: float
    denied: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition prepared for reading."""

    condition: Condition
    parts: tuple[Part, ...]
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a description says of a condition, in shares from 0 to 1.

    `agreed` of its wording, `opposed` the other way round; the same of what the condition denies. One that
    denies nothing is not opposed by words alone: who writes 未对承包单位检查 does not say that there is none.
    `least` is the share agreed of the part that is said least, of those that matter.
    """

    agreed: float
    opposed: float
    denied_agreed: float
    denied_opposed: float
    least: float


class Rarity:
    """How telling a word is: rare ones count more, over the wordings it is given."""

    def __init__(self, wordings: Iterable[Iterable[str]]) -> None:
        counted: Counter[str] = Counter()
        total = 0
        for wording in wordings:
            counted.update(set(wording))
            total += 1
        self._worth = {gram: _worth(gram, total, count) for gram, count in counted.items()}
        self._total = total

    def of(self, gram: str) -> float:
        """What a word is worth; one never met is the rarest."""
        found = self._worth.get(gram)
        return _worth(gram, self._total, 0) if found is None else found

    def knows(self, gram: str) -> bool:
        """Whether any wording has the word."""
        return gram in self._worth


def _worth(gram: str, total: int, count: int) -> float:
    value = math.log(1 + total / (1 + count))
    return value if len(gram) > 1 else value / 2


def say(vocabulary: Vocabulary, description: str) -> Said:
    """Prepare a description for reading, with what its words imply."""
    senses: dict[str, Sense] = {}
    places: dict[str, list[tuple[int, int]]] = {}
    for piece in vocabulary.pieces(description, implied=True):
        for gram in piece.grams:
            senses[gram] = senses.get(gram, Sense.UNSAID) | piece.sense
            if gram != ABSENT:
                places.setdefault(gram, []).append((piece.start, piece.end))
    return Said(description, senses, places, quantities(description))


def leaves(vocabulary: Vocabulary, rarity: Rarity, logic: Logic) -> tuple[Leaf, ...]:
    """The conditions of a clause prepared for reading."""
    prepared = []
    for condition in conditions(logic):
        demanded, rest = limits(_ASIDE.sub("", condition.text))
        prepared.append(Leaf(condition, _parts(vocabulary.pieces(rest), rarity), demanded))
    return tuple(prepared)


def hear(leaf: Leaf, description: Said) -> Heard:
    """How far a description says a condition, or the opposite."""
    whole, denied = _Mean(), _Mean()
    matters = MATTERS * sum(part.weight for part in leaf.parts)
    least = 1.0
    for part in leaf.parts:
        agreed, opposed = max(_shares(run, description.senses) for run in part.runs)
        whole.add(part.weight, agreed, opposed)
        if part.weight >= matters:
            least = min(least, agreed)
        if part.denied:
            denied.add(part.weight, agreed, opposed)
    if not denied.weight:
        return Heard(whole.agreed, whole.opposed, whole.agreed, 0.0, least)
    return Heard(whole.agreed, whole.opposed, denied.agreed, denied.opposed, least)


def answer(leaf: Leaf, heard: Heard, description: Said) -> Answer | None:
    """The answer a description gives to a condition; None when it leaves it open."""
    if leaf.limits:
        within = met(leaf.limits, description.quantities)
        spoken_of = heard.agreed + heard.opposed >= SAID_WITH_QUANTITY
        value = within if spoken_of else None
    elif heard.agreed >= SAID and heard.denied_agreed >= DENIED and heard.least >= TOUCHED:
        value = True
    else:
        value = False if heard.agreed + heard.opposed >= SAID and heard.denied_opposed >= AFFIRMED else None
    if value is not None:
        return Answer(Value.YES if value else Value.NO, description.text)
    if leaf.condition.text.startswith(EXCEPTION) and heard.agreed + heard.opposed < SPOKEN_OF:
        return Answer(Value.YES, "描述没有提到这一例外")
    return None


def read(prepared: Iterable[Leaf], description: Said) -> dict[str, Answer]:
    """The answers a description gives, by path; conditions it leaves open are left out."""
    answers = ((leaf.condition.path, answer(leaf, hear(leaf, description), description)) for leaf in prepared)
    return {path: given for path, given in answers if given is not None}


def _parts(pieces: Sequence[Piece], rarity: Rarity) -> tuple[Part, ...]:
    """Pieces by group and run; a word counts once, where it first stands."""
    groups: dict[int, dict[int, dict[str, Word]]] = {}
    seen: set[str] = set()
    for piece in pieces:
        for gram in piece.grams:
            if gram not in seen:
                run = groups.setdefault(piece.group, {}).setdefault(piece.run, {})
                run[gram] = Word(gram, piece.sense, rarity.of(gram))
                seen.add(gram)
    return tuple(_part([tuple(run.values()) for run in runs.values()]) for runs in groups.values())


def _part(runs: Sequence[tuple[Word, ...]]) -> Part:
    """Weighs as its heaviest alternative; long ones less than the sum of their words."""
    weight = max(sum(word.worth for word in run) / math.sqrt(len(run)) for run in runs)
    denied = any(word.sense == Sense.DENIED for run in runs for word in run)
    return Part(tuple(runs), weight, denied)


class _Mean:
    """Weighted means of the two shares."""

    def __init__(self) -> None:
        self.weight = self._agreed = self._opposed = 0.0

    def add(self, weight: float, agreed: float, opposed: float) -> None:
        self.weight += weight
        self._agreed += weight * agreed
        self._opposed += weight * opposed

    @property
    def agreed(self) -> float:
        return self._agreed / self.weight if self.weight else 0.0

    @property
    def opposed(self) -> float:
        return self._opposed / self.weight if self.weight else 0.0


def _shares(run: Sequence[Word], senses: Mapping[str, Sense]) -> tuple[float, float]:
    """How much of a run is said, and how much is said the other way.

    Once a word of it is expressly denied as the condition denies it, the others are taken along: 隧道没有关闭
    says that the tunnel is not closed though it speaks of the tunnel first.
    """
    total = same = opposite = 0.0
    denied = False
    for word in run:
        total += word.worth
        heard = senses.get(word.gram, Sense.UNSAID)
        if heard & word.sense:
            same += word.worth
            denied |= word.sense == heard == Sense.DENIED
        elif heard:
            opposite += word.worth
    return ((same + opposite) / total, 0.0) if denied else (same / total, opposite / total)
