"""A whole in its parts: the parts sum to it, the shares to exactly 100, or none is stated (I9)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figure import Entry, Figure, by_key
from reports.figure_parts import NEGATIVE, Part, Whole, figures, percents

WHOLE = Whole(Entry("n.{}", "{}数", "数"), Entry("s.{}", "{}占比", "占比"), Entry("list", "分布", "分布"))
amounts = st.lists(st.integers(0, 10**6), max_size=8)


def found(*parts: int | None, note: str = "") -> dict[str, Figure]:
    named = [Part(name, amount) for name, amount in zip("甲乙丙丁", parts, strict=False)]
    return by_key(figures(WHOLE, named, "条", {"甲": (("东关镇", "1条"),)}, note))


@given(amounts)
def test_I9_shares_add_up_to_a_hundred_or_there_are_none(values: list[int]) -> None:
    shares, doubt = percents(values)
    assert doubt == ""
    if any(values):
        assert sum(share for share in shares if share is not None) == 100
    else:
        assert set(shares) <= {None}


def test_parts_come_in_order_then_the_list_without_empty_ones() -> None:
    figures_found = found(3, 0, 1)
    assert list(figures_found) == ["n.甲", "s.甲", "n.乙", "s.乙", "n.丙", "s.丙", "list"]
    assert figures_found["list"].text == "甲3条、占比75.00%；丙1条、占比25.00%"
    assert figures_found["list"].value == ("甲", "丙")
    assert figures_found["list"].rows == (("甲", "3条"), ("乙", "0条"), ("丙", "1条"))
    assert (figures_found["n.乙"].text, figures_found["s.乙"].text) == ("0条", "0.00%")
    assert figures_found["n.甲"].rows == (("东关镇", "1条"),)


def test_one_part_alone_is_all() -> None:
    assert found(7)["list"].text == "甲7条、占比100%"


def test_nothing_at_all_has_no_shares() -> None:
    figures_found = found(0, 0)
    assert (figures_found["s.甲"].value, figures_found["s.甲"].text) == (None, "—")
    assert (figures_found["list"].value, figures_found["list"].text) == ((), "无")


def test_unknown_whole_is_a_dash_throughout_and_says_why() -> None:
    figures_found = found(None, None, note="台账与调度表不一致")
    assert {figure.text for figure in figures_found.values()} == {"—"}
    assert all("台账与调度表不一致" in figure.formula for figure in figures_found.values())


def test_I9_negative_part_leaves_all_shares_out_and_says_so() -> None:
    figures_found = found(-1, 3)
    assert figures_found["s.乙"].value is None
    assert NEGATIVE in figures_found["s.乙"].formula
    assert figures_found["n.甲"].value == -1


@pytest.mark.parametrize("left", ["count", "share", "listed"])
def test_any_of_the_figures_may_be_left_out(left: str) -> None:
    fields = {"count": WHOLE.count, "share": WHOLE.share, "listed": WHOLE.listed}
    keys = {figure.key[0] for figure in figures(Whole(**{**fields, left: None}), [Part("甲", 1)], "条", {})}
    assert keys == {"n", "s", "l"} - {left[0] if left != "count" else "n"}


def test_money_stays_exact() -> None:
    figure = by_key(figures(WHOLE, [Part("甲", Decimal("0.125"))], "万元", {}))["n.甲"]
    assert (figure.value, figure.text) == (Decimal("0.125"), "0.125万元")
