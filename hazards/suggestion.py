"""Suggestion of clauses (条款建议): from a free description to the likeliest clauses, a verdict and warnings.

Works from the words alone, so it proposes and never decides: the verdict says what the description, as it is
written, comes to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from hazards.clause_index import ClauseIndex, Match
from hazards.coverage import Coverage
from hazards.judgment import Answer, Judgment, Verdict
from hazards.reading import Said
from hazards.standards import CriterionData, StandardData
from hazards.traps import Known, Look, Trap, Traps

# How many clauses are offered, and how many of them may decide the verdict.
OFFERED, DECIDING = 5, 3
# A clause that fits less than RELEVANT decides nothing, one below RELATED is not even worth asking about; and
# only clauses that fit about as well as the best one have a say. All tuned on the development descriptions.
RELEVANT, RELATED, COMPARABLE = 0.6, 0.25, 0.5

# Descriptions of which it is remembered what they have to be warned of: a few long queues.
REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A clause offered: where its words stand in the description, and what that says of its conditions.

    `judgment` takes the warnings into account. `score` only compares the clauses of one description.
    """

    standard: StandardData
    criterion: CriterionData
    score: float
    places: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    answers: Mapping[str, Answer]
    judgment: Judgment


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a description comes to as it is written: the likeliest clauses first, the verdict, the warnings."""

    top: tuple[Suggestion, ...]
    verdict: Verdict
    traps: tuple[Trap, ...]
    note: str


class Adviser:
    """Suggests clauses of an index and warns of traps; knows what the library lacks."""

    def __init__(self, index: ClauseIndex, traps: Traps, coverage: Coverage) -> None:
        self._index = index
        self._traps = traps
        self._coverage = coverage
        # A queue is read again after every decision, and what waits in it stays the same.
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._caught)

    def assess(self, description: str, *, on: date, sector: str = "") -> Assessment:
        """The clauses in force on the day of discovery that fit best (I2), at most five, and the verdict."""
        said = self._index.say(description)
        sectors = self._index.sectors.of(sector)
        matches = self._index.search(said, on, sectors)
        traps = self._traps.caught(said, sectors, self._look(said, matches, on, sectors))
        top = tuple(self._suggestion(match, said, traps) for match in matches[:OFFERED])
        lacking = _lacking(self._coverage, sectors, on)
        verdict = _verdict(top, traps, lacking)
        return Assessment(top, verdict, traps, _note(top, verdict, lacking))

    def traps(self, description: str, *, on: date, sector: str = "") -> tuple[Trap, ...]:
        """The cases `assess` finds where the sector is known, without ranking clauses: fast enough for a list."""
        return self._remembered(description, on, sector)

    def _caught(self, description: str, on: date, sector: str) -> tuple[Trap, ...]:
        said = self._index.say(description)
        sectors = self._index.sectors.of(sector)
        return self._traps.caught(said, sectors, self._look(said, (), on, sectors))

    def _look(self, said: Said, matches: Sequence[Match], on: date, sectors: frozenset[str]) -> Look:
        """What the description says of a clause; of any clause only if the sector is known."""
        found = {match.clause.criterion.code: match for match in matches}
        likely = set(list(found)[:DECIDING])

        def look(code: str) -> Known | None:
            clause = self._index.applicable(code, on, sectors)
            if clause is None or not (sectors or code in likely):
                return None
            match = found.get(code) or self._index.read(clause, said)
            return match.answers, match.judgment

        return look

    def _suggestion(self, match: Match, said: Said, traps: Sequence[Trap]) -> Suggestion:
        places = tuple(self._index.matched(match.clause, said))
        return Suggestion(
            standard=match.clause.standard,
            criterion=match.clause.criterion,
            score=match.score,
            places=places,
            words=tuple(said.text[start:end] for start, end in places),
            answers=match.answers,
            judgment=_warned(match, traps),
        )


def _warned(match: Match, traps: Sequence[Trap]) -> Judgment:
    """The judgment, unless a trap says that the description does not show as much."""
    for trap in traps:
        concerns = match.clause.criterion.code in trap.clauses or not trap.clauses
        if concerns and match.judgment.verdict is not Verdict.NOT:
            return Judgment(trap.verdict, match.judgment.deciding, trap.case.why)
    return match.judgment


def _lacking(coverage: Coverage, sectors: frozenset[str], on: date) -> str:
    """The law in force the library does not hold, in words; empty when it holds that of every sector asked."""
    named = [str(known) for sector in sorted(sectors) for known in coverage.missing(sector, on)]
    if named:
        return f"当日施行的{'、'.join(named)}没有收录正文"
    if sectors and not any(coverage.covers(sector, on) for sector in sectors):
        return "这个领域当日施行的判定标准没有收录"
    return ""


def _verdict(top: Sequence[Suggestion], traps: Sequence[Trap], lacking: str) -> Verdict:
    comparable = [
        suggestion
        for suggestion in top[:DECIDING]
        if suggestion.score >= max(RELEVANT, COMPARABLE * top[0].score)
    ]
    if any(suggestion.judgment.verdict is Verdict.QUALIFIES for suggestion in comparable):
        return Verdict.QUALIFIES
    if comparable:
        return comparable[0].judgment.verdict
    if traps:
        return traps[0].verdict
    related = top and top[0].score >= RELATED and top[0].judgment.verdict is not Verdict.NOT
    return Verdict.UNDECIDED if related or lacking else Verdict.NOT


def _note(top: Sequence[Suggestion], verdict: Verdict, lacking: str) -> str:
    """One or two sentences for whoever wrote the description."""
    closest = next((s for s in top[:DECIDING] if s.score >= RELATED and s.judgment.verdict is verdict), None)
    if closest is None:
        said = "没有找到与描述相符的判定情形"
    else:
        degree = "最接近的是" if closest.score >= RELEVANT else "可能有关的是"
        said = f"{degree}《{closest.standard.title}》{closest.criterion.article}。{closest.judgment.words}"
    advice = "是否构成由执法人员结合证据认定" if verdict is Verdict.QUALIFIES else ""
    return "。".join(filter(None, [said, lacking, advice])) + "。"
