"""Templates of the dispatch table to fill in: all units in the annex layout, or one unit line by line (.xlsx).

Each carries its mark and keys (`workbook_keys`), refuses what is no number while it is typed, and shows the filling
rule of a column as a note. What is held already stands in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.snapshot import IndicatorSpec
from reports.validation import KIND_NAMES, MAX_INTEGER_DIGITS
from reports.workbook_keys import UNIT_KEY, Mark
from reports.workbook_out import Drawn, Matrix, MatrixRow, draw, put, put_number, saved
from units.workbooks import note

LINE_HEADINGS = ("列标识", "分组", "指标", "计量单位", "上期", "本期", "来源", "填报说明")
"""The columns of a unit's template, from A on."""
VALUE_COLUMN = LINE_HEADINGS.index("本期")
HEAD_ROW = 4
"""Where these headings stand; the lines follow."""

_WIDTHS = (4, 34, 30, 10, 12, 14, 10, 64)
_POINTS_A_LINE = 16
_PLAIN = Font(name="仿宋", size=11)
_BOLD = Font(name="黑体", size=11)
_TITLE = Font(name="黑体", size=18)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_LINE = Side(style="thin")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_CLOSED = PatternFill("solid", start_color="E4E7EB")
_HEAD = PatternFill("solid", start_color="EAF0F8")
_ENTRY = PatternFill("solid", start_color="FFF9E5")


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A unit in the table of all units: its key and kind, and what is held of it already."""

    key: int
    name: str
    kind: str
    values: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A column of the form as a line: last period's value, what is held already, whether this kind of unit fills it."""

    spec: IndicatorSpec
    previous: Decimal | None
    value: Decimal | None
    due: bool
    source: str


def matrix_template(
    mark: Mark, *, title: str, indicators: Sequence[IndicatorSpec], rows: Sequence[TemplateRow]
) -> bytes:
    """The table of all units with what is held already."""
    printed = [MatrixRow(row.name, row.values) for row in rows]
    notes = ["浅灰的格子该类单位不填。合计由公式算出。请勿改动隐藏的行和列；行可以重新排序。"]
    matrix = Matrix(title, "（填好后在“导入”页上传，核对无误再存入）", indicators, printed, notes=notes)
    drawn = draw(matrix, top=2)
    _write_keys(drawn.sheet, mark, indicators, drawn.first_row, rows)
    _note_columns(drawn, indicators)
    _close_cells(drawn, indicators, rows)
    for column, spec in enumerate(indicators, start=2):
        letters = get_column_letter(column)
        _validate(drawn.sheet, spec, f"{letters}{drawn.first_row}:{letters}{drawn.end - 1}")
    return drawn.content()


def unit_template(mark: Mark, *, unit: str, title: str, lines: Sequence[TemplateLine]) -> bytes:
    """One unit's table: a line for each column of the form, to be filled in under 本期."""
    workbook = Workbook()
    workbook.properties.creator = "清患"
    sheet = workbook.worksheets[0]
    sheet.title = "调度表"
    put(sheet, 1, 1, str(mark), _PLAIN, _LEFT)
    sheet.row_dimensions[1].hidden = True
    _heading(sheet, 2, f"{unit}{title}调度表", _TITLE, 32)
    hint = "只填浅黄的“本期”一列，没有就填 0；填好后在填报页“从 Excel 导入”，核对无误再存入。"
    _heading(sheet, 3, hint, _PLAIN, 22)
    for column, (heading, width) in enumerate(zip(LINE_HEADINGS, _WIDTHS, strict=True), start=1):
        cell = put(sheet, HEAD_ROW, column, heading, _BOLD, _CENTRED)
        cell.border, cell.fill = _BORDER, _HEAD
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.column_dimensions["A"].hidden = True
    for number, line in enumerate(lines, start=HEAD_ROW + 1):
        _write_line(sheet, number, line)
    _set_up(sheet)
    return saved(workbook)


