"""One cell: names compared without layout, numbers taken exactly or refused with a reason."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.snapshot import decimal_text
from reports.workbook_values import (
    Fault,
    Value,
    is_blank,
    looks_numeric,
    plain,
    read_value,
    text_of,
)
from tests.reports.workbooks import FINES, FOUND, TOWNS


def number(value: Value) -> Decimal | None:
    return read_value(value, FINES, "bureau").value


def complaint(value: Value, indicator: object = FOUND, kind: str | None = "bureau") -> str:
    reading = read_value(value, indicator, kind)  # type: ignore[arg-type]
    assert reading.value is None or "这类单位" in reading.message
    return reading.message


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("区公安\n\n分局", "区公安分局"),
        (" 区 公 安\t分局\u3000", "区公安分局"),
        ("\ufeff区公安\u200b分局\xad", "区公安分局"),
        ("帮扶指导重点县区（镇街）", "帮扶指导重点县区(镇街)"),
        ("“一案双罚”", '"一案双罚"'),
        ("「一案双罚」", '"一案双罚"'),
        ("‘一案’", "'一案'"),
        ("０９１２期", "0912期"),
        ("", ""),
        ("\r\n", ""),
    ],
)
def test_plain_levels_layout_width_and_quotes(written: str, read: str) -> None:
    assert plain(written) == read


@given(st.text())
def test_plain_is_stable_when_repeated(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize("value", [None, Fault("坏了")])
def test_text_of_nothing_usable_is_empty(value: Value) -> None:
    assert text_of(value) == ""


def test_text_of_number_is_its_digits() -> None:
    assert text_of(12) == "12"


@pytest.mark.parametrize("value", [None, "", "  ", "\n", "\u3000", "—", "——", "-", "/", "未报", "未 报"])
def test_blank_marks_say_nothing(value: Value) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0, 0.0, "0", "０", "无", False, Fault("坏了")])
def test_zero_and_words_are_not_blank(value: Value) -> None:
    assert not is_blank(value)


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (114.438, "114.438"),
        (114.43799999999999, "114.438"),
        (0.1 + 0.2, "0.3"),
        (5, "5"),
        (5.0, "5"),
        ("5", "5"),
        (" 5 ", "5"),
        ("５", "5"),
        ("1,064", "1064"),
        ("１，０６４", "1064"),
        ("1,064,000.5", "1064000.5"),
        ("0.10", "0.1"),
        ("+3", "3"),
        ("-0", "0"),
        (-0.0, "0"),
        ("007", "7"),
        ("999999999.999999", "999999999.999999"),
    ],
)
def test_I10_numbers_are_exact_in_every_spelling(value: Value, exact: str) -> None:
    read = number(value)
    assert read == Decimal(exact)
    assert str(read) == exact


@given(st.decimals(min_value=0, max_value=Decimal("999999999.999999"), places=6))
def test_I10_binary_numbers_of_a_workbook_come_back_exact(amount: Decimal) -> None:
    assert number(float(amount)) == amount
    assert number(decimal_text(amount)) == amount


@pytest.mark.parametrize(
    "value",
    ["1,06", "1,0645", ",5", "5.", ".5", "1 064", "1e3", "0x10", "²", "5²", "①", "五", "5条", "50%", "1.2.3"],
)
def test_spellings_that_leave_doubt_are_refused(value: str) -> None:
    assert complaint(value, FINES).startswith("应填数字，表中为“")
    assert not looks_numeric(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("三起", "应填数字，表中为“三起”"),
        ("很长" * 30, "…”"),
        (True, "逻辑值 TRUE"),
        (False, "逻辑值 FALSE"),
        (date(2023, 9, 5), "日期或时间 2023-09-05"),
        (datetime(2023, 9, 5, 8), "日期或时间 2023-09-05 08:00:00"),  # noqa: DTZ001 - as a workbook gives it
        (time(8), "日期或时间 08:00:00"),
        (timedelta(hours=30), "日期或时间 1 day, 6:00:00"),
        (float("nan"), "不是有效的数字"),
        (float("inf"), "不是有效的数字"),
        ("#DIV/0!", "错误值 #DIV/0!"),
        (Fault("单元格是公式错误 #REF!"), "公式错误 #REF!"),
        (-1, "不能是负数，表中为 -1"),
        ("－1", "不能是负数，表中为 -1"),
        ("\N{MINUS SIGN}1", "不能是负数，表中为 -1"),
        (-1e300, "不能是负数，表中为 -1000000000000000000000"),
        (1e99, "数字太大，整数部分最多 9 位"),
        (10**12, "数字太大"),
        ("9" * 5000, "数字太大"),
        (2.5, "应为整数，表中为 2.5"),
        (1e-300, "应为整数，表中为 0.000000000000000000000"),
    ],
)
def test_value_that_cannot_be_a_count_is_refused_with_reason(value: Value, words: str) -> None:
    message = complaint(value)
    assert words in message
    assert len(message) < 60


def test_integer_part_of_nine_digits_is_the_most() -> None:
    assert number(10**9 - 1) == 10**9 - 1
    assert number(10**9) is None


@pytest.mark.parametrize("places", range(1, 7))
def test_money_up_to_its_decimals_is_taken(places: int) -> None:
    assert number("0." + "0" * (places - 1) + "1") == Decimal(10) ** -places


def test_money_with_one_decimal_too_many_is_refused() -> None:
    assert complaint("0.0000001", FINES) == "最多 6 位小数，表中为 0.0000001"


def test_decimals_far_behind_the_point_are_not_rounded_away() -> None:
    assert complaint("999999999." + "0" * 30 + "1", FINES).startswith("最多 6 位小数")


def test_I12_blank_is_missing_not_zero() -> None:
    reading = read_value(None, FOUND, "bureau")
    assert reading.value is None
    assert reading.blank
    assert reading.message == "未填，没有就填 0"


def test_blank_is_zero_where_the_kind_of_unit_does_not_fill_the_column() -> None:
    assert read_value("—", TOWNS, "town").value == 0
    assert read_value("—", TOWNS, "town").message == ""
    assert read_value(None, TOWNS, "bureau").value is None


def test_number_in_a_column_closed_to_the_kind_of_unit_is_refused() -> None:
    assert complaint(5, TOWNS, "town") == "这类单位不填这一项，应为空或 0，表中为 5"
    assert read_value(0, TOWNS, "town").message == ""
    assert read_value(5, TOWNS, "bureau").message == ""
    assert read_value(5, TOWNS, None).message == ""
