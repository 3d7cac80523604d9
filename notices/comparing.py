"""Two texts of a circular compared: block by block, words put in and taken out, figures before and after. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from notices.block_words import Token, by_id, same, tokens, with_ids
from notices.content import Block, CircularContent, Fact, FigureRef

# A single character between two changes is chance.
_TELLING = 2
_LONGEST = 1_000_000


class Mark(StrEnum):
    """What became of a piece of a block, or of the block."""

    SAME = ""
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one kind; of a figure that changed its text `before` is what it was."""

    text: str
    mark: Mark = Mark.SAME
    before: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A block with what became of it."""

    kind: str
    mark: Mark
    pieces: tuple[Piece, ...]


def compare(old: CircularContent, new: CircularContent) -> tuple[Row, ...]:
    """The new text from top to bottom, with blocks of the old one where they stood."""
    before, now = by_id(with_ids(old)), by_id(with_ids(new))
    order = list(now)
    names = list(before)
    for place, name in enumerate(names):
        if name not in now:
            follows = next((each for each in reversed(names[:place]) if each in order), None)
            order.insert(0 if follows is None else order.index(follows) + 1, name)
    return tuple(_row(before.get(name), now.get(name)) for name in order)


def _row(old: Block | None, new: Block | None) -> Row:
    if old is None or new is None:
        return _alone(new or old, Mark.ADDED if old is None else Mark.REMOVED)
    if same(old, new):
        return Row(new.kind.value, Mark.SAME, (Piece(new.text),) if new.text else ())
    pieces = tuple(_joined(list(_pieces(old, new))))
    told = old.kind is not new.kind or any(piece.mark for piece in pieces)
    return Row(new.kind.value, Mark.CHANGED if told else Mark.SAME, pieces)


def _alone(block: Block | None, mark: Mark) -> Row:
    kind, text = ("", "") if block is None else (block.kind.value, block.text)
    return Row(kind, mark, (Piece(text, mark),) if text else ())


def _pieces(old: Block, new: Block) -> Iterator[Piece]:
    first, second = list(tokens(old.parts)), list(tokens(new.parts))
    was, is_ = _texts(old), _texts(new)
    if len(first) * len(second) > _LONGEST:
        yield Piece(old.text, Mark.REMOVED)
        yield Piece(new.text, Mark.ADDED)
        return
    for tag, start, end, from_, to in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        chance = (
            end - start < _TELLING and tag == "equal" and not _is_edge(start, end, first, first[start:end])
        )
        if tag == "equal" and not chance:
            yield from map(_kept, was[start:end], is_[from_:to])
        else:
            yield Piece("".join(was[start:end]), Mark.REMOVED)
            yield Piece("".join(is_[from_:to]), Mark.ADDED)


def _is_edge(start: int, end: int, whole: Sequence[Token], run: Sequence[Token]) -> bool:
    """A figure in common is no chance, nor is the first or last character, such as the full stop."""
    return start == 0 or end == len(whole) or any(kind for kind, _ in run)


def _kept(before: str, now: str) -> Piece:
    return Piece(now) if before == now else Piece(now, Mark.CHANGED, before)


def _texts(block: Block) -> list[str]:
    """The text of each token of a block."""
    texts: list[str] = []
    for part in block.parts:
        texts.extend([part.text] if isinstance(part, FigureRef | Fact) else part.text)
    return texts


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of the same mark as one piece, what was taken out before what was put in."""
    for changed, run in groupby(pieces, key=lambda piece: piece.mark in {Mark.ADDED, Mark.REMOVED}):
        found = tuple(run)
        for mark in (Mark.REMOVED, Mark.ADDED) if changed else ():
            text = "".join(piece.text for piece in found if piece.mark is mark)
            if text:
                yield Piece(text, mark)
        if not changed:
            yield from _plain(found)


def _plain(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for kept, run in groupby(pieces, key=lambda piece: piece.mark is Mark.SAME):
        found = tuple(run)
        if kept:
            yield Piece("".join(piece.text for piece in found))
        else:
            yield from found
