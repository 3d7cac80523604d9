"""Clauses and sentences filled in: they appear when there is something to say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from notices.content import Fact, FigureRef, Part, Text, Typed
from notices.templating.conditions import Known, holds, numbers
from notices.templating.parts import PLACE, Clause, Sentence
from reports.expressions import Evaluator
from reports.figures import Figure

_ENDS = tuple("。！？：")


@dataclass(frozen=True, slots=True)
class Material:
    """What a template is filled with. `names` are those of its points, `known` what its conditions ask about."""

    figures: Mapping[str, Figure]
    facts: Mapping[str, str]
    names: frozenset[str]
    known: Known
    evaluator: Evaluator

    @classmethod
    def of(cls, figures: Mapping[str, Figure], facts: Mapping[str, str], names: Iterable[str]) -> "Material":
        """The material before it is known which points appear."""
        return cls(figures, facts, frozenset(names), Known(numbers(figures)), Evaluator())

    def with_points(self, points: Iterable[str], *, here: bool) -> "Material":
        """The same, with the points that appeared, and whether one did in this section."""
        return replace(self, known=Known(self.known.numbers, frozenset(points), here))


def appears(clause: Clause, material: Material) -> bool:
    """Whether the clause has something to say."""
    return all(_is_there(place, material) for place in clause.places) and holds(
        clause.when, material.known, material.names, material.evaluator
    )


def filled(clause: Clause, material: Material) -> tuple[Part, ...]:
    """The words with their places filled."""
    parts: list[Part] = []
    for at, piece in enumerate(PLACE.split(clause.text)):
        if at % 2 == 0:
            parts += [words(piece)] if piece else []
        elif piece.startswith("@"):
            parts.append(Fact(piece[1:], material.facts[piece[1:]]))
        else:
            parts.append(FigureRef(piece, material.figures[piece].text))
    return tuple(parts)


def said(sentences: Iterable[Sentence], material: Material) -> tuple[Part, ...]:
    """The sentences that have something to say, each closed by a full stop."""
    parts: list[Part] = []
    for sentence in sentences:
        clauses = [clause for clause in sentence.clauses if appears(clause, material)]
        for at, clause in enumerate(clauses):
            parts += filled(clause, material)
            end = "，" if at < len(clauses) - 1 else "。"
            if not (end == "。" and clause.text.endswith(_ENDS)):
                parts.append(Text(end))
    return tuple(parts)


def words(text: str) -> Part:
    """Words of the template; with a digit, as in 第16号令, they are such as the number check reads."""
    return Typed(text) if any(char.isdigit() for char in text) else Text(text)


def _is_there(place: str, material: Material) -> bool:
    if place.startswith("@"):
        return bool(material.facts.get(place[1:]))
    figure = material.figures.get(place)
    return figure is not None and figure.value is not None and figure.value != ()
