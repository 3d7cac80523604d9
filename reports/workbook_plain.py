"""A plain table as a workbook (.xlsx): one heading row, one line a record, written as it is produced. Pure.

What people typed stays text, whatever it begins with; a number keeps its exact digits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from reports.workbook_out import put_number, saved
from units.workbooks import clean

Value = str | Decimal | int | None
_HEAD = Font(bold=True)
_TEXT = Font()
_PLAIN = Alignment(vertical="center")
_WRAPPED = Alignment(wrap_text=True, vertical="center")


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and its width in characters."""

    title: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class PlainTable:
    """`title` stands above the table, `notes` below it; the first `frozen` columns stay in sight."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    notes: Sequence[str] = ()
    frozen: int = 1


def write_plain(table: PlainTable) -> bytes:
    """The workbook's bytes; rows are taken one by one and never held together."""
    book = Workbook(write_only=True)
    book.properties.creator = "清患"
    book.properties.title = clean(table.title)
    sheet = book.create_sheet("数据")
    for place, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.freeze_panes = f"{get_column_letter(table.frozen + 1)}3"
    sheet.append([_cell(sheet, table.title, head=True)])
    sheet.append([_cell(sheet, column.title, head=True) for column in table.columns])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])
    for note in table.notes:
        sheet.append([_cell(sheet, note)])
    return saved(book)


def _cell(sheet: Any, value: Value, *, head: bool = False) -> Any:
    if isinstance(value, Decimal | int):
        number = WriteOnlyCell(sheet)
        put_number(number, Decimal(value), _TEXT)
        return number
    cell = WriteOnlyCell(sheet, clean(value or ""))
    cell.data_type = "s"
    cell.font, cell.alignment = (_HEAD, _WRAPPED) if head else (_TEXT, _PLAIN)
    return cell
