"""Reading a dispatch table: all rows, all problems with their cells, totals checked and not imported."""

from decimal import Decimal

import pytest

from reports.workbook_file import MAX_ROWS, UNCOMPUTED
from reports.workbook_in import TableReading, UnitRef, read_table
from reports.workbook_out import write_dispatch
from reports.workbook_problems import Problem, ProblemKind, UnreadableFile
from tests import licheng
from tests.reports.workbooks import (
    CODES,
    GOOD_ROWS,
    PRINTED_HEADER,
    coded,
    csv_bytes,
    found,
    printed,
    read,
    repacked,
    values,
    xlsx,
)

GOOD_VALUES = {
    "西天尾镇": {"found": 5, "fixed": 4, "fines": Decimal("2.7"), "towns": 0},
    "区公安分局": {"found": 6, "fixed": 6, "fines": 0, "towns": 1},
    "区应急局": {"found": 7, "fixed": 0, "fines": Decimal("114.438"), "towns": 2},
}
LICHENG_UNITS = [UnitRef(name, kind) for name, kind in licheng.unit_kinds().items()]


def read_licheng(content: bytes, filename: str) -> TableReading:
    return read_table(content, filename, indicators=licheng.indicators(), units=LICHENG_UNITS)


def unreadable(content: bytes, filename: str = "table.csv") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(content, filename)
    return caught.value.message


def notes(reading: TableReading) -> list[tuple[str | None, str]]:
    return [(p.unit, p.message) for p in reading.problems if p.kind is ProblemKind.NOTE]


def test_real_table_of_september_is_read_whole_and_exact() -> None:
    reading = read_licheng((licheng.DATA / "dispatch-2023-09.csv").read_bytes(), "dispatch-2023-09.csv")
    assert reading.all_right
    assert reading.problems == ()
    assert values(reading) == licheng.september()
    assert sum(row.values["penalty_amount"] for row in reading.rows) == Decimal("114.438")


def test_I9_misprinted_total_of_the_real_annex_is_found_and_nothing_else() -> None:
    printed_totals: list[object] = ["累计", *licheng.PUBLISHED_TOTALS.values()]
    table = licheng.september()
    rows = [[name, *row.values()] for name, row in table.items()]
    reading = read_licheng(csv_bytes([["unit", *licheng.PUBLISHED_TOTALS], printed_totals, *rows]), "t.csv")
    message = "累计行 帮扶指导重点县区（镇街） 为 366，各单位合计应为 386"
    label = "帮扶指导重点县区（镇街）"
    assert reading.problems == (Problem(ProblemKind.TOTAL, "K2", None, label, message),)
    assert not reading.all_right
    assert len(reading.good_rows) == 27


def test_annex_as_written_is_read_back_to_the_digit() -> None:
    reading = read_licheng(write_dispatch(licheng.snapshot()), "dispatch.xlsx")
    assert reading.problems == ()
    assert values(reading) == licheng.september()
    assert (reading.rows[0].unit, reading.rows[0].cells["penalty_amount"]) == ("西天尾镇", "N9")


@pytest.mark.parametrize(("content", "name"), [(coded(), "t.csv"), (printed(), "t.xlsx")])
def test_small_table_is_read(content: bytes, name: str) -> None:
    reading = read(content, name)
    assert values(reading) == GOOD_VALUES
    assert reading.good_rows == reading.rows
    assert reading.all_right


def test_rows_know_their_place() -> None:
    row = read(printed(), "t.xlsx").rows[1]
    assert (row.unit, row.row_number, row.unit_cell) == ("区公安分局", 6, "A6")
    assert row.cells == {"found": "B6", "fixed": "C6", "fines": "D6", "towns": "E6"}


def test_layout_of_paper_does_not_hinder_reading() -> None:
    content = xlsx(
        [
            ["附件1"],
            ["荔城区专项行动进展情况调度表"],
            ["（数据统计区间：2023年5月1日-2023年9月26日）"],
            *PRINTED_HEADER,
            ["甲", 1, 2, 3, 4],
            ["累 计", "１，０７５", 10, 117.138, "３"],
            [],
            ["西天尾镇", 5, " 4 ", "2.7", "—"],
            [None, None, None, None, None],
            ["区公安\n\n分局", "1,063", 6, "０", 1],
            ["区应急局 ", "７", 0, 114.438, 2],
            [],
            ["注：统计口径为家次的，复查可以重复统计"],
            ["填表人：", "审核人：", None, "联系电话："],
            [None, "（盖章）"],
        ]
    )
    reading = read(content, "t.xlsx")
    assert reading.problems == ()
    expected = GOOD_VALUES | {"区公安分局": {"found": 1063, "fixed": 6, "fines": 0, "towns": 1}}
    assert values(reading) == expected


