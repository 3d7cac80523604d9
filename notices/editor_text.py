"""What the editor's page sends, read and made safe: kinds, ids and lengths, and never a word of a figure. Pure."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from notices.block_words import BODY, LOCKED, by_hand, by_id, same
from notices.content import Block, BlockKind, CircularContent, Fact, FigureRef, Part, Typed
from units.errors import Invalid

MAX_BLOCKS = 400
MAX_WORDS = 60_000
MAX_TITLE = 200
_MAX_NAME = 120
_UNREADABLE = "没有看懂要保存的正文。请刷新页面后再试；已改的内容留在本机。"


def read(posted: Any) -> CircularContent:
    """Blocks as sent, all words as typed and figures and facts without text; Invalid for anything else.

    Sent is [{"id", "kind", "parts": [{"words"} | {"figure"} | {"fact"}]}].
    """
    if not isinstance(posted, list):
        raise Invalid(_UNREADABLE)
    if len(posted) > MAX_BLOCKS:
        raise Invalid(f"正文有{len(posted)}段，最多{MAX_BLOCKS}段。请合并或删去一些段落。")
    try:
        blocks = tuple(
            Block(BlockKind(item["kind"]), tuple(_part(part) for part in item["parts"]), _name(item["id"]))
            for item in posted
        )
    except (KeyError, TypeError, ValueError):
        raise Invalid(_UNREADABLE) from None
    content = CircularContent(blocks)
    if len(content.text) > MAX_WORDS:
        raise Invalid(f"正文有{len(content.text)}字，最多{MAX_WORDS}字。请删短后再保存。")
    return content


def resolved(
    sent: CircularContent, *, stored: CircularContent, base: CircularContent, figures: Mapping[str, str]
) -> CircularContent:
    """What was sent with figures and facts as the circular has them and its frame as it is.

    `stored` is the circular as it stands, `base` what the machine wrote last, `figures` texts by key. Paragraphs
    without words are dropped. Invalid when a figure, a fact or a block is none of the circular's, or the title is
    empty or too long.
    """
    _require_frame(sent, stored)
    facts = {**facts_of(base), **facts_of(stored)}
    machine, standing = by_id(base), by_id(stored)
    blocks = []
    for block in sent.blocks:
        if block.kind in LOCKED:
            blocks.append(standing[block.id])
            continue
        parts = [_known(part, figures, facts) for part in block.parts]
        if block.kind not in BODY or "".join(part.text for part in parts).strip():
            told = Block(block.kind, by_hand(parts, machine.get(block.id)), block.id)
            held = standing.get(block.id, told)
            blocks.append(held if same(held, told) else told)
    content = CircularContent(tuple(blocks))
    _require_title(content)
    return content


def restored(old: CircularContent, *, stored: CircularContent, figures: Mapping[str, str]) -> CircularContent:
    """An earlier text within today's frame: figures with today's texts, those that are gone as typed words."""
    facts, then = facts_of(stored), by_id(old)
    first = next(
        (place for place, block in enumerate(stored.blocks) if block.kind in BODY), len(stored.blocks)
    )
    frame = [
        block if block.kind in LOCKED else then.get(block.id, block)
        for block in stored.blocks
        if block.kind not in BODY
    ]
    head = sum(block.kind not in BODY for block in stored.blocks[:first])
    body = [block for block in old.blocks if block.kind in BODY]
    return CircularContent(
        tuple(
            Block(block.kind, tuple(renewed(part, figures, facts) for part in block.parts), block.id)
            for block in (*frame[:head], *body, *frame[head:])
        )
    )


def renewed(part: Part, figures: Mapping[str, str], facts: Mapping[str, str]) -> Part:
    """A part with today's text; a figure or fact that is no more becomes typed words, which the check reads."""
    match part:
        case FigureRef():
            return FigureRef(part.key, figures[part.key]) if part.key in figures else Typed(part.text)
        case Fact():
            return Fact(part.name, facts[part.name]) if part.name in facts else Typed(part.text)
    return part


def facts_of(content: CircularContent) -> dict[str, str]:
    """The facts a content cites, by name."""
    parts = (part for block in content.blocks for part in block.parts)
    return {part.name: part.text for part in parts if isinstance(part, Fact)}


def clean(words: str) -> str:
    """Words in one line: without control and invisible characters, hard blanks as plain ones."""
    plain = "".join(" " if char in "\n\r\t\u00a0\u2028\u2029" else char for char in words)
    return "".join(char for char in plain if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"})


def _part(data: Mapping[str, str]) -> Part:
    match dict(data):
        case {"words": str() as words, **rest} if not rest:
            return Typed(clean(words))
        case {"figure": key, **rest} if not rest:
            return FigureRef(_name(key), "")
        case {"fact": name, **rest} if not rest:
            return Fact(_name(name), "")
    raise ValueError("unknown part")


def _name(text: object) -> str:
    if not isinstance(text, str) or not 0 < len(text) <= _MAX_NAME or clean(text) != text:
        raise ValueError("no name")
    return text


def _known(part: Part, figures: Mapping[str, str], facts: Mapping[str, str]) -> Part:
    found = renewed(part, figures, facts)
    if isinstance(part, FigureRef | Fact) and isinstance(found, Typed):
        raise Invalid("正文里有一个指标已不在本稿的数据里，没有保存。请刷新页面，改用别的指标或改写这句话。")
    return found


def _require_frame(sent: CircularContent, stored: CircularContent) -> None:
    ids = [block.id for block in sent.blocks]
    if len(ids) != len(set(ids)):
        raise Invalid(_UNREADABLE)
    if _frame(sent.blocks) != _frame(stored.blocks):
        raise Invalid(
            "红头、标题、主送、落款、日期和数据说明不能增减或换位置，没有保存。请刷新页面后再改正文。"
        )
    standing = by_id(stored)
    if any(block.kind in BODY and not _in_body(standing.get(block.id)) for block in sent.blocks):
        raise Invalid(_UNREADABLE)


def _in_body(block: Block | None) -> bool:
    return block is None or block.kind in BODY


def _frame(blocks: Sequence[Block]) -> Sequence[tuple[str, BlockKind]]:
    return [(block.id, block.kind) for block in blocks if block.kind not in BODY]


def _require_title(content: CircularContent) -> None:
    if not content.title.strip():
        raise Invalid("标题空着，没有保存。请写上标题。")
    if len(content.title) > MAX_TITLE:
        raise Invalid(f"标题有{len(content.title)}字，最多{MAX_TITLE}字。请改短后再保存。")
