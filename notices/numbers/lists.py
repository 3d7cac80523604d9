"""Lists that are counted: 3个单位超过10个，分别是甲（46个）、乙（24个）、丙（12个）; A和B两个领域."""

import re
from collections.abc import Iterator
from decimal import Decimal

from notices.numbers.relations import Relation
from notices.numbers.script import COUNT, WORDS, Script, alike, amount, plain

_ITEM = rf"[^（），。；、\n{COUNT}]{{2,16}}?(?:（[^{COUNT}（）]*）)?（{COUNT}[^（）]*）"
_LIST = rf"{_ITEM}(?:(?:[、和及，]){_ITEM})*"
_COUNTED = re.compile(
    rf"(?P<count>{COUNT})(?:单位|镇街|乡镇|街道|部门|企业|行业领域|领域)"
    rf"(?P<words>{WORDS}{{0,24}})(?P<least>{COUNT})?，?(?:分别是|分别为|即|为|是)(?P<list>{_LIST})(?P<open>等)?"
)
_CLOSED = re.compile(rf"(?P<list>{_LIST})(?P<count>{COUNT})(?:重点)?(?:行业|领域|单位|镇街|部门)")
_ONE = re.compile(rf"（(?P<value>{COUNT})[^（）]*）")
_NAMES = re.compile(rf"(?P<count>{COUNT})(?:单位|镇街|部门)（(?P<names>[^（）{COUNT}]{{2,}}?)）")


def relations(script: Script) -> Iterator[Relation]:
    """Whether lists have as many items as is said, and each item is above the number said."""
    for match in (*_COUNTED.finditer(script.text), *_CLOSED.finditer(script.text)):
        groups = match.groupdict()
        if groups.get("open"):
            continue
        items = [script.at[match.start("list") + one.start("value")] for one in _ONE.finditer(match["list"])]
        if match["list"] and len(items) > 1:
            yield _count(script, script.at[match.start("count")], len(items))
        if groups.get("least"):
            yield from _above(script, match, items)
    for match in _NAMES.finditer(script.text):
        names = re.split("[、，和]", match["names"])
        if "等" not in match["names"] and len(names) > 1:
            yield _count(script, script.at[match.start("count")], len(names))


def _count(script: Script, index: int, many: int) -> Relation:
    said = script.numbers[index]
    says = f"随文列出的是{many}个"
    return Relation((index,), said.value == many, says, (index,), {index: amount(Decimal(many), said)}, index)


def _above(script: Script, match: re.Match[str], items: list[int]) -> Iterator[Relation]:
    """Each item above the least, where the words say so."""
    more = re.search("超过|大于|高于|多于", match["words"])
    least = script.at[match.start("least")]
    bound = script.numbers[least]
    for item in items:
        counted = script.numbers[item]
        if more and alike((counted.unit, bound.unit)):
            says = f"列为超过{bound.text.removeprefix('超过')}的，写的却是{counted.text}"
            yield Relation((item, least), plain(counted) > plain(bound), says, (item, least), weak=True)
