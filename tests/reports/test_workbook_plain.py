"""A plain table as a workbook."""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.workbook_plain import Column, PlainTable, Value, write_plain

COLUMNS = (Column("单位", 24), Column("罚款金额（万元）"))


def sheet(*rows: Sequence[Value], notes: Sequence[str] = ()) -> Any:
    content = write_plain(PlainTable("2023年9月调度数据", COLUMNS, rows, notes))
    return openpyxl.load_workbook(io.BytesIO(content)).active


def table(*rows: Sequence[Value], notes: Sequence[str] = ()) -> list[tuple[Any, ...]]:
    return list(sheet(*rows, notes=notes).values)


def test_title_headings_rows_and_notes_stand_below_each_other() -> None:
    assert table(("东关镇", Decimal("114.438")), notes=["合成数据"]) == [
        ("2023年9月调度数据", None),
        ("单位", "罚款金额（万元）"),
        ("东关镇", 114.438),
        ("合成数据", None),
    ]


@pytest.mark.parametrize("typed", ["=1+1", "+86", "-", "@SUM(A1)", "=HYPERLINK(1)"])
def test_text_stays_text(typed: str) -> None:
    cell = sheet((typed, None))["A3"]
    assert (cell.value, cell.data_type) == (typed, "s")


def test_signs_that_a_workbook_cannot_hold_are_left_out() -> None:
    assert table(("东\x00关\x0b镇", None))[2][0] == "东关镇"


@pytest.mark.parametrize(
    ("value", "shown", "number_format"),
    [
        (Decimal("114.438"), 114.438, "0.000"),
        (Decimal("10.0"), 10, "0"),
        (7, 7, "0"),
        (Decimal(0), 0, "0"),
    ],
)
def test_numbers_keep_their_exact_digits(value: Value, shown: float, number_format: str) -> None:
    cell = sheet(("东关镇", value))["B3"]
    assert (cell.value, cell.number_format) == (shown, number_format)


def test_number_too_long_for_a_workbook_is_text() -> None:
    assert table(("东关镇", Decimal("1234567890123456.5")))[2][1] == "1234567890123456.5"


def test_empty_cell_is_empty() -> None:
    assert table(("东关镇", None))[2][1] is None


def test_headings_stay_in_sight() -> None:
    assert sheet().freeze_panes == "B3"


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_every_value_of_a_form_is_read_back(value: Decimal) -> None:
    assert Decimal(str(table(("东关镇", value))[2][1])) == value
