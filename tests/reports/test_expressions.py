"""The language of rules: what it understands, what it refuses, and what stays undecided."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.expressions import MAX_LENGTH, Evaluator, InvalidExpression, parse, parse_known


def holds(text: str, **names: object) -> bool | None:
    return Evaluator().holds(parse(text), {name: Decimal(str(value)) for name, value in names.items()})


def refusal(text: str) -> str | None:
    """What is said of a text that is no expression; None when it is one."""
    try:
        parse(text)
    except InvalidExpression as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <= b", True),
        ("b <= a", False),
        ("a < b <= 3", True),
        ("a + b * 2 == 8", True),
        ("(a + b) * 2 == 10", True),
        ("b / a == 1.5", True),
        ("-a < 0", True),
        ("not a > b", True),
        ("a > b or b > a", True),
        ("a > b and b > a", False),
        ("(a > 0) == (b > 0)", True),
        ("(a > 2) != (b > 2)", True),
        ("0.1 + 0.2 == 0.3", True),
        ("1 > 0", True),
    ],
)
def test_expression_is_evaluated_exactly(text: str, expected: bool) -> None:
    assert holds(text, a=2, b=3) is expected


@pytest.mark.parametrize("text", ["a≤b", "b≥a", "a≠b", "（a＋b）×2＞ｂ", "b÷a＞1", "a　<　b", "a＜b"])
def test_signs_of_a_chinese_keyboard_are_understood(text: str) -> None:
    assert holds(text, a=2, b=3) is True


@pytest.mark.parametrize(
    "text", ["a > missing", "missing > 0 or a > 0", "a / zero > 1", "a / (zero * 2) == 1"]
)
def test_missing_value_and_division_by_zero_leave_it_undecided(text: str) -> None:
    assert holds(text, a=2, zero=0) is None


@pytest.mark.parametrize(
    "text",
    [
        "a.b > 1", "a[0] > 1", "f(1) > 1", "a ** 9 > 1", "9**9**9 > 1", "lambda: 1", "a if b else c", "[1] == [1]",
        "{1: 2} == 1", "a in b", "a is b", "'x' == 'x'", "f'{a}' == 1", "a % 2 == 0", "a // 2 == 0", "a << 9 > 1",
        "a & b > 1", "~a > 1", "+a > 1", "(a := 1) > 0", "a; b", "a = 1", "import os", "__import__('os')", "a > ...",
        "True", "None == 1", "1j > 0", "1e999 > 1", "a > b if a else b", "[x for x in a]", "*a > 1", "await a",
        "a\n> 1", "a > 1 # 注", "yield", "a,b", "§ > 1", "a >", "> a", "((a > 1)", "a > 1)", "a b", "\0", "a\0 > 1",
        "\ud800 > 1", "", "   ", "。",
    ],
)  # fmt: skip
def test_everything_else_is_refused_in_chinese(text: str) -> None:
    if text == "a > 1 # 注":
        assert holds(text, a=2) is True  # a remark is no part of the expression
        return
    with pytest.raises(InvalidExpression, match=r"[一-鿿]"):
        parse(text)


@pytest.mark.parametrize("text", ["a", "a + 1", "-a", "1", "a and b", "not a", "(a > 1) + 1 > 0", "(a > 1) < b",
                                  "(a > 1) == 1", "(a > 1) < (b > 1)", "(a > 1) * (b > 1)"])  # fmt: skip
def test_numbers_and_conditions_are_not_mixed(text: str) -> None:
    with pytest.raises(InvalidExpression, match=r"成立或不成立|混在一起"):
        parse(text)


def test_single_equals_sign_is_explained() -> None:
    with pytest.raises(InvalidExpression, match="两个等号"):
        parse("a = 1")


@pytest.mark.parametrize(("length", "accepted"), [(299, True), (300, True), (301, False)])
def test_length_is_bounded(length: int, accepted: bool) -> None:
    text = "a > 1".ljust(length - 1) + " "
    padded = "a" * (length - 4) + " > 1"
    assert parse(text).names == ("a",)
    if accepted:
        assert len(parse(padded).text) == length <= MAX_LENGTH
        return
    with pytest.raises(InvalidExpression, match="最多300字，现有301字"):
        parse(padded)


@pytest.mark.parametrize(
    "text", ["-" * 250 + "a > 1", "not " * 70 + "a > 1", "(" * 140 + "a>1" + ")" * 140, "a>1" + "+1" * 140]
)
def test_deep_nesting_is_refused_or_harmless(text: str) -> None:
    assert "表达式" in (refusal(text) or "表达式")


@pytest.mark.parametrize("depth", [10**4, 10**5])
def test_endless_recursion_is_refused(depth: int) -> None:
    with pytest.raises(InvalidExpression, match="最多300字"):
        parse("(" * depth + "a > 1" + ")" * depth)


def test_equal_conditions_within_each_other_are_checked_quickly() -> None:
    text = "(a>0)"
    for _ in range(15):
        text = f"({text}==(a>0))"
    assert holds(text, a=1) is True


def test_unknown_name_is_refused_and_the_nearest_one_named() -> None:
    known = ("general_found", "general_rectified")
    assert parse_known("general_found > 1", known).names == ("general_found",)
    with pytest.raises(InvalidExpression, match="没有“general_fund”这个名称，是不是“general_found”？"):
        parse_known("general_fund > 1", known)
    with pytest.raises(InvalidExpression, match="没有“甲”这个名称，请从可用的名称中选"):
        parse_known("甲 > 1", known)


def test_names_are_told_once_in_their_order() -> None:
    assert parse("c > a + b and a > c").names == ("c", "a", "b")


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    words = refusal(text)
    if words is None:
        assert Evaluator().holds(parse(text), {}) in {True, False, None}
    else:
        assert words.endswith(("。", "？"))


numbers = st.decimals(min_value=-(10**6), max_value=10**6, places=3)


@given(numbers, numbers, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]))
def test_comparison_means_what_it_means_in_arithmetic(left: Decimal, right: Decimal, sign: str) -> None:
    true = {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}
    true |= {"==": left == right, "!=": left != right}
    assert Evaluator().holds(parse(f"a {sign} b"), {"a": left, "b": right}) is true[sign]


@given(numbers, numbers)
def test_not_turns_every_condition_round(left: Decimal, right: Decimal) -> None:
    names = {"a": left, "b": right}
    assert Evaluator().holds(parse("a < b"), names) is not Evaluator().holds(parse("not a < b"), names)
