"""Conditions: comparisons of figures with dots in their names, and points."""

import pytest

from notices.templating.conditions import Known, holds, names, numbers
from reports.expressions import Evaluator, InvalidExpression
from tests.notices.templating.texts import amount, figures

KNOWN = Known(
    numbers(figures(a_b=3, rate=amount("49.99"), none=None, list=("甲", "乙"))),
    frozenset({"排查"}),
    here=True,
)


def hold(when: str) -> bool:
    return holds(when, KNOWN, {"排查", "整改"}, Evaluator())


@pytest.mark.parametrize(
    "when",
    [
        "", "a.b > 2", "a.b == 3", "rate < 50", "rate < 49.999", "list == 2", "a.b > 2 且 rate < 50",
        "a.b > 9 或 rate < 50",
        "not a.b > 5", "非 a.b > 5", "a.b ≥ 3", "排查", "有要点", "a.b * 10 > rate - 20",
    ],
)  # fmt: skip
def test_condition_that_holds(when: str) -> None:
    assert hold(when)


@pytest.mark.parametrize(
    "when",
    [
        "a.b > 3", "rate < 49.99", "none > 0", "none < 0", "none == 0", "not none > 0", "absent > 0", "整改", "无要点",
        "a.b / 0 > 1", "不成条件", "a.b.__class__", "ǃ",
    ],
)  # fmt: skip
def test_condition_that_does_not_hold_or_cannot_be_told(when: str) -> None:
    assert not hold(when)


def test_undefined_side_leaves_the_whole_untold() -> None:
    assert not hold("a.b > 2 或 none > 0")


def test_names_are_those_of_figures_in_order() -> None:
    assert names("b.c.d > a.b 且 sector.major.工贸.share > 0.5") == (
        "b.c.d",
        "a.b",
        "sector.major.工贸.share",
    )


@pytest.mark.parametrize("when", ["a.b", "a.b.c()", "ǃ > 0", "'a' == 'a'", "a.b > 1; a.b"])
def test_what_is_no_comparison_is_refused(when: str) -> None:
    with pytest.raises(InvalidExpression):
        names(when)
