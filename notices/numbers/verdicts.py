"""What the number check says: a verdict for every number of a text and every cell of its table."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from reports.snapshot import decimal_text


class Verdict(StrEnum):
    """What can be said of a number."""

    OK = "ok"
    CONTRADICTS = "contradicts"
    INCONSISTENT = "inconsistent"
    IGNORED = "ignored"
    UNVERIFIED = "unverified"


VERDICT_WORDS = {
    Verdict.OK: "相符",
    Verdict.CONTRADICTS: "与指标不符",
    Verdict.INCONSISTENT: "前后矛盾",
    Verdict.IGNORED: "不是数据",
    Verdict.UNVERIFIED: "无从核对",
}
WRONG = frozenset({Verdict.CONTRADICTS, Verdict.INCONSISTENT})
"""Verdicts that somebody has to settle."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One number of a text.

    `start` and `end` are offsets in the text that was read, `value` counts in `unit`, `context` is the sentence
    part around it. `figure` is the key of the figure it was compared with, `expected` what should stand there (as
    printed, empty where nothing can be said), `reason` one Chinese sentence.
    """

    text: str
    value: Decimal
    unit: str
    start: int
    end: int
    context: str
    verdict: Verdict
    figure: str = ""
    expected: str = ""
    reason: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether somebody has to settle it."""
        return self.verdict in WRONG

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready mapping; the value is an exact string."""
        return {
            "text": self.text,
            "value": decimal_text(self.value),
            "unit": self.unit,
            "start": self.start,
            "end": self.end,
            "context": self.context,
            "verdict": self.verdict.value,
            "figure": self.figure,
            "expected": self.expected,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class JudgedCell:
    """One cell of a table; `row` and `column` are the labels as printed, `value` the cell as printed."""

    row: str
    column: str
    value: str
    verdict: Verdict
    expected: str = ""
    reason: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether somebody has to settle it."""
        return self.verdict in WRONG

    def to_json(self) -> dict[str, str]:
        """A JSON-ready mapping."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "verdict": self.verdict.value,
            "expected": self.expected,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the check found, in the order of the text and of the table. `notes` tell what was read and how."""

    numbers: tuple[Judged, ...]
    table: tuple[JudgedCell, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Judged | JudgedCell, ...]:
        """Numbers and cells together."""
        return (*self.numbers, *self.table)

    @property
    def wrong(self) -> int:
        """How many numbers and cells somebody has to settle."""
        return sum(each.is_wrong for each in self.all)

    @property
    def summary(self) -> Mapping[str, int]:
        """How many numbers and cells have each verdict, and how many are wrong."""
        counts = Counter(each.verdict for each in self.all)
        return {
            "numbers": len(self.numbers),
            "cells": len(self.table),
            **{verdict.value: counts[verdict] for verdict in Verdict},
            "wrong": self.wrong,
        }

    def to_json(self, file: str) -> dict[str, Any]:
        """The answer of `verify_circular --format json`."""
        return {
            "file": file,
            "numbers": [each.to_json() for each in self.numbers],
            "table": [each.to_json() for each in self.table],
            "notes": list(self.notes),
            "summary": dict(self.summary),
        }
