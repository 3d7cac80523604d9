"""A text in which each figure is one sign, so that what is said of figures can be found by patterns."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from notices.numbers.numerals import Kind, Numeral
from reports.snapshot import decimal_text

COUNT, PERCENT, MONEY = "\ue000", "\ue001", "\ue002"
"""The signs that stand for a count, a percentage and an amount of money."""
ANY = f"[{COUNT}{PERCENT}{MONEY}]"
WORDS = f"[^{COUNT}{PERCENT}{MONEY}。；\n]"
"""A sign of the words between two figures of one sentence."""

FAR = 1000
"""No sentence is longer; what stands farther before a number tells nothing of it."""

_MONEY = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
_LIKE = {"条", "个", "项", "处", "件", "起", "宗"}
_FIRMS = {"家", "户", "家次", "个次"}


@dataclass(frozen=True, slots=True)
class Script:
    """`text` with a sign for each of `numbers` (the figures of the text, in order)."""

    text: str
    numbers: tuple[Numeral, ...]
    at: dict[int, int]
    positions: tuple[int, ...]

    def __getitem__(self, position: int) -> Numeral:
        """The number whose sign stands at `position`; KeyError when none does."""
        return self.numbers[self.at[position]]

    def inside(self, start: int, end: int) -> list[int]:
        """Which numbers stand between two positions."""
        return [self.at[place] for place in range(start, end) if place in self.at]

    def ahead(self, index: int) -> str:
        """The sentence before a number, without brackets that are closed again."""
        place = self.positions[index]
        start = max(self.text.rfind(mark, max(0, place - FAR), place) for mark in "。；\n") + 1
        start = max(start, place - FAR)
        return without_brackets(self.text[start:place])


def script(text: str, found: Sequence[Numeral]) -> Script:
    """`text` (readable, levelled) with its figures as signs; `found` are all its numerals, in order."""
    parts: list[str] = []
    at: dict[int, int] = {}
    positions: list[int] = []
    numbers = tuple(each for each in found if each.kind is Kind.DATA)
    length = last = 0
    for index, numeral in enumerate(numbers):
        parts.append(text[last : numeral.start])
        length += numeral.start - last
        at[length] = index
        positions.append(length)
        parts.append(sign(numeral.unit))
        length, last = length + 1, numeral.end
    return Script("".join([*parts, text[last:]]), numbers, at, tuple(positions))


def sign(unit: str) -> str:
    """The sign that stands for a number of this unit."""
    if unit in ("%", "‰", "个百分点"):
        return PERCENT
    return MONEY if unit in _MONEY else COUNT


def without_brackets(text: str) -> str:
    """The text without what stands in brackets that were closed; an open one stays."""
    before = None
    while before != text:
        before, text = text, re.sub(r"（[^（）]*）", "", text)
    return text


def alike(units: Iterable[str]) -> bool:
    """Whether numbers of these units can be added up: 条 and 个 name the same things, 条 and 家 do not."""
    kinds = {_measure(unit) for unit in units if unit}
    return len(kinds) <= 1


def units_like(unit: str) -> tuple[str, ...]:
    """The units that measure the same things as this one."""
    return next((tuple(sorted(group)) for group in (_LIKE, _FIRMS, set(_MONEY)) if unit in group), (unit,))


def _measure(unit: str) -> str:
    if unit in _LIKE:
        return "条"
    if unit in _FIRMS:
        return "家"
    return "元" if unit in _MONEY else unit


def plain(numeral: Numeral) -> Decimal:
    """The value in the smallest unit: 1.2万元 is 12000."""
    return numeral.value * _MONEY.get(numeral.unit, Decimal(1))


def amount(value: Decimal, like: Numeral) -> str:
    """`value` (in the smallest unit) printed as `like` is: its unit, at least its places."""
    number = value / _MONEY.get(like.unit, Decimal(1))
    text = decimal_text(number)
    if like.decimals and like.unit not in _MONEY:
        text = f"{number:.{like.decimals}f}"
    return f"{text}{like.unit}"
