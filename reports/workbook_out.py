"""Write a dispatch table (调度表) as an official annex in .xlsx, ready to print on A3.

The header is laid out from the indicators' group paths; the total row is always the sum of the rows
printed (I9), a formula that carries its result. A unit that filed nothing shows 未报 and is not counted (I12).
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.snapshot import IndicatorSpec, SnapshotData, decimal_text, digest
from reports.workbook_layout import Layout, lay_out
from reports.workbook_results import with_results
from units.days import full_day
from units.workbooks import clean

# Excel keeps 15 significant digits; a longer number is written as text rather than rounded.
_EXACT_DIGITS = 15
_SIDE_MARGIN_MM = 15
_ROW_POINTS = 22
_LINE = Side(style="thin")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_MARK_FONT = Font(name="黑体", size=16)
_TITLE_FONT = Font(name="黑体", size=22)
_HEADER_FONT = Font(name="黑体", size=10)
_TEXT_FONT = Font(name="仿宋", size=11)
_TOTAL_FONT = Font(name="黑体", size=11)
_NOTE_FONT = Font(name="仿宋", size=10)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One printed row; `values` None for a unit that filed nothing, a code left out for a blank cell."""

    name: str
    values: Mapping[str, Decimal] | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table to print: `mark` is the annex mark above the title, `total_name` None for no total row."""

    title: str
    subtitle: str
    indicators: Sequence[IndicatorSpec]
    rows: Sequence[MatrixRow]
    mark: str = ""
    corner: str = "地区/部门"
    total_name: str | None = "累计"
    notes: Sequence[str] = ()
    sheet: str = "调度表"


def write_dispatch(snapshot: SnapshotData) -> bytes:
    """The dispatch table of a closed period as annex 1 of its circular (.xlsx)."""
    ordered = sorted(snapshot.units, key=lambda unit: unit.order)
    first, last = full_day(snapshot.covers_from), full_day(snapshot.covers_to)
    matrix = Matrix(
        title=f"{snapshot.tenant_name}专项行动进展情况调度表",
        subtitle=f"（数据统计区间：{first}-{last}）",
        indicators=sorted(snapshot.indicators, key=lambda indicator: indicator.order),
        rows=[MatrixRow(unit.name, unit.values) for unit in ordered],
        mark="附件1",
        notes=_notes(snapshot),
    )
    return write_matrix(matrix)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn sheet and where its table lies, rows and columns counted from 1: the header's first row, the units'
    first row, the row after the last of them. `results` are those of its formulas, by cell.
    """

    workbook: Workbook
    sheet: Worksheet
    header_row: int
    first_row: int
    end: int
    results: Mapping[str, str]

    def content(self) -> bytes:
        """The file."""
        return with_results(saved(self.workbook), self.results)


def saved(workbook: Workbook) -> bytes:
    """A workbook as a file."""
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def write_matrix(matrix: Matrix) -> bytes:
    """Any table of units by indicators in the annex layout."""
    return draw(matrix).content()


def draw(matrix: Matrix, *, top: int = 1) -> Drawn:
    """The table on a sheet of its own, from row `top` on; without values it is a blank to fill in."""
    workbook = Workbook()
    workbook.properties.creator = "清患"
    workbook.properties.title = clean(matrix.title)
    sheet = workbook.worksheets[0]
    sheet.title = matrix.sheet
    layout = lay_out(matrix.corner, matrix.indicators, [row.name for row in matrix.rows], _texts(matrix))
    header_row = _write_titles(sheet, matrix, layout, top)
    _write_header(sheet, layout, header_row)
    row = header_row + layout.depth
    results = _write_total(sheet, matrix, row) if matrix.total_name else {}
    first_row = row + 1 if matrix.total_name else row
    end = _write_rows(sheet, matrix, first_row)
    _write_notes(sheet, matrix, end, layout)
    _set_up_print(sheet, layout, header=(header_row, row - 1))
    return Drawn(workbook, sheet, header_row, first_row, end, results)


def totals(matrix: Matrix) -> dict[str, Decimal]:
    """The sum of each column over the rows that have values."""
    return {
        indicator.code: sum(
            (row.values.get(indicator.code, Decimal(0)) for row in matrix.rows if row.values), Decimal(0)
        )
        for indicator in matrix.indicators
    }


def _notes(snapshot: SnapshotData) -> list[str]:
    notes = ["【合成数据】本表为演示用的合成数据，不是真实填报。"] if snapshot.synthetic else []
    silent = [unit.name for unit in snapshot.units if unit.values is None]
    if silent:
        notes.append(f"未报单位 {len(silent)} 个，不计入累计：{'、'.join(silent)}。")
    mark = digest(snapshot.to_json())[:12]
    source = f"{snapshot.tenant_name}{snapshot.period_title}快照第 {snapshot.revision} 版"
    notes.append(f"数据来源：{source}，校验码 {mark}。")
    return notes


def _texts(matrix: Matrix) -> Iterator[tuple[str, str]]:
    """Every printed number with its column, for the column widths."""
    sums = totals(matrix) if matrix.total_name else {}
    for values in (sums, *(row.values for row in matrix.rows if row.values)):
        yield from ((code, decimal_text(value)) for code, value in values.items())


