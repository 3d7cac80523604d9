"""Shares of lists that make up 100 %: rounded together, not each by itself."""

from decimal import Decimal

import pytest

from notices.numbers.allotted import pairs
from tests.notices.numbers.telling import told, wrong

THIRDS = "重大隐患3条，其中工贸1条、占比33.34%，消防1条、占比33.33%，其他1条、占比33.33%。"


def test_items_of_a_list_rounded_together_are_known() -> None:
    assert pairs(told(THIRDS)) == {(Decimal(1), Decimal("33.34")), (Decimal(1), Decimal("33.33"))}


@pytest.mark.parametrize(
    "text",
    [
        THIRDS,
        "重大隐患3条，集中在工贸（1条、占比33.34%）、消防（1条、占比33.33%）、其他（1条、占比33.33%）。",
        "重大隐患3条，主要在工贸领域，共1条、占33.34%。分布为工贸1条、占比33.34%；消防1条、占比33.33%；其他1条、占比33.33%。",
    ],
)
def test_list_rounded_together_is_not_flagged(text: str) -> None:
    assert wrong(text) == {}


def test_share_that_no_rounding_gives_is_flagged() -> None:
    assert wrong(THIRDS.replace("33.34%", "33.35%")) != {}


def test_lone_share_is_rounded_by_itself() -> None:
    assert pairs(told("重大隐患3条，其中工贸1条、占比33.34%。")) == frozenset()
    assert wrong("重大隐患3条，其中工贸1条、占比33.34%。") == {"33.34%": "33.33%"}


@pytest.mark.parametrize("text", ["没有数字。", "工贸0条、占比0%，消防0条、占比0%。"])
def test_text_without_shares_of_anything_has_no_lists(text: str) -> None:
    assert pairs(told(text)) == frozenset()
