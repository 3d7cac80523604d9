"""Means: a total over the number of units."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from notices.numbers.quantities import Quantity, label_of
from notices.numbers.relations import Relation, rounded
from notices.numbers.script import COUNT, Script, alike, amount, plain
from reports.snapshot import decimal_text

_MEAN = re.compile(r"(?:平均|户均|人均|家均|均)(?:每个?单位)?(?:排查|检查|查出|上报|发现)")
_HEADS = re.compile(r"(?:重点|应报|报送|应报送|需报送)?(?:单位|镇街|部门|企业)")
_TOTALS = ("major.found.total", "general.found")


def relations(script: Script, meant: Sequence[Quantity]) -> Iterator[Relation]:
    """Every mean per unit whose total and number of units are named before it."""
    for index, numeral in enumerate(script.numbers):
        label = label_of(script.ahead(index))
        if script.text[script.positions[index]] != COUNT or not _MEAN.search(label):
            continue
        totals = [
            each
            for each, quantity in enumerate(meant[:index])
            if quantity.key in _TOTALS and quantity.of_all and quantity.topic == meant[index].topic
            and alike((script.numbers[each].unit, numeral.unit))
        ]  # fmt: skip
        heads = [each for each in range(index) if _HEADS.match(script.text, script.positions[each] + 1)]
        found = [mean(script, whole, many, index) for whole in totals[-1:] for many in heads]
        yield from next(([each] for each in found if each.holds), found[:1])


def mean(script: Script, whole: int, many: int, index: int) -> Relation:
    """A total over a number of units, at the places printed."""
    top, bottom, printed = (script.numbers[each] for each in (whole, many, index))
    members = (index, whole, many)
    if not bottom.value:
        return Relation(members, False, "单位数是0，算不出平均数", members)
    exact = Fraction(plain(top)) / Fraction(bottom.value)
    right = rounded(exact, printed.decimals)
    says = f"{top.text}÷{bottom.text}={decimal_text(rounded(exact, max(2, printed.decimals)))}"
    return Relation(members, printed.value == right, says, members, {index: amount(right, printed)}, index)
