"""A table as it stands in a document: its cells with their places, first as found, then with its columns understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reports.workbook_values import Fault, Value, plain

TOTAL_NAMES = frozenset({"累计", "合计", "总计", "共计", "全区合计", "全县合计", "全市合计"})
SUBTOTAL_NAMES = frozenset({"小计", "镇街小计", "部门小计"})
_FLOAT_DIGITS = ".15g"


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as found: what it holds, and its offsets in the text (0 and 0 in a workbook)."""

    value: Value
    start: int = 0
    end: int = 0

    @property
    def text(self) -> str:
        """The cell as printed, line breaks and padding within a name taken out."""
        if self.value is None or isinstance(self.value, Fault):
            return ""
        # Fifteen digits are what Excel shows; the file may carry 114.43799999999999.
        return plain(f"{self.value:{_FLOAT_DIGITS}}" if isinstance(self.value, float) else str(self.value))


RawRow = tuple[RawCell, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows of cells. `squared` tells that a cell's place in its row is its column, merged cells filled up."""

    start: int
    end: int
    rows: tuple[RawRow, ...]
    squared: bool
    title: str = ""


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell of a data row: as printed, its number if it has one, else why it has none (empty for a blank)."""

    text: str
    value: Decimal | None
    fault: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column: its label as printed, the indicator's code (empty for a stranger), whether its rows add up."""

    label: str
    code: str = ""
    adds: bool = True


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A data row: its label, and one cell for each column."""

    label: str
    cells: tuple[PrintedCell, ...]

    @property
    def is_total(self) -> bool:
        """Whether this row claims to be the sum of the others."""
        return self.label in TOTAL_NAMES

    @property
    def is_subtotal(self) -> bool:
        """Whether this row claims to be the sum of some of the others."""
        return self.label in SUBTOTAL_NAMES or self.label.endswith("小计")


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table with its columns understood; `notes` name rows that could not be read."""

    start: int
    end: int
    title: str
    columns: tuple[PrintedColumn, ...]
    rows: tuple[PrintedRow, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_dispatch(self) -> bool:
        """Whether its columns are indicators, so that figures can be computed from it."""
        return any(column.code for column in self.columns)

    @property
    def units(self) -> tuple[PrintedRow, ...]:
        """The rows that are added up, each unit's first row alone."""
        first: dict[str, PrintedRow] = {}
        for row in self.rows:
            if not row.is_total and not row.is_subtotal:
                first.setdefault(row.label, row)
        return tuple(first.values())

    def values(self, row: PrintedRow) -> Mapping[str, Decimal]:
        """A row's numbers by indicator code; blanks and unreadable cells are absent."""
        return {
            column.code: cell.value
            for column, cell in zip(self.columns, row.cells, strict=True)
            if column.code and cell.value is not None
        }
