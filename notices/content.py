"""The content of a circular as typed blocks: what is plain text, what is a figure, what is a fact, what was typed.

Keeping these apart is what makes each number traceable (I5): plain text cannot hold a digit, so every number
comes from a figure, from the snapshot itself (dates, names, revision), or from words that a person typed, whose
numbers the number check asks about.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SCHEMA = 1


class BlockKind(StrEnum):
    """What a block is in the layout of an official document."""

    ISSUER = "issuer"
    NUMBER = "number"
    TITLE = "title"
    DRAFT_MARK = "draft_mark"
    SOURCE = "source"
    NOTICE = "notice"
    SALUTATION = "salutation"
    PARAGRAPH = "paragraph"
    HEADING_1 = "heading_1"
    HEADING_2 = "heading_2"
    ANNEX = "annex"
    SIGNATURE = "signature"
    DATE = "date"
    COPIES = "copies"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words of a template; ValueError when they hold a digit in any script."""

    text: str

    def __post_init__(self) -> None:
        if any(char.isdigit() for char in self.text):
            raise ValueError(f"plain text holds a digit: {self.text}")


@dataclass(frozen=True, slots=True)
class FigureRef:
    """A figure as printed, with the key under which it is found."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A name, date or number of the snapshot itself, such as its period."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Words a person wrote in the editor. They may hold digits, which the number check reads."""

    text: str


Part = Text | FigureRef | Fact | Typed


@dataclass(frozen=True, slots=True)
class Block:
    """One line or paragraph; a title has one block for each of its lines.

    `id` names the place of the template it came from, so that a draft written again can be laid over the words
    people wrote; unique within a circular, empty in circulars drafted before there were templates.
    """

    kind: BlockKind
    parts: tuple[Part, ...]
    id: str = ""

    @property
    def text(self) -> str:
        """The block as it reads."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class CircularContent:
    """A whole circular, top to bottom."""

    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The title in one line."""
        return "".join(block.text for block in self.of(BlockKind.TITLE))

    @property
    def text(self) -> str:
        """The whole as it reads, a line for each block."""
        return "\n".join(block.text for block in self.blocks)

    @property
    def figure_keys(self) -> tuple[str, ...]:
        """The figures the text rests on, each once, in order of appearance."""
        parts = (part for block in self.blocks for part in block.parts)
        return tuple(dict.fromkeys(part.key for part in parts if isinstance(part, FigureRef)))

    def of(self, kind: BlockKind) -> tuple[Block, ...]:
        """The blocks of one kind."""
        return tuple(block for block in self.blocks if block.kind is kind)

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready mapping."""
        return {
            "schema": SCHEMA,
            "blocks": [
                {
                    "id": block.id,
                    "kind": block.kind.value,
                    "parts": [_part_json(part) for part in block.parts],
                }
                for block in self.blocks
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "CircularContent":
        """Rebuild a content from `to_json`; ValueError on an unknown schema, kind or part."""
        if data["schema"] != SCHEMA:
            raise ValueError(f"unknown circular schema {data['schema']}")
        return cls(
            tuple(
                Block(
                    BlockKind(item["kind"]),
                    tuple(_part_from(part) for part in item["parts"]),
                    item.get("id", ""),
                )
                for item in data["blocks"]
            )
        )


def _part_json(part: Part) -> dict[str, str]:
    match part:
        case FigureRef():
            return {"figure": part.key, "text": part.text}
        case Fact():
            return {"fact": part.name, "text": part.text}
        case Typed():
            return {"typed": part.text}
        case Text():
            return {"text": part.text}


def _part_from(data: Mapping[str, str]) -> Part:
    match dict(data):
        case {"figure": key, "text": text, **rest} if not rest:
            return FigureRef(key, text)
        case {"fact": name, "text": text, **rest} if not rest:
            return Fact(name, text)
        case {"typed": text, **rest} if not rest:
            return Typed(text)
        case {"text": text, **rest} if not rest:
            return Text(text)
    raise ValueError(f"unknown part of a circular: {sorted(data)}")
