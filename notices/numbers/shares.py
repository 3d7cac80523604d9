"""Shares of items in a whole named before, the rest of a list, and the share of several items together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from notices.numbers.allotted import Pair, pairs
from notices.numbers.lexicon import BOUNDS, FOUND
from notices.numbers.naming import topic_of
from notices.numbers.quantities import Quantity, visible
from notices.numbers.relations import Relation, ratio, rounded, share_text, total
from notices.numbers.script import COUNT, MONEY, PERCENT, WORDS, Script, alike, amount, plain

_SHARE = re.compile(
    rf"(?P<item>[{COUNT}{MONEY}])(?:[、，]?(?:占比|占(?:全部|总数|总量|全区|总){WORDS}{{0,10}}?的?)?|、?占)(?:为|约)?(?P<share>{PERCENT})"
)
_TOGETHER = re.compile(
    rf"(?:合计|共|[两二三四五]个|[两二三四五]大|以上|{COUNT})(?:重点)?(?:行业|领域|项|类|单位)?{WORDS}{{0,16}}占比?(?:为|达|约)?(?P<share>{PERCENT})"
)
_GROUPS = re.compile("(?:重点)?(?:行业|领域|方面|类别|单位|部门|镇街|乡镇|街道)")
_REST = re.compile(r"(?:其他|其余|其它)[^，。；（）]{0,10}$")
_SENTENCE = re.compile(r"[^。；\n]+")


@dataclass(frozen=True, slots=True)
class _Item:
    item: int
    share: int
    rest: bool


def relations(script: Script, meant: Sequence[Quantity]) -> Iterator[Relation]:
    """Each item against its whole, then lists with a rest, then shares of several items."""
    known = pairs(script)
    for sentence in _SENTENCE.finditer(script.text):
        items = [_item(script, match) for match in _SHARE.finditer(script.text, *sentence.span())]
        groups: dict[int, list[_Item]] = {}
        taken = {each for item in items for each in (item.item, item.share)}
        for item in items:
            whole = _whole(script, meant, item, taken, topic_of(sentence[0]))
            if whole is not None:
                groups.setdefault(whole, []).append(item)
                relation = ratio(script, item.item, whole, item.share)
                if relation.holds or not _is_allotted(script, item, known):
                    yield relation
        for whole, listed in groups.items():
            yield from _rest(script, whole, listed)
            yield from _together(script, whole, listed, sentence.end())


def _is_allotted(script: Script, item: _Item, known: frozenset[Pair]) -> bool:
    return (script.numbers[item.item].value, script.numbers[item.share].value) in known


def _item(script: Script, match: re.Match[str]) -> _Item:
    ahead = script.ahead(script.at[match.start("item")]).removesuffix("（")
    return _Item(script.at[match.start("item")], script.at[match.start("share")], bool(_REST.search(ahead)))


def _whole(script: Script, meant: Sequence[Quantity], item: _Item, taken: set[int], topic: str) -> int | None:
    """The whole of an item: in its sentence, else the total of its kind; None where several could be meant.

    `taken` are the items and shares of the list itself, `topic` is the severity its sentence speaks of.
    """
    counted = script.numbers[item.item]
    near = [
        index
        for index in visible(script, item.item)
        if index not in taken
        and alike((script.numbers[index].unit, counted.unit))
        and _is_amount(script, index)
    ]
    far = [
        index
        for index, quantity in enumerate(meant[: item.item])
        if quantity.of_all and quantity.key == FOUND.get((meant[item.item].topic or topic, ""))
    ][::-1]
    stated = near[:1] or far[:1]
    if not stated:
        return None
    fits = [index for index in (*near, *far) if ratio(script, item.item, index, item.share).holds]
    if fits:
        return fits[0]
    # 一般隐患A条，重大隐患B条，占比p%: of both together, which is nowhere named.
    bases = (meant[item.item].base, meant[stated[0]].base)
    apart = "" not in bases and bases[0] != bases[1] and bases not in BOUNDS
    return None if apart else stated[0]


def _is_amount(script: Script, index: int) -> bool:
    """Whether a number can be a whole: neither a share nor how many sectors or units there are."""
    place = script.positions[index]
    return script.text[place] != PERCENT and not _GROUPS.match(script.text, place + 1)


def _rest(script: Script, whole: int, items: Sequence[_Item]) -> Iterator[Relation]:
    """Where the last item is the rest, items make up the whole and shares make up 100 %."""
    rest = next((item for item in items if item.rest), None)
    if rest is None or len(items) == 1:
        return
    yield total(script, whole, [item.item for item in items], rest.item)
    shares = [script.numbers[item.share] for item in items]
    added = sum((share.value for share in shares), Decimal(0))
    slack = sum((Decimal(1).scaleb(-share.decimals) / 2 for share in shares), Decimal(0))
    others = [script.numbers[item.item].value for item in items if item is not rest]
    left = script.numbers[whole].value - sum(others, Decimal(0))
    printed = script.numbers[rest.share]
    expected = {}
    if left >= 0 and script.numbers[whole].value:
        right = rounded(Fraction(left) / Fraction(script.numbers[whole].value) * 100, printed.decimals)
        expected = {rest.share: amount(right, printed)}
    members = tuple(item.share for item in items)
    says = f"各项占比之和是{added}%，应为100%"
    doubted = (rest.share, *(index for index in members if index != rest.share))
    yield Relation(members, abs(added - 100) <= slack, says, doubted, expected)


def _together(script: Script, whole: int, items: Sequence[_Item], end: int) -> Iterator[Relation]:
    """The share of all items before it together, of exact numbers or of the shares as printed."""
    if len(items) == 1:
        return
    match = _TOGETHER.search(script.text, script.positions[items[-1].share] + 1, end)
    if match is None:
        return
    at = script.at[match.start("share")]
    printed = script.numbers[at]
    added = sum((plain(script.numbers[item.item]) for item in items), Decimal(0))
    exact = Fraction(added) / Fraction(plain(script.numbers[whole]) or 1) * 100
    twice = sum((script.numbers[item.share].value for item in items), Decimal(0))
    right = {rounded(exact, printed.decimals), rounded(Fraction(twice), printed.decimals)}
    says = f"各项合计{added}÷{script.numbers[whole].text}={share_text(exact, max(2, printed.decimals))}"
    members = (at, *(item.item for item in items), whole)
    fixed = {at: amount(rounded(exact, printed.decimals), printed)}
    yield Relation(members, printed.value in right, says, (at,), fixed, at)