def _write_keys(
    sheet: Worksheet,
    mark: Mark,
    indicators: Sequence[IndicatorSpec],
    first_row: int,
    rows: Iterable[TemplateRow],
) -> None:
    """The mark and the codes in the hidden first row, the units' keys in a hidden last column."""
    last = len(indicators) + 2
    put(sheet, 1, 1, str(mark), _PLAIN, _LEFT)
    for column, spec in enumerate(indicators, start=2):
        put(sheet, 1, column, spec.code, _PLAIN, _LEFT)
    put(sheet, 1, last, UNIT_KEY, _PLAIN, _LEFT)
    for number, row in enumerate(rows, start=first_row):
        sheet.cell(number, last).value = row.key
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions[get_column_letter(last)].hidden = True


def _note_columns(drawn: Drawn, indicators: Sequence[IndicatorSpec]) -> None:
    """Filling rules as notes at the units of measure, the lowest row of the header."""
    measures = drawn.first_row - 2
    for column, spec in enumerate(indicators, start=2):
        if words := _words(spec):
            drawn.sheet.cell(measures, column).comment = note(words)


def _close_cells(drawn: Drawn, indicators: Sequence[IndicatorSpec], rows: Sequence[TemplateRow]) -> None:
    for number, row in enumerate(rows, start=drawn.first_row):
        for column, spec in enumerate(indicators, start=2):
            if row.kind in spec.not_for:
                drawn.sheet.cell(number, column).fill = _CLOSED


def _write_line(sheet: Worksheet, number: int, line: TemplateLine) -> None:
    spec = line.spec
    source = line.source if line.due else "不填"
    texts = (spec.code, "·".join(spec.group), spec.label, spec.measure, None, None, source, _words(spec))
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(number, column)
        if text is not None:
            put(sheet, number, column, text, _PLAIN, _LEFT if column in {2, 3, 8} else _CENTRED)
        cell.border = _BORDER
    put_number(sheet.cell(number, VALUE_COLUMN), line.previous, _PLAIN)
    entry = sheet.cell(number, VALUE_COLUMN + 1)
    put_number(entry, line.value, _BOLD)
    entry.fill = _ENTRY if line.due else _CLOSED
    sheet.row_dimensions[number].height = _height(texts)
    _validate(sheet, spec, entry.coordinate)


def _height(texts: Sequence[str | None]) -> float:
    """Points in which the longest text of a line fits: a Chinese character takes two places."""
    seen = zip(texts[1:], _WIDTHS[1:], strict=True)
    lines = max(-(-2 * len(text or "") // (width - 2)) for text, width in seen)
    return lines * _POINTS_A_LINE + 6


def _words(spec: IndicatorSpec) -> str:
    proof = f"佐证：{spec.evidence}。" if spec.evidence else ""
    closed = "、".join(KIND_NAMES.get(kind, kind) for kind in spec.not_for)
    per_period = "" if spec.cumulative else "填本期数，不填累计数。"
    # The note of a column may say itself who does not fill it.
    excluded = f"{closed}不填。" if closed and closed not in spec.note else ""
    return f"{spec.note}{per_period}{excluded}{proof}"


def _validate(sheet: Worksheet, spec: IndicatorSpec, cells: str) -> None:
    """Numbers the column takes, refused in words while typing; a pasted one is checked on reading."""
    whole = spec.decimals == 0
    rule = DataValidation(
        type="whole" if whole else "decimal",
        operator="between",
        formula1="0",
        formula2=str(10**MAX_INTEGER_DIGITS - 1),
        allow_blank=True,
    )
    due = "整数" if whole else f"数字，最多 {spec.decimals} 位小数"
    rule.errorTitle, rule.error = spec.label[:30], f"应填不小于 0 的{due}（{spec.measure}）。"
    rule.showErrorMessage = True
    rule.add(cells)
    sheet.add_data_validation(rule)


def _heading(sheet: Worksheet, row: int, text: str, font: Font, height: float) -> None:
    put(sheet, row, 2, text, font, _LEFT)
    sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=len(LINE_HEADINGS))
    sheet.row_dimensions[row].height = height


def _set_up(sheet: Worksheet) -> None:
    """A4 across, as wide as the sheet, headings on every page."""
    sheet.page_setup.paperSize = 9  # A4 in the list of the file format
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 4).coordinate
