"""The columns of a form as a list in Excel."""

import io
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reports.form_design import numbered
from reports.form_sheet import read_columns, write_columns
from reports.snapshot import IndicatorSpec
from reports.workbook_problems import UnreadableFile
from tests import licheng

KINDS = {"town": "镇街", "bureau": "部门", "soe": "区属国有公司", "park": "园区"}
COLUMNS = licheng.indicators()
PLAIN = IndicatorSpec("one", 1, (), "排查", "条")


def edited(
    columns: tuple[IndicatorSpec, ...], change: Callable[[Worksheet], object], codes: bool = True
) -> bytes:
    """The list after somebody worked on it."""
    book = openpyxl.load_workbook(io.BytesIO(write_columns("调度表 第1版", columns, KINDS, codes=codes)))
    change(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(content: bytes, known: tuple[IndicatorSpec, ...] = ()) -> tuple[IndicatorSpec, ...]:
    return read_columns(content, "列.xlsx", KINDS, known)


def unread(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as refusal:
        read(content)
    return refusal.value.message


def test_list_read_back_is_what_was_written() -> None:
    content = write_columns("调度表 第1版", COLUMNS, KINDS, codes=True)
    assert numbered(read(content)) == COLUMNS


def test_list_without_codes_finds_its_columns_by_their_names() -> None:
    content = write_columns("调度表 第1版", COLUMNS, KINDS, codes=False)
    assert numbered(read(content, COLUMNS)) == COLUMNS
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert "列标识" not in [cell.value for cell in sheet[2]]


def test_column_renamed_in_a_list_with_codes_stays_the_same() -> None:
    content = edited((PLAIN,), lambda sheet: sheet.cell(3, 3, "检查"))
    assert read(content) == (replace(PLAIN, label="检查", order=0),)


def test_row_of_an_unknown_name_is_a_new_column() -> None:
    content = edited((PLAIN,), lambda sheet: sheet.append(["", "夜查", "次"]), codes=False)
    assert [column.code for column in read(content, (PLAIN,))] == ["one", ""]


def test_name_listed_twice_is_known_once() -> None:
    content = edited((PLAIN,), lambda sheet: sheet.append(["", "排查", "条"]), codes=False)
    assert [column.code for column in read(content, (PLAIN,))] == ["one", ""]


@pytest.mark.parametrize(
    ("row", "place", "text", "words"),
    [
        (3, 5, "很多", "E3 里的“很多”认不出来"),
        (3, 6, "县区", "F3 里的“县区”认不出来，应为镇街、部门、区属国有公司、园区之一"),
        (3, 7, "全年", "G3 里的“全年”认不出来，应为累计、当期之一"),
        (3, 8, "猜的", "H3 里的“猜的”认不出来，应为填报、台账、执法记录之一"),
        (2, 3, "名字", "没有找到“指标名称”、“计量单位”这样的表头"),
    ],
)
def test_cell_that_cannot_be_read_is_named(row: int, place: int, text: str, words: str) -> None:
    assert words in unread(edited((PLAIN,), lambda sheet: sheet.cell(row, place, text)))


def test_kinds_may_be_parted_by_any_comma() -> None:
    (column,) = read(edited((PLAIN,), lambda sheet: sheet.cell(3, 6, "镇街，园区,部门")))
    assert column.not_for == ("town", "park", "bureau")


def test_text_that_looks_like_a_formula_stays_a_text() -> None:
    formula = replace(PLAIN, note="=1+1")
    sheet = openpyxl.load_workbook(
        io.BytesIO(write_columns("表", (formula,), KINDS, codes=False))
    ).worksheets[0]
    assert sheet.cell(3, 9).data_type == "s"
    assert numbered(read(write_columns("表", (formula,), KINDS, codes=True))) == (formula,)


def test_empty_rows_are_no_columns() -> None:
    assert len(read(edited((PLAIN,), lambda sheet: sheet.cell(9, 3, "夜查")))) == 2


def test_what_is_no_workbook_is_refused() -> None:
    assert "不是 .xlsx 工作簿" in unread(b"hello")
