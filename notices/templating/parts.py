"""What a template consists of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

PLACE = re.compile(r"\{([^{}]*)\}")
"""`{major.found.total}` stands for a figure as printed, `{@period}` for a fact."""

ANY_POINT, NO_POINT = "有要点", "无要点"
"""Conditions on the points of the section one stands in."""


class ItemKind(StrEnum):
    """What a piece of the body is."""

    SECTION = "section"
    SUBSECTION = "subsection"
    POINT = "point"
    PARAGRAPH = "paragraph"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a template, in words, and in which line (the first is 1)."""

    line: int
    message: str


class BrokenTemplate(ValueError):
    """A text that is no template, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("；".join(f"第{each.line}行：{each.message}" for each in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Clause:
    """Words with places for figures and facts; `when` is its condition as typed, empty without one."""

    text: str
    line: int
    when: str = ""

    @property
    def places(self) -> tuple[str, ...]:
        """What is asked for, facts with their `@`."""
        return tuple(PLACE.findall(self.text))


@dataclass(frozen=True, slots=True)
class Sentence:
    """Clauses joined by commas; `aside` is one that does not make its point appear."""

    clauses: tuple[Clause, ...]
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of the body: a heading, a point, a paragraph or a notice.

    `id` names it through changes elsewhere in the template. `lead` is the heading, the notice, or the point's own
    words. `name` is what a point is called in conditions, `section` counts the first-level headings so far.
    """

    kind: ItemKind
    line: int
    section: int
    id: str
    lead: Clause | None = None
    name: str = ""
    sentences: tuple[Sentence, ...] = ()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses in order."""
        lead = () if self.lead is None else (self.lead,)
        return (*lead, *(clause for sentence in self.sentences for clause in sentence.clauses))


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was read: its head lines and its body."""

    title: tuple[Clause, ...]
    salutation: tuple[Clause, ...]
    annexes: tuple[Clause, ...]
    signature: tuple[Clause, ...]
    items: tuple[Item, ...]

    @property
    def head(self) -> tuple[Clause, ...]:
        """The clauses of the head lines."""
        return (*self.title, *self.salutation, *self.annexes, *self.signature)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause of the template."""
        return (*self.head, *(clause for item in self.items for clause in item.clauses))

    @property
    def points(self) -> tuple[str, ...]:
        """The names of its points."""
        return tuple(item.name for item in self.items if item.kind is ItemKind.POINT and item.name)
