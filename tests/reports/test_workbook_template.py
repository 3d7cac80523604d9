"""Templates: what they hold, what they refuse, and that they are read back whatever was done to their looks."""

import io
from collections.abc import Mapping
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.workbook_in import UnitRef, read_table
from reports.workbook_keys import Mark
from reports.workbook_problems import UnreadableFile
from reports.workbook_template import TemplateLine, TemplateRow, matrix_template, unit_template
from reports.workbook_unit_in import UnitReading, read_unit_table
from tests.reports.workbooks import SMALL

MATRIX = Mark("licheng", "2023-09", 2)
UNIT = Mark("licheng", "2023-09", 2, 12)
ROWS = (
    TemplateRow(11, "西天尾镇", "town", {"found": Decimal(5)}),
    TemplateRow(12, "区公安分局", "bureau", {}),
)
REFS = [UnitRef(row.name, row.kind, row.key) for row in ROWS]
WHOLE = {"found": 5, "fixed": 4, "fines": 2.7, "towns": 0}


def matrix() -> Worksheet:
    return load_workbook(
        io.BytesIO(matrix_template(MATRIX, title="9月调度表", indicators=SMALL, rows=ROWS))
    ).worksheets[0]


def lines(kind: str = "bureau") -> list[TemplateLine]:
    return [
        TemplateLine(
            spec, Decimal(3), Decimal(6) if spec.code == "found" else None, kind not in spec.not_for, "填报"
        )
        for spec in SMALL
    ]


def single() -> Worksheet:
    content = unit_template(UNIT, unit="区公安分局", title="2023年9月", lines=lines())
    return load_workbook(io.BytesIO(content)).worksheets[0]


def content(sheet: Worksheet) -> bytes:
    buffer = io.BytesIO()
    assert sheet.parent is not None
    sheet.parent.save(buffer)
    return buffer.getvalue()


def column_of(sheet: Worksheet, code: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == code and cell.column is not None)


def row_of(sheet: Worksheet, key: int) -> int:
    keys = column_of(sheet, "行标识")
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, keys).value == key)


def fill(sheet: Worksheet, values: Mapping[str, object] = WHOLE) -> None:
    for key in (11, 12):
        for code, value in values.items():
            sheet.cell(row_of(sheet, key), column_of(sheet, code)).value = value  # type: ignore[assignment]


def read_all(sheet: Worksheet, mark: Mark = MATRIX) -> dict[str, dict[str, Decimal]]:
    reading = read_table(content(sheet), "表.xlsx", indicators=SMALL, units=REFS, mark=mark)
    assert reading.errors == ()
    return {row.unit: dict(row.values) for row in reading.rows}


def read_one(sheet: Worksheet, mark: Mark = UNIT, kind: str = "bureau") -> UnitReading:
    return read_unit_table(
        content(sheet), "表.xlsx", indicators=SMALL, mark=mark, unit_name="区公安分局", unit_kind=kind
    )


def line_of(sheet: Worksheet, code: str) -> int:
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == code)


def test_whole_template_shows_what_is_held_and_hides_its_keys() -> None:
    sheet = matrix()
    row = row_of(sheet, 11)
    assert (sheet.cell(row, 1).value, sheet.cell(row, column_of(sheet, "found")).value) == ("西天尾镇", 5)
    assert sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["F"].hidden
    assert sheet["A1"].value == "清患模板|整表|licheng|2023-09|v2|"


def test_whole_template_greys_what_a_kind_does_not_fill_and_checks_what_is_typed() -> None:
    sheet = matrix()
    towns = column_of(sheet, "towns")
    assert sheet.cell(row_of(sheet, 11), towns).fill.fill_type == "solid"
    assert sheet.cell(row_of(sheet, 12), towns).fill.fill_type is None
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    first, last = row_of(sheet, 11), row_of(sheet, 12)
    assert rules[f"B{first}:B{last}"].type == "whole"
    assert rules[f"D{first}:D{last}"].type == "decimal"
    assert "条" in str(rules[f"B{first}:B{last}"].error)


def test_filled_template_is_read_back() -> None:
    sheet = matrix()
    fill(sheet)
    expected = {"found": Decimal(5), "fixed": Decimal(4), "fines": Decimal("2.7"), "towns": Decimal(0)}
    assert read_all(sheet) == {"西天尾镇": expected, "区公安分局": expected}


def test_renamed_units_and_headings_are_still_known_by_their_keys() -> None:
    sheet = matrix()
    fill(sheet)
    sheet.cell(row_of(sheet, 12), 1).value = "公安局"
    for cell in sheet[row_of(sheet, 11) - 2]:
        if not hasattr(cell, "comment") or cell.value:
            cell.value = "改过的表头"
    assert set(read_all(sheet)) == {"西天尾镇", "区公安分局"}


