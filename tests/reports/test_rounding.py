"""One rounding rule: exact, half up, never a false 100 %."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reports.rounding import (
    PartExceedsWhole,
    change_rate,
    change_text,
    half_up,
    percent_text,
    share,
)

counts = st.integers(min_value=0, max_value=10**9)
money = st.decimals(min_value=0, max_value=10**8, places=6)


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (4643, 4993, "92.99%"),
        (142, 155, "91.61%"),
        (20, 74, "27.03%"),
        (622, 672, "92.56%"),
        (Decimal("98.988"), Decimal("114.438"), "86.50%"),
        (98, 155, "63.23%"),
        (43, 69, "62.32%"),
        (31, 155, "20.00%"),
        (0, 7, "0.00%"),
        (7, 7, "100%"),
    ],
)
def test_share_is_as_the_published_circulars_print_it(
    part: Decimal | int, whole: Decimal | int, printed: str
) -> None:
    assert percent_text(share(part, whole)) == printed


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (3124, 100000, "3.12"),
        (3125, 100000, "3.13"),  # exactly half: up, where half-even would give 3.12
        (3126, 100000, "3.13"),
        (1, 20000, "0.01"),
        (9, 200000, "0.00"),
    ],
)
def test_share_at_the_half_is_rounded_up(part: int, whole: int, expected: str) -> None:
    assert share(part, whole) == Decimal(expected)


@pytest.mark.parametrize("part", [99994, 99995, 99996, 99999])
def test_I9_share_just_below_all_never_prints_hundred(part: int) -> None:
    assert percent_text(share(part, 100000)) == "99.99%"


def test_I9_share_of_all_is_exactly_hundred() -> None:
    assert share(Decimal("0.3"), Decimal("0.30")) == 100


@pytest.mark.parametrize("part", [0, Decimal("0.000")])
def test_share_of_nothing_is_undefined_neither_zero_nor_hundred(part: Decimal | int) -> None:
    assert share(part, 0) is None
    assert percent_text(share(part, 0)) == "—"


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (8, 7), (-1, 7), (-8, -7), (Decimal("7.000001"), 7)])
def test_I9_share_with_part_above_whole_is_refused(part: Decimal | int, whole: int) -> None:
    with pytest.raises(PartExceedsWhole):
        share(part, whole)


@settings(deadline=None)
@given(part=counts, whole=counts)
def test_I9_share_lies_between_zero_and_hundred_and_is_hundred_only_for_all(part: int, whole: int) -> None:
    assume(part <= whole and whole > 0)
    rate = share(part, whole)
    assert rate is not None
    assert 0 <= rate <= 100
    assert (rate == 100) == (part == whole)


@settings(deadline=None)
@given(part=money, whole=money)
def test_share_is_within_half_a_hundredth_of_the_true_value(part: Decimal, whole: Decimal) -> None:
    assume(part < whole)
    rate = share(part, whole)
    assert rate is not None
    distance = abs(Fraction(rate) - Fraction(part) / Fraction(whole) * 100)
    # Just below all, the cap at 99.99 may take the result up to a full hundredth away.
    assert distance <= Fraction(1, 200) or (rate == Decimal("99.99") and distance < Fraction(1, 100))


@settings(deadline=None)
@given(whole=counts, first=counts, second=counts)
def test_share_grows_with_its_part(whole: int, first: int, second: int) -> None:
    assume(first <= second <= whole and whole > 0)
    low, high = share(first, whole), share(second, whole)
    assert low is not None
    assert high is not None
    assert low <= high


@settings(deadline=None)
@given(part=counts, whole=counts, factor=st.integers(min_value=1, max_value=1000))
def test_share_does_not_depend_on_the_unit_of_measure(part: int, whole: int, factor: int) -> None:
    assume(part <= whole)
    assert share(part, whole) == share(part * factor, whole * factor)


@settings(deadline=None)
@given(st.fractions())
def test_half_up_is_symmetric_about_zero(value: Fraction) -> None:
    assert half_up(-value) == -half_up(value)


def test_half_up_does_not_round_twice() -> None:
    assert half_up(Fraction("0.0149999999999999999999999999999999999999")) == Decimal("0.01")


@pytest.mark.parametrize(
    ("new", "old", "printed"),
    [
        (6, 13, "下降53.85%"),
        (13, 6, "上升116.67%"),
        (5, 5, "持平"),
        (201, 200, "上升0.50%"),
        (199, 200, "下降0.50%"),
        (200001, 200000, "持平"),  # too little to show in two decimals
        (0, 5, "下降100%"),
        (1, 100000, "下降99.99%"),
        (-2, 4, "下降150.00%"),
        (10, 5, "上升100%"),
        (4, 0, "—"),
        (0, 0, "—"),
        (3, -1, "—"),
    ],
)
def test_change_is_printed_with_its_direction(new: int, old: int, printed: str) -> None:
    assert change_text(change_rate(new, old)) == printed


def test_change_of_the_published_month_is_minus_53_85() -> None:
    assert change_rate(6, 13) == Decimal("-53.85")


@settings(deadline=None)
@given(new=counts, old=counts)
def test_change_has_the_sign_of_the_difference_or_rounds_to_none(new: int, old: int) -> None:
    assume(old > 0)
    rate = change_rate(new, old)
    assert rate is not None
    assert rate == 0 or (rate > 0) == (new > old)
    assert (rate == -100) == (new == 0)


def test_money_change_is_exact_where_floats_are_not() -> None:
    assert change_rate(Decimal("0.3"), Decimal("0.1")) == 200
