"""Limits of conditions and quantities of descriptions: units, numerals, one step before, at and after."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.judgment import conditions
from hazards.library import criteria
from hazards.quantities import Limit, Quantity, limits, met, quantities


def stated(description: str) -> list[tuple[str, str]]:
    return [(f"{quantity.value:f}", quantity.unit) for quantity in quantities(description)]


def holds(condition: str, description: str) -> bool | None:
    return met(limits(condition)[0], quantities(description))


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("里面有12个人在干活", [("12", "人")]),
        ("里面有十四个人", [("14", "人")]),
        ("两名工人", [("2", "人")]),
        ("瓦斯浓度１.２％", [("1.2", "%")]),
        ("间隙40公分", [("0.40", "m")]),
        ("厚3毫米", [("0.003", "m")]),
        ("一千多公里", [("1000", "公里")]),
        ("两千三百公里", [("2300", "公里")]),
        ("上任一年多", [("12", "月")]),
        ("任职三个多月", [("3", "月")]),
        ("22区的插座", [("22", "区")]),
        ("2019年做了诊断", []),
        ("体积0.5m³，持续10min，压力0.74MPa", [("0.74", "mpa")]),
        ("没有数字", []),
    ],
)
def test_quantities_are_read_with_their_units(description: str, expected: list[tuple[str, str]]) -> None:
    assert stated(description) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("作业人员数量超过9人", [("above", "9", "人")]),
        ("风流中甲烷浓度达到1.0%", [("at_least", "1.0", "%")]),
        ("排水泵数量少于3台", [("below", "3", "台")]),
        ("任职已满6个月", [("at_least", "6", "月")]),
        ("边坡高度200米及以上", [("at_least", "200", "m")]),
        ("全高50米以下的杆塔", [("at_most", "50", "m")]),
        ("全年原煤产量超过核定（设计）生产能力的110%", [("above", "110", "%")]),
        ("井口标高未达到当地历史最高洪水位1米以上", [("below", "1", "m")]),
        ("桥梁技术状况评定为5类", [("equal", "5", "类")]),
        ("位于划分为20区的场所", [("equal", "20", "区")]),
        ("构成一级、二级重大危险源的罐区", [("equal", "1", "级"), ("equal", "2", "级")]),
        ("一级负荷未采用双重电源供电", []),
        ("最大一台单泵能力", []),
        ("不能保持2个畅通的安全出口", []),
    ],
)
def test_limits_are_read_with_their_comparison(condition: str, expected: list[tuple[str, str, str]]) -> None:
    found, _ = limits(condition)
    assert [(limit.comparison, f"{limit.value:f}", limit.unit) for limit in found] == expected


def test_limits_leave_the_rest_of_the_wording() -> None:
    assert limits("作业人员数量超过9人")[1].split() == ["作业人员数量"]
    assert limits("小于国家标准规定值的0.98倍")[1].split() == ["国家标准规定值的"]
    assert limits("未设置报警装置") == ((), "未设置报警装置")


@pytest.mark.parametrize(
    ("condition", "description", "expected"),
    [
        ("作业人员数量超过9人", "里面有9个人", False),
        ("作业人员数量超过9人", "里面有10个人", True),
        ("作业人员数量超过9人", "超过9人", True),
        ("作业人员数量超过9人", "有12吨货", None),
        ("甲烷浓度达到1.0%", "浓度0.9%", False),
        ("甲烷浓度达到1.0%", "浓度1.0%", True),
        ("距离小于400mm", "不到40公分", True),
        ("距离小于400mm", "离柱子40公分", False),
        ("任职已满6个月", "任职5个月", False),
        ("任职已满6个月", "任职半年多，即7个月", True),
        ("一级、二级重大危险源", "二级重大危险源", True),
        ("一级、二级重大危险源", "三级重大危险源", False),
        ("生产能力的10%", "超过生产能力的10%", None),
        ("产量超过生产能力的10%", "产量均超过核定生产能力的10%", True),
        ("少于2个", "只有一个", True),
    ],
)
def test_limit_is_met_by_what_is_stated(condition: str, description: str, expected: bool | None) -> None:
    found = limits(condition)[0]
    assert (met(found, quantities(description)) if found else None) is expected


def test_limits_in_two_units_must_both_be_met() -> None:
    condition = "全高50米以上杆塔塔身倾斜度超过10‰"
    assert holds(condition, "塔高60米，倾斜12‰") is True
    assert holds(condition, "塔高60米，倾斜8‰") is False
    assert holds(condition, "塔高60米") is None


@given(st.integers(0, 999), st.integers(0, 999))
def test_opposite_comparisons_never_agree(limit: int, value: int) -> None:
    quantity = Quantity(Decimal(value), "人")
    for one, other in (("above", "at_most"), ("below", "at_least")):
        first, second = (Limit(c, Decimal(limit), "人") for c in (one, other))  # type: ignore[arg-type]
        assert first.met_by(quantity) != second.met_by(quantity)
    assert Limit("equal", Decimal(limit), "人").met_by(quantity) == (limit == value)


@given(st.integers(1, 9999))
def test_chinese_numerals_say_the_same_as_digits(number: int) -> None:
    assert stated(f"{_chinese(number)}台") == stated(f"{number}台")


@given(st.text(max_size=40))
def test_any_text_may_be_searched_for_quantities(text: str) -> None:
    assert all(quantity.unit for quantity in quantities(text))
    limits(text)


def test_every_condition_of_the_library_can_be_read() -> None:
    texts = [
        found.text
        for standard in criteria()
        for criterion in standard.criteria
        for found in conditions(criterion.logic)
    ]
    assert sum(bool(limits(text)[0]) for text in texts) >= 50


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    thousands, rest = divmod(number, 1000)
    hundreds, rest = divmod(rest, 100)
    tens, ones = divmod(rest, 10)
    parts = [(thousands, "千"), (hundreds, "百"), (tens, "十"), (ones, "")]
    return "".join(digits[value] + scale for value, scale in parts if value)
