"""The one printed rounding rule for rates, shares and changes (I9).

Every percentage of the product comes from here, so that two pages can never print two values for the
same figure. Arithmetic is exact (fractions); only the result is rounded.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

RULE = "四舍五入保留两位小数；分母为零记“—”；只有全部完成才记100%"
"""The rule in words, printed beside every rate."""

SHARES_RULE = "各占比按最大余数法取两位小数，合计恰为100%；余数相同的先列者先进位"
"""The rule in words where several shares are shown to make up the whole."""

MEAN_RULE = "四舍五入保留两位小数；分母为零记“—”"
"""The rule of means and of ratios that may be above all."""

UNDEFINED = "—"
"""What is printed for a figure without a value: neither 0 nor 100 would be true."""

_HUNDREDTH = Decimal("0.01")
_ALMOST_ALL = Decimal("99.99")
_ALL = Decimal(100)


class PartExceedsWhole(ValueError):
    """A part above its whole, or below zero: no rate can be stated, the rows have to be checked."""


def half_up(value: Fraction) -> Decimal:
    """`value` at two decimals, halves away from zero: 0.125 → 0.13, -0.125 → -0.13."""
    hundredths = int(abs(value) * 100 + Fraction(1, 2))
    return (Decimal(hundredths) if value >= 0 else -Decimal(hundredths)) * _HUNDREDTH


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """`part` of `whole` in per cent, 0 … 100, two decimals; None when the whole is zero.

    100 is returned only when the part equals the whole: 99 996 of 100 000 is 99.99, not all but 100.00.
    Raises PartExceedsWhole when the part is above the whole or one of them is negative.
    """
    if part > whole or part < 0:
        raise PartExceedsWhole(f"部分 {part} 与整体 {whole} 矛盾")
    if whole == 0:
        return None
    if part == whole:
        return _ALL
    return min(half_up(_ratio(part, whole)), _ALMOST_ALL)


def shares(parts: Sequence[Decimal | int]) -> tuple[Decimal, ...] | None:
    """Each part of their sum in per cent, two decimals, adding up to exactly 100; None when there is nothing.

    Hundredths that rounding down leaves over go to the largest remainders, of equal ones to the first. No part short
    of the whole is 100. Raises PartExceedsWhole when a part is negative.
    """
    if any(part < 0 for part in parts):
        raise PartExceedsWhole(f"各部分{parts}中有负数")
    whole = sum(parts)
    if whole == 0:
        return None
    exact = [_ratio(part, whole) * 100 for part in parts]
    hundredths = [int(each) for each in exact]
    order = sorted(range(len(parts)), key=lambda at: hundredths[at] - exact[at])
    full = int(_ALL * 100)
    may_grow = [at for at in order if hundredths[at] < full - 1]
    for at in may_grow[: full - sum(hundredths)]:
        hundredths[at] += 1
    return tuple(Decimal(each) * _HUNDREDTH for each in hundredths)


def mean(amount: Decimal | int, count: Decimal | int) -> Decimal | None:
    """`amount` for each of `count`, two decimals; None when there are none."""
    return half_up(Fraction(amount) / Fraction(count)) if count else None


def ratio(amount: Decimal | int, base: Decimal | int) -> Decimal | None:
    """`amount` in per cent of `base`, of which it is no part, so that it may be above 100.

    None when the base is zero, or one of them negative: there is nothing to compare.
    """
    return half_up(_ratio(amount, base)) if base > 0 and amount >= 0 else None


def change_rate(new: Decimal | int, old: Decimal | int) -> Decimal | None:
    """Change from `old` to `new` in per cent of `old`, two decimals, negative for a fall.

    None when `old` is zero or negative: there is nothing to take a percentage of. A fall is -100 only
    when nothing is left.
    """
    if old <= 0:
        return None
    if new == 0:
        return -_ALL
    rate = half_up(_ratio(new - old, old))
    return -_ALMOST_ALL if new > 0 and rate == -_ALL else rate


def percent_text(rate: Decimal | None) -> str:
    """A rate as printed: 92.99%, 100% when all is done, — when there is none."""
    if rate is None:
        return UNDEFINED
    return "100%" if rate == _ALL else f"{rate:.2f}%"


def change_text(rate: Decimal | None) -> str:
    """A change as printed, with its direction word: 下降53.85%, 上升12.00%, 持平, —."""
    if rate is None:
        return UNDEFINED
    if rate == 0:
        return "持平"
    return f"{'上升' if rate > 0 else '下降'}{percent_text(abs(rate))}"


def _ratio(part: Decimal | int, whole: Decimal | int) -> Fraction:
    return Fraction(part) / Fraction(whole) * 100
