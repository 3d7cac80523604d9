"""Check a table against itself and against what is known: a verdict for every cell. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from notices.numbers.printed import PrintedRow, PrintedTable
from notices.numbers.tables_names import same_unit
from notices.numbers.tables_rules import broken_rules
from notices.numbers.verdicts import JudgedCell, Verdict
from reports.snapshot import IndicatorSpec, decimal_text

Place = tuple[int, int]
"""Row and column of a cell, from 0."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Rows to compare with, by the unit's name; `source` is how a reader is told of them (2023年9月快照第1版)."""

    source: str
    rows: Mapping[str, Mapping[str, Decimal]]

    def of(self, label: str) -> Mapping[str, Decimal] | None:
        """The row of a unit, however its name is shortened; None for one that is not known."""
        if label in self.rows:
            return self.rows[label]
        alike = [name for name in self.rows if same_unit(name, label)]
        return self.rows[alike[0]] if len(alike) == 1 else None

    def total(self, code: str) -> Decimal | None:
        """The sum of a column; None where no row has it."""
        values = [row[code] for row in self.rows.values() if code in row]
        return sum(values, Decimal(0)) if values else None


@dataclass
class _Sheet:
    """The verdicts reached so far; the first that says what is wrong and what should stand there remains."""

    table: PrintedTable
    found: dict[Place, tuple[Verdict, str, str]] = field(default_factory=dict)

    def wrong(self, at: Place, verdict: Verdict, expected: str, reason: str) -> None:
        before = self.found.get(at)
        if before is None or before[0] is Verdict.OK or (expected and not before[1]):
            self.found[at] = (verdict, expected, reason)

    def right(self, at: Place, reason: str) -> None:
        self.found.setdefault(at, (Verdict.OK, "", reason))

    def cells(self) -> Iterator[JudgedCell]:
        for number, row in enumerate(self.table.rows):
            for place, (column, cell) in enumerate(zip(self.table.columns, row.cells, strict=True)):
                if cell.text:
                    verdict, expected, reason = self.found.get((number, place), (Verdict.UNVERIFIED, "", ""))
                    yield JudgedCell(row.label, column.label, cell.text, verdict, expected, reason)


def judge(
    table: PrintedTable, indicators: Sequence[IndicatorSpec], reference: Reference | None = None
) -> tuple[JudgedCell, ...]:
    """Every cell that says something, row by row; what nothing can be held against is `unverified`."""
    sheet = _Sheet(table)
    _unreadable(sheet)
    _twice(sheet)
    for place in range(len(table.columns)):
        _column(sheet, place)
    if reference is not None:
        _compare(sheet, reference)
    # Last, for it can only say what a value must not exceed.
    for number, row in enumerate(table.rows):
        _parts(sheet, number, row, indicators)
    return tuple(sheet.cells())


def unknown_units(table: PrintedTable, reference: Reference) -> tuple[str, ...]:
    """The rows that what is known says nothing of."""
    return tuple(row.label for row in table.units if reference.of(row.label) is None)


def _unreadable(sheet: _Sheet) -> None:
    for number, row in enumerate(sheet.table.rows):
        for place, cell in enumerate(row.cells):
            if cell.fault:
                reason = f"“{row.label}”的“{sheet.table.columns[place].label}”：{cell.fault}。"
                sheet.wrong((number, place), Verdict.INCONSISTENT, "", reason)


def _twice(sheet: _Sheet) -> None:
    """A unit with two rows that differ: one of them must be wrong, and only the first is added up."""
    first: dict[str, PrintedRow] = {}
    for number, row in enumerate(sheet.table.rows):
        before = row if row.is_subtotal else first.setdefault(row.label, row)
        for place, (old, new) in enumerate(zip(before.cells, row.cells, strict=True)):
            if old.value != new.value:
                reason = f"“{row.label}”有两行，前一行这一项是{old.text or '空白'}，这一行是{new.text}。"
                sheet.wrong((number, place), Verdict.INCONSISTENT, old.text, reason)


