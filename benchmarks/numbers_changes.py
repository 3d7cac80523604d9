"""One number of a text changed at a time, as people mistype them."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from notices.numbers.verdicts import Judged, Verdict

_DIGITS = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Changed:
    """A text with one number changed: which, and what now stands there."""

    judged: Judged
    to: str
    text: str


def changes(text: str, numbers: tuple[Judged, ...], seed: int = 1) -> Iterator[Changed]:
    """Every number that is data, changed in each way that comes to another number. The same seed, the same changes."""
    draw = random.Random(seed)  # noqa: S311 (nothing secret)
    for judged in numbers:
        match = _DIGITS.search(judged.text)
        if judged.verdict is Verdict.IGNORED or match is None:
            continue
        start = judged.start + match.start()
        for to in variants(match[0], draw):
            yield Changed(judged, to, text[:start] + to + text[judged.start + match.end() :])


def variants(printed: str, draw: random.Random) -> list[str]:
    """One step up and down in the last place, about a tenth up or down, and two digits swapped."""
    step = Decimal(1).scaleb(-places(printed))
    value = Decimal(printed)
    tenth = (value * draw.choice((Decimal("0.9"), Decimal("1.1")))).quantize(step, ROUND_HALF_UP)
    found = [value + step, value - step, tenth]
    texts = [f"{each:f}" for each in found if each >= 0] + swapped(printed, draw)
    return list(dict.fromkeys(each for each in texts if Decimal(each) != value))


def swapped(printed: str, draw: random.Random) -> list[str]:
    """The number with two neighbouring digits changed over; none when that changes nothing or leads with a zero."""
    pairs = [
        at for at in range(len(printed) - 1)
        if printed[at : at + 2].isdigit() and printed[at] != printed[at + 1] and (at or printed[1] != "0")
    ]  # fmt: skip
    if not pairs:
        return []
    at = draw.choice(pairs)
    return [printed[:at] + printed[at + 1] + printed[at] + printed[at + 2 :]]


def places(printed: str) -> int:
    """Places after the point."""
    return len(printed.partition(".")[2])
