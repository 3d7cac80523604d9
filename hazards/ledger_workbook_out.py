"""Write the ledger (台账) as .xlsx: the blank to fill in, the export, and faulty rows with their cells marked. Pure.

One layout for all three, printed on A3. Rows are written as they come; ten thousand need little memory. Text
stays text whatever it begins with.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties

from hazards.ledger_sheet import BY_NAME, CHOICES, COLUMNS, READ, Column, Kind
from units.workbooks import clean, note

TITLE = "重大事故隐患台账"
HEADER = 4
"""The row of the headings; below title, subtitle and groups."""
LAST_ROW = 20_000
_EXACT_DIGITS = 15
_LINE = Side(style="thin", color="808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_TITLE_FONT = Font(name="黑体", size=20)
_NOTE_FONT = Font(name="仿宋", size=10)
_HEAD_FONT = Font(name="黑体", size=10)
_TEXT_FONT = Font(name="仿宋", size=10)
_LINE_POINTS = 13.5
_MAX_POINTS = 400
_HEAD_FILL = PatternFill("solid", fgColor="E8EEF7")
_SYSTEM_FILL = PatternFill("solid", fgColor="EDEDED")
_BAD_FILL = PatternFill("solid", fgColor="FFC7CE")
_CENTRED_KINDS = frozenset({Kind.KEY, Kind.CHOICE, Kind.DAY, Kind.MOMENT, Kind.MONEY, Kind.MARK})


@dataclass(frozen=True, slots=True)
class Options:
    """What the drop-down lists offer besides the closed lists."""

    units: Sequence[str]
    sectors: Sequence[str]
    standards: Sequence[str]


@dataclass(frozen=True, slots=True)
class Marked:
    """A row to give back: values by column, and what is wrong by column ("" for the whole row)."""

    values: Mapping[str, Any]
    flaws: Mapping[str, str]


def template(options: Options, office: str) -> bytes:
    """The blank ledger with a note at every heading, drop-down lists and a page that explains."""
    return _Book(options, f"{office}　填好后在“台账”页导入。表头请勿改动，不用的栏目可以留空。").finish()


def export(rows: Iterable[Mapping[str, Any]], options: Options, subtitle: str) -> bytes:
    """Records in the ledger's layout; what was changed in it can be imported again."""
    book = _Book(options, subtitle)
    for row in rows:
        book.add(row)
    return book.finish()


def faulty(rows: Iterable[Marked], options: Options, subtitle: str) -> bytes:
    """Rows that could not be taken, each bad cell red with the reason beside it."""
    book = _Book(options, subtitle)
    for row in rows:
        book.add(row.values, row.flaws)
    return book.finish()


