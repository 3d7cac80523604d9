"""A circular laid out for the screen: lines of paper, and the figures they rest on. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from notices.content import Block, BlockKind, CircularContent, FigureRef
from reports.figures import Figure, by_key


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one line; `key` names the figure when they are one."""

    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph: `kind` decides how it is set."""

    kind: str
    runs: tuple[Run, ...]


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
        lines=tuple(_line(block) for block in content.blocks),
        cited=tuple(known[key] for key in keys),
        others=tuple(figure for key, figure in known.items() if key not in keys),
        stale=sum(ref.key not in known or known[ref.key].text != ref.text for ref in references),
    )


def _line(block: Block) -> Line:
    runs = (Run(part.text, part.key if isinstance(part, FigureRef) else "") for part in block.parts)
    return Line(BlockKind(block.kind).value, tuple(runs))
