"""Limits in a condition (超过9人, 达到1.0%) against the quantities a description gives.

A limit met or missed by a stated quantity says more than shared words do; a quantity in another unit, or
none, says nothing.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Comparison = Literal["above", "at_least", "below", "at_most", "equal"]

# Units that measure the same, with the factor to the first of them.
_UNITS: dict[str, tuple[str, Decimal]] = {
    **{unit: ("人", Decimal(1)) for unit in ("个工人", "名工人", "个人", "名", "位", "人")},
    **{unit: ("m", Decimal(1)) for unit in ("m", "米")},
    **{unit: ("m", Decimal("0.01")) for unit in ("cm", "厘米", "公分")},
    **{unit: ("m", Decimal("0.001")) for unit in ("mm", "毫米")},
    **{unit: ("公里", Decimal(1)) for unit in ("公里", "km")},
    **{unit: ("月", Decimal(1)) for unit in ("个多月", "个月")},
    **{unit: ("月", Decimal(12)) for unit in ("年多", "年")},
    **{
        unit: (unit, Decimal(1))
        for unit in ("%", "‰", "台", "个", "类", "区", "级", "分", "倍", "kpa", "mpa")
    },
}
# How many characters before a quantity still speak of it.
_NEAR = 27
# A longer time is a year of the calendar (2019年).
_LONGEST_YEARS = 100
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百千]+)"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
# 0.5m³ and 10min are no metres.
_QUANTITY = re.compile(rf"(?P<number>{_NUMBER})多?(?P<unit>{_UNIT})(?![a-z0-9])")
# The last of these before a quantity says on which side of it the fact lies.
_SIDES = re.compile(
    r"(?P<less>不到(?!位)|不足|未达到|没达到|达不到|小于|低于|少于|没到)|(?P<more>超过?|大于|高于|多于)|达到|已满|等于"
)
_ABOVE, _BELOW, _REACHED = "超过|大于|高于|超出", "小于|低于|少于|不足", "达到|已满|评定为"
_LIMIT = re.compile(
    rf"(?:(?P<denied>未)?(?P<before>{_ABOVE}|{_BELOW}|{_REACHED})(?P<between>[^\d,、;。]{{0,25}}?))?"
    rf"{_QUANTITY.pattern}(?P<after>及以上|以上|以下|及以下)?"
)
_OPPOSITE: dict[Comparison, Comparison] = {"above": "at_most", "at_least": "below", "below": "at_least"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a unit that comparable numbers share."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Limit:
    """What a condition demands of a quantity."""

    comparison: Comparison
    value: Decimal
    unit: str

    def met_by(self, quantity: Quantity) -> bool:
        return {
            "above": quantity.value > self.value,
            "at_least": quantity.value >= self.value,
            "below": quantity.value < self.value,
            "at_most": quantity.value <= self.value,
            "equal": quantity.value == self.value,
        }[self.comparison]


def quantities(description: str) -> tuple[Quantity, ...]:
    """Every quantity stated, numbers in Chinese (十四个人) included; years of the calendar are none.

    不到40公分 is a little less than that, 超过9人 a little more.
    """
    folded = _folded(description)
    found = []
    for match in _QUANTITY.finditer(folded):
        quantity = _quantity(match)
        if quantity is None:
            continue
        found.append(
            Quantity(
                _beside(quantity.value, folded[max(0, match.start() - _NEAR) : match.start()]), quantity.unit
            )
        )
    return tuple(found)


def limits(condition: str) -> tuple[tuple[Limit, ...], str]:
    """The limits a condition sets, and its text without them."""
    folded = _folded(condition)
    found: list[Limit] = []
    rest: list[str] = []
    end = 0
    for match in _LIMIT.finditer(folded):
        limit = _limit(match)
        if limit is not None:
            found.append(limit)
            rest += [folded[end : match.start()], match["between"] or ""]
            end = match.end()
    return tuple(found), " ".join([*rest, folded[end:]])


def met(demanded: Sequence[Limit], stated: Iterable[Quantity]) -> bool | None:
    """Whether the quantities stated meet the limits; None when they say nothing of one of them.

    Limits in one unit are alternatives (一级、二级); of several quantities in that unit one is enough.
    """
    known = list(stated)
    answers = []
    for unit in {limit.unit for limit in demanded}:
        values = [quantity for quantity in known if quantity.unit == unit]
        if not values:
            return None
        of_unit = [limit for limit in demanded if limit.unit == unit]
        answers.append(any(limit.met_by(value) for limit in of_unit for value in values))
    return all(answers)


def _beside(value: Decimal, before: str) -> Decimal:
    """A little less or more than the number itself where the words before it say so."""
    near = re.split(r"[\d,、;。]", before)[-1]
    sides = list(_SIDES.finditer(near))
    if sides and sides[-1]["less"]:
        return value.next_minus()
    return value.next_plus() if sides and sides[-1]["more"] else value


def _quantity(match: re.Match[str]) -> Quantity | None:
    unit, factor = _UNITS[match["unit"]]
    value = _number(match["number"])
    if match["unit"] == "年" and value > _LONGEST_YEARS:
        return None
    return Quantity(value * factor, unit)


def _limit(match: re.Match[str]) -> Limit | None:
    comparison = _comparison(match)
    quantity = _quantity(match)
    if comparison is None or quantity is None:
        return None
    if match["denied"]:
        comparison = _OPPOSITE[comparison]
    return Limit(comparison, quantity.value, quantity.unit)


def _comparison(match: re.Match[str]) -> Comparison | None:
    before, after = match["before"] or "", match["after"] or ""
    if before == "评定为" or (not before and _names(match)):
        return "equal"
    if not match["number"][0].isdigit():  # 运行泵中最大一台 sets no limit
        return None
    if before in _ABOVE.split("|"):
        return "above"
    if before in _BELOW.split("|"):
        return "below"
    if after:
        return "at_least" if "上" in after else "at_most"
    return "at_least" if before else None


def _names(match: re.Match[str]) -> bool:
    """20区 and 一级重大危险源 are names: another number is another thing."""
    return match["unit"] == "区" or (match["unit"] == "级" and "重大危险源" in match.string)


def _number(text: str) -> Decimal:
    """85, 1.0, 十四, 两千三百."""
    if text[0].isdigit():
        return Decimal(text)
    total, digit = 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * _SCALES[character]
            digit = 0
    return Decimal(total + digit)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
