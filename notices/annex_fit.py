"""How large a table can be set on a turned page: paper, size of letters, widths of columns. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from notices.annex import Table

SIZES = (10.5, 9, 8, 7.5, 7)
"""Sizes of letters from the most wanted to the smallest that is still legible, pt."""

MARGINS = (28, 37, 26, 35)
"""Margins of a turned page in mm, clockwise from the top: those of the upright page, turned with it."""

PADDING = 1.5
"""Room at either side of a cell, pt."""

_POINTS = 72 / 25.4
# Digits of the substitutes that Linux systems have are wider than half a character.
_DIGIT = 0.56
_NAME_CHARACTERS = 8
_HEADER_CHARACTERS = 2


@dataclass(frozen=True, slots=True)
class Paper:
    """A turned page; sizes in mm."""

    width: int
    height: int

    @property
    def room(self) -> float:
        """Width of the type area, pt."""
        return (self.width - MARGINS[1] - MARGINS[3]) * _POINTS


A4, A3 = Paper(297, 210), Paper(420, 297)


@dataclass(frozen=True, slots=True)
class Fit:
    """Letters of `size` pt in columns of `widths` pt, which together fill the type area of `paper`."""

    paper: Paper
    size: float
    widths: tuple[float, ...]


def fit(table: Table) -> Fit:
    """The best fit: A4 before A3, large letters before small ones.

    A table too wide even for small letters on A3 gets its columns narrowed in proportion; their texts wrap.
    """
    for paper in (A4, A3):
        for size in SIZES:
            least = _least(table, size)
            if sum(least) <= paper.room:
                return Fit(paper, size, _spread(least, _wishes(table), paper.room))
    least = _least(table, SIZES[-1])
    return Fit(A3, SIZES[-1], tuple(width * A3.room / sum(least) for width in least))


def _least(table: Table, size: float) -> list[float]:
    """Widths below which a number or a name would break: header labels may, down to two characters a line."""
    numbers: list[list[str]] = [[] for _ in range(table.columns)]
    for row in table.rows:
        if len(row.cells) == table.columns - 1:
            for column, text in enumerate(row.cells, start=1):
                numbers[column].append(text)
    numbers[0] = [row.name[:_NAME_CHARACTERS] for row in table.rows]
    least = [max((_width(text, size) for text in texts), default=0.0) for texts in numbers]
    return [max(width, _HEADER_CHARACTERS * size) + 2 * PADDING for width in least]


def _width(text: str, size: float) -> float:
    return sum(size * _DIGIT if char.isascii() else size for char in text)


def _wishes(table: Table) -> list[int]:
    """How much each column would like to be wider: long labels more than short ones."""
    wishes = [1] * table.columns
    for block in (block for row in table.header for block in row):
        for column in range(block.column, block.column + block.columns):
            wishes[column] = max(wishes[column], ceil(len(block.text) / block.columns))
    return wishes


def _spread(least: Sequence[float], wishes: Sequence[int], room: float) -> tuple[float, ...]:
    """The widths with what is left over handed out by wishes."""
    spare = room - sum(least)
    return tuple(width + spare * wish / sum(wishes) for width, wish in zip(least, wishes, strict=True))
