"""Index of clauses (条款索引): from the wording of a description to the clauses that speak of it.

Words shared with a clause find it; how far the conditions of its tree are said ranks it.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from hazards.judgment import ROOT, Answer, Judgment, branch, conditions, counts, evaluate, paths_below
from hazards.reading import Heard, Leaf, Rarity, Said, answer, hear, leaves, say
from hazards.sectors import SectorTable
from hazards.standards import CriterionData, Logic, StandardData
from hazards.wording import Vocabulary

# Weight of a shared word by where the clause has it.
_IN_CONDITION, _IN_TEXT, _IN_SCOPE, _IN_SECTOR = 1.0, 0.7, 1.0, 1.0
# Standards of any enterprise (特种设备) come after those of the sector when both speak of the same.
_EVERYWHERE = 0.8
# 综合判定 counts elements of all kinds; it is turned to when no single one makes the hazard.
_COUNTED = 0.7
# As many clauses as are worth reading closely, and what shared words weigh against conditions said.
_READ_CLOSELY = 20
_SHARED_WORDS = 0.5
# Beyond this a description is long because it tells more, not because it is vaguer.
_LONG = 20.0
# A word the library never uses counts as this rare.
_UNKNOWN_RARITY = 4.0


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause prepared for search; `weights` by what it is compared by."""

    standard: StandardData
    criterion: CriterionData
    leaves: tuple[Leaf, ...]
    weights: Mapping[str, float]
    norm: float

    def in_force(self, on: date) -> bool:
        """Whether its standard is in force on the day, both ends included (I2)."""
        return self.standard.effective_from <= on <= (self.standard.effective_to or date.max)


@dataclass(frozen=True, slots=True)
class Match:
    """A clause found, how well it fits (more is better), and what the description says of its conditions."""

    clause: Clause
    score: float
    answers: Mapping[str, Answer]
    judgment: Judgment


class ClauseIndex:
    """Every clause of the standards given, of all versions; searches are by day."""

    def __init__(
        self, standards: Iterable[StandardData], vocabulary: Vocabulary, sectors: SectorTable
    ) -> None:
        self.vocabulary = vocabulary
        self.sectors = sectors
        listed = [(standard, criterion) for standard in standards for criterion in standard.criteria]
        weights = [self._weights(standard, criterion) for standard, criterion in listed]
        self.rarity = Rarity(weights)
        self.clauses = tuple(
            Clause(
                standard,
                criterion,
                leaves(vocabulary, self.rarity, criterion.logic),
                weighted,
                math.sqrt(sum((self.rarity.of(gram) * weight) ** 2 for gram, weight in weighted.items())),
            )
            for (standard, criterion), weighted in zip(listed, weights, strict=True)
        )
        self._by_code = {clause.criterion.code: clause for clause in self.clauses}
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, clause in enumerate(self.clauses):
            for gram in clause.weights:
                self._holding[gram].append(number)

    def say(self, description: str) -> Said:
        """Prepare a description for search and reading."""
        return say(self.vocabulary, description)

    def applicable(self, code: str, on: date, sectors: frozenset[str]) -> Clause | None:
        """The clause of that code if it is in force on the day and of the sectors, or there are none given."""
        clause = self._by_code.get(code)
        return clause if clause and clause.in_force(on) and self._factor(clause, sectors) else None

    def search(self, description: Said, on: date, sectors: frozenset[str]) -> list[Match]:
        """Clauses in force on the day that speak of the description, the likeliest first.

        Those of the sectors and of what is found everywhere; of all when no sector is given.
        """
        shared: dict[int, float] = defaultdict(float)
        for gram in description.senses:
            worth = self.rarity.of(gram) ** 2
            for number in self._holding.get(gram, ()):
                shared[number] += worth * self.clauses[number].weights[gram]
        length = (
            min(_LONG, math.sqrt(sum(self._rarity_said(gram) ** 2 for gram in description.senses))) or 1.0
        )
        found = [
            (score * factor / length / math.sqrt(self.clauses[number].norm), number)
            for number, score in shared.items()
            if self.clauses[number].in_force(on) and (factor := self._factor(self.clauses[number], sectors))
        ]
        found.sort(key=lambda pair: (-pair[0], pair[1]))
        matches = [self.read(self.clauses[n], description, score) for score, n in found[:_READ_CLOSELY]]
        return sorted(matches, key=lambda match: (-match.score, match.clause.criterion.code))

    def read(self, clause: Clause, description: Said, shared: float = 0.0) -> Match:
        """What a description says of one clause; `shared` weighs the words they have in common."""
        logic = clause.criterion.logic
        heard = {leaf.condition.path: hear(leaf, description) for leaf in clause.leaves}
        answers = {
            path: given
            for leaf in clause.leaves
            if (given := answer(leaf, heard[path := leaf.condition.path], description)) is not None
        }
        judgment = evaluate(logic, answers, reference_only=clause.standard.reference_only)
        return Match(clause, shared * (_SHARED_WORDS + _said(logic, ROOT, heard)), answers, judgment)

    def matched(self, clause: Clause, description: Said) -> Iterator[tuple[int, int]]:
        """Where the description uses words of the clause: stretches in order, joined where they touch."""
        places = sorted(
            place for gram, where in description.places.items() if gram in clause.weights for place in where
        )
        start = end = -1
        for first, last in places:
            if first > end:
                if start >= 0:
                    yield start, end
                start = first
            end = max(end, last)
        if start >= 0:
            yield start, end

    def _weights(self, standard: StandardData, criterion: CriterionData) -> dict[str, float]:
        texts = [(condition.text, _IN_CONDITION) for condition in conditions(criterion.logic)]
        weights: dict[str, float] = {}
        for text, weight in (
            *texts,
            (criterion.text, _IN_TEXT),
            (criterion.scope, _IN_SCOPE),
            (standard.sector, _IN_SECTOR),
        ):
            for piece in self.vocabulary.pieces(text):
                for gram in piece.grams:
                    weights[gram] = max(weights.get(gram, 0.0), weight)
        return weights

    def _rarity_said(self, gram: str) -> float:
        return self.rarity.of(gram) if self.rarity.knows(gram) else _UNKNOWN_RARITY

    def _factor(self, clause: Clause, sectors: frozenset[str]) -> float:
        factor = _COUNTED if counts(clause.criterion.logic) else 1.0
        if not sectors or clause.standard.sector in sectors:
            return factor
        return factor * _EVERYWHERE if clause.standard.sector in self.sectors.everywhere else 0.0


def _said(logic: Logic, path: str, heard: Mapping[str, Heard]) -> float:
    """How far a tree is said, 0 to 1: the mean over as many of the best parts as the branch asks for."""
    if "condition" in logic:
        return heard[path].agreed
    need, parts = branch(logic)
    best = sorted((_said(part, below, heard) for below, part in paths_below(path, parts)), reverse=True)
    return sum(best[:need]) / need
