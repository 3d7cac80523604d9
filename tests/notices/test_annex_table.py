"""A table in a Word file: merged cells, headers on every page, and the same texts when read back."""

import pytest
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from hypothesis import given
from hypothesis import strategies as st

from notices.annex import MISSING, Row, Table, dispatch
from notices.annex_fit import fit
from notices.annex_table import read_table, write_table
from reports.workbook_layout import Block
from tests import licheng

HEADER = (
    (Block(0, 0, 3, 1, "单位"), Block(0, 1, 1, 3, "隐患")),
    (Block(1, 1, 2, 1, "排查"), Block(1, 2, 1, 2, "整改")),
    (Block(2, 2, 1, 1, "条"), Block(2, 3, 1, 1, "万元")),
)
ROWS = (Row("累计", ("3", "2", "1.5"), total=True), Row("甲", ("3", "2", "1.5")), Row("乙", (MISSING,)))
TABLE = Table(HEADER, ROWS)


def written(table: Table) -> BaseOxmlElement:
    return write_table(table, fit(table))


def rows(element: BaseOxmlElement) -> list[BaseOxmlElement]:
    return list(element.iter(qn("w:tr")))


def has(row: BaseOxmlElement, tag: str) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn(tag)}") is not None


def test_table_reads_as_it_was_given() -> None:
    assert read_table(written(TABLE)) == TABLE.grid()


def test_real_table_reads_as_it_was_given() -> None:
    table = dispatch(licheng.missing(licheng.snapshot(), "区水利局")).table
    found = read_table(written(table))
    assert found == table.grid()
    assert (len(found), {len(row) for row in found}) == (32, {29})


def test_header_rows_stand_again_on_every_page() -> None:
    assert [has(row, "w:tblHeader") for row in rows(written(TABLE))] == [True] * 3 + [False] * 3


def test_no_row_is_split_between_pages() -> None:
    assert all(has(row, "w:cantSplit") for row in rows(written(TABLE)))


def test_silence_is_one_cell_across_the_row() -> None:
    last = rows(written(TABLE))[-1]
    name, across = last.findall(qn("w:tc"))
    assert across.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}").get(qn("w:val")) == "3"
    assert name.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}") is None


def test_cells_of_a_row_are_as_wide_as_the_table() -> None:
    element = written(TABLE)
    whole = int(element.find(f"{qn('w:tblPr')}/{qn('w:tblW')}").get(qn("w:w")))
    for row in rows(element):
        widths = [int(width.get(qn("w:w"))) for width in row.iter(qn("w:tcW"))]
        assert sum(widths) == pytest.approx(whole, abs=len(widths))


def test_tall_header_cell_is_continued_below() -> None:
    merges = [
        [merge.get(qn("w:val")) for merge in row.iter(qn("w:vMerge"))] for row in rows(written(TABLE))[:3]
    ]
    assert merges == [["restart"], ["continue", "restart"], ["continue", "continue"]]


def test_total_is_set_in_the_font_of_headings() -> None:
    fonts = [
        {font.get(qn("w:eastAsia")) for font in row.iter(qn("w:rFonts"))} for row in rows(written(TABLE))
    ]
    assert fonts == [{"黑体"}] * 4 + [set()] * 2


def test_letters_have_the_size_that_fits() -> None:
    sizes = {size.get(qn("w:val")) for size in written(TABLE).iter(qn("w:sz"))}
    assert sizes == {str(round(fit(TABLE).size * 2))}


def test_markup_and_spaces_in_a_name_stay_what_they_are() -> None:
    odd = Table(HEADER, (Row(" <b>区&县</b> ", ("1", "", '"x"')),))
    assert read_table(written(odd))[-1] == [" <b>区&县</b> ", "1", "", '"x"']


def test_character_no_word_file_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="XML"):
        written(Table(HEADER, (Row("区\x00局", ("1", "2", "3")),)))


def test_table_without_rows_is_its_header() -> None:
    assert read_table(written(Table(HEADER, ()))) == TABLE.grid()[:3]


@given(st.lists(st.tuples(st.text("甲乙<&> 1.", max_size=6), st.booleans()), max_size=6))
def test_any_rows_read_as_they_were_given(names: list[tuple[str, bool]]) -> None:
    body = tuple(Row(name, (MISSING,) if silent else (name, "0", "1")) for name, silent in names)
    table = Table(HEADER, body)
    assert read_table(written(table)) == table.grid()
