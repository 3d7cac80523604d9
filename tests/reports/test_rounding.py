"""One rounding rule: exact, half up, never a false 100 %."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reports.rounding import (
    PartExceedsWhole,
    change_rate,
    change_text,
    half_up,
    mean,
    percent_text,
    ratio,
    share,
    shares,
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


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        ((98, 12, 8, 6, 31), ("63.23", "7.74", "5.16", "3.87", "20.00")),
        ((1, 1, 1), ("33.34", "33.33", "33.33")),
        ((1, 1, 1, 1, 1, 1), ("16.67", "16.67", "16.67", "16.67", "16.66", "16.66")),
        ((5,), ("100.00",)),
        ((0, 5), ("0.00", "100.00")),
        ((99999, 1, 0), ("99.99", "0.01", "0.00")),
        ((1, 99999), ("0.01", "99.99")),
        ((81, 74), ("52.26", "47.74")),
    ],
)
def test_shares_of_all_parts_go_by_the_largest_remainder(
    parts: tuple[int, ...], printed: tuple[str, ...]
) -> None:
    assert shares(parts) == tuple(Decimal(text) for text in printed)


@pytest.mark.parametrize("parts", [(), (0,), (0, 0, 0)])
def test_shares_of_nothing_are_undefined(parts: tuple[int, ...]) -> None:
    assert shares(parts) is None


def test_I9_shares_with_a_negative_part_are_refused() -> None:
    with pytest.raises(PartExceedsWhole):
        shares((3, -1))


@settings(deadline=None)
@given(st.lists(st.one_of(st.integers(0, 10**7), st.sampled_from([0, 1])), min_size=1, max_size=12))
def test_I9_shares_add_up_to_a_hundred_and_are_near_their_true_value(parts: list[int]) -> None:
    found = shares(parts)
    whole = sum(parts)
    assert (found is None) == (whole == 0)
    if found is None:
        return
    assert sum(found) == 100
    for part, rate in zip(parts, found, strict=True):
        assert abs(Fraction(rate) - Fraction(part * 100, whole)) < Fraction(1, 50)
        assert (rate == 100) == (part == whole)
        assert part > 0 or rate == 0


@settings(deadline=None)
@given(st.lists(counts, min_size=2, max_size=8))
def test_larger_part_never_has_the_smaller_share(parts: list[int]) -> None:
    found = shares(parts) or ()
    ranked = sorted(zip(parts, found, strict=False), key=lambda pair: pair[0])
    assert all(low[1] <= high[1] for low, high in pairwise(ranked) if low[0] < high[0])


@pytest.mark.parametrize(
    ("amount", "count", "expected"),
    [(156, 50, "3.12"), (155, 27, "5.74"), (Decimal("114.438"), 672, "0.17"), (1, 8, "0.13"), (0, 3, "0.00")],
)
def test_mean_is_rounded_half_up(amount: Decimal | int, count: int, expected: str) -> None:
    assert mean(amount, count) == Decimal(expected)


def test_mean_of_nobody_is_undefined() -> None:
    assert mean(5, 0) is None


@pytest.mark.parametrize(
    ("amount", "base", "expected"),
    [(43, 69, "62.32"), (6, 149, "4.03"), (9, 3, "300.00"), (0, 3, "0.00"), (3, 0, None), (-1, 3, None)],
)
def test_ratio_may_be_above_a_hundred_and_is_undefined_without_base(
    amount: int, base: int, expected: str | None
) -> None:
    assert ratio(amount, base) == (None if expected is None else Decimal(expected))
