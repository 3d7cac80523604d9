"""The printed header as rows of merged cells."""

from reports.form_header import header_rows
from tests import licheng


def test_form_without_columns_has_no_header() -> None:
    assert header_rows(()) == ()


def test_header_of_the_published_form_is_that_of_annex_1() -> None:
    rows = header_rows(licheng.indicators())
    assert len(rows) == 4
    assert [block.text for block in rows[0]] == [
        "地区/部门",
        "一般隐患",
        "重大隐患",
        "部门检查",
        "部门精准严格执法情况",
        "其他相关工作跟踪落实情况",
    ]
    assert [block.columns for block in rows[0]] == [1, 2, 6, 3, 11, 6]
    assert (rows[0][0].rows, [block.text for block in rows[-1]][:3]) == (4, ["条", "条", "条"])


def test_every_column_is_covered_once_in_every_row() -> None:
    columns = licheng.indicators()
    covered = [
        (row, column)
        for line in header_rows(columns)
        for block in line
        for row in range(block.row, block.row + block.rows)
        for column in range(block.column, block.column + block.columns)
    ]
    assert sorted(covered) == [(row, column) for row in range(4) for column in range(len(columns) + 1)]
