"""How many units: those that had to file, those below the mean, those above a number, against the rows."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from notices.numbers.against import Held, codes_of
from notices.numbers.lexicon import FOUND, HAZARDS
from notices.numbers.quantities import Quantity, label_of
from notices.numbers.scopes import Scope
from notices.numbers.script import COUNT, Script
from notices.numbers.verdicts import Verdict
from reports.snapshot import IndicatorSpec, UnitFiling

_OBLIGED = re.compile(rf"[应需](?:当)?报送(?:重大{HAZARDS}|数据|调度表)?的?$")
_ALL = re.compile(r"(?:重点)?单位(?:共计|共|累计|合计)")
_BELOW = re.compile(r"(?:家)?单位(?:排查量|排查数)?低于平均")
_ABOVE = re.compile(
    rf"(?:家)?单位(?:的)?(?:排查)?重大{HAZARDS}(?:排查)?(?:数量|数|个数)?超过(?P<least>{COUNT})"
)
_UNITS = ("个", "家")


def held(
    script: Script, meant: Sequence[Quantity], units: Sequence[UnitFiling], specs: Sequence[IndicatorSpec]
) -> Iterator[tuple[int, Held]]:
    """What the rows say of numbers of units."""
    if not units:
        return
    codes = codes_of(FOUND["major", ""], specs)
    # A unit whose table left one of the columns blank has said nothing that could be counted.
    found = [
        sum((unit.values[code] for code in codes), Decimal(0))
        for unit in units
        if unit.values is not None and all(code in unit.values for code in codes)
    ]
    for index, numeral in enumerate(script.numbers):
        if numeral.unit not in _UNITS or numeral.decimals or meant[index].scope is Scope.OTHER:
            continue
        place = script.positions[index] + 1
        everybody = _ALL.match(script.text, place) and numeral.value == len(units)
        if everybody or _OBLIGED.search(label_of(script.ahead(index))):
            yield index, _held(numeral.value, len(units), numeral.unit, "应报送的单位")
        elif codes and found and _BELOW.match(script.text, place):
            mean = sum(found, Decimal(0)) / len(found)
            yield index, _counted(numeral.value, found, mean.__gt__, numeral.unit, "低于平均数的单位")
        elif codes and (match := _ABOVE.match(script.text, place)):
            least = script[match.start("least")].value
            yield index, _counted(numeral.value, found, least.__lt__, numeral.unit, f"超过{least}的单位")


def _counted(
    said: Decimal, found: Sequence[Decimal], holds: Callable[[Decimal], bool], unit: str, words: str
) -> Held:
    return _held(said, sum(holds(each) for each in found), unit, words)


def _held(said: Decimal, count: int, unit: str, words: str) -> Held:
    expected = f"{count}{unit}"
    if said == count:
        return Held(Verdict.OK, "", expected, f"各单位数据中{words}正是{expected}。")
    reason = f"文中写{said}{unit}，各单位数据中{words}是{expected}。"
    return Held(Verdict.CONTRADICTS, "", expected, reason)
