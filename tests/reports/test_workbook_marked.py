"""The upload given back with its faults marked."""

import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook, load_workbook

from reports.workbook_marked import LIST, marked
from reports.workbook_problems import Problem, ProblemKind, UnreadableFile
from tests.reports.workbooks import GOOD_ROWS, coded, printed

PROBLEMS = [
    Problem(ProblemKind.ROW, "B5", "西天尾镇", "排查", "不能是负数"),
    Problem(ProblemKind.ROW, "B5", "西天尾镇", "排查", "应为整数"),
    Problem(ProblemKind.NOTE, "", "区应急局", None, "表里没有这个单位，按未报处理"),
]


def given_back(
    content: bytes, name: str = "9月.xlsx", problems: Sequence[Problem] = PROBLEMS, sheet: str = "Sheet"
) -> Workbook:
    return load_workbook(io.BytesIO(marked(content, name, problems, sheet=sheet)))


def test_faulty_cell_is_coloured_and_explained() -> None:
    sheet = given_back(printed()).worksheets[0]
    assert sheet["B5"].fill.fill_type == "solid"
    assert sheet["B5"].comment is not None
    assert sheet["B5"].comment.text == "不能是负数\n应为整数"
    assert sheet["C5"].fill.fill_type is None
    assert [cell.value for cell in sheet[5]] == GOOD_ROWS[0]


def test_every_problem_is_listed_on_a_sheet_of_its_own() -> None:
    rows = [[cell.value or "" for cell in row] for row in given_back(printed())[LIST].iter_rows()]
    assert rows[0] == ["单元格", "单位", "指标", "问题"]
    assert rows[1] == ["B5", "西天尾镇", "排查", "不能是负数"]
    assert rows[3] == ["", "区应急局", "", "表里没有这个单位，按未报处理"]


def test_marking_twice_keeps_one_list() -> None:
    once = marked(printed(), "9月.xlsx", PROBLEMS, sheet="Sheet")
    workbook = given_back(once, problems=PROBLEMS[:1])
    assert workbook.sheetnames.count(LIST) == 1
    assert workbook[LIST].max_row == 2


def test_text_file_is_given_back_as_a_workbook_of_texts() -> None:
    workbook = given_back(coded(["=1+1", "-3", "1", "1", "1"]), "9月.csv")
    sheet = workbook.worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["B2"].value == "-3"


def test_merged_cell_is_coloured_without_failing() -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"] = "单位"
    sheet.merge_cells("B5:C5")
    buffer = io.BytesIO()
    workbook.save(buffer)
    problem = Problem(ProblemKind.ROW, "C5", "西天尾镇", None, "请改正")
    again = given_back(buffer.getvalue(), problems=[problem])
    assert again[LIST]["D2"].value == "请改正"


def test_sheet_that_was_read_is_the_one_that_is_marked() -> None:
    workbook = Workbook()
    workbook.create_sheet("9月")["A1"] = "单位"
    buffer = io.BytesIO()
    workbook.save(buffer)
    again = given_back(buffer.getvalue(), sheet="9月")
    assert again["9月"]["B5"].fill.fill_type == "solid"


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        marked(b"nothing", "9月.xlsx", PROBLEMS, sheet="")
