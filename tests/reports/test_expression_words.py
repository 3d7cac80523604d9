"""Expressions read out."""

import pytest

from reports.expression_words import words
from reports.expressions import parse

LABELS = {"a": "“甲”", "b": "“乙”"}


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("a <= b", "“甲”不大于“乙”"),
        ("a < 1.50", "“甲”小于1.5"),
        ("a != 0", "“甲”不等于0"),
        ("a >= b + 1", "“甲”不小于“乙”加1"),
        ("a > (b + 1) * 2", "“甲”大于（“乙”加1）乘2"),
        ("a / b - 1 == 0", "（“甲”除以“乙”）减1等于0"),
        ("a == 0 or b > 0", "“甲”等于0，或者“乙”大于0"),
        ("a > 0 and b > 0 or a > b", "（“甲”大于0，并且“乙”大于0），或者“甲”大于“乙”"),
        ("not (a > 0 and b == 0)", "并非（“甲”大于0，并且“乙”等于0）"),
        ("(a > 0) == (b > 0)", "（“甲”大于0）与（“乙”大于0）同时成立或者同时不成立"),
        ("1 < a <= b", "1小于“甲”，且不大于“乙”"),
        ("-a < 0", "负“甲”小于0"),
        ("other > 0", "“other”大于0"),
    ],
)
def test_expression_is_read_out(text: str, spoken: str) -> None:
    assert words(parse(text), LABELS) == spoken
