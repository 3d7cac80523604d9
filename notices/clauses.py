"""Clauses of a circular: short texts with places for figures and facts, and conditions to appear.

In a clause `{major.found.total}` stands for a figure as printed and `{@period}` for a fact. A clause is
left out when a figure it names is undefined, is an empty list, or does not meet the clause's conditions.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from notices.content import Fact, FigureRef, Part, Text
from reports.figures import Figure

_PLACE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class When:
    """A condition on a figure's number; undefined figures meet none."""

    key: str
    compare: Callable[[Decimal, Decimal], bool]
    bound: Decimal

    def holds(self, figures: Mapping[str, Figure]) -> bool:
        """Whether the figure exists, has a number, and compares so."""
        figure = figures.get(self.key)
        if figure is None or figure.value is None or isinstance(figure.value, tuple):
            return False
        return self.compare(Decimal(figure.value), self.bound)


def above(key: str, bound: Decimal | int = 0) -> When:
    """The figure is above `bound`."""
    return When(key, operator.gt, Decimal(bound))


def below(key: str, bound: Decimal | int = 0) -> When:
    """The figure is below `bound`."""
    return When(key, operator.lt, Decimal(bound))


@dataclass(frozen=True, slots=True)
class Clause:
    """A text that appears when its figures are known and all its conditions hold."""

    text: str
    when: tuple[When, ...] = ()

    def appears(self, figures: Mapping[str, Figure]) -> bool:
        """Whether the clause has something to say about these figures."""
        named = (key for key in _PLACE.findall(self.text) if not key.startswith("@"))
        return all(_known(figures.get(key)) for key in named) and all(
            condition.holds(figures) for condition in self.when
        )

    def parts(self, figures: Mapping[str, Figure], facts: Mapping[str, str]) -> tuple[Part, ...]:
        """The text with its places filled; KeyError for a figure or fact that there is not."""
        parts: list[Part] = []
        for at, piece in enumerate(_PLACE.split(self.text)):
            if at % 2 == 0:
                parts += [Text(piece)] if piece else []
            elif piece.startswith("@"):
                parts.append(Fact(piece[1:], facts[piece[1:]]))
            else:
                parts.append(FigureRef(piece, figures[piece].text))
        return tuple(parts)


Sentence = tuple[Clause, ...]
"""Clauses joined by commas; a sentence whose clauses all stay out stays out itself."""


def sentences_parts(
    sentences: Sequence[Sentence], figures: Mapping[str, Figure], facts: Mapping[str, str]
) -> tuple[Part, ...]:
    """The sentences that have something to say, each closed by a full stop."""
    parts: list[Part] = []
    for sentence in sentences:
        clauses = [clause for clause in sentence if clause.appears(figures)]
        for at, clause in enumerate(clauses):
            parts += clause.parts(figures, facts)
            parts.append(Text("，" if at < len(clauses) - 1 else "。"))
    return tuple(parts)


def _known(figure: Figure | None) -> bool:
    return figure is not None and figure.value is not None and figure.value != ()