BAD_CELLS: list[tuple[object, str]] = [
    ("三", "应填数字，表中为“三”"),
    (-1, "不能是负数，表中为 -1"),
    (None, "未填，没有就填 0"),
    (2.5, "应为整数，表中为 2.5"),
    ("1e99", "应填数字，表中为“1e99”"),
    ("#DIV/0!", "单元格是公式错误 #DIV/0!，请改正公式或直接填数字"),
    (1e99, "数字太大，整数部分最多 9 位"),
    (True, "应填数字，表中为逻辑值 TRUE"),
    ("=1+1", UNCOMPUTED.message),
]


@pytest.mark.parametrize(("value", "message"), BAD_CELLS)
def test_bad_cell_is_named_with_unit_label_and_cell(value: object, message: str) -> None:
    rows = [[*row] for row in GOOD_ROWS]
    rows[1][2] = value
    reading = read(printed(*rows), "t.xlsx")
    assert reading.problems == (Problem(ProblemKind.ROW, "C6", "区公安分局", "已整改", message),)
    assert [row.unit for row in reading.good_rows] == ["西天尾镇", "区应急局"]
    assert [row.unit for row in reading.rows] == ["西天尾镇", "区公安分局", "区应急局"]


def test_all_problems_are_reported_at_once_in_the_order_of_their_cells() -> None:
    reading = read(
        coded(["西天尾", 1, 1, 1, 0], ["区应急局", "x", -1, "1e9", "2.5"], ["区公安分局", 1, "", 1, ""])
    )
    assert [cell for cell, _ in found(reading)] == ["A2", "B3", "C3", "D3", "E3", "C4", "E4"]
    assert reading.good_rows == ()


def test_unknown_unit_is_named_with_the_nearest_known_one() -> None:
    reading = read(coded(["区应急管理局", 1, 1, 1, 1], *GOOD_ROWS[:2]))
    assert found(reading) == [("A2", "“区应急管理局”不在单位名单里，是不是“区应急局”？")]
    assert len(reading.good_rows) == 2
    assert notes(reading) == [("区应急局", "表里没有这个单位，按未报处理")]


def test_unit_unlike_any_other_gets_no_suggestion() -> None:
    message = "“ABC”不在单位名单里，请对照单位名单改正或删去这一行"
    assert found(read(coded(*GOOD_ROWS, ["ABC", 1, 1, 1, 1]))) == [("A5", message)]


def test_cells_of_an_unknown_unit_are_not_complained_of_as_well() -> None:
    assert len(found(read(coded(*GOOD_ROWS, ["ABC", "x", -1, "", 1])))) == 1


def test_row_of_figures_without_a_name_is_reported() -> None:
    reading = read(coded(*GOOD_ROWS, [None, 1, None, None, None]))
    assert found(reading) == [("A5", "这一行有数据，却没有写单位名称")]


def test_doubled_unit_spoils_both_of_its_rows() -> None:
    reading = read(coded(*GOOD_ROWS, ["区公安分局", 9, 9, 9, 9]))
    assert found(reading) == [("A5", "这个单位在第 3 行已经出现，请只留一行")]
    assert [row.unit for row in reading.good_rows] == ["西天尾镇", "区应急局"]


def test_I12_absent_and_silent_units_are_noted_and_not_imported() -> None:
    reading = read(coded(GOOD_ROWS[0], ["区应急局", None, "—", "/", "未报"]))
    assert reading.all_right
    assert [row.unit for row in reading.rows] == ["西天尾镇"]
    assert notes(reading) == [
        ("区公安分局", "表里没有这个单位，按未报处理"),
        ("区应急局", "整行没有填，按未报处理"),
    ]


def test_number_where_the_kind_of_unit_has_none_is_refused() -> None:
    reading = read(coded(["西天尾镇", 5, 4, 2.7, 3], *GOOD_ROWS[1:]))
    assert found(reading) == [("E2", "这类单位不填这一项，应为空或 0，表中为 3")]
    assert len(reading.good_rows) == 2


def test_missing_column_leaves_no_row_complete() -> None:
    reading = read(csv_bytes([CODES[:4], *(row[:4] for row in GOOD_ROWS)]))
    assert [(p.kind, p.label) for p in reading.problems] == [(ProblemKind.COLUMN, "帮扶指导镇街")]
    assert len(reading.rows) == 3
    assert reading.good_rows == ()


