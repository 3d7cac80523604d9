"""Recognising the header: codes, printed names, and merged rows of groups over labels and measures."""

from collections.abc import Sequence

import pytest

from reports.snapshot import IndicatorSpec
from reports.workbook_file import Grid
from reports.workbook_header import Header, find_header, printed_names
from tests import licheng
from tests.reports.workbooks import CODES, FOUND, PRINTED_HEADER, SMALL

BY_COLUMN = {1: "found", 2: "fixed", 3: "fines", 4: "towns"}


def grid(*rows: Sequence[object]) -> Grid:
    return Grid("表", tuple(tuple(row) for row in rows))  # type: ignore[arg-type]


def header(*rows: Sequence[object], indicators: Sequence[IndicatorSpec] = SMALL) -> Header:
    found = find_header(grid(*rows, ["西天尾镇", 5, 4, 2, 0]), indicators)
    assert found is not None
    return found


def complaints(found: Header) -> list[tuple[str, str | None, str]]:
    return [(problem.cell, problem.label, problem.message) for problem in found.problems]


def test_one_row_of_codes_is_recognised() -> None:
    found = header(CODES)
    assert (found.unit_column, found.first_row, found.codes, found.problems) == (0, 1, BY_COLUMN, ())


def test_printed_header_of_merged_rows_is_recognised() -> None:
    found = header(*PRINTED_HEADER)
    assert (found.first_row, found.codes, found.problems) == (4, BY_COLUMN, ())


def test_printed_header_without_the_row_of_measures_is_recognised() -> None:
    assert header(*PRINTED_HEADER[:3]).codes == BY_COLUMN


def test_titles_and_blank_rows_above_the_header_are_passed_over() -> None:
    titles: list[list[object]] = [["附件1"], [None, "专项行动进展情况调度表"], [], ["单位：万元"]]
    found = header(*titles, *PRINTED_HEADER)
    assert (found.first_row, found.codes) == (8, BY_COLUMN)


def test_a_group_written_again_in_each_of_its_cells_is_recognised() -> None:
    top = ["地区/部门", "隐患", "隐患", "执法", "帮扶指导镇街"]
    assert header(top, *PRINTED_HEADER[1:]).codes == BY_COLUMN


def test_heading_of_the_unit_column_repeated_below_belongs_to_the_header() -> None:
    measures = ["计量单位", "条", "条", "万元", "个次"]
    assert header(*PRINTED_HEADER[:3], measures).first_row == 4


@pytest.mark.parametrize("word", ["地区/部门", "单 位", "单位\n名称", "UNIT", "填报单位", "地区／部门"])
def test_words_that_head_the_unit_column(word: str) -> None:
    assert header([word, *CODES[1:]]).unit_column == 0


@pytest.mark.parametrize(
    "heading",
    [
        "fines",
        "FINES",
        "执法/行政处罚/罚款金额",
        "执法／行政处罚／罚款金额",
        "罚款金额",
        "罚款金额（万元）",
        "行政处罚/罚款金额",
        "执法/行政处罚/罚款金额(万元)",
        "罚款\n金额",
    ],
)
def test_spellings_of_one_column(heading: str) -> None:
    assert header(["单位", "found", "fixed", heading, "towns"]).codes == BY_COLUMN


def test_label_shared_by_two_columns_needs_its_group() -> None:
    twice = (*SMALL, IndicatorSpec("major", 5, ("重大",), "排查", "条"))
    found = header([*CODES, "排查"], indicators=twice)
    assert ("F1", "排查", "不认识这一列，请对照模板改表头或删去这一列") in complaints(found)
    assert header([*CODES, "重大/排查"], indicators=twice).codes == {**BY_COLUMN, 5: "major"}


def test_columns_in_another_order_are_recognised() -> None:
    found = header(["单位", "towns", "fines", "fixed", "found"])
    assert found.codes == {1: "towns", 2: "fines", 3: "fixed", 4: "found"}


def test_number_column_before_the_units_is_passed_over() -> None:
    found = header(["序号", *CODES])
    assert (found.unit_column, found.codes) == (1, {2: "found", 3: "fixed", 4: "fines", 5: "towns"})


