"""The dispatch table as an annex: rows in printed order, totals summed anew, silence told as silence."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from notices.annex import MISSING, TOTAL, Annex, Row, Table, dispatch
from reports.snapshot import SnapshotData
from reports.workbook_layout import Block
from tests import licheng

CODES = [spec.code for spec in licheng.indicators()]


@pytest.fixture(scope="module")
def annex() -> Annex:
    return dispatch(licheng.snapshot())


def row(annex: Annex, name: str) -> Row:
    (found,) = [row for row in annex.table.rows if row.name == name]
    return found


def test_title_and_interval_are_those_of_the_printed_annex(annex: Annex) -> None:
    assert annex.title == "荔城区专项行动进展情况调度表"
    assert annex.table.subtitle == "（数据统计区间：2023年5月1日-2023年9月26日）"
    assert annex.table.note == ""


def test_total_stands_first_and_units_follow_in_printed_order(annex: Annex) -> None:
    names = [row.name for row in annex.table.rows]
    assert names == [TOTAL, *licheng.unit_kinds()]
    assert [row.total for row in annex.table.rows] == [True] + [False] * 27


def test_units_are_printed_by_their_order_whatever_the_snapshot_says() -> None:
    data = licheng.snapshot()
    shuffled = replace(data, units=data.units[::-1], indicators=data.indicators[::-1])
    assert dispatch(shuffled) == dispatch(data)


def test_I9_total_is_the_sum_of_the_rows_and_not_the_misprint(annex: Annex) -> None:
    total = dict(zip(CODES, row(annex, TOTAL).cells, strict=True))
    wrong = {code for code, printed in licheng.PUBLISHED_TOTALS.items() if Decimal(total[code]) != printed}
    assert wrong == {"towns_assisted"}
    assert total["towns_assisted"] == "386"
    assert total["penalty_amount"] == "114.438"


def test_every_value_is_printed_with_its_own_digits(annex: Annex) -> None:
    for name, values in licheng.september().items():
        cells = row(annex, name).cells
        assert [Decimal(cell) for cell in cells] == [values[code] for code in CODES]
    assert row(annex, "区交警大队").cells[CODES.index("penalty_amount")] == "26.248"


def test_header_is_nested_as_printed_down_to_the_units_of_measure(annex: Annex) -> None:
    header = annex.table.header
    assert len(header) == 4
    assert header[0][:3] == (
        Block(0, 0, 4, 1, "地区/部门"),
        Block(0, 1, 1, 2, "一般隐患"),
        Block(0, 3, 1, 6, "重大隐患"),
    )
    assert [block.text for block in header[3]] == [spec.measure for spec in licheng.indicators()]
    assert annex.table.columns == 29


def test_I12_silent_unit_is_told_and_not_counted() -> None:
    annex = dispatch(licheng.missing(licheng.snapshot(), "区住建局"))
    assert row(annex, "区住建局").cells == (MISSING,)
    general = Decimal(4993) - licheng.september()["区住建局"]["general_found"]
    assert row(annex, TOTAL).cells[0] == str(general)
    assert annex.table.note == "注：标“未报”的1个单位到关账时没有报送，不计入累计。"


def test_I12_filed_zeros_are_zeros() -> None:
    values = licheng.september()
    values["区住建局"] = dict.fromkeys(CODES, Decimal(0))
    assert row(dispatch(licheng.snapshot(values)), "区住建局").cells == ("0",) * 28


def test_period_without_filings_has_zero_totals_and_only_silent_units() -> None:
    annex = dispatch(licheng.snapshot({}))
    assert row(annex, TOTAL).cells == ("0",) * 28
    assert {item.cells for item in annex.table.rows if not item.total} == {(MISSING,)}
    assert "27个单位" in annex.table.note


def test_column_a_unit_does_not_fill_stays_empty() -> None:
    values = licheng.september()
    del values["西天尾镇"]["listed_found"]
    cells = row(dispatch(licheng.snapshot(values)), "西天尾镇").cells
    assert cells[CODES.index("listed_found")] == ""
    assert len(cells) == 28


def test_synthetic_table_says_so() -> None:
    note = dispatch(licheng.snapshot(synthetic=True)).table.note
    assert note == "注：本表为演示用的合成数据，不是真实填报。"


def test_form_without_columns_is_a_list_of_names() -> None:
    table = dispatch(licheng.snapshot(indicators=())).table
    assert (table.columns, table.header) == (1, ())
    assert table.grid()[1] == ["西天尾镇"]


def test_grid_reads_merged_cells_at_each_of_their_places() -> None:
    header = (
        (Block(0, 0, 2, 1, "单位"), Block(0, 1, 1, 2, "隐患")),
        (Block(1, 1, 1, 1, "排查"), Block(1, 2, 1, 1, "整改")),
    )
    table = Table(header, (Row("甲", ("1", "0")), Row("乙", (MISSING,))))
    assert table.grid() == [
        ["单位", "隐患", "隐患"],
        ["单位", "排查", "整改"],
        ["甲", "1", "0"],
        ["乙", "未报", "未报"],
    ]


@settings(deadline=None, max_examples=25)
@given(licheng.tables())
def test_I9_any_total_is_the_sum_of_what_is_printed(values: licheng.Table) -> None:
    data: SnapshotData = licheng.snapshot(values)
    total, *units = dispatch(data).table.rows
    for column, text in enumerate(total.cells):
        printed = [Decimal(unit.cells[column]) for unit in units if unit.cells != (MISSING,)]
        assert Decimal(text) == sum(printed, Decimal(0))
    assert sum(unit.cells == (MISSING,) for unit in units) == 27 - len(values)
