"""Major hazards of single sectors (工贸98条、占比63.23%), against the ledger as frozen with the period."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from hazards import library
from notices.numbers.against import Held, settled
from notices.numbers.naming import topic_of
from notices.numbers.quantities import Quantity
from notices.numbers.scopes import Scope
from notices.numbers.script import COUNT, Script
from reports import sector_names
from reports.figures import Figure

_KEY = "sectors.major.none"
_KINDS = re.compile(r"(?:（[^（）]*）)?(?:类|系统|方面)?(?:行业领域|行业|领域)?$")
_COUNTED = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{2,14}}(?:（[^（）{COUNT}]*）)?)(?:（|，?共|排查出?)?(?P<count>{COUNT})"
)
_SENTENCE = re.compile(r"[^。；\n]+")
_AHEAD = re.compile("^.*(?:在|为|是|其中|分别|和|及|与)")
_UNITS = ("条", "个", "项", "处")


def amounts(figures: Mapping[str, Figure]) -> Mapping[str, Decimal]:
    """How many major hazards each sector has; empty where the ledger is not known or differs from the tables."""
    figure = figures.get(_KEY)
    return {name: Decimal(re.sub(r"\D", "", text)) for name, text in figure.rows} if figure else {}


def sector_of(words: str) -> str:
    """The sector a name stands for, as figures call it; empty when none or several could be meant."""
    name = _KINDS.sub("", words)
    if name == sector_names.other():
        return name
    found = library.sector_table().of(name)
    return sector_names.short(name) if len(found) == 1 else ""


def held(
    script: Script, meant: Sequence[Quantity], figures: Mapping[str, Figure]
) -> Iterator[tuple[int, Held]]:
    """The numbers of sectors in a sentence on major hazards.

    Not every list of sectors tells what was found so far: where fewer than half agree, nothing is said of them.
    """
    known = amounts(figures)
    for sentence in _SENTENCE.finditer(script.text) if known else ():
        if topic_of(sentence[0]) != "major" or "一般" in sentence[0]:
            continue
        found = [
            (script.at[match.start("count")], name)
            for match in _COUNTED.finditer(script.text, *sentence.span())
            if (name := _exact(match["name"])) in known and _found(script, meant, match.start("count"))
        ]
        right = [index for index, name in found if script.numbers[index].value == known[name]]
        if 2 * len(right) >= len(found):
            yield from ((index, _held(script, index, name, known[name])) for index, name in found)


def _held(script: Script, index: int, name: str, value: Decimal) -> Held:
    said = script.numbers[index]
    expected = f"{value}{said.unit}"
    agrees = f"与台账中{name}重大隐患{expected}相符。"
    wrong = f"文中写{name}{said.text}，台账中纳入统计的是{expected}。"
    return settled(said.value == value, f"sector.major.{name}.count", expected, agrees, wrong)


def _exact(words: str) -> str:
    """The sector that words call by its own name, not by one of its kinds (有限空间 is less than 工贸)."""
    name = _AHEAD.sub("", _KINDS.sub("", words))
    full = library.sector_table().names
    return sector_of(name) if name in (*sector_names.printed(), *full) else ""


def _found(script: Script, meant: Sequence[Quantity], place: int) -> bool:
    index = script.at[place]
    quantity, numeral = meant[index], script.numbers[index]
    told = quantity.base in ("", "major.found.total") and quantity.scope is Scope.ALL
    return told and numeral.unit in _UNITS and not numeral.approximate
