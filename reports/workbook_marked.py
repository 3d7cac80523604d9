"""An uploaded table given back with its faults marked in place, and listed on a sheet of their own."""

import io
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from reports.workbook_file import BROKEN, Grid, open_grids
from reports.workbook_out import put_text, saved
from reports.workbook_problems import Problem, UnreadableFile
from units.workbooks import note

LIST = "问题清单"
_FAULTY = PatternFill("solid", start_color="FFD6D6")
_HEADINGS = ("单元格", "单位", "指标", "问题")
_WIDTHS = (10, 20, 30, 80)


def marked(content: bytes, filename: str, problems: Sequence[Problem], *, sheet: str) -> bytes:
    """The upload as .xlsx with each faulty cell of a sheet coloured and explained, and the list of all problems.

    Formulas are given back as the values they had. UnreadableFile when the file cannot be opened at all.
    """
    grids = open_grids(content, filename)
    workbook = _opened(content, filename, grids)
    faulty = workbook[sheet] if sheet in workbook.sheetnames else workbook.worksheets[0]
    for cell, words in _by_cell(problems).items():
        _mark(faulty, cell, words)
    _list(workbook, problems)
    return saved(workbook)


def _opened(content: bytes, filename: str, grids: Sequence[Grid]) -> Workbook:
    """The workbook as it looked, or a plain one made of a text file."""
    if filename.lower().endswith(".csv"):
        workbook = Workbook()
        for row, cells in enumerate(grids[0].rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value is not None:
                    put_text(workbook.worksheets[0].cell(row, column), str(value))
        return workbook
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Values only: to translate the shared formulas of a hostile sheet could take minutes.
            return load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    except BROKEN as error:
        raise UnreadableFile("工作簿内部有损坏，标不出问题所在的单元格；请按页面上的清单改正") from error


def _by_cell(problems: Iterable[Problem]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for problem in problems:
        if problem.cell:
            found.setdefault(problem.cell, []).append(problem.message)
    return {cell: "\n".join(words) for cell, words in found.items()}


def _mark(sheet: Worksheet, name: str, words: str) -> None:
    cell: Any = sheet[name]
    cell.fill = _FAULTY
    if isinstance(cell, Cell):
        cell.comment = note(words)


def _list(workbook: Workbook, problems: Sequence[Problem]) -> None:
    if LIST in workbook.sheetnames:
        del workbook[LIST]
    sheet = workbook.create_sheet(LIST)
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), start=1):
        put_text(sheet.cell(1, column), heading)
        sheet.cell(1, column).font = Font(name="黑体", size=11)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    for row, problem in enumerate(problems, start=2):
        for column, text in enumerate((problem.cell, problem.unit, problem.label, problem.message), start=1):
            put_text(sheet.cell(row, column), text or "")
