"""Lists of the period's figures, found again in the text by their words."""

import pytest

from notices.numbers.verdicts import Verdict
from tests.notices.numbers.telling import judged, ledgered, september, verdicts, wrong

OK, CONTRADICTS, UNVERIFIED = Verdict.OK, Verdict.CONTRADICTS, Verdict.UNVERIFIED
SECTORS = (
    "工贸98条、占比63.23%；危化品12条、占比7.74%；道路交通8条、占比5.16%；"
    "消防6条、占比3.87%；其他31条、占比20.00%。"
)
OVERDUE = "区应急局3条、区城管执法局3条、区民宗局3条、区工信局3条"


@pytest.mark.parametrize(
    "text",
    [
        f"涉及{OVERDUE}。",
        SECTORS,
        "排查较多的有区应急局57条、区卫健局18条、黄石工业园区14条、西天尾镇11条。",
        "涉及区住建局（报送2条，均不符合判定标准）、西天尾镇（报送4条，均重复报送）。",
    ],
)
def test_list_as_its_figure_prints_it_is_right(text: str) -> None:
    assert set(verdicts(text, **ledgered()).values()) == {OK}


@pytest.mark.parametrize(
    ("right", "said"),
    [
        ("区应急局57条", "区应急局56条"),
        ("区卫健局18条", "区卫健局81条"),
        ("黄石工业园区14条", "黄石工业园区15条"),
    ],
)
def test_one_number_of_a_list_that_differs_is_told(right: str, said: str) -> None:
    text = "区应急局57条、区卫健局18条、黄石工业园区14条、西天尾镇11条。".replace(right, said)
    printed = said.lstrip("区应急局卫健黄石工业园")
    assert wrong(text, **ledgered()) == {printed: right.lstrip("区应急局卫健黄石工业园")}


def test_reason_names_list_and_item() -> None:
    found = judged("涉及区应急局3条、区城管执法局5条、区民宗局3条、区工信局3条。", "5条", **ledgered())
    assert found.figure == "hazards.overdue_units"
    assert found.reason == "文中写区城管执法局5条，“有逾期未整改重大隐患的单位”是区城管执法局3条。"


def test_same_units_listed_for_another_reason_are_left_alone() -> None:
    text = "培训人数为区应急局30条、区城管执法局20条、区民宗局10条、区工信局5条。"
    assert set(verdicts(text, **ledgered()).values()) == {UNVERIFIED}


def test_share_of_a_list_that_differs_is_told() -> None:
    assert wrong(SECTORS.replace("3.87%", "3.88%"), **ledgered()) == {"3.88%": "3.87%"}


def test_lists_that_the_period_has_not_are_not_looked_for() -> None:
    assert set(verdicts(f"涉及{OVERDUE}。", **september()).values()) == {UNVERIFIED}