def test_sorted_rows_are_read_by_their_keys() -> None:
    sheet = matrix()
    fill(sheet)
    sheet.cell(row_of(sheet, 11), column_of(sheet, "found")).value = 99
    first, second = row_of(sheet, 11), row_of(sheet, 12)
    for column in range(1, sheet.max_column + 1):
        above, below = sheet.cell(first, column), sheet.cell(second, column)
        above.value, below.value = below.value, above.value
    assert read_all(sheet)["西天尾镇"]["found"] == 99


def test_deleted_column_is_named() -> None:
    sheet = matrix()
    fill(sheet)
    sheet.delete_cols(column_of(sheet, "fixed"))
    reading = read_table(content(sheet), "表.xlsx", indicators=SMALL, units=REFS, mark=MATRIX)
    assert ("已整改", "模板里的这一列被删掉了，请重新下载模板") in {
        (problem.label, problem.message) for problem in reading.errors
    }


def test_number_beside_the_template_is_not_dropped_silently() -> None:
    sheet = matrix()
    fill(sheet)
    sheet.cell(row_of(sheet, 11), sheet.max_column + 1).value = 7
    reading = read_table(content(sheet), "表.xlsx", indicators=SMALL, units=REFS, mark=MATRIX)
    assert ["没有表头" in problem.message for problem in reading.errors] == [True]


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        (Mark("other", "2023-09", 2), "别的辖区"),
        (Mark("licheng", "2023-10", 2), "“2023-09”一期的模板"),
        (Mark("licheng", "2023-09", 3), "已换成第 3 版"),
        (UNIT, "全部单位的整表"),
    ],
)
def test_template_made_for_something_else_is_refused(expected: Mark, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_all(matrix(), expected)


def test_tampered_mark_is_refused() -> None:
    sheet = matrix()
    sheet["A1"] = "清患模板|整表"
    with pytest.raises(UnreadableFile, match="隐藏标识被改动过"):
        read_all(sheet)


def test_single_template_shows_last_period_and_what_is_held() -> None:
    sheet = single()
    row = line_of(sheet, "found")
    assert [sheet.cell(row, column).value for column in (2, 3, 4, 5, 6)] == ["隐患", "排查", "条", 3, 6]
    assert sheet.column_dimensions["A"].hidden
    assert sheet["B2"].value == "区公安分局2023年9月调度表"


def test_single_template_is_read_back_and_empty_lines_say_nothing() -> None:
    sheet = single()
    sheet.cell(line_of(sheet, "fines"), 6).value = "1,114.438"
    reading = read_one(sheet)
    assert reading.texts == {"found": "6", "fines": "1114.438"}
    assert reading.problems == ()
    assert reading.cells["fines"] == f"F{line_of(sheet, 'fines')}"


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [("found", -3, "不能是负数"), ("found", 1.5, "应为整数"), ("fixed", "三", "应填数字")],
)
def test_single_template_names_the_wrong_cell(code: str, value: object, words: str) -> None:
    sheet = single()
    sheet.cell(line_of(sheet, code), 6).value = value  # type: ignore[assignment]
    (problem,) = read_one(sheet).problems
    assert (problem.cell, words in problem.message) == (f"F{line_of(sheet, code)}", True)


def test_single_template_refuses_what_a_kind_does_not_fill() -> None:
    sheet = single()
    sheet.cell(line_of(sheet, "towns"), 6).value = 2
    (problem,) = read_one(sheet, kind="town").problems
    assert "这类单位不填这一项" in problem.message


def test_line_deleted_or_doubled_is_named() -> None:
    sheet = single()
    sheet.cell(line_of(sheet, "fixed"), 1).value = "found"
    messages = [problem.message for problem in read_one(sheet).problems]
    assert messages == ["这一项出现了两行，请只留一行", "模板里的这一行被删掉了，请重新下载模板"]


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        (Mark("licheng", "2023-09", 2, 13), "不是区公安分局的"),
        (MATRIX, "单个单位的表"),
        (Mark("licheng", "2023-08", 2, 12), "“2023-09”一期的模板"),
    ],
)
def test_single_template_made_for_something_else_is_refused(expected: Mark, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read_one(single(), expected)


def test_any_other_workbook_is_no_template_of_a_unit() -> None:
    sheet = single()
    sheet["A1"] = None
    with pytest.raises(UnreadableFile, match="这不是本单位的填报模板"):
        read_one(sheet)
