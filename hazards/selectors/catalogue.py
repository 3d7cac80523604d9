"""The standards library as its pages show it (标准库): states on a day, search, versions and coverage."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from django.db.models import Count, Q

from hazards import library, marking
from hazards.coverage import Coverage, KnownStandard, parse_known
from hazards.judgment import conditions
from hazards.models import Criterion, Standard
from hazards.outline import Node, outline
from hazards.selectors.standards import standards_in_force, without_clauses
from units.errors import NotFound

# The name in the table of sectors under which those without any standard are listed.
WITHOUT = "标准未收录"
# As many clauses of a standard are shown among what was found.
SHOWN = 5


class State(StrEnum):
    """Whether a standard is in force on a day, before it or after it (I2)."""

    IN_FORCE = "in_force"
    ENDED = "ended"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Entry:
    """A standard with its state on the day and the number of its clauses; `found` are those searched for."""

    standard: Standard
    state: State
    clauses: int
    found: tuple[Criterion, ...] = ()

    @property
    def shown(self) -> tuple[Criterion, ...]:
        return self.found[:SHOWN]

    @property
    def more(self) -> int:
        return len(self.found) - len(self.shown)


@dataclass(frozen=True, slots=True)
class SectorLine:
    """One sector: how many standards in force are held, and those known whose text is not.

    `references` counts 检查事项清单, by which alone nothing is a major hazard: `held` does not count them.
    """

    sector: str
    held: int
    references: int
    missing: tuple[KnownStandard, ...]


@dataclass(frozen=True, slots=True)
class Versions:
    """What came before a standard and what follows it; `unheld` where the follower's text is not held."""

    before: Sequence[Standard]
    after: Standard | None
    unheld: KnownStandard | None


def state_on(standard: Standard, on: date) -> State:
    """The state on a day; first and last day are in force."""
    if on < standard.effective_from:
        return State.COMING
    return State.IN_FORCE if on <= (standard.effective_to or date.max) else State.ENDED


def entries(*, on: date, sector: str = "", query: str = "") -> list[Entry]:
    """The standards of a sector or of all, those in force first; with a query those that hold its words.

    Drafts are not among them.
    """
    standards = (
        Standard.objects.published()
        .annotate(clauses=Count("criteria"))
        .order_by("sector", "-effective_from", "code")
    )
    if sector:
        standards = standards.filter(sector=sector)
    sought = marking.words(query)
    if sought:
        standards = standards.prefetch_related("criteria")
    found = [entry for standard in standards if (entry := _entry(standard, on, sought))]
    places = {name: place for place, name in enumerate(sectors())}
    return sorted(
        found,
        key=lambda entry: (list(State).index(entry.state), places.get(entry.standard.sector, len(places))),
    )


def counts(found: Iterable[Entry]) -> Mapping[State, int]:
    """Standards by state."""
    counted = Counter(entry.state for entry in found)
    return {state: counted[state] for state in State}


def sectors() -> tuple[str, ...]:
    """The sectors that have a standard of their own."""
    return tuple(name for name in library.sector_table().names if name != WITHOUT)


def coverage(*, on: date) -> list[SectorLine]:
    """Every sector with what is held and lacking on the day; those without anything last."""
    in_force = list(standards_in_force(on=on))
    held = Counter(standard.sector for standard in in_force if not standard.reference_only)
    references = Counter(standard.sector for standard in in_force if standard.reference_only)
    known = Coverage(map(without_clauses, in_force), known_standards().values())
    lines = [
        SectorLine(sector, held[sector], references[sector], known.missing(sector, on))
        for sector in sectors()
    ]
    return sorted(lines, key=lambda line: (not line.held, not line.references))


def trades_without() -> Sequence[str]:
    """Trades that no standard is written for, as people call them."""
    return library.sector_table().names[WITHOUT]


def standard_by_code(code: str, *, drafts: bool = False) -> Standard:
    """A standard with its clauses; NotFound in words. Drafts only for those who keep the library."""
    found = Standard.objects.prefetch_related("criteria").filter(code=code).first()
    if found is None or (found.is_draft and not drafts):
        raise NotFound("标准库里没有这部标准，请回到“标准”页查找。")
    return found


def clauses(standard: Standard) -> list[tuple[Criterion, Node]]:
    """The clauses of a standard, each with its conditions in words."""
    return [(criterion, outline(criterion.logic)) for criterion in standard.criteria.all()]


def versions(standard: Standard) -> Versions:
    """The versions next to this one. A draft already knows what it revises, its predecessor nothing of it."""
    following = standard.superseded_by
    after = Standard.objects.published().filter(code=following).first() if following else None
    before = Q(superseded_by=standard.code) | Q(pk=standard.revises_id)
    return Versions(
        before=list(Standard.objects.published().filter(before)),
        after=after,
        unheld=None if after else known_standards().get(following),
    )


@cache
def known_standards() -> Mapping[str, KnownStandard]:
    """The standards known to exist whose text the library does not hold, by code."""
    items = json.loads((library.CRITERIA / "_known-standards-without-text.json").read_text(encoding="utf-8"))
    return {item["code"]: known for item, known in zip(items, parse_known(items), strict=True)}


def _entry(standard: Standard, on: date, sought: Sequence[str]) -> Entry | None:
    """None when the words sought stand neither in the title nor in a clause."""
    state, clauses = state_on(standard, on), getattr(standard, "clauses", 0)
    if not sought:
        return Entry(standard, state, clauses)
    heading = (standard.title, standard.number, standard.issuer)
    if marking.holds(heading, sought):
        return Entry(standard, state, clauses)
    found = tuple(
        criterion
        for criterion in standard.criteria.all()
        if marking.holds((*heading, *_wordings(criterion)), sought)
    )
    return Entry(standard, state, clauses, found) if found else None


def _wordings(criterion: Criterion) -> tuple[str, ...]:
    said = (condition.text for condition in conditions(criterion.logic))
    return (criterion.article, criterion.scope, criterion.text, criterion.notes, *said)
