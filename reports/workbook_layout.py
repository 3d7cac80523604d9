"""Lay out the header of a printed table from the group paths of its columns; sizes for paper.

Blocks are merged cells counted from 0 within the header; row heights are in points, column widths in
Excel's unit (one digit of the standard font, 7 pixels).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor

from reports.snapshot import IndicatorSpec
from reports.workbook_values import plain

_LINE_POINTS = 14.0
_PADDING_POINTS = 5.0
# Measured for a 10-point header and 11-point numbers: a Chinese character is about twice a digit.
_UNITS_PER_HEADER_CHAR = 1.95
_UNITS_PER_NAME_CHAR = 2.2
_UNITS_PER_DIGIT = 1.15
_EDGE_UNITS = 1.2
_NARROWEST = 6.4
_MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class Block:
    """One header cell and how many rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The header's blocks, its row heights and the widths of all columns, the unit column first."""

    blocks: tuple[Block, ...]
    heights: tuple[float, ...]
    widths: tuple[float, ...]

    @property
    def depth(self) -> int:
        """Rows of the header, the units of measure included."""
        return len(self.heights)

    @property
    def columns(self) -> int:
        """Columns of the table, the unit column included."""
        return len(self.widths)

    def height_across(self, text: str) -> float:
        """Points that a remark needs when it runs across the whole table."""
        return _height(text, sum(self.widths))


def lay_out(
    corner: str,
    indicators: Sequence[IndicatorSpec],
    names: Iterable[str],
    numbers: Iterable[tuple[str, str]],
) -> Layout:
    """The header for `indicators`, wide enough for the unit `names` and the `numbers` (code, text)."""
    depth = max(len(indicator.path) for indicator in indicators) + 1
    blocks = [Block(0, 0, depth, 1, corner), *_header_blocks(indicators, depth)]
    widths = _widths(indicators, names, numbers, corner)
    return Layout(tuple(blocks), _heights(blocks, widths, depth), tuple(widths))


def _header_blocks(indicators: Sequence[IndicatorSpec], depth: int) -> list[Block]:
    """Groups side by side share a cell, a label reaches down to the units of measure below it."""
    blocks = []
    for level in range(depth - 1):
        numbered = enumerate(indicators, start=1)
        for prefix, run in groupby(numbered, key=lambda item: item[1].group[: level + 1]):
            columns = [column for column, _ in run]
            if len(prefix) == level + 1:
                blocks.append(Block(level, columns[0], 1, len(columns), prefix[level]))
    for column, indicator in enumerate(indicators, start=1):
        level = len(indicator.group)
        blocks.append(Block(level, column, depth - 1 - level, 1, indicator.label))
        blocks.append(Block(depth - 1, column, 1, 1, indicator.measure))
    return blocks


def _widths(
    indicators: Sequence[IndicatorSpec],
    names: Iterable[str],
    numbers: Iterable[tuple[str, str]],
    corner: str,
) -> list[float]:
    longest = {indicator.code: 0 for indicator in indicators}
    for code, text in numbers:
        longest[code] = max(longest.get(code, 0), len(text))
    unit_width = max(len(plain(name)) for name in (*names, corner)) * _UNITS_PER_NAME_CHAR + _EDGE_UNITS
    return [
        unit_width,
        *(
            max(
                _NARROWEST,
                longest[indicator.code] * _UNITS_PER_DIGIT + _EDGE_UNITS,
                ceil(len(indicator.label) / _MOST_LINES) * _UNITS_PER_HEADER_CHAR + _EDGE_UNITS,
            )
            for indicator in indicators
        ),
    ]


def _heights(blocks: Sequence[Block], widths: Sequence[float], depth: int) -> tuple[float, ...]:
    """Row heights in which each block's wrapped text fits; what a tall block lacks goes to its last row."""
    heights = [_LINE_POINTS + _PADDING_POINTS] * depth
    for block in sorted(blocks, key=lambda block: block.rows):
        needed = _height(block.text, sum(widths[block.column : block.column + block.columns]))
        covered = sum(heights[block.row : block.row + block.rows])
        heights[block.row + block.rows - 1] += max(0.0, needed - covered)
    return tuple(heights)


def _height(text: str, width: float) -> float:
    """Points that a header-sized text needs when wrapped into `width`."""
    per_line = max(1, floor((width - _EDGE_UNITS) / _UNITS_PER_HEADER_CHAR))
    return ceil(len(text) / per_line) * _LINE_POINTS + _PADDING_POINTS
