"""A drafted circular to be edited: what tests of the editor start from."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from notices.content import Block, BlockKind, CircularContent, Part, Typed
from notices.editor_page import blocks_text
from notices.models import Circular
from notices.selectors import editing as reads
from notices.services import editing
from notices.services.drafting import draft_circular
from tests.factories import CUTOFF, INSTANT, District, close, file_for, sign_and_file
from units.actors import Actor

AFTER = CUTOFF + timedelta(hours=9)
"""The morning after the period was closed."""


def drafted(district: District) -> Circular:
    """The circular of a closed period with two filings, drafted by the system; the tenant's scope must be open."""
    sign_and_file(district)
    file_for(district, district.bureau, at=CUTOFF - INSTANT)
    close(district)
    return draft_circular(actor=district.system, period=district.period, at=CUTOFF)


def first_paragraph(content: CircularContent) -> Block:
    """The opening of the body."""
    return next(block for block in content.blocks if block.kind is BlockKind.PARAGRAPH)


def with_words(content: CircularContent, *parts: Part | str) -> CircularContent:
    """The text with these behind its first paragraph."""
    block = first_paragraph(content)
    added = tuple(Typed(part) if isinstance(part, str) else part for part in parts)
    return changed(content, replace(block, parts=(*block.parts, *added)))


def changed(content: CircularContent, block: Block) -> CircularContent:
    """The text with a block in place of that of the same id."""
    return CircularContent(tuple(block if each.id == block.id else each for each in content.blocks))


def without(content: CircularContent, name: str) -> CircularContent:
    """The text without a block."""
    return CircularContent(tuple(each for each in content.blocks if each.id != name))


def write(actor: Actor, circular: Circular, *parts: Part | str, at: datetime = AFTER, **how: Any) -> Circular:
    """Somebody adds words to the first paragraph and saves."""
    circular.refresh_from_db()
    content = with_words(reads.stored(circular), *parts)
    return editing.save(actor=actor, circular=circular, content=content, edit=circular.edit, at=at, **how)


def as_sent(circular: Circular, content: CircularContent, **also: object) -> dict[str, Any]:
    """What the page posts to save this text."""
    return {"version": circular.edit, "values": {"blocks": blocks_text(content), **also}}


def posted_blocks(content: CircularContent) -> list[dict[str, Any]]:
    """The blocks as the page posts them."""
    found: list[dict[str, Any]] = json.loads(blocks_text(content))
    return found
