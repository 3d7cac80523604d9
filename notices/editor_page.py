"""What the editor's page is told: blocks, findings and offers as plain data. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from notices.block_words import by_id, joined_words
from notices.content import Block, CircularContent, Fact, FigureRef, Part
from notices.found_numbers import Found
from notices.numbers.verdicts import VERDICT_WORDS
from notices.paper import Line, line
from notices.pending import Pending
from reports.figures import Figure


@dataclass(frozen=True, slots=True)
class EditorLine:
    """A line of the paper; `offer` is the machine's new wording of it, `vanished` that the machine has none."""

    line: Line
    offer: Line | None
    vanished: bool


def editor_lines(content: CircularContent, base: CircularContent, pending: Pending) -> tuple[EditorLine, ...]:
    """The lines with the decisions that wait beside them."""
    machine = by_id(base)

    def offered(block: Block) -> Line | None:
        return line(machine[block.id]) if block.id in pending.changed and block.id in machine else None

    return tuple(
        EditorLine(line(block), offered(block), block.id in pending.vanished) for block in content.blocks
    )


def renewed(pending: Pending, figures: Mapping[str, Figure]) -> tuple[tuple[Figure, str], ...]:
    """Figures that changed, each with the text it had before."""
    return tuple((figures[key], before) for key, before in pending.renewed.items() if key in figures)


def blocks_text(content: CircularContent) -> str:
    """The blocks as the page itself writes them down, to the letter: so it knows its own text again."""
    blocks = [
        {
            "id": block.id,
            "kind": block.kind.value,
            "parts": [_part(part) for part in joined_words(block.parts)],
        }
        for block in content.blocks
    ]
    return json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))


def finding_json(found: Found, accepted: Sequence[str] = ()) -> dict[str, Any]:
    """A number to be settled; `accepted` holds who let it stand and why, nothing while nobody did."""
    return {
        "key": found.key,
        "block": found.block_id,
        "start": found.start,
        "end": found.end,
        "text": found.judged.text,
        "verdict": VERDICT_WORDS[found.judged.verdict],
        "wrong": found.judged.is_wrong,
        "reason": found.judged.reason,
        "offers": [{"key": each.key, "label": each.label, "text": each.text} for each in found.offers],
        "accepted": list(accepted),
    }


def _part(part: Part) -> dict[str, str]:
    match part:
        case FigureRef():
            return {"figure": part.key}
        case Fact():
            return {"fact": part.name}
    return {"words": part.text}
