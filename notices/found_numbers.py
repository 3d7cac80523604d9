"""Numbers the check asks about, found again in the blocks of a circular. Pure."""

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from notices.content import Block, CircularContent, Fact, FigureRef, Typed
from notices.numbers.citing import Cited
from notices.numbers.verdicts import Judged, Verdict
from reports.figures import Figure

_ENDS = re.compile(r"[。；！？\n]")
_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A number somebody has to settle.

    `key` tells it apart by its sentence, its text and the verdict, so that it changes with the words around it.
    `start` and `end` are offsets in the block, `offers` figures that could stand there instead.
    """

    key: str
    judged: Judged
    block_id: str
    start: int
    end: int
    sentence: str
    offers: tuple[Figure, ...]


def cited(content: CircularContent) -> tuple[Cited, ...]:
    """Where in `content.text` its figures stand."""
    spans = _spans(content)
    return tuple(Cited(start, end, part.key) for start, end, part in spans if isinstance(part, FigureRef))


def asked(
    content: CircularContent, judged: Sequence[Judged], figures: Mapping[str, Figure]
) -> tuple[Found, ...]:
    """Of the numbers of `content.text`, judged, those that somebody has to settle.

    That is what is wrong, and what cannot be verified where a person typed it (I5): the machine's own words are
    the template's, and facts are the snapshot's.
    """
    spans, starts = _spans(content), _starts(content)
    typed = [(start, end) for start, end, part in spans if isinstance(part, Typed)]
    facts = [(start, end) for start, end, part in spans if isinstance(part, Fact)]
    seen: Counter[str] = Counter()
    found = []
    for each in judged:
        by_hand = any(start < each.end and each.start < end for start, end in typed)
        inside = any(start <= each.start and each.end <= end for start, end in facts)
        if inside or not (each.is_wrong or (each.verdict is Verdict.UNVERIFIED and by_hand)):
            continue
        block, offset = _block_at(content, starts, each.start)
        sentence = _sentence(content.text, each.start, each.end)
        about = f"{sentence}\0{each.text}\0{each.verdict.value}"
        seen[about] += 1
        key = hashlib.sha256(f"{about}\0{seen[about]}".encode()).hexdigest()
        place = (each.start - offset, each.end - offset)
        found.append(Found(key, each, block.id, *place, sentence, tuple(_offers(each, figures))))
    return tuple(found)


def _spans(content: CircularContent) -> list[tuple[int, int, object]]:
    """Start, end and part, for all parts of `content.text`."""
    found: list[tuple[int, int, object]] = []
    at = 0
    for block in content.blocks:
        for part in block.parts:
            found.append((at, at + len(part.text), part))
            at += len(part.text)
        at += 1
    return found


def _starts(content: CircularContent) -> list[int]:
    starts, at = [], 0
    for block in content.blocks:
        starts.append(at)
        at += len(block.text) + 1
    return starts


def _block_at(content: CircularContent, starts: Sequence[int], place: int) -> tuple[Block, int]:
    index = bisect_right(starts, place) - 1
    return content.blocks[index], starts[index]


def _sentence(text: str, start: int, end: int) -> str:
    before = [match.end() for match in _ENDS.finditer(text, 0, start)]
    after = _ENDS.search(text, end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)].strip()


def _offers(judged: Judged, figures: Mapping[str, Figure]) -> Iterator[Figure]:
    """Figures that could stand there: the one it should have been, or those of the same value and unit."""
    if judged.figure in figures:
        yield figures[judged.figure]
        return
    if judged.verdict is Verdict.UNVERIFIED:
        equal = (figure for figure in figures.values() if _equals(judged, figure))
        yield from (figure for figure, _ in zip(equal, range(_OFFERED), strict=False))


def _equals(judged: Judged, figure: Figure) -> bool:
    if figure.text == judged.text:
        return True
    is_number = isinstance(figure.value, int | Decimal)
    return is_number and figure.value == judged.value and figure.unit == judged.unit
