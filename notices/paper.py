"""A circular laid out for the screen: lines of paper, and the figures they rest on. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from notices.block_words import BODY, LOCKED, joined_words
from notices.content import Block, CircularContent, Fact, FigureRef, Part
from reports.figures import Figure, by_key


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one line; `key` names the figure when they are one, `fact` the fact."""

    text: str
    key: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph: `kind` decides how it is set; `id` is that of its block."""

    kind: str
    runs: tuple[Run, ...]
    id: str = ""

    @property
    def is_body(self) -> bool:
        """Whether people may add, move and take out lines such as this."""
        return self.kind in BODY

    @property
    def is_locked(self) -> bool:
        """Whether only the machine writes it."""
        return self.kind in LOCKED


@dataclass(frozen=True, slots=True)
class Sheet:
    """`cited` are the figures the text uses, in order of appearance, `others` the rest of the catalogue.

    `stale` counts figures whose printed text no longer equals the computed one; it must be 0.
    """

    lines: tuple[Line, ...]
    cited: tuple[Figure, ...]
    others: tuple[Figure, ...]
    stale: int


def sheet(content: CircularContent, figures: Iterable[Figure]) -> Sheet:
    """The circular with its figures at the side."""
    known = by_key(figures)
    keys = [key for key in content.figure_keys if key in known]
    references = [part for block in content.blocks for part in block.parts if isinstance(part, FigureRef)]
    return Sheet(
        lines=tuple(line(block) for block in content.blocks),
        cited=tuple(known[key] for key in keys),
        others=tuple(figure for key, figure in known.items() if key not in keys),
        stale=sum(ref.key not in known or known[ref.key].text != ref.text for ref in references),
    )


def line(block: Block) -> Line:
    """One block as it is set."""
    return Line(block.kind.value, tuple(_run(part) for part in joined_words(block.parts)), block.id)


def _run(part: Part) -> Run:
    match part:
        case FigureRef():
            return Run(part.text, key=part.key)
        case Fact():
            return Run(part.text, fact=part.name)
    return Run(part.text)
