"""Understand a table as found: which rows are data, which column is which indicator, what the cells say."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from notices.numbers.printed import (
    PrintedCell,
    PrintedColumn,
    PrintedRow,
    PrintedTable,
    RawCell,
    RawRow,
    RawTable,
)
from reports.snapshot import IndicatorSpec
from reports.workbook_file import Grid
from reports.workbook_header import Header, find_header, printed_names
from reports.workbook_values import is_blank, looks_numeric, plain, read_value

_FITS = 0.6
"""Share of the form's labels that a header must have before its columns are taken in the form's order."""
_NUMBERING = frozenset({"甲", "栏次", "列次", "编号"})
_NEVER_ADD = re.compile("率|比|排名|名次|平均|人均|均值|序号|得分|增幅|年份|日期|编号")
_STRANGER = IndicatorSpec(code="", order=0, group=(), label="", measure="", decimals=9)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the table lies: the column of labels, the first data row, the columns by place, the width of its rows."""

    label: int
    first: int
    columns: dict[int, PrintedColumn]
    width: int

    @property
    def recognised(self) -> int:
        """How many columns are indicators."""
        return sum(bool(column.code) for column in self.columns.values())


def recognise(raw: RawTable, indicators: Sequence[IndicatorSpec]) -> PrintedTable | None:
    """The table with its columns understood; None for what holds no numbers row by row, such as a layout table."""
    plans = (_by_header(raw, indicators) if raw.squared else None, _by_shape(raw, indicators))
    plan = max(filter(None, plans), key=lambda each: each.recognised, default=None)
    if plan is None:
        return None
    specs = {spec.code: spec for spec in indicators}
    rows: list[PrintedRow] = []
    notes: list[str] = []
    for cells in raw.rows[plan.first :]:
        label = cells[plan.label].text if len(cells) > plan.label else ""
        if not label or _is_numbering(cells[plan.label :]):
            continue
        if len(cells) == plan.width:
            read = (_cell(cells[at], specs, column) for at, column in plan.columns.items())
            rows.append(PrintedRow(label, tuple(read)))
        elif any(looks_numeric(cell.value) for cell in cells):
            notes.append(f"表格中“{label[:20]}”一行有{len(cells)}格，应有{plan.width}格，没有核对这一行。")
    kept = tuple(row for row in rows if any(cell.text for cell in row.cells))
    if not any(cell.value is not None for row in kept for cell in row.cells):
        return None
    return PrintedTable(raw.start, raw.end, raw.title, tuple(plan.columns.values()), kept, tuple(notes))


def _by_header(raw: RawTable, indicators: Sequence[IndicatorSpec]) -> _Plan | None:
    """By the names above the columns, as an uploaded table is read."""
    width = max((len(row) for row in raw.rows), default=0)
    grid = Grid("", tuple(tuple(cell.value for cell in row) for row in raw.rows))
    header = find_header(grid, indicators)
    if header is None or len(header.codes) < 2:
        return None
    columns = {
        at: _column(_label(raw, header, at), header.codes.get(at, ""), indicators)
        for at in range(header.unit_column + 1, width)
        if at in header.known
    }
    return _Plan(header.unit_column, header.first_row, columns, width)


def _label(raw: RawTable, header: Header, at: int) -> str:
    """The lowest words above a column."""
    above = [row[at].text for row in raw.rows[: header.first_row] if len(row) > at and row[at].text]
    return above[-1] if above else f"第{at + 1}列"


def _by_shape(raw: RawTable, indicators: Sequence[IndicatorSpec]) -> _Plan | None:
    """By order: rows of one width, as many columns as the form has, its labels in the header."""
    data = [place for place, row in enumerate(raw.rows) if _is_data(row)]
    if len(data) < 2:
        return None
    width, often = Counter(len(raw.rows[place]) for place in data).most_common(1)[0]
    first = next(place for place in data if len(raw.rows[place]) == width)
    if often < 2 or width < 2:
        return None
    label = _label_column(raw, [place for place in data if len(raw.rows[place]) == width])
    header = raw.rows[:first]
    places = range(label + 1, width)
    if len(places) == len(indicators) and _is_form(header, indicators):
        ordered = sorted(indicators, key=lambda spec: spec.order)
        columns = {at: _column("", spec.code, indicators) for at, spec in zip(places, ordered, strict=True)}
    else:
        names = next((row for row in reversed(header) if len(row) == width), None)
        columns = {
            at: _column((names[at].text if names else "") or f"第{at + 1}列", "", indicators) for at in places
        }
    return _Plan(label, first, columns, width)


def _is_numbering(cells: RawRow) -> bool:
    """A row that counts the columns between header and data: 甲 1 2 3."""
    counted = [str(number) for number in range(1, len(cells))]
    return cells[0].text in _NUMBERING and [cell.text for cell in cells[1:]] == counted


def _is_data(row: RawRow) -> bool:
    """A name, and numbers in half of the cells that say something."""
    said = [cell for cell in row if not is_blank(cell.value)]
    numbers = sum(looks_numeric(cell.value) for cell in said)
    return 0 < numbers < len(said) and numbers * 2 >= len(said) - 1


def _label_column(raw: RawTable, data: Sequence[int]) -> int:
    """The first column that mostly holds words."""
    width = len(raw.rows[data[0]])
    for at in range(width - 1):
        numbers = sum(looks_numeric(raw.rows[place][at].value) for place in data)
        if numbers * 2 < len(data):
            return at
    return 0


def _is_form(header: Sequence[RawRow], indicators: Sequence[IndicatorSpec]) -> bool:
    said = {cell.text for row in header for cell in row}
    labels = {plain(spec.label) for spec in indicators}
    return len(labels & said) >= _FITS * len(labels)


def _column(label: str, code: str, indicators: Sequence[IndicatorSpec]) -> PrintedColumn:
    if code:
        return PrintedColumn(printed_names(indicators)[code], code)
    return PrintedColumn(label, adds=not _NEVER_ADD.search(label))


def _cell(cell: RawCell, specs: dict[str, IndicatorSpec], column: PrintedColumn) -> PrintedCell:
    spec = specs.get(column.code, _STRANGER)
    value = cell.value
    if isinstance(value, str) and spec.measure:
        value = plain(value).removesuffix(plain(spec.measure))
    reading = read_value(value, spec, None)
    printed = PrintedCell(cell.text, reading.value, "", cell.start, cell.end)
    # What stands in a column nobody knows may well be words.
    return replace(printed, fault=reading.message) if column.code and not reading.blank else printed
