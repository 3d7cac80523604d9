"""Rates told right after the numbers they come from: 排查A条、已整改B条、整改率p%; A是B的p%."""

import re
from collections.abc import Iterator, Sequence

from notices.numbers.lexicon import BOUNDS
from notices.numbers.quantities import Quantity, visible
from notices.numbers.relations import Relation, at_most, ratio
from notices.numbers.script import COUNT, MONEY, PERCENT, WORDS, Script, alike, plain

_BRACKET = r"(?:（[^（）]*）)?"
_PAIR = re.compile(
    rf"(?P<whole>[{COUNT}{MONEY}]){_BRACKET}[、，]?(?P<act>{WORDS}{{0,14}}?)(?P<part>[{COUNT}{MONEY}]){_BRACKET}"
    rf"[、，]?(?P<rate>{WORDS}{{0,8}}率)(?:仅为|为|达到|达|是|仅)?(?P<share>{PERCENT})"
)
_OF = re.compile(
    rf"(?P<part>[{COUNT}{MONEY}])）?，?(?:是|为|相当于|占|仅占|仅为)(?P<between>{WORDS}{{0,40}}?)"
    rf"(?P<whole>[{COUNT}{MONEY}])）?的(?P<share>{PERCENT})"
)


def relations(script: Script, meant: Sequence[Quantity]) -> Iterator[Relation]:
    """Every rate of a pair, and of one number as a share of another.

    Where the words tell that a number belongs to another whole than the one that stands before it, that one is meant.
    """
    for match in _PAIR.finditer(script.text):
        stem = match["rate"].removesuffix("率")[-2:]
        if stem and stem in match["act"] and _comparable(script, match):
            part, whole, share = _indices(script, match)
            if "" not in (meant[part].base, meant[whole].base) and _apart(meant[part], meant[whole]):
                continue
            whole = _likeliest(script, part, whole, share)
            yield ratio(script, part, whole, share)
            yield at_most(script, part, whole)
    for match in _OF.finditer(script.text):
        if _comparable(script, match):
            yield ratio(script, *_indices(script, match))


def _apart(part: Quantity, whole: Quantity) -> bool:
    """Whether the words give the two to different totals; a listed hazard is one that a department found."""
    return part.base != whole.base and (part.base, whole.base) not in BOUNDS


def _likeliest(script: Script, part: int, nearest: int, share: int) -> int:
    """The whole of a rate: that before it, but where that is itself a part (其中甲B条，), the one it is a part of."""
    alike_ones = [
        index
        for index in visible(script, part)
        if alike((script.numbers[index].unit, script.numbers[part].unit))
    ]
    wholes = [nearest, *(index for index in alike_ones if index != nearest)]
    fitting = [index for index in wholes if ratio(script, part, index, share).holds]
    large = [index for index in wholes if plain(script.numbers[index]) >= plain(script.numbers[part])]
    return (fitting or large or wholes)[0]


def _indices(script: Script, match: re.Match[str]) -> tuple[int, int, int]:
    return (
        script.at[match.start("part")],
        script.at[match.start("whole")],
        script.at[match.start("share")],
    )


def _comparable(script: Script, match: re.Match[str]) -> bool:
    part, whole, _ = _indices(script, match)
    return alike((script.numbers[part].unit, script.numbers[whole].unit))
