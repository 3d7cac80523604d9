"""What is set beside a circular on pages of its own (附件): a title and a table. Pure.

The dispatch table is made from the snapshot alone, its total summed anew from the rows printed (I9). A unit
that filed nothing shows 未报 and is not counted (I12).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.form_header import header_rows
from reports.snapshot import IndicatorSpec, SnapshotData, decimal_text
from reports.workbook_layout import Block
from reports.workbook_out import Matrix, MatrixRow, totals
from units.days import full_day

MISSING = "未报"
TOTAL = "累计"


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row: the name on the left and a text for each further column, or a single one for them all."""

    name: str
    cells: tuple[str, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`header` holds the cells of each header row with what they cover, the column of names being column 0;
    `subtitle` is printed above the table, `note` below it.
    """

    header: tuple[tuple[Block, ...], ...]
    rows: tuple[Row, ...]
    subtitle: str = ""
    note: str = ""

    @property
    def columns(self) -> int:
        """Columns of the table, that of the names included."""
        return max((block.column + block.columns for row in self.header for block in row), default=1)

    def grid(self) -> list[list[str]]:
        """What is read at every place of the table, row by row; a merged cell is read at each of its places."""
        head = [[""] * self.columns for _ in self.header]
        for block in (block for row in self.header for block in row):
            for at in range(block.row, block.row + block.rows):
                head[at][block.column : block.column + block.columns] = [block.text] * block.columns
        body = [[row.name, *_across(row.cells, self.columns - 1)] for row in self.rows]
        return head + body


@dataclass(frozen=True, slots=True)
class Annex:
    """A table under the title by which the circular names it."""

    title: str
    table: Table


def dispatch(snapshot: SnapshotData) -> Annex:
    """The dispatch table (调度表) of a closed period as the circular's annex."""
    indicators = sorted(snapshot.indicators, key=lambda indicator: indicator.order)
    units = sorted(snapshot.units, key=lambda unit: unit.order)
    title = f"{snapshot.tenant_name}专项行动进展情况调度表"
    rows = [MatrixRow(unit.name, unit.values) for unit in units]
    sums = totals(Matrix(title=title, subtitle="", indicators=indicators, rows=rows))
    printed = (
        Row(TOTAL, _texts(indicators, sums), total=True),
        *(Row(row.name, _texts(indicators, row.values)) for row in rows),
    )
    covered = f"（数据统计区间：{full_day(snapshot.covers_from)}-{full_day(snapshot.covers_to)}）"
    return Annex(title, Table(header_rows(indicators), printed, covered, _note(snapshot)))


def _texts(indicators: Sequence[IndicatorSpec], values: Mapping[str, Decimal] | None) -> tuple[str, ...]:
    if values is None:
        return (MISSING,)
    known = (values.get(indicator.code) for indicator in indicators)
    return tuple("" if value is None else decimal_text(value) for value in known)


def _note(snapshot: SnapshotData) -> str:
    silent = sum(unit.values is None for unit in snapshot.units)
    notes = ["本表为演示用的合成数据，不是真实填报。"] if snapshot.synthetic else []
    notes += [f"标“{MISSING}”的{silent}个单位到关账时没有报送，不计入{TOTAL}。"] if silent else []
    return f"注：{''.join(notes)}" if notes else ""


def _across(cells: Sequence[str], columns: int) -> list[str]:
    return list(cells) if len(cells) == columns else [*cells] * columns
