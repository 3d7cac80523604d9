"""How typed values are read, and what a form asks to be proved; empty fields: test_shipped_rules.py."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.snapshot import decimal_text
from reports.validation import InvalidValue, Severity, parse_value, unproved
from tests import licheng

FORM = licheng.indicators()
COUNT = next(spec for spec in FORM if spec.code == "general_found")
MONEY = next(spec for spec in FORM if spec.code == "penalty_amount")


@pytest.mark.parametrize(("gained", "found"), [("0", False), ("1", True)])
def test_column_that_gained_something_has_to_be_proved(gained: str, found: bool) -> None:
    items = unproved({"accountability": Decimal(gained)}, FORM, frozenset())
    assert [(item.key, item.severity) for item in items] == (
        [("evidence/accountability", Severity.REASON)] if found else []
    )


def test_what_has_to_be_proved_is_named_with_what_to_do() -> None:
    (item,) = unproved({"accountability": Decimal(2)}, FORM, frozenset())
    assert item.message.endswith("”本期新增2人，须有责任倒查追责问责清单，请上传，或说明留存在哪里。")


def test_proved_column_asks_for_nothing_more_and_others_never_do() -> None:
    gained = {spec.code: Decimal(1) for spec in FORM}
    asked = {item.fields[0] for item in unproved(gained, FORM, {"accountability"})}
    assert asked == {spec.code for spec in FORM if spec.evidence} - {"accountability"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", "0"),
        ("4993", "4993"),
        (" 12 ", "12"),
        ("　１２３\t", "123"),
        ("4,993", "4993"),
        ("１，２３４，５６７", "1234567"),
        ("007", "7"),
        ("5.0", "5"),
        ("5.000000000", "5"),
        ("999999999", "999999999"),
    ],
)
def test_whole_number_is_read_in_any_usual_spelling(text: str, expected: str) -> None:
    assert decimal_text(parse_value(text, COUNT)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("114.438", "114.438"), ("２．７０", "2.7"), ("1,114.438", "1114.438"), ("0.000001", "0.000001")],
)
def test_I10_money_is_read_without_loss(text: str, expected: str) -> None:
    assert str(parse_value(text, MONEY)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1e99", "1E5", "inf", "NaN", "十二", "12条", "abc", "1.2.3", "1,23", "12,3456", ",123", ".", "5.",
        ".5", "+5", "1/2", "½", "²", "①", "٣", "0x10", "1_000", "=1+1", "#REF!", "1 000",
    ],
)  # fmt: skip
def test_text_that_is_no_plain_number_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(InvalidValue, match="“一般隐患/排查”应填整数，填的是“"):
        parse_value(text, COUNT)


@pytest.mark.parametrize("text", ["-1", "－３", "−2", "- 5", "-0.5", "-0"])
def test_negative_value_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="“一般隐患/排查”不能是负数"):
        parse_value(text, COUNT)


@pytest.mark.parametrize("text", ["", "   ", "　"])
def test_I12_nothing_typed_is_not_a_zero(text: str) -> None:
    with pytest.raises(InvalidValue, match="未填，没有请填0"):
        parse_value(text, COUNT)


@pytest.mark.parametrize("text", ["1000000000", "9" * 400, "1,000,000,000"])
def test_value_with_too_many_digits_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="数字太大，最多9位，请核对单位（条）"):
        parse_value(text, COUNT)


def test_decimals_in_a_column_of_counts_are_refused() -> None:
    with pytest.raises(InvalidValue, match=r"应填整数，填的是“3\.5”"):
        parse_value("3.5", COUNT)


@pytest.mark.parametrize(
    ("text", "accepted"), [("0.123456", True), ("0.1234560", True), ("0.1234567", False)]
)
def test_money_takes_six_decimals_and_no_more(text: str, accepted: bool) -> None:
    if accepted:
        assert parse_value(text, MONEY) == Decimal("0.123456")
        return
    with pytest.raises(InvalidValue, match="最多6位小数"):
        parse_value(text, MONEY)


@pytest.mark.parametrize(("length", "shown"), [(19, "字" * 19), (20, "字" * 20), (21, "字" * 20 + "…")])
def test_text_is_quoted_up_to_twenty_characters(length: int, shown: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_value("字" * length, COUNT)
    assert str(caught.value) == f"“一般隐患/排查”应填整数，填的是“{shown}”。"


def test_long_text_is_shortened_in_the_message() -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_value("天" * 10**6, COUNT)
    assert len(str(caught.value)) < 60


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_value_within_bounds_or_refused(text: str) -> None:
    for spec in (COUNT, MONEY):
        try:
            value = parse_value(text, spec)
        except InvalidValue:
            continue
        assert 0 <= value < 10**9
        assert value.as_tuple().exponent in range(-spec.decimals, 1)


@settings(deadline=None)
@given(st.decimals(min_value=0, max_value=Decimal(999999999), places=6))
def test_value_shown_is_read_back_the_same(value: Decimal) -> None:
    assert parse_value(decimal_text(value), MONEY) == value
    assert parse_value(f"{value:,}", MONEY) == value
