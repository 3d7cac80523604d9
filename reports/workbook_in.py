"""Read an uploaded dispatch table (调度表): every row, and every problem with its cell, at once.

Nothing is decided here about what to store. A total row is never imported: it is compared with the sum
of the rows (I9). A unit's row left wholly blank says nothing (I12): it is noted, not read as zeros.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reports.snapshot import IndicatorSpec, decimal_text
from reports.workbook_file import MAX_COLUMNS, MAX_ROWS, UNCOMPUTED, Grid, address, open_grids
from reports.workbook_header import Header, find_header, keyed_header, printed_names
from reports.workbook_keys import Mark, mark_of, require_same
from reports.workbook_problems import Problem, ProblemKind, UnreadableFile
from reports.workbook_values import is_blank, looks_numeric, plain, read_value, text_of

TOTAL_NAMES = frozenset({"累计", "合计", "总计"})
_KEY_DIGITS = 19
# Rows that number the columns between header and data (甲 1 2 3 …).
_NUMBERING = frozenset({"甲", "栏次", "列次", "序号", "编号"})


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit that may stand in the table: its printed name, kind (town, bureau, soe, park) and key in templates."""

    name: str
    kind: str
    key: int | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One unit's row: the cell of its name, the values that could be read, and their cells (code → "C7")."""

    unit: str
    row_number: int
    unit_cell: str
    values: Mapping[str, Decimal]
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableReading:
    """All that a file says: rows in the order of the file and problems in the order of their cells.

    `sheet` is the one the table was found on.
    """

    rows: tuple[TableRow, ...]
    problems: tuple[Problem, ...]
    codes: frozenset[str]
    sheet: str

    @property
    def all_right(self) -> bool:
        """Whether everything can be stored as it stands; notes do not count."""
        return not self.errors

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that need a decision, without the notes."""
        return tuple(problem for problem in self.problems if problem.kind is not ProblemKind.NOTE)

    @property
    def good_rows(self) -> tuple[TableRow, ...]:
        """Complete rows of units that have no problem of their own."""
        spoiled = {problem.unit for problem in self.problems if problem.kind is ProblemKind.ROW}
        return tuple(row for row in self.rows if row.unit not in spoiled and set(row.values) == self.codes)


def read_table(
    content: bytes,
    filename: str,
    *,
    indicators: Sequence[IndicatorSpec],
    units: Sequence[UnitRef],
    mark: Mark | None = None,
) -> TableReading:
    """Read a dispatch table in .xlsx or .csv; UnreadableFile when no table can be found in the file.

    `mark` is what a template for this table carries: one made for another month or district is refused.
    """
    grid, header = _table(open_grids(content, filename), indicators, mark)
    reader = _Reader(grid, header, indicators, units)
    for row in range(header.first_row, len(grid.rows)):
        reader.read_row(row)
    return reader.finish()


def _table(
    grids: Sequence[Grid], indicators: Sequence[IndicatorSpec], mark: Mark | None
) -> tuple[Grid, Header]:
    for grid in grids:
        if (made_for := mark_of(grid)) is not None:
            if mark is not None:
                require_same(made_for, mark)
            return grid, keyed_header(grid, indicators)
    found = [(grid, header) for grid in grids if (header := find_header(grid, indicators))]
    if not found:
        raise UnreadableFile(
            "没有找到表头：要有“地区/部门”（或“单位”）一列，右边是各项指标的名称；请下载模板对照"
        )
    if len(found) > 1:
        names = "、".join(f"“{grid.name}”" for grid, _ in found)
        raise UnreadableFile(f"有 {len(found)} 张工作表都是调度表（{names}），请只留要导入的一张")
    return found[0]


@dataclass
class _Totals:
    """Sums of what the rows say, column by column; `broken` columns have a cell that says no number."""

    sums: dict[str, Decimal] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)


class _Reader:
    """Walks the rows once and collects rows, sums and problems."""

    def __init__(
        self, grid: Grid, header: Header, indicators: Sequence[IndicatorSpec], units: Sequence[UnitRef]
    ) -> None:
        self._grid = grid
        self._header = header
        self._specs = {indicator.code: indicator for indicator in indicators}
        self._names = printed_names(indicators)
        self._units = {plain(unit.name): unit for unit in units}
        self._keys = {unit.key: unit for unit in units if unit.key is not None}
        self._rows: list[TableRow] = []
        self._first_at: dict[str, int] = {}
        self._silent: set[str] = set()
        self._total_rows: list[int] = []
        self._totals = _Totals()
        self._problems: list[tuple[tuple[int, int], Problem]] = []

    def read_row(self, row: int) -> None:
        """Take in one row of the grid: a unit, the total, a remark, or nothing."""
        name = text_of(self._grid.at(row, self._header.unit_column))
        unit = self._keyed(row) or self._units.get(name)
        if name in TOTAL_NAMES:
            self._total_rows.append(row)
        elif name in _NUMBERING:
            return
        elif self._is_silent(row):
            if unit is not None:
                self._silent.add(unit.name)
        elif unit is not None:
            self._read_unit(row, unit)
        elif not self._is_remark(row, name):
            self._read_stranger(row, name)

    def finish(self) -> TableReading:
        """The reading, after the total rows are compared and absent units noted."""
        for row in self._total_rows:
            self._check_total(row)
        if not self._rows and not self._problems:
            raise UnreadableFile("表头下面没有任何单位的数据；请确认选对了文件和工作表")
        ordered = [problem for _, problem in sorted(self._problems, key=lambda item: item[0])]
        problems = (*self._header.problems, *ordered, *self._notes())
        return TableReading(tuple(self._rows), problems, frozenset(self._specs), self._grid.name)

    def _keyed(self, row: int) -> UnitRef | None:
        """The unit a template's key names, whatever has become of its name."""
        column = self._header.key_column
        key = text_of(self._grid.at(row, column)) if column is not None else ""
        return self._keys.get(int(key)) if key.isdecimal() and len(key) < _KEY_DIGITS else None

    def _is_silent(self, row: int) -> bool:
        return all(is_blank(self._grid.at(row, column)) for column in self._header.codes)

    def _is_remark(self, row: int, name: str) -> bool:
        """Notes and signatures around a table: no numbers, and no name or one with a colon (填表人：)."""
        numeric = any(looks_numeric(self._grid.at(row, column)) for column in self._header.codes)
        return not numeric and (not name or ":" in name)

    def _read_unit(self, row: int, unit: UnitRef) -> None:
        values = self._read_values(row, unit.name, unit.kind)
        self._refuse_unheaded(row, unit.name)
        first = self._first_at.setdefault(unit.name, row)
        if first != row:
            message = f"这个单位在第 {first + 1} 行已经出现，请只留一行"
            self._add(row, self._header.unit_column, unit.name, None, message)
            return
        cells = {code: address(row, column) for column, code in self._header.codes.items()}
        unit_cell = address(row, self._header.unit_column)
        self._rows.append(TableRow(unit.name, row + 1, unit_cell, values, cells))

    def _read_stranger(self, row: int, name: str) -> None:
        column = self._header.unit_column
        if not name:
            self._add(row, column, None, None, "这一行有数据，却没有写单位名称")
        else:
            near = difflib.get_close_matches(name, list(self._units), n=1, cutoff=0.6)
            hint = f"，是不是“{self._units[near[0]].name}”？" if near else "，请对照单位名单改正或删去这一行"
            self._add(row, column, name, None, f"“{name}”不在单位名单里{hint}")
        self._read_values(row, name or None, None, report=False)

    def _read_values(
        self, row: int, unit: str | None, kind: str | None, *, report: bool = True
    ) -> dict[str, Decimal]:
        values: dict[str, Decimal] = {}
        for column, code in self._header.codes.items():
            reading = read_value(self._grid.at(row, column), self._specs[code], kind)
            if report and reading.message:
                self._add(row, column, unit, self._names[code], reading.message)
            if reading.value is not None:
                values[code] = reading.value
                self._totals.sums[code] = self._totals.sums.get(code, Decimal(0)) + reading.value
            elif not reading.blank:
                self._totals.broken.add(code)
        return values

    def _refuse_unheaded(self, row: int, unit: str) -> None:
        """A value beside the table belongs to no column and must not vanish silently."""
        for column in range(self._header.unit_column + 1, len(self._grid.rows[row])):
            if column not in self._header.known and looks_numeric(self._grid.at(row, column)):
                self._add(row, column, unit, None, "这一列没有表头，请补上表头或删去这个数")

    def _check_total(self, row: int) -> None:
        """Compare a printed total with the sum of the rows; blanks and uncomputed formulas claim nothing."""
        name = text_of(self._grid.at(row, self._header.unit_column))
        for column, code in self._header.codes.items():
            label = self._names[code]
            due = self._totals.sums.get(code, Decimal(0))
            printed = f"{name}行 {label}"
            value = self._grid.at(row, column)
            if is_blank(value) or value is UNCOMPUTED or code in self._totals.broken:
                continue
            reading = read_value(value, self._specs[code], None)
            if reading.value is None:
                message = f"{printed}：{reading.message}；各单位合计应为 {decimal_text(due)}"
            elif reading.value != due:
                message = f"{printed} 为 {decimal_text(reading.value)}，各单位合计应为 {decimal_text(due)}"
            else:
                continue
            self._add(row, column, None, label, message, ProblemKind.TOTAL)

    def _notes(self) -> list[Problem]:
        notes = []
        if self._grid.clipped:
            message = f"工作表很大，只读了前 {MAX_ROWS} 行、{MAX_COLUMNS} 列；数据若在后面，请移到前面来"
            notes.append(Problem(ProblemKind.NOTE, "", None, None, message))
        for unit in self._units.values():
            if unit.name in self._first_at:
                continue
            reason = "整行没有填" if unit.name in self._silent else "表里没有这个单位"
            notes.append(Problem(ProblemKind.NOTE, "", unit.name, None, f"{reason}，按未报处理"))
        return notes

    def _add(
        self,
        row: int,
        column: int,
        unit: str | None,
        label: str | None,
        message: str,
        kind: ProblemKind = ProblemKind.ROW,
    ) -> None:
        problem = Problem(kind, address(row, column), unit, label, message)
        self._problems.append(((row, column), problem))