class _Book:
    """A ledger being written, row after row."""

    def __init__(self, options: Options, subtitle: str) -> None:
        self._options = options
        self._book = Workbook(write_only=True)
        self._book.properties.creator = "清患"
        self._book.properties.title = TITLE
        self._sheet: Any = self._book.create_sheet("台账")
        self._rows = HEADER
        self._styles: dict[tuple[bool, str], Any] = {}
        self._set_up()
        self._write_head(subtitle)

    def add(self, values: Mapping[str, Any], flaws: Mapping[str, str] | None = None) -> None:
        """One row; a flaw of the whole row stands at its first cell."""
        cells = [self._cell(column, values.get(column.name)) for column in COLUMNS]
        names = [column.name for column in COLUMNS]
        for name, words in (flaws or {}).items():
            cell = cells[names.index(name) if name in names else 0]
            cell.fill = _BAD_FILL
            cell.comment = note(words)
        self._rows += 1
        heights = self._sheet.row_dimensions
        heights[self._rows].height = _height(cells)
        self._sheet.append(cells)
        del heights[self._rows]

    def finish(self) -> bytes:
        """The whole workbook."""
        last = get_column_letter(len(COLUMNS))
        self._sheet.print_area = f"A1:{last}{max(self._rows, HEADER + 20)}"
        self._offer()
        self._explain()
        buffer = io.BytesIO()
        self._book.save(buffer)
        return buffer.getvalue()

    def _set_up(self) -> None:
        """A3 landscape, as wide as the sheet, headings on every page, page numbers below."""
        sheet = self._sheet
        for place, column in enumerate(COLUMNS, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = column.width
        for row, height in ((1, 32), (2, 18), (3, 20), (HEADER, 32)):
            sheet.row_dimensions[row].height = height
        sheet.freeze_panes = f"E{HEADER + 1}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 8  # A3 in the list of the file format
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.6, 0.3, 0.3
        sheet.print_title_rows = f"1:{HEADER}"
        sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="第 &P 页，共 &N 页"))

    def _write_head(self, subtitle: str) -> None:
        last = get_column_letter(len(COLUMNS))
        self._sheet.append([self._text(TITLE, _TITLE_FONT, _CENTRED)])
        self._sheet.append([self._text(subtitle, _NOTE_FONT, _LEFT)])
        merged = self._sheet.merged_cells
        merged.add(f"A1:{last}1")
        merged.add(f"A2:{last}2")
        groups = [column.group for column in COLUMNS]
        for group in dict.fromkeys(groups):
            first = groups.index(group)
            span = (get_column_letter(first + 1), get_column_letter(first + groups.count(group)))
            if span[0] != span[1]:
                merged.add(f"{span[0]}3:{span[1]}3")
        firsts = [group if groups.index(group) == place else "" for place, group in enumerate(groups)]
        self._sheet.append([self._head(text) for text in firsts])
        self._sheet.append([self._head(column.label, column) for column in COLUMNS])

    def _head(self, text: str, column: Column | None = None) -> Cell:
        cell = self._text(text, _HEAD_FONT, _CENTRED)
        cell.border = _BORDER
        cell.fill = _SYSTEM_FILL if column and column.kind is Kind.MARK else _HEAD_FILL
        if column and column.note:
            cell.comment = note(column.note)
        return cell

    def _cell(self, column: Column, value: Any) -> Cell:
        """A value of a column; a number or day stays one."""
        centred = column.kind in _CENTRED_KINDS
        if isinstance(value, datetime):
            return self._styled(value, centred, "yyyy-mm-dd hh:mm")
        if isinstance(value, date):
            return self._styled(value, centred, "yyyy-mm-dd")
        if isinstance(value, Decimal):
            said = f"{value.normalize():f}"
            places = len(said.partition(".")[2])
            # Excel keeps 15 digits; a longer number is written as text rather than rounded.
            if len(said.replace(".", "").lstrip("-0")) <= _EXACT_DIGITS:
                return self._styled(Decimal(said), centred, "0." + "0" * places if places else "0")
            value = said
        return _as_text(self._styled(clean(str(value or "")), centred, "General"))

    def _styled(self, value: Any, centred: bool, number_format: str) -> Cell:
        """A bordered cell. Finding a style takes longer than writing a cell, so each is looked up once."""
        cell: Any = WriteOnlyCell(self._sheet, value)
        style = self._styles.get((centred, number_format))
        if style is None:
            cell.font, cell.border = _TEXT_FONT, _BORDER
            cell.alignment = _CENTRED if centred else _LEFT
            cell.number_format = number_format
            style = self._styles[centred, number_format] = copy(cell._style)
        cell._style = copy(style)
        return cast(Cell, cell)

    def _text(self, text: str, font: Font, alignment: Alignment) -> Cell:
        cell: Cell = WriteOnlyCell(self._sheet, clean(text))
        cell.font, cell.alignment = font, alignment
        return _as_text(cell)

    def _offer(self) -> None:
        """Drop-down lists, from a hidden sheet where they are long."""
        lists = {name: list(words) for name, words in CHOICES.items()}
        lists |= {"unit": list(self._options.units), "sector": list(self._options.sectors)}
        lists["standard"] = list(self._options.standards)
        offered: Any = self._book.create_sheet("选项")
        offered.sheet_state = "hidden"
        depth = max(len(words) for words in lists.values())
        for row in range(depth):
            said = (words[row] if row < len(words) else "" for words in lists.values())
            offered.append([self._text(word, _TEXT_FONT, _LEFT) if word else None for word in said])
        for place, (name, words) in enumerate(lists.items(), start=1):
            if words:
                letters = get_column_letter(place)
                self._validate(name, f"选项!${letters}$1:${letters}${len(words)}")

    def _validate(self, name: str, formula: str) -> None:
        column = next(column for column in COLUMNS if column.name == name)
        rule = DataValidation(type="list", formula1=formula, allow_blank=True)
        # Trades without a standard, and versions that have ended, may be typed.
        rule.showErrorMessage = name in CHOICES or name == "unit"
        rule.errorTitle, rule.error = column.label, f"{column.label}请从下拉列表里选。"
        letters = get_column_letter(COLUMNS.index(column) + 1)
        rule.add(f"{letters}{HEADER + 1}:{letters}{LAST_ROW}")
        self._sheet.data_validations.append(rule)

    def _explain(self) -> None:
        """A page that says column by column what to write."""
        sheet: Any = self._book.create_sheet("填写说明")
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 90
        sheet.row_dimensions[1].height = 32
        sheet.page_setup.paperSize = 9  # A4 in the list of the file format
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.append([self._text("填写说明", _TITLE_FONT, _LEFT)])
        for row, column in enumerate((column for column in COLUMNS if column.name in READ), start=2):
            note = column.note or "照实填写。"
            sheet.row_dimensions[row].height = -(-_places(note) // 80) * _LINE_POINTS + 8
            sheet.append([self._head(column.label), self._cell(BY_NAME["description"], note)])


def _as_text(cell: Cell) -> Cell:
    """Text as text: what begins like a formula is marked, as if typed behind an apostrophe."""
    if cell.value:
        cell.data_type = "s"
        if str(cell.value).startswith(("=", "+", "-", "@")):
            cell.quotePrefix = True
    return cell


def _height(cells: Sequence[Cell]) -> float:
    """Points a row needs so that no text is cut: full-width signs take two places."""
    lines = 1
    for column, cell in zip(COLUMNS, cells, strict=True):
        if isinstance(cell.value, str):
            taken = sum(-(-_places(part) // max(column.width - 1, 2)) or 1 for part in cell.value.split("\n"))
            lines = max(lines, taken)
    return min(lines * _LINE_POINTS + 6, _MAX_POINTS)


def _places(text: str) -> int:
    return len(text) if text.isascii() else len(text) + sum(sign > "\u2e7f" for sign in text)
