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
_NONE = re.compile(
    rf"(?:家)?单位(?:的)?(?:(?:没有|尚未|还未|未)(?:能)?(?:排查|上报|发现|查)出?(?:一[条个])?重大{HAZARDS}"
    rf"|重大{HAZARDS}(?:排查)?(?:数量|数|量|个数)?(?:均|仍)?为(?:零|(?P<nought>{COUNT})))"
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
        if _OBLIGED.search(label_of(script.ahead(index))):
            yield index, _held(numeral.value, len(units), numeral.unit, "应报送的单位")
        elif together := _ALL.match(script.text, place):
            yield from _together(script, meant, index, together.end(), units, found)
        elif codes and found and _BELOW.match(script.text, place):
            mean = sum(found, Decimal(0)) / len(found)
            yield index, _counted(numeral.value, found, mean.__gt__, numeral.unit, "低于平均数的单位")
        elif codes and (match := _ABOVE.match(script.text, place)):
            least = script[match.start("least")]
            words = f"超过{least.value}{least.unit}的单位"
            answer = _counted(numeral.value, found, least.value.__lt__, numeral.unit, words)
            yield index, answer
            if answer.verdict is Verdict.OK:
                yield script.at[match.start("least")], answer
        elif codes and found and meant[index].scope is Scope.ALL and _none(script, place):
            nothing, silent = found.count(Decimal(0)), len(units) - len(found)
            count = nothing + silent if numeral.value == nothing + silent else nothing
            yield index, _held(numeral.value, count, numeral.unit, "没有重大隐患的单位")


def _together(
    script: Script,
    meant: Sequence[Quantity],
    index: int,
    end: int,
    units: Sequence[UnitFiling],
    found: Sequence[Decimal],
) -> Iterator[tuple[int, Held]]:
    """N个单位共计排查X条: when X is the total of all, N are all, or those that filed, or that found any."""
    said = script.numbers[index]
    choices = (len(units), len(found), len(found) - found.count(Decimal(0)))
    following = index + 1
    whole = (
        following < len(script.numbers)
        and meant[following].key == FOUND["major", ""]
        and meant[following].of_all
        and script.numbers[following].value == sum(found, Decimal(0))
        and COUNT not in script.text[end : script.positions[following]]
    )
    if said.value in choices or whole:
        count = int(said.value) if said.value in choices else len(units)
        yield (
            index,
            _held(said.value, count, said.unit, "这些重大隐患出自的单位" if whole else "应报送的单位"),
        )


def _none(script: Script, place: int) -> bool:
    """Whether the words behind tell of units that have nothing."""
    match = _NONE.match(script.text, place)
    return bool(match and not (match["nought"] and script[match.start("nought")].value))


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
