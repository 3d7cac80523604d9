"""The header laid out from group paths: blocks tile it without gaps, and every text has room."""

from collections import Counter
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.snapshot import IndicatorSpec
from reports.workbook_file import open_grids
from reports.workbook_header import find_header
from reports.workbook_layout import Block, Layout, lay_out
from reports.workbook_out import Matrix, MatrixRow, write_matrix
from tests import licheng
from tests.reports.workbooks import SMALL

GROUPS = st.lists(st.sampled_from(["甲组", "乙组", "丙组"]), max_size=3).map(tuple)


def specs(paths: list[tuple[tuple[str, ...], str]]) -> list[IndicatorSpec]:
    return [
        IndicatorSpec(f"c{order}", order, group, label, "条")
        for order, (group, label) in enumerate(paths, start=1)
    ]


FORMS = st.lists(
    st.tuples(GROUPS, st.sampled_from(["排查", "已整改", "督办", "罚款金额"])),
    min_size=1,
    max_size=12,
    unique=True,
).map(specs)


def real() -> Layout:
    return lay_out("地区/部门", licheng.indicators(), licheng.unit_kinds(), [("penalty_amount", "114.438")])


def at(layout: Layout, row: int, column: int) -> Block:
    (block,) = [b for b in layout.blocks if (b.row, b.column) == (row, column)]
    return block


def test_annex_header_has_groups_labels_and_measures_as_printed() -> None:
    layout = real()
    assert (layout.depth, layout.columns) == (4, 29)
    assert at(layout, 0, 0) == Block(0, 0, 4, 1, "地区/部门")
    assert at(layout, 0, 1) == Block(0, 1, 1, 2, "一般隐患")
    assert at(layout, 1, 1) == Block(1, 1, 2, 1, "排查")
    assert at(layout, 0, 3) == Block(0, 3, 1, 6, "重大隐患")
    assert at(layout, 1, 3) == Block(1, 3, 1, 2, "企业自查上报")
    assert at(layout, 2, 4) == Block(2, 4, 1, 1, "已整改")
    assert at(layout, 0, 12) == Block(0, 12, 1, 11, "部门精准严格执法情况")
    assert at(layout, 1, 14) == Block(1, 14, 2, 1, "企业和企业主要负责人“一案双罚”")
    assert at(layout, 3, 13) == Block(3, 13, 1, 1, "万元")


@given(FORMS)
def test_blocks_tile_the_header(form: list[IndicatorSpec]) -> None:
    layout = lay_out("单位", form, ["西天尾镇"], [])
    covered = Counter(
        (row, column)
        for block in layout.blocks
        for row in range(block.row, block.row + block.rows)
        for column in range(block.column, block.column + block.columns)
    )
    assert set(covered) == {(row, column) for row in range(layout.depth) for column in range(layout.columns)}
    assert set(covered.values()) == {1}


@settings(max_examples=60, deadline=None)
@given(FORMS)
def test_any_header_written_is_recognised_when_read(form: list[IndicatorSpec]) -> None:
    (grid,) = open_grids(write_matrix(Matrix("调度表", "", form, [MatrixRow("西天尾镇", {})])), "t.xlsx")
    header = find_header(grid, form)
    assert header is not None
    assert header.problems == ()
    assert [header.codes[column] for column in range(1, len(form) + 1)] == [spec.code for spec in form]


def test_every_heading_of_the_annex_has_room() -> None:
    layout = real()
    for block in layout.blocks:
        width = sum(layout.widths[block.column : block.column + block.columns])
        height = sum(layout.heights[block.row : block.row + block.rows])
        lines = ceil(len(block.text) / max(1, int(width / 2)))
        assert lines * 13 <= height, block


def test_annex_needs_hardly_any_shrinking_on_a3_paper() -> None:
    pixels = sum(width * 7 + 5 for width in real().widths)
    assert pixels / 96 * 25.4 * 0.95 <= 420 - 2 * 15


@pytest.mark.parametrize("digits", [1, 6, 12, 19])
def test_column_is_wide_enough_for_its_longest_number(digits: int) -> None:
    layout = lay_out("单位", SMALL, ["西天尾镇"], [("fines", "9" * digits), ("fines", "1")])
    assert layout.widths[3] >= digits * 1.15 + 1
    assert layout.widths[1] == layout.widths[2]


def test_unit_column_is_wide_enough_for_the_longest_name_printed_on_one_line() -> None:
    short = lay_out("单位", SMALL, ["西天尾镇"], []).widths[0]
    long = lay_out("单位", SMALL, ["区消防救援大队"], []).widths[0]
    assert short < lay_out("单位", SMALL, ["区公安\n分局"], []).widths[0] < long
    assert long >= 7 * 2


def test_remark_across_the_table_gets_a_line_more_when_it_does_not_fit() -> None:
    layout = real()
    assert layout.height_across("短") < layout.height_across("很长的说明" * 60)