def _write_titles(sheet: Worksheet, matrix: Matrix, layout: Layout, row: int) -> int:
    """Annex mark, title and interval; the row in which the header starts."""
    for text, font, alignment, height in (
        (matrix.mark, _MARK_FONT, _LEFT, 24),
        (matrix.title, _TITLE_FONT, _CENTRED, 38),
        (matrix.subtitle, _TEXT_FONT, _CENTRED, 22),
    ):
        if text:
            put(sheet, row, 1, text, font, alignment)
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=layout.columns)
            sheet.row_dimensions[row].height = height
            row += 1
    return row


def _write_header(sheet: Worksheet, layout: Layout, top: int) -> None:
    for block in layout.blocks:
        row, column = top + block.row, block.column + 1
        put(sheet, row, column, block.text, _HEADER_FONT, _CENTRED)
        _merge(sheet, row, column, block.rows, block.columns)
    for level, height in enumerate(layout.heights):
        sheet.row_dimensions[top + level].height = height
    for column, width in enumerate(layout.widths):
        sheet.column_dimensions[get_column_letter(column + 1)].width = width


def _merge(sheet: Worksheet, row: int, column: int, rows: int, columns: int) -> None:
    """Merge a block; openpyxl carries the first cell's border round it."""
    sheet.cell(row, column).border = _BORDER
    if rows > 1 or columns > 1:
        sheet.merge_cells(
            start_row=row, end_row=row + rows - 1, start_column=column, end_column=column + columns - 1
        )


def _write_total(sheet: Worksheet, matrix: Matrix, number: int) -> dict[str, str]:
    """The total row above the units it adds up; the results of its formulas, by cell."""
    results = {}
    _put_name(sheet, number, matrix.total_name or "", _TOTAL_FONT)
    for column, value in enumerate(totals(matrix).values(), start=2):
        cell = sheet.cell(number, column)
        put_number(cell, value, _TOTAL_FONT)
        if isinstance(cell.value, Decimal) and matrix.rows:
            letters = get_column_letter(column)
            results[cell.coordinate] = decimal_text(value)
            cell.value = f"=SUM({letters}{number + 1}:{letters}{number + len(matrix.rows)})"
    return results


def _write_rows(sheet: Worksheet, matrix: Matrix, first_row: int) -> int:
    """The units' rows; the row after them."""
    for number, row in enumerate(matrix.rows, start=first_row):
        _put_name(sheet, number, row.name, _TEXT_FONT)
        for column, indicator in enumerate(matrix.indicators, start=2):
            value = None if row.values is None else row.values.get(indicator.code)
            put_number(sheet.cell(number, column), value, _TEXT_FONT)
        if row.values is None:
            put(sheet, number, 2, "未报", _TEXT_FONT, _CENTRED)
            _merge(sheet, number, 2, 1, len(matrix.indicators))
    return first_row + len(matrix.rows)


def _put_name(sheet: Worksheet, number: int, name: str, font: Font) -> None:
    sheet.row_dimensions[number].height = _ROW_POINTS
    put(sheet, number, 1, name, font, _CENTRED).border = _BORDER


def put_number(cell: Cell | MergedCell, value: Decimal | None, font: Font) -> None:
    """A number as its exact digits: as many places as it has, never rounded by the cell's format."""
    cell.font, cell.alignment, cell.border = font, _CENTRED, _BORDER
    if value is None:
        return
    text = decimal_text(value)
    if len(text.replace(".", "").lstrip("0")) > _EXACT_DIGITS:
        cell.value = text
        return
    places = len(text.partition(".")[2])
    cell.value = Decimal(text)
    cell.number_format = "0." + "0" * places if places else "0"


def put(
    sheet: Worksheet, row: int, column: int, text: str, font: Font, alignment: Alignment
) -> Cell | MergedCell:
    """Text in a cell, with its looks."""
    cell = sheet.cell(row, column)
    put_text(cell, text)
    cell.font, cell.alignment = font, alignment
    return cell


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Text as text: a leading = would otherwise become a formula."""
    cell.value = clean(text)
    cell.data_type = "s"


def _write_notes(sheet: Worksheet, matrix: Matrix, row: int, layout: Layout) -> None:
    for number, note in enumerate(matrix.notes, start=row):
        put(sheet, number, 1, note, _NOTE_FONT, _LEFT)
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=layout.columns)
        sheet.row_dimensions[number].height = layout.height_across(note)


def _set_up_print(sheet: Worksheet, layout: Layout, *, header: tuple[int, int]) -> None:
    """A3 landscape, as wide as the sheet, header on every page, centred, page numbers below."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8  # A3 in the list of the file format
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = _SIDE_MARGIN_MM / 25.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.75, 0.7, 0.3, 0.35
    sheet.print_title_rows = f"{header[0]}:{header[1]}"
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="第 &P 页，共 &N 页"))
    sheet.freeze_panes = sheet.cell(header[1] + 1, 2).coordinate
    sheet.sheet_view.zoomScale = 90
    sheet.print_area = f"A1:{get_column_letter(layout.columns)}{sheet.max_row}"
