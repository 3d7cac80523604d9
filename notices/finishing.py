"""A draft made ready to be issued: its number and date, copies and printing; and the printed copy of it. Pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from notices.content import Block, BlockKind, CircularContent, Fact, Text, Typed
from units.days import full_day

NUMBER_PENDING = "（发文字号待编）"
DATE_PENDING = "（待签发）"
DRAFT_MARK = "（草稿）"

_NEEDED = {BlockKind.NUMBER: "发文字号", BlockKind.TITLE: "标题", BlockKind.DATE: "成文日期"}
_IMPRINT = frozenset({BlockKind.COPIES, BlockKind.PRINTED})
_PLACEHOLDER = re.compile(
    r"\{[^}]*\}?|\}|〔\s*〕|_{2,}|＿{2,}|[×XＸ]{2,}|（(?:此处)?待(?:编|定|填|补|签发|核实|确认)[^）]{0,8}）"
)
_ENDS = "。．."


def finished(
    content: CircularContent, *, number_text: str, issued_on: date, copies: str, printer: str
) -> CircularContent:
    """The text as it is issued: without draft mark, with 发文字号 and 成文日期, and 版记 at its end.

    Figures keep their keys, so that every number of an issued text is still found. An empty `copies` or `printer`
    leaves its line out.
    """
    facts = {
        BlockKind.NUMBER: Fact("document_number", number_text),
        BlockKind.DATE: Fact("issued_on", full_day(issued_on)),
    }
    body = [
        Block(block.kind, (facts[block.kind],), block.id) if block.kind in facts else block
        for block in content.blocks
        if block.kind is not BlockKind.DRAFT_MARK and block.kind not in _IMPRINT
    ]
    return CircularContent((*body, *_imprint(copies, printer, issued_on)))


def reopened(content: CircularContent) -> CircularContent:
    """An issued text as a draft again, to be replaced by: number and date wait, and it is marked as a draft."""
    pending = {BlockKind.NUMBER: NUMBER_PENDING, BlockKind.DATE: DATE_PENDING}
    body = [
        Block(block.kind, (Text(pending[block.kind]),), block.id) if block.kind in pending else block
        for block in content.blocks
        if block.kind not in _IMPRINT and block.kind is not BlockKind.DRAFT_MARK
    ]
    titles = [at for at, block in enumerate(body) if block.kind is BlockKind.TITLE]
    mark = Block(BlockKind.DRAFT_MARK, (Text(DRAFT_MARK),), _free_id(body, "draft_mark"))
    body.insert(titles[-1] + 1 if titles else 0, mark)
    return CircularContent(tuple(body))


def printed(content: CircularContent) -> CircularContent:
    """The words alone: what a reader of the paper sees, with nothing of where the numbers come from (I3)."""
    return CircularContent(tuple(Block(block.kind, (Typed(block.text),)) for block in content.blocks))


def missing(content: CircularContent) -> tuple[str, ...]:
    """What an official document cannot do without and this one lacks, by name."""
    return tuple(name for kind, name in _NEEDED.items() if not content.of(kind))


def placeholders(content: CircularContent) -> tuple[str, ...]:
    """Places somebody still has to fill in, each with the words around it, in order.

    The number and the date of a draft are none: signing fills them in.
    """
    filled_in = {BlockKind.NUMBER, BlockKind.DATE, BlockKind.DRAFT_MARK}
    texts = (block.text for block in content.blocks if block.kind not in filled_in)
    return tuple(
        text[max(0, found.start() - 10) : found.end() + 10]
        for text in texts
        for found in _PLACEHOLDER.finditer(text)
    )


def _imprint(copies: str, printer: str, issued_on: date) -> Iterator[Block]:
    if copies:
        text = f"抄送：{copies.rstrip(_ENDS)}。"
        yield Block(BlockKind.COPIES, (Fact("copies", text),), "copies")
    if printer:
        text = f"{printer}\t{full_day(issued_on)}印发"
        yield Block(BlockKind.PRINTED, (Fact("printed", text),), "printed")


def _free_id(blocks: Iterable[Block], wanted: str) -> str:
    """An id no block has."""
    taken = {block.id for block in blocks}
    return next(
        name for name in (wanted, *(f"{wanted}-{at}" for at in range(len(taken) + 1))) if name not in taken
    )
