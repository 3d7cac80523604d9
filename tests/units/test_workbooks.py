"""Text and notes that a workbook can hold."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from units.workbooks import LONGEST, clean, note


@pytest.mark.parametrize(
    ("text", "kept"), [("西天\x1f尾镇", "西天尾镇"), ("表\x00\x0b\uffff", "表"), ("一\n二\t三", "一\n二\t三")]
)
def test_signs_that_xml_cannot_hold_are_left_out(text: str, kept: str) -> None:
    assert clean(text) == kept


@pytest.mark.parametrize(
    ("length", "kept"), [(LONGEST - 1, LONGEST - 1), (LONGEST, LONGEST), (LONGEST + 1, LONGEST)]
)
def test_text_is_cut_where_a_cell_would_refuse_it(length: int, kept: int) -> None:
    assert len(clean("字" * length)) == kept


@given(st.text(max_size=40))
def test_any_cleaned_text_can_be_written(text: str) -> None:
    workbook = Workbook()
    cell = workbook.worksheets[0].cell(1, 1)
    cell.value, cell.data_type = clean(text), "s"
    workbook.save(io.BytesIO())


def test_note_is_read_back_and_grows_with_its_words() -> None:
    workbook = Workbook()
    workbook.worksheets[0]["A1"].comment = note("不能是负数\x00")
    buffer = io.BytesIO()
    workbook.save(buffer)
    found = load_workbook(buffer).worksheets[0]["A1"].comment
    assert found is not None
    assert found.text == "不能是负数"
    assert note("字" * 100).height > note("字").height
