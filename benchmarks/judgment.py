"""How well clauses are suggested: `make bench-judgment` prints a table over the evaluation descriptions.

The development half may be looked at (--misses lists what goes wrong in it); of the held-out half only the
figures are shown, so that nobody tunes on it.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hazards.judgment import Verdict
from hazards.library import adviser
from hazards.suggestion import Adviser, Assessment

EVALUATION = Path(__file__).resolve().parent.parent / "hazards" / "data" / "evaluation.jsonl"
SPLITS = {"development": "调试用", "held-out": "留出"}


@dataclass(slots=True)
class Share:
    """How many of how many (条)."""

    hits: int = 0
    total: int = 0

    def count(self, hit: bool) -> None:
        self.hits += hit
        self.total += 1

    def __str__(self) -> str:
        """With the percentage cut, not rounded: 100% only when all are hit."""
        if not self.total:
            return "—"
        tenths = 1000 * self.hits // self.total
        return f"{tenths // 10}.{tenths % 10}%（{self.hits}/{self.total}）"


@dataclass(slots=True)
class Figures:
    """What one half came to; times in milliseconds, and the rows that went wrong."""

    first: Share = field(default_factory=Share)
    third: Share = field(default_factory=Share)
    qualifies: Share = field(default_factory=Share)
    ruled_out: Share = field(default_factory=Share)
    rejected: Share = field(default_factory=Share)
    trapped: Share = field(default_factory=Share)
    false_traps: Share = field(default_factory=Share)
    times: list[float] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)


def rows_of(split: str, path: Path = EVALUATION) -> list[dict[str, Any]]:
    """The descriptions of one half."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["split"] == split]


def measure(subject: Adviser, rows: Iterable[Mapping[str, Any]]) -> Figures:
    """Assess every row and count."""
    figures = Figures()
    for row in rows:
        started = time.perf_counter()
        found = subject.assess(
            row["description"], on=date.fromisoformat(row["date"]), sector=row.get("sector", "")
        )
        figures.times.append(1000 * (time.perf_counter() - started))
        right = (
            _count_qualifying(figures, row, found) if row["expected"] else _count_other(figures, row, found)
        )
        if not right:
            codes = [suggestion.criterion.code for suggestion in found.top[:3]]
            figures.misses.append(
                f"{row['id']} {row['description']}\n     {codes} {found.verdict} {found.note}"
            )
    return figures


def _count_qualifying(figures: Figures, row: Mapping[str, Any], found: Assessment) -> bool:
    expected = set(row["expected"])
    codes = [suggestion.criterion.code for suggestion in found.top]
    figures.first.count(bool(expected & set(codes[:1])))
    figures.third.count(bool(expected & set(codes[:3])))
    figures.qualifies.count(found.verdict is Verdict.QUALIFIES)
    figures.ruled_out.count(found.verdict is Verdict.NOT)
    figures.false_traps.count(bool(found.traps))
    return bool(expected & set(codes[:3])) and found.verdict is Verdict.QUALIFIES and not found.traps


def _count_other(figures: Figures, row: Mapping[str, Any], found: Assessment) -> bool:
    numbers = {trap.case.number for trap in found.traps}
    figures.rejected.count(found.verdict is not Verdict.QUALIFIES)
    if row["trap"] is None:
        figures.false_traps.count(bool(numbers))
        return found.verdict is not Verdict.QUALIFIES and not numbers
    figures.trapped.count(row["trap"] in numbers)
    return found.verdict is not Verdict.QUALIFIES and row["trap"] in numbers


def table(measured: Mapping[str, Figures]) -> str:
    """The figures side by side, one column for each half."""
    lines: list[Sequence[str]] = [["", *(SPLITS[split] for split in measured)]]
    for title, name in (
        ("条款：第一位", "first"),
        ("条款：前三位", "third"),
        ("够条件的判为构成", "qualifies"),
        ("够条件的误判为不构成", "ruled_out"),
        ("不够条件的没有判为构成", "rejected"),
        ("已知误判认出", "trapped"),
        ("误判提示多报", "false_traps"),
    ):
        lines.append([title, *(str(getattr(figures, name)) for figures in measured.values())])
    for title, share in (("用时中位（毫秒）", 50), ("用时 95%（毫秒）", 95)):
        lines.append([title, *(f"{_percentile(f.times, share):.1f}" for f in measured.values())])
    lines.append(["用时最长（毫秒）", *(f"{max(f.times):.1f}" for f in measured.values())])
    return "\n".join("".join(_padded(cell, 26) for cell in line).rstrip() for line in lines)


def _percentile(values: Sequence[float], share: int) -> float:
    if len(values) < 2:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def _padded(text: str, width: int) -> str:
    """Chinese characters take two columns."""
    return text + " " * (width - sum(2 if ord(character) > 0x2000 else 1 for character in text))


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.judgment", description="条款建议的准确率和用时"
    )
    parser.add_argument("--misses", action="store_true", help="列出调试用的一半里没有做对的描述")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    subject = adviser()
    print(f"载入标准库 {time.perf_counter() - started:.2f} 秒")
    measured = {split: measure(subject, rows_of(split)) for split in SPLITS}
    print(table(measured))
    if options.misses:
        print(*measured["development"].misses, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