def _parts(sheet: _Sheet, number: int, row: PrintedRow, indicators: Sequence[IndicatorSpec]) -> None:
    """Parts above their wholes, and amounts of nothing."""
    places = {column.code: place for place, column in enumerate(sheet.table.columns) if column.code}
    for fault in broken_rules(sheet.table.values(row), indicators):
        reason = f"“{row.label}”的{fault.reason}"
        sheet.wrong((number, places[fault.code]), Verdict.INCONSISTENT, fault.expected, reason)


def _column(sheet: _Sheet, place: int) -> None:
    """Every total of a column against the rows it adds up."""
    column = sheet.table.columns[place]
    if not column.adds:
        return
    grand = [(number, row) for number, row in enumerate(sheet.table.rows) if row.is_total]
    for number, row in grand:
        _total(sheet, (number, place), row, sheet.table.units)
    for number, group in _groups(sheet.table):
        _total(sheet, (number, place), sheet.table.rows[number], group)


def _groups(table: PrintedTable) -> Iterator[tuple[int, Sequence[PrintedRow]]]:
    """The place of each subtotal with the rows it adds up: those above it, or below where one heads the table."""
    rows = [(number, row) for number, row in enumerate(table.rows) if not row.is_total]
    if rows and rows[0][1].is_subtotal:
        rows.reverse()
    group: list[PrintedRow] = []
    for number, row in rows:
        if row.is_subtotal:
            yield number, group
            group = []
        else:
            group.append(row)


def _total(sheet: _Sheet, at: Place, total: PrintedRow, rows: Sequence[PrintedRow]) -> None:
    """Blanks and cells that say no number claim nothing, so neither does a sum over them."""
    _, place = at
    printed = total.cells[place]
    values = [row.cells[place].value for row in rows if row.cells[place].text]
    if printed.value is None or not values or None in values:
        return
    due = sum((value for value in values if value is not None), Decimal(0))
    words = f"{rows[0].label}至{rows[-1].label}{len(rows)}行" if len(rows) > 1 else rows[0].label
    if printed.value == due:
        sheet.right(at, f"等于{words}之和。")
        for number, row in enumerate(sheet.table.rows):
            if any(row is each for each in rows):
                sheet.right((number, place), f"与“{total.label}”行相符。")
        return
    reason = f"“{total.label}”行印的是{printed.text}，{words}相加是{decimal_text(due)}。"
    sheet.wrong(at, Verdict.INCONSISTENT, decimal_text(due), reason)


def _compare(sheet: _Sheet, reference: Reference) -> None:
    for number, row in enumerate(sheet.table.rows):
        known = _known(sheet.table, row, reference)
        for place, (column, cell) in enumerate(zip(sheet.table.columns, row.cells, strict=True)):
            due = known.get(column.code)
            if due is None or cell.value is None:
                continue
            if cell.value == due:
                sheet.right((number, place), f"与{reference.source}相符。")
            else:
                said = f"{reference.source}中“{row.label}”的“{column.label}”是{decimal_text(due)}，不是{cell.text}。"
                sheet.wrong((number, place), Verdict.CONTRADICTS, decimal_text(due), said)


def _known(table: PrintedTable, row: PrintedRow, reference: Reference) -> Mapping[str, Decimal]:
    if not row.is_total:
        return {} if row.is_subtotal else reference.of(row.label) or {}
    totals = ((column.code, reference.total(column.code)) for column in table.columns if column.code)
    return {code: value for code, value in totals if value is not None}


def merged(first: Iterable[JudgedCell], second: Iterable[JudgedCell], source: str) -> tuple[JudgedCell, ...]:
    """The cells of a document's table, then what is wrong in the table beside it and not found already."""
    kept = tuple(first)
    known = {(cell.row, cell.column, cell.expected) for cell in kept if cell.is_wrong}
    further = (
        JudgedCell(cell.row, cell.column, cell.value, cell.verdict, cell.expected, f"{source}：{cell.reason}")
        for cell in second
        if cell.is_wrong and (cell.row, cell.column, cell.expected) not in known
    )
    return (*kept, *further)
