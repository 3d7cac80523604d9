"""Two versions of a standard side by side (版本对照): what came, what went, what reads otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from hazards.judgment import conditions
from hazards.similarity import likeness
from hazards.standards import CriterionData, StandardData

# Fewer characters in common than these, between two changes, only make a wording hard to read.
_ISLAND = 2


class Kind(StrEnum):
    """What became of a clause, or of a stretch of wording."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of wording: in both versions, only in the later (added) or only in the earlier (gone)."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause in both versions; `before` is None for one added, `after` for one gone."""

    kind: Kind
    before: CriterionData | None
    after: CriterionData | None

    @property
    def wording(self) -> tuple[Stretch, ...]:
        """The official wording, marked."""
        return self._marked("text")

    @property
    def article(self) -> tuple[Stretch, ...]:
        """The article, marked."""
        return self._marked("article")

    @property
    def scope(self) -> tuple[Stretch, ...]:
        """To whom it applies, marked."""
        return self._marked("scope")

    @property
    def notes(self) -> tuple[Stretch, ...]:
        """The explanation, marked."""
        return self._marked("notes")

    def _marked(self, part: str) -> tuple[Stretch, ...]:
        return stretches(getattr(self.before, part, ""), getattr(self.after, part, ""))

    @property
    def same_conditions(self) -> bool:
        """Whether the facts asked for, and how many of them, are the same."""
        return self.before is not None and self.after is not None and self.before.logic == self.after.logic


@dataclass(frozen=True, slots=True)
class Comparison:
    """All clauses in the order of the later version, those gone after the clause they stood behind."""

    clauses: tuple[ClauseChange, ...]

    def count(self, kind: Kind) -> int:
        """How many clauses (条) of a kind."""
        return sum(change.kind is kind for change in self.clauses)

    @property
    def changes(self) -> tuple[ClauseChange, ...]:
        """Without the clauses that read the same."""
        return tuple(change for change in self.clauses if change.kind is not Kind.SAME)


def compare(
    before: StandardData, after: StandardData, follows: Mapping[str, str] | None = None
) -> Comparison:
    """What changed from one version to the next.

    `follows` names for a clause's code the code of the one it was copied from. Where nothing is known of
    its origin a clause is taken to follow the one that reads most like it.
    """
    origins = _origins(before, after, follows or {})
    taken = {old.code for old in origins.values()}
    order = {old.code: place for place, old in enumerate(before.criteria)}
    gone = [old for old in before.criteria if old.code not in taken]
    changes: list[ClauseChange] = []
    reached = -1
    for new in after.criteria:
        old = origins.get(new.code)
        if old is not None and order[old.code] > reached:
            reached = order[old.code]
            changes += _gone_before(gone, order, reached)
        changes.append(ClauseChange(_kind(old, new), old, new))
    changes += _gone_before(gone, order, len(order))
    return Comparison(tuple(changes))


def stretches(before: str, after: str) -> tuple[Stretch, ...]:
    """One wording changed into another; joined in order, without those added it is the earlier one."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: list[tuple[str, str]] = []
    same: list[bool] = []
    for operation, first, last, start, end in matcher.get_opcodes():
        pair = (before[first:last], after[start:end])
        is_same = operation == "equal"
        if is_same and found and len(pair[0]) < _ISLAND and end < len(after) and last < len(before):
            is_same = False
        if found and same[-1] == is_same:
            found[-1] = (found[-1][0] + pair[0], found[-1][1] + pair[1])
        else:
            found.append(pair)
            same.append(is_same)
    return tuple(_stretches(found, same))


def _stretches(pairs: Sequence[tuple[str, str]], same: Sequence[bool]) -> Iterator[Stretch]:
    for (gone, added), is_same in zip(pairs, same, strict=True):
        if is_same:
            yield Stretch(Kind.SAME, gone)
            continue
        if gone:
            yield Stretch(Kind.GONE, gone)
        if added:
            yield Stretch(Kind.ADDED, added)


def _gone_before(gone: list[CriterionData], order: Mapping[str, int], place: int) -> Iterator[ClauseChange]:
    """Those gone that stood before a place, each once."""
    while gone and order[gone[0].code] < place:
        yield ClauseChange(Kind.GONE, gone.pop(0), None)


def _kind(old: CriterionData | None, new: CriterionData) -> Kind:
    if old is None:
        return Kind.ADDED
    said = [(each.article, each.scope, each.text, each.logic, each.notes) for each in (old, new)]
    return Kind.SAME if said[0] == said[1] else Kind.CHANGED


def _origins(
    before: StandardData, after: StandardData, follows: Mapping[str, str]
) -> dict[str, CriterionData]:
    """The earlier clause of each later one that has one; no clause is the origin of two."""
    earlier = {old.code: old for old in before.criteria}
    origins: dict[str, CriterionData] = {}
    for new in after.criteria:
        old = earlier.pop(follows.get(new.code, ""), None)
        if old is not None:
            origins[new.code] = old
    # Once anything is known of origins, what has none is new.
    return origins or _by_likeness(earlier, after.criteria)


def _by_likeness(
    earlier: dict[str, CriterionData], later: Sequence[CriterionData]
) -> dict[str, CriterionData]:
    pairs = [
        (alike, old.code, new.code)
        for old in earlier.values()
        for new in later
        if (alike := likeness(_said(old), _said(new)))
    ]
    origins: dict[str, CriterionData] = {}
    for _, old, new in sorted(pairs, key=lambda pair: -pair[0]):
        if old in earlier and new not in origins:
            origins[new] = earlier.pop(old)
    return origins


def _said(criterion: CriterionData) -> str:
    """The wording, or the facts where it may not be given."""
    return criterion.text or "；".join(condition.text for condition in conditions(criterion.logic))
