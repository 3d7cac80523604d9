"""Tables are found in plain text by how they are set, and nothing else is taken for one."""

import pytest

from notices.numbers.printed import RawTable
from notices.numbers.printed_text import tables_in
from tests.circular_files import as_lines

ROWS = [["单位", "排查", "整改"], ["甲镇", "3", "2"], ["乙局", "4", "4"]]


def texts(table: RawTable) -> list[list[str]]:
    """The cells as printed."""
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize("after", ["", "\n", "\n\n\n附件2\n说明文字"])
def test_cells_on_lines_of_their_own_make_a_table(after: str) -> None:
    text = f"正文。\n\n{as_lines(ROWS)}{after}"
    (table,) = tables_in(text)
    assert texts(table) == ROWS
    assert text[table.start : table.end] == as_lines(ROWS)


def test_every_cell_knows_its_place() -> None:
    text = f"正文3条。\n\n{as_lines(ROWS)}\n"
    (table,) = tables_in(text)
    for cell in (cell for row in table.rows for cell in row):
        assert text[cell.start : cell.end].strip() == cell.text


def test_name_broken_over_lines_is_one_cell() -> None:
    text = as_lines(ROWS).replace("乙局", "区公安\n\n分局").replace("整改", "已\n整改")
    (table,) = tables_in(text)
    assert texts(table) == [["单位", "排查", "已整改"], ["甲镇", "3", "2"], ["区公安分局", "4", "4"]]
    assert text[table.rows[2][0].start : table.rows[2][0].end] == "\t区公安\n\n分局"


def test_empty_cells_stay_in_their_places() -> None:
    (table,) = tables_in(as_lines([["单位", "排查", "整改"], ["甲镇", "", "2"], ["乙局", "4", ""]]))
    assert texts(table)[1:] == [["甲镇", "", "2"], ["乙局", "4", ""]]


@pytest.mark.parametrize("lead", ["", "\t"])
def test_rows_on_one_line_each_make_a_table(lead: str) -> None:
    text = "附表\n" + "\n".join(lead + "\t".join(row) for row in ROWS) + "\n以上。"
    (table,) = tables_in(text)
    assert texts(table) == ROWS
    for cell in (cell for row in table.rows for cell in row):
        assert text[cell.start : cell.end] == cell.text


def test_words_after_the_last_number_end_the_table() -> None:
    text = f"{as_lines(ROWS)}\n\n附件2\n\n{as_lines(ROWS)}"
    tables = tables_in(text)
    assert [texts(table) for table in tables] == [ROWS, ROWS]
    assert tables[1].title == "附件2"


def test_long_line_ends_the_table_even_after_words() -> None:
    rows = [*ROWS, ["备注", "无"]]
    text = f"{as_lines(rows)}\n\n{'说' * 25}\n\n\t一\n"
    (table,) = tables_in(text)
    assert texts(table) == rows


@pytest.mark.parametrize(
    "text",
    [
        "",
        "没有表的正文，排查3条。",
        "\t只有一行\n\t两格",
        "\t一、首行缩进的段落，排查3条。\n\n\t二、又一个段落，整改2条。\n",
        "姓名\t单位",
    ],
)
def test_indented_paragraphs_are_no_table(text: str) -> None:
    assert tables_in(text) == ()


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("某区调度表\n（数据区间：5月1日-9月26日）\n", "某区调度表"),
        ("附件1\n某区调度表\n\n", "某区调度表"),
        ("某区调度表\n\n\n\n\n", ""),
        ("这是一个很长的段落" * 8 + "\n", ""),
        ("", ""),
    ],
)
def test_title_is_the_nearest_short_line_above(above: str, title: str) -> None:
    (table,) = tables_in(above + as_lines(ROWS))
    assert table.title == title