def test_remarks_beside_the_table_are_known_but_no_columns() -> None:
    found = header([*CODES, "备注"])
    assert found.problems == ()
    assert 5 in found.known
    assert 5 not in found.codes


def test_unknown_column_is_named_with_its_cell() -> None:
    found = header([*CODES, "隐患总数"])
    assert complaints(found) == [("F1", "隐患总数", "不认识这一列，请对照模板改表头或删去这一列")]
    assert found.codes == BY_COLUMN


def test_unknown_column_of_a_merged_header_is_named_with_its_path_and_lowest_cell() -> None:
    rows = [[*row] for row in PRINTED_HEADER]
    rows[1][1] = "查出"
    assert complaints(header(*rows))[0][:2] == ("B4", "隐患/查出/条")


def test_missing_column_is_named() -> None:
    found = header(["单位", "found", "fixed", "towns"])
    assert complaints(found) == [("A1", "罚款金额", "表里没有这一列，请补上")]


def test_doubled_column_is_refused_and_neither_is_used() -> None:
    found = header([*CODES, "罚款金额"])
    assert complaints(found) == [("F1", "罚款金额", "这一列与 D 列重复，请只留一列")]
    assert "fines" not in found.codes.values()


@pytest.mark.parametrize("heading", ["罚款金额（元）", "执法/行政处罚/罚款金额(元)"])
def test_money_in_another_measure_is_refused(heading: str) -> None:
    found = header(["单位", "found", "fixed", heading, "towns"])
    assert complaints(found) == [("D1", "罚款金额", "计量单位应为“万元”，表中为“元”")]
    assert "fines" not in found.codes.values()


def test_other_measure_in_the_row_of_measures_is_refused() -> None:
    rows: list[list[object]] = [*PRINTED_HEADER[:3], [None, "条", "条", "元", "个次"]]
    assert complaints(header(*rows)) == [("D4", "罚款金额", "计量单位应为“万元”，表中为“元”")]


def test_blank_column_within_the_table_takes_no_heading_from_its_neighbour() -> None:
    found = header(["单位", "found", None, "fixed", "fines", "towns"])
    assert found.codes == {1: "found", 3: "fixed", 4: "fines", 5: "towns"}
    assert 2 not in found.known


def test_group_does_not_reach_beyond_a_column_that_starts_anew() -> None:
    """抽查 stands in the second row under a group of its own: 已整改 to its left must not flow into it."""
    indicators = (FOUND, IndicatorSpec("checks", 2, ("检查",), "抽查", "家次"))
    rows: list[list[object]] = [
        ["单位", "隐患", "检查"],
        [None, None, "抽查"],
        [None, "排查", None],
        [None, "条", "家次"],
    ]
    found = find_header(grid(*rows, ["西天尾镇", 1, 2]), indicators)
    assert found is not None
    assert (found.codes, found.problems) == ({1: "found", 2: "checks"}, ())


def test_of_several_candidates_the_one_with_most_columns_is_the_header() -> None:
    decoy: list[object] = ["单位", "罚款金额"]
    assert header(decoy, CODES).codes == BY_COLUMN


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["西天尾镇", 5, 4, 2, 0]],
        [["单位"], ["西天尾镇", 5]],
        [["单位", "甲", "乙"], ["西天尾镇", 5, 4]],
        [["found", "fixed", "fines", "towns"], [5, 4, 2, 0]],
        *[[[]] * 40 + [CODES]],
    ],
    ids=["empty", "no header", "no columns", "strange columns", "no unit column", "too far down"],
)
def test_sheet_without_a_dispatch_table_has_no_header(rows: list[list[object]]) -> None:
    assert find_header(grid(*rows), SMALL) is None


def test_messages_name_a_column_by_its_label_and_a_repeated_label_by_its_path() -> None:
    names = printed_names(licheng.indicators())
    assert names["towns_assisted"] == "帮扶指导重点县区（镇街）"
    assert names["major_department_found"] == "重大隐患/部门排查/排查"
    assert len(set(names.values())) == 28
