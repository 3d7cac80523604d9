"""Find tables in plain text: what Word and browsers leave of a table when it is saved as text.

Two forms are known. Each cell on a line of its own that starts with a tab, rows set apart by blank lines, names
broken over several lines (区公安, blank, 分局); or each row on one line, its cells set apart by tabs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from notices.numbers.printed import RawCell, RawRow, RawTable
from reports.workbook_values import looks_numeric

_ACROSS = 2
"""Tabs within a line that make it a row of its own."""
_LONGEST_PART = 24
"""A longer line is no broken-off part of a cell's name."""
_TITLE_WITHIN = 4
"""Lines above a table among which its title is looked for."""
_NOTE = re.compile(r"[（(].*[）)]")


@dataclass
class _Line:
    """A line of the text without its break, and where it starts."""

    text: str
    start: int

    @property
    def is_blank(self) -> bool:
        return not self.text.strip() and not self.text.startswith("\t")

    @property
    def is_cell(self) -> bool:
        return self.text.startswith("\t")

    @property
    def is_row(self) -> bool:
        return self.text.strip().count("\t") >= _ACROSS or (self.is_cell and self.text.count("\t") > _ACROSS)


@dataclass
class _Block:
    """A table being read: rows done, and the row under way."""

    start: int
    rows: list[RawRow] = field(default_factory=list)
    row: list[RawCell] = field(default_factory=list)
    end: int = 0

    def add(self, cell: RawCell) -> None:
        self.row.append(cell)
        self.end = cell.end

    def lengthen(self, line: _Line) -> None:
        """A further line of the last cell's name."""
        last = self.row[-1]
        self.row[-1] = RawCell(f"{last.value or ''}{line.text}", last.start, line.start + len(line.text))
        self.end = self.row[-1].end

    def close_row(self) -> None:
        if self.row:
            self.rows.append(tuple(self.row))
            self.row = []


def tables_in(text: str) -> tuple[RawTable, ...]:
    """The blocks of the text that are set like tables, in order; what is in them is not judged here."""
    lines = list(_lines(text))
    found = []
    place = 0
    while place < len(lines):
        if not (lines[place].is_cell or lines[place].is_row):
            place += 1
            continue
        block, after = _block(lines, place)
        if len(block.rows) > 1 and max(map(len, block.rows)) > 1:
            found.append(
                RawTable(block.start, block.end, tuple(block.rows), False, title_above(lines, place))
            )
        place = after
    return tuple(found)


def title_above(lines: list[_Line], place: int) -> str:
    """The nearest line above that is no remark in brackets; empty when there is none near."""
    above = [line.text.strip() for line in lines[max(0, place - _TITLE_WITHIN) : place]]
    titles = [text for text in above if text and not _NOTE.fullmatch(text) and len(text) <= _LONGEST_PART * 2]
    return titles[-1] if titles else ""


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        yield _Line(line, start)
        start += len(line) + 1


def _block(lines: list[_Line], place: int) -> tuple[_Block, int]:
    """The table that starts at a line, and the line after it."""
    block = _Block(lines[place].start)
    while place < len(lines):
        line = lines[place]
        if line.is_row:
            block.close_row()
            for cell in _across(line):
                block.add(cell)
            block.close_row()
        elif line.is_cell:
            block.add(RawCell(line.text.strip() or None, line.start, line.start + len(line.text)))
        elif not line.is_blank and _continues(block, lines, place):
            block.lengthen(line)
        elif line.is_blank and _goes_on(block, lines, place):
            # A blank line within a name does not end its row.
            if not _continues(block, lines, _next_written(lines, place)):
                block.close_row()
        else:
            break
        place += 1
    block.close_row()
    return block, place


def _across(line: _Line) -> Iterator[RawCell]:
    place = line.start
    for part in line.text.removeprefix("\t").split("\t"):
        start = place + (1 if place == line.start and line.text.startswith("\t") else 0)
        yield RawCell(part.strip() or None, start, start + len(part))
        place = start + len(part) + 1


def _next_written(lines: list[_Line], place: int) -> int:
    while place < len(lines) and lines[place].is_blank:
        place += 1
    return place


def _goes_on(block: _Block, lines: list[_Line], place: int) -> bool:
    """Whether a table is taken up again after a blank line."""
    after = _next_written(lines, place)
    if after == len(lines):
        return False
    return lines[after].is_cell or lines[after].is_row or _continues(block, lines, after)


def _continues(block: _Block, lines: list[_Line], place: int) -> bool:
    """Whether a line without a tab is a further part of the last cell: short, after words, before more cells."""
    if not block.row or place >= len(lines) or lines[place].is_cell or lines[place].is_row:
        return False
    last = block.row[-1].value
    if last is None or looks_numeric(last) or len(lines[place].text.strip()) > _LONGEST_PART:
        return False
    after = _next_written(lines, place + 1)
    return after < len(lines) and (lines[after].is_cell or _continues(block, lines, after))
