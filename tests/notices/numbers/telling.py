"""Short ways to ask what the check makes of a sentence."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from notices.numbers.check import check
from notices.numbers.levelled import level, readable
from notices.numbers.numerals import find
from notices.numbers.quantities import Quantity, quantities
from notices.numbers.relations import Relation
from notices.numbers.script import Script, script
from notices.numbers.verdicts import Judged, Verdict
from reports.demo_series import synthetic_series
from reports.figures import by_key, compute
from tests import licheng


def told(text: str) -> Script:
    """A text as the check reads it."""
    read = readable(level(text).text)
    return script(read, find(read))


def meant(text: str) -> list[Quantity]:
    """What the numbers of a text claim to be."""
    return list(quantities(told(text)))


def keys(text: str) -> list[str]:
    """The figures the numbers of a text claim to be."""
    return [quantity.key for quantity in meant(text)]


def wrong(text: str, **known: Any) -> dict[str, str]:
    """What is flagged: the number as printed → what should stand there."""
    return {each.text: each.expected for each in check(text, **known) if each.is_wrong}


def verdicts(text: str, **known: Any) -> dict[str, Verdict]:
    """Number as printed → verdict, of numbers that are data."""
    return {each.text: each.verdict for each in check(text, **known) if each.verdict is not Verdict.IGNORED}


def judged(text: str, printed: str, **known: Any) -> Judged:
    """The verdict of one number, by how it is printed."""
    (found,) = [each for each in check(text, **known) if each.text == printed]
    return found


def stated(relations: Iterator[Relation]) -> list[tuple[tuple[int, ...], bool]]:
    """Members of each relation and whether it holds."""
    return [(each.members, each.holds) for each in relations]


@cache
def september() -> dict[str, Any]:
    """What an office knows of September: figures with the synthetic month before, rows and columns."""
    july, august = synthetic_series(licheng.september())
    now = licheng.snapshot(previous=august)
    before = licheng.snapshot(values=august, previous=july, period="2023-08")
    return {"figures": by_key(compute(now, before)), "units": now.units, "indicators": now.indicators}
