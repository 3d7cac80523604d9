"""Columns are recognised by their names, or by the form's order where merged headers are all that is left."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from notices.numbers.printed import PrintedTable, RawCell, RawTable
from notices.numbers.printed_header import recognise
from tests.licheng import indicators

SPECS = indicators()
CODES = tuple(spec.code for spec in SPECS)
LABELS = [spec.label for spec in SPECS]
MEASURES = [spec.measure for spec in SPECS]
ONES = ["1"] * len(SPECS)


def raw(*rows: Sequence[str], squared: bool = False) -> RawTable:
    """A table as found, of these texts."""
    return RawTable(0, 0, tuple(tuple(RawCell(text or None) for text in row) for row in rows), squared)


def known(*rows: Sequence[str], squared: bool = False) -> PrintedTable:
    """The table as recognised."""
    table = recognise(raw(*rows, squared=squared), SPECS)
    assert table is not None
    return table


def codes(table: PrintedTable) -> tuple[str, ...]:
    """The columns' indicators."""
    return tuple(column.code for column in table.columns)


def test_form_is_recognised_by_order_under_a_torn_header() -> None:
    header = (["地区/部门", "一般隐患", "重大隐患"], ["", *LABELS[:9]], ["", *LABELS[9:]], ["", *MEASURES])
    table = known(*header, ["累计", *ONES], ["甲镇", *ONES])
    assert codes(table) == CODES
    assert [row.label for row in table.rows] == ["累计", "甲镇"]
    assert table.columns[9].label == "帮扶指导重点县区（镇街）"


def test_order_counts_for_nothing_under_other_names() -> None:
    header = ["单位", *(f"指标{number}" for number in range(len(SPECS)))]
    table = known(header, ["甲镇", *ONES], ["乙局", *ONES])
    assert not table.is_dispatch
    assert table.columns[0].label == "指标0"


@pytest.mark.parametrize("missing", [0, 1])
def test_form_needs_as_many_columns_as_it_has(missing: int) -> None:
    cut = len(SPECS) - missing
    table = known(["地区/部门", *LABELS[:cut]], ["甲镇", *ONES[:cut]], ["乙局", *ONES[:cut]])
    assert table.is_dispatch is not bool(missing)


def test_order_wins_over_names_where_it_tells_more() -> None:
    header = (["地区/部门", *LABELS], ["计量单位", *MEASURES])
    table = known(*header, ["甲镇", *ONES], ["乙局", *ONES], squared=True)
    assert codes(table) == CODES


def test_columns_are_found_by_name_in_any_order() -> None:
    header = ["单位", "罚款金额（万元）", "抽查检查企业数（家次）"]
    table = known(header, ["甲镇", "1.5", "8"], squared=True)
    assert codes(table) == ("penalty_amount", "enterprises_inspected")
    assert table.rows[0].cells[0].value == Decimal("1.5")


def test_codes_head_a_table_too() -> None:
    table = known(["unit", *CODES], ["甲镇", *ONES], squared=True)
    assert codes(table) == CODES


def test_stranger_beside_known_columns_keeps_its_label() -> None:
    table = known(["单位", *CODES[:3], "备用"], ["甲镇", "1", "2", "3", "4"], squared=True)
    assert [column.label for column in table.columns][-1] == "备用"
    assert codes(table)[-1] == ""


def test_column_of_numbers_before_the_names_is_passed_over() -> None:
    table = known(["序号", "行业", "条数"], ["1", "工贸", "9"], ["2", "消防", "3"])
    assert [row.label for row in table.rows] == ["工贸", "消防"]
    assert [column.label for column in table.columns] == ["条数"]


def test_row_of_another_width_is_told_and_left_out() -> None:
    table = known(["行业", "条数", "占比"], ["工贸", "9", "75%"], ["消防", "3", "25%"], ["其他", "4"])
    assert [row.label for row in table.rows] == ["工贸", "消防"]
    assert table.notes == ("表格中“其他”一行有2格，应有3格，没有核对这一行。",)


@pytest.mark.parametrize(
    ("label", "adds"),
    [
        ("条数", True),
        ("整改率", False),
        ("占比", False),
        ("排名", False),
        ("平均", False),
        ("金额（万元）", True),
    ],
)
def test_shares_and_ranks_are_never_added_up(label: str, adds: bool) -> None:
    table = known(["行业", label], ["工贸", "9"], ["消防", "3"])
    assert table.columns[0].adds is adds


@pytest.mark.parametrize(
    ("text", "value", "fault"),
    [
        ("1,024", Decimal(1024), ""),
        ("１２", Decimal(12), ""),
        ("12条", Decimal(12), ""),
        ("", None, ""),
        ("—", None, ""),
        ("-3", None, "不能是负数，表中为 -3"),
        ("1.5", None, "应为整数，表中为 1.5"),
        ("十二", None, "应填数字，表中为“十二”"),
    ],
)
def test_cell_of_a_known_column_is_read_by_its_rules(text: str, value: Decimal | None, fault: str) -> None:
    table = known(["unit", *CODES], ["甲镇", text, *ONES[1:]], squared=True)
    cell = table.rows[0].cells[0]
    assert (cell.value, cell.fault) == (value, fault)


def test_words_in_a_stranger_column_are_no_fault() -> None:
    table = known(["行业", "条数", "备注"], ["工贸", "9", "详见附件"], ["消防", "3", "无"])
    assert [row.cells[1].fault for row in table.rows] == ["", ""]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["事项", "要求"], ["报送", "按时"], ["整改", "按期"]],
        [["1", "2"], ["3", "4"]],
        [["单位", "条数"], ["甲镇", "3"]],
        [["单位", "条数"], ["甲镇", ""], ["乙局", ""]],
    ],
)
def test_what_is_not_set_in_rows_of_numbers_is_no_table(rows: list[list[str]]) -> None:
    assert recognise(raw(*rows), SPECS) is None


def test_unit_with_the_name_of_a_numbering_row_is_kept() -> None:
    table = known(["单位", "条数", "处数"], ["甲", "3", "4"], ["乙", "5", "6"])
    assert [row.label for row in table.rows] == ["甲", "乙"]


def test_numbering_and_empty_rows_are_left_out() -> None:
    numbering = ["甲", *(str(number) for number in range(1, len(SPECS) + 1))]
    blank = ["丙镇", *([""] * len(SPECS))]
    table = known(["unit", *CODES], numbering, ["甲镇", *ONES], blank, squared=True)
    assert [row.label for row in table.rows] == ["甲镇"]
