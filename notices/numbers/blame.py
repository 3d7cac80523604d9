"""Which numbers are to blame for relations that do not hold: the fewest, the least borne out by all the rest."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from notices.numbers.relations import Relation


@dataclass(frozen=True, slots=True)
class Blame:
    """A number held to be wrong: by which relation, and what should stand there where that can be said."""

    index: int
    relation: Relation
    expected: str = ""


@dataclass(frozen=True, slots=True, order=True)
class _Doubt:
    """How little speaks against a member: the least is blamed. `place` is its turn among the suspects."""

    for_it: int
    place: int
    index: int
    relation: int


def blamed(
    relations: Sequence[Relation], sure: frozenset[int], wrong: frozenset[int] = frozenset()
) -> tuple[Blame, ...]:
    """The numbers to blame. `sure` are those known to be right, `wrong` those known to be wrong already.

    A relation fails for one reason at least; a number that takes part in several failing ones, and in few that hold,
    is likelier that reason than others. Where all members are known to be right nobody is blamed.
    """
    distinct = list({(each.members, each.suspects, each.holds): each for each in relations}.values())
    borne = _count(each for each in distinct if each.holds and not each.weak)
    left = [each for each in distinct if not each.holds and not wrong.intersection(each.members)]
    found: list[Blame] = []
    while doubts := _doubts(left, borne, sure):
        worst = min(doubts)
        relation = left[worst.relation]
        alone = worst.place == 0 or _stands_out(worst, doubts)
        found.append(Blame(worst.index, relation, relation.expected.get(worst.index, "") if alone else ""))
        left = [each for each in left if worst.index not in each.members]
    return tuple(found)


def _doubts(left: Sequence[Relation], borne: Counter[int], sure: frozenset[int]) -> list[_Doubt]:
    failing = _count(left)
    return [
        _Doubt(borne[index] - failing[index], place, index, number)
        for number, relation in enumerate(left)
        for place, index in enumerate(relation.suspects)
        if index not in sure
    ]


def _stands_out(worst: _Doubt, doubts: Sequence[_Doubt]) -> bool:
    """Whether no other member of its relation is as doubtful: only then is what it should be known."""
    rivals = [each for each in doubts if each.relation == worst.relation and each.index != worst.index]
    return all(each.for_it > worst.for_it for each in rivals)


def _count(relations: Iterable[Relation]) -> Counter[int]:
    return Counter(index for relation in relations for index in relation.members)
