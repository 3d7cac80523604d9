"""Texts with signs for their figures."""

from decimal import Decimal

import pytest

from notices.numbers.script import (
    COUNT,
    MONEY,
    PERCENT,
    alike,
    amount,
    plain,
    sign,
    without_brackets,
)
from tests.notices.numbers.telling import told


def test_figures_become_signs_and_dates_stay() -> None:
    script = told("5-9月，排查4993条，整改率92.99%，罚款1.7万元。")
    assert script.text == f"5-9月，排查{COUNT}，整改率{PERCENT}，罚款{MONEY}。"
    assert [numeral.text for numeral in script.numbers] == ["4993条", "92.99%", "1.7万元"]
    assert script[script.text.index(MONEY)].value == Decimal("1.7")


def test_place_without_a_figure_has_none() -> None:
    with pytest.raises(KeyError):
        told("排查3条").__getitem__(0)


def test_inside_lists_the_figures_between_two_places() -> None:
    script = told("甲1条、乙2条、丙3条")
    assert script.inside(script.text.index("乙"), len(script.text)) == [1, 2]
    assert script.inside(0, 1) == []


@pytest.mark.parametrize(
    ("text", "index", "ahead"),
    [
        ("前一句1条。后一句2条", 1, "后一句"),
        ("共5条（甲2条，乙3条）、已整改4条", 3, f"共{COUNT}、已整改"),
        ("共5条（甲2条，乙3条）", 2, f"共{COUNT}（甲{COUNT}，乙"),
        ("甲1条；乙2条", 1, "乙"),
    ],
)
def test_ahead_is_the_sentence_without_closed_brackets(text: str, index: int, ahead: str) -> None:
    assert told(text).ahead(index) == ahead


def test_nested_brackets_go_as_a_whole() -> None:
    assert without_brackets("共（甲（乙）丙）丁（戊") == "共丁（戊"


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("条", COUNT), ("", COUNT), ("%", PERCENT), ("个百分点", PERCENT), ("万元", MONEY), ("元", MONEY)],
)
def test_unit_tells_the_sign(unit: str, expected: str) -> None:
    assert sign(unit) == expected


@pytest.mark.parametrize(
    ("units", "same"),
    [
        (("条", "个"), True),
        (("条", ""), True),
        (("家", "家次"), True),
        (("万元", "元"), True),
        (("条", "家"), False),
        (("次", "人"), False),
        (("条", "万元"), False),
    ],
)
def test_units_that_count_the_same_can_be_added(units: tuple[str, ...], same: bool) -> None:
    assert alike(units) is same


def test_amounts_go_to_the_smallest_unit_and_back() -> None:
    (money,) = told("罚款114.438万元").numbers
    assert plain(money) == Decimal(1144380)
    assert amount(Decimal(1144380), money) == "114.438万元"
    (rate,) = told("整改率92.99%").numbers
    assert amount(Decimal(20), rate) == "20.00%"
