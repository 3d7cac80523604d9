"""Shares that were rounded so as to make up 100 %: they may differ in the last place from each rounded by itself."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from notices.numbers.script import COUNT, MONEY, PERCENT, Script
from reports.rounding import shares

_PARAGRAPH = re.compile(r"[^。\n]+")
_PAIR = re.compile(rf"(?P<item>[{COUNT}{MONEY}])[、，]?(?:占比|占)?(?:为|约)?(?P<share>{PERCENT})")

Pair = tuple[Decimal, Decimal]


def pairs(script: Script) -> frozenset[Pair]:
    """Amount and share of every item of the lists whose shares are those of the largest remainder."""
    return frozenset(pair for run in _runs(script) if _is_allotted(run) for pair in run)


def _runs(script: Script) -> Iterator[list[Pair]]:
    """The items with shares of each paragraph, in order, and the same without the first: it may tell of another."""
    for paragraph in _PARAGRAPH.finditer(script.text):
        run = [
            (script[match.start("item")].value, script[match.start("share")].value)
            for match in _PAIR.finditer(script.text, *paragraph.span())
        ]
        yield run
        yield run[1:]


def _is_allotted(run: Sequence[Pair]) -> bool:
    return len(run) > 1 and shares([item for item, _ in run]) == tuple(share for _, share in run)