def test_unknown_column_blocks_all_right_but_leaves_good_rows() -> None:
    reading = read(csv_bytes([[*CODES, "总数"], *([*row, 9] for row in GOOD_ROWS)]))
    assert [(p.kind, p.cell) for p in reading.problems] == [(ProblemKind.COLUMN, "F1")]
    assert not reading.all_right
    assert len(reading.good_rows) == 3


def test_value_beside_the_table_does_not_vanish_silently() -> None:
    reading = read(csv_bytes([CODES, [*GOOD_ROWS[0], 9], [*GOOD_ROWS[1], "见附页"], GOOD_ROWS[2]]))
    assert found(reading) == [("F2", "这一列没有表头，请补上表头或删去这个数")]


@pytest.mark.parametrize("name", ["累计", "合计", "总计", "合　计"])
@pytest.mark.parametrize("at", [0, 1, 3])
def test_I9_total_row_wrong_is_refused_wherever_it_stands(name: str, at: int) -> None:
    rows = [*GOOD_ROWS]
    rows.insert(at, [name, 18, 11, 117.138, 3])
    reading = read(coded(*rows))
    plain_name = name.replace("\u3000", "")
    message = f"{plain_name}行 已整改 为 11，各单位合计应为 10"
    assert reading.problems == (Problem(ProblemKind.TOTAL, f"C{at + 2}", None, "已整改", message),)
    assert values(reading) == GOOD_VALUES
    assert len(reading.good_rows) == 3


def test_I9_each_wrong_total_is_named() -> None:
    reading = read(coded(["累计", 17, 9, "117.1380001", "三"], *GOOD_ROWS))
    assert [cell for cell, _ in found(reading)] == ["B2", "C2", "D2", "E2"]
    assert (
        found(reading)[2][1] == "累计行 罚款金额：最多 6 位小数，表中为 117.1380001；各单位合计应为 117.138"
    )


@pytest.mark.parametrize("total", [[None, "", "—", "/"], ["=SUM(B6:B8)", None, None, None]])
def test_total_that_says_nothing_is_not_checked(total: list[object]) -> None:
    assert read(printed(["累计", *total], *GOOD_ROWS), "t.xlsx").problems == ()


def test_total_over_a_column_with_an_unreadable_cell_is_not_complained_of_too() -> None:
    rows = [["累计", 18, 10, 117.138, 3], *GOOD_ROWS[:2], ["区应急局", "七", 0, 114.438, 2]]
    assert [cell for cell, _ in found(read(coded(*rows)))] == ["B5"]


def test_total_counts_rows_whose_unit_is_unknown() -> None:
    reading = read(coded(["累计", 18, 10, 117.138, 3], *GOOD_ROWS[:2], ["区应急管理局", *GOOD_ROWS[2][1:]]))
    assert [cell for cell, _ in found(reading)] == ["A5"]


def test_table_stands_on_the_only_sheet_that_has_one() -> None:
    content = xlsx([["说明"], ["请按时填报"]], [CODES, *GOOD_ROWS], [[]])
    assert values(read(content, "t.xlsx")) == GOOD_VALUES


def test_two_sheets_with_tables_are_refused_by_name() -> None:
    message = unreadable(xlsx([CODES, *GOOD_ROWS], [CODES, *GOOD_ROWS]), "t.xlsx")
    assert message == "有 2 张工作表都是调度表（“Sheet”、“Sheet1”），请只留要导入的一张"


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\n\n", "单位,甲\n西天尾镇,1\n".encode()])
def test_file_without_header_is_refused(content: bytes) -> None:
    assert unreadable(content).startswith("没有找到表头")


@pytest.mark.parametrize("rows", [[], [["累计", 0, 0, 0, 0]], [["注：本月没有数据"]]])
def test_header_without_any_unit_is_refused(rows: list[list[object]]) -> None:
    assert unreadable(csv_bytes([CODES, *rows])).startswith("表头下面没有任何单位的数据")


def test_table_longer_than_the_limit_is_read_with_a_note() -> None:
    reading = read(csv_bytes([CODES, *GOOD_ROWS, *[[]] * MAX_ROWS, ["区应急局"]]))
    assert values(reading) == GOOD_VALUES
    assert reading.all_right
    assert notes(reading)[0][1].startswith("工作表很大，只读了前 3000 行、200 列")


def test_file_level_refusals_reach_the_caller() -> None:
    assert "压缩包里没有工作簿" in unreadable(
        repacked(printed(), {})[:0] + b"PK\x05\x06" + b"\0" * 18, "t.xlsx"
    )
