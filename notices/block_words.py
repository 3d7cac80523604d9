"""The words of a block, joined, compared and told apart: which the machine wrote and which a person. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import groupby

from notices.content import Block, BlockKind, CircularContent, Fact, FigureRef, Part, Text, Typed

BODY = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING_1, BlockKind.HEADING_2})
"""What people add, take out and move; everything else is the frame of the document."""

LOCKED = frozenset(
    {
        BlockKind.ISSUER,
        BlockKind.NUMBER,
        BlockKind.DRAFT_MARK,
        BlockKind.SOURCE,
        BlockKind.NOTICE,
        BlockKind.DATE,
        BlockKind.COPIES,
        BlockKind.PRINTED,
    }
)
"""What only the machine writes: head, number, notes on the data, date, imprint."""

Token = tuple[str, str]
"""A character of words, or a whole figure or fact by its name: what two wordings are compared by."""

# A single character in common is chance.
_TELLING = 2
# Beyond this product of lengths comparing takes longer than a writer waits.
_LONGEST = 1_000_000


def joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Neighbouring words of one hand as one part, empty words left out."""
    filled = (part for part in parts if part.text or isinstance(part, FigureRef | Fact))
    return tuple(part for kind, found in groupby(filled, key=type) for part in _run(kind, tuple(found)))


def joined_words(parts: Iterable[Part]) -> tuple[Part, ...]:
    """As `joined`, words of the machine and of people as one: how a reader sees them."""
    return joined(part if isinstance(part, FigureRef | Fact) else Typed(part.text) for part in parts)


def _run(kind: type[Part], parts: Sequence[Part]) -> Sequence[Part]:
    words = "".join(part.text for part in parts)
    if kind is Text:
        return (Text(words),)
    return (Typed(words),) if kind is Typed else parts


def same(one: Block, other: Block) -> bool:
    """Whether two blocks say the same in the same way, figures and facts with the same text."""
    return one.kind is other.kind and joined(one.parts) == joined(other.parts)


def tokens(parts: Iterable[Part]) -> Iterator[Token]:
    """What a wording consists of, one by one."""
    for part in parts:
        match part:
            case FigureRef():
                yield ("figure", part.key)
            case Fact():
                yield ("fact", part.name)
            case _:
                yield from (("", char) for char in part.text)


def by_id(content: CircularContent) -> dict[str, Block]:
    """The blocks by their id."""
    return {block.id: block for block in content.blocks}


def with_ids(content: CircularContent) -> CircularContent:
    """The content with an id for every block; those of before there were templates are named by their place."""
    return CircularContent(
        tuple(
            block if block.id else replace(block, id=f"line-{place}")
            for place, block in enumerate(content.blocks, start=1)
        )
    )


def by_hand(parts: Sequence[Part], machine: Block | None) -> tuple[Part, ...]:
    """The parts with words told apart: what the machine's wording of this block holds too is `Text`, else `Typed`.

    Only so are the numbers found that a person put in (I5), Chinese numerals among them, while the rest of the
    sentence stays the template's.
    """
    theirs = [] if machine is None else list(_by_char(machine.parts))
    mine = list(tokens(parts))
    kept = _aligned(mine, [token for token, _ in theirs])
    told: list[Part] = []
    place = 0
    for part in parts:
        if isinstance(part, FigureRef | Fact):
            told.append(part)
            place += 1
            continue
        for char in part.text:
            at = kept.get(place)
            plain = at is not None and isinstance(theirs[at][1], Text) and not char.isdigit()
            told.append(Text(char) if plain else Typed(char))
            place += 1
    return joined(told)


def _by_char(parts: Iterable[Part]) -> Iterator[tuple[Token, Part]]:
    for part in parts:
        yield from ((token, part) for token in tokens([part]))


def _aligned(mine: Sequence[Token], theirs: Sequence[Token]) -> dict[int, int]:
    """Places of `mine` that stand in `theirs` too, with where."""
    start = _common(zip(mine, theirs, strict=False))
    end = _common(zip(reversed(mine[start:]), reversed(theirs[start:]), strict=False))
    found = {place: place for place in range(start)}
    found |= {len(mine) - back: len(theirs) - back for back in range(1, end + 1)}
    inner, other = mine[start : len(mine) - end], theirs[start : len(theirs) - end]
    if len(inner) * len(other) <= _LONGEST:
        for match in SequenceMatcher(None, inner, other, autojunk=False).get_matching_blocks():
            if match.size >= _TELLING:
                found |= {start + match.a + step: start + match.b + step for step in range(match.size)}
    return found


def _common(pairs: Iterable[tuple[Token, Token]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count
