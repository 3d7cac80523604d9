"""How well the number check finds wrong numbers: `make bench-numbers`.

Two circulars are first put right, then one number is changed at a time. Found is a change when the changed number, or
one that contradicts it, is flagged; a false alarm is a flag in the text put right. The texts are our own, with the
figures of published ones; `--sources DIR` measures the published texts themselves where they are at hand.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.judgment import Share
from benchmarks.numbers_banan import ROWS, banan
from benchmarks.numbers_changes import changes
from benchmarks.numbers_known import Known, licheng
from notices.numbers.check import check
from notices.numbers.reading import read
from notices.numbers.verdicts import Judged

TEXTS = Path(__file__).resolve().parent.parent / "tests" / "data" / "circulars"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Text:
    """A circular put right: its words, its tables (which are not text), and the mistakes it had."""

    name: str
    text: str
    tables: tuple[Span, ...]
    faults: int
    faults_found: int
    alarms_as_printed: int


@dataclass(slots=True)
class Measured:
    """What one text came to with what was known; time in milliseconds."""

    text: Text
    known: Known
    numbers: int = 0
    found: Share = field(default_factory=Share)
    exact: Share = field(default_factory=Share)
    alarms: int = 0
    milliseconds: float = 0.0
    checkable: set[int] = field(default_factory=set)
    missed: dict[str, list[str]] = field(default_factory=dict)


def known_of(name: str, text: str) -> tuple[Known, ...]:
    """What is known beside a text, from nothing to all."""
    if name == "licheng-2023-09.txt":
        return licheng()
    return banan(text)


def texts(folder: Path = TEXTS) -> list[tuple[Text, str]]:
    """The circulars of a folder that have the known mistakes, with the name of what is known of them."""
    faults = json.loads((TEXTS / "faults.json").read_text(encoding="utf-8"))
    found: list[tuple[Text, str]] = []
    for path in sorted(folder.glob("*.txt")):
        document = read(path.read_bytes(), path.name)
        tables = tuple((table.start, table.end) for table in document.tables)
        for name, listed in faults.items():
            if all(document.text.count(fault["after"] + fault["wrong"]) == 1 for fault in listed):
                found.append(
                    (
                        put_right(
                            path.name, document.text, tables, listed, known_of(name, document.text)[-1]
                        ),
                        name,
                    )
                )
    return found


def put_right(
    name: str, text: str, tables: tuple[Span, ...], faults: Sequence[dict[str, str]], known: Known
) -> Text:
    """The text without its known mistakes, and whether the check had found them with all that is known."""
    flagged = {(each.start, each.end) for each in judge(text, tables, known) if each.is_wrong}
    places = sorted(
        (text.index(fault["after"] + fault["wrong"]) + len(fault["after"]), fault["wrong"], fault["right"])
        for fault in faults
    )
    spans = {(start, start + len(wrong)) for start, wrong, _ in places}
    right = text
    for start, wrong, should in reversed(places):
        right = right[:start] + should + right[start + len(wrong) :]
    # Tables stand behind all mistakes and move with them.
    shift = len(right) - len(text)
    tables = tuple((start + shift, end + shift) for start, end in tables)
    return Text(name, right, tables, len(spans), len(flagged & spans), len(flagged - spans))


def judge(text: str, tables: Sequence[Span], known: Known) -> tuple[Judged, ...]:
    """The verdicts of a text."""
    return check(text, figures=known.figures, units=known.units, indicators=known.indicators, skip=tables)


def measure(text: Text, known: Known) -> Measured:
    """Change every number of a text in every way and count what is found."""
    measured = Measured(text, known)
    numbers = judge(text.text, text.tables, known)
    alarms = {each.start for each in numbers if each.is_wrong}
    measured.alarms = len(alarms)
    seen: set[int] = set()
    times: list[float] = []
    for changed in changes(text.text, numbers):
        moved = len(changed.text) - len(text.text)
        tables = [(start + moved, end + moved) for start, end in text.tables]
        started = time.perf_counter()
        flags = [
            each for each in judge(changed.text, tables, known) if each.is_wrong and each.start not in alarms
        ]
        times.append(1000 * (time.perf_counter() - started))
        seen.add(changed.judged.start)
        measured.found.count(bool(flags))
        if flags:
            measured.checkable.add(changed.judged.start)
        measured.exact.count(any(each.start == changed.judged.start for each in flags))
        if not flags:
            words = f"{changed.judged.context}：{changed.judged.text}改为{changed.to}"
            measured.missed.setdefault(_why(changed.judged), []).append(words)
    measured.numbers = len(seen)
    measured.milliseconds = statistics.median(times) if times else 0.0
    return measured


def _why(judged: Judged) -> str:
    """Why a change of this number could be missed: what the check says of it when nothing is wrong."""
    return judged.reason.partition("：")[0].partition("；")[0].rstrip("。")


def table(results: Iterable[Measured]) -> str:
    """The results as people read them."""
    lines = []
    for each in results:
        text = each.text
        lines.append(
            f"{text.name}，{each.known.words}：{each.numbers}个数字中{len(each.checkable)}个有可核对之处，改{each.found.total}处，发现{each.found}，"
            f"其中正好标出被改的{each.exact}；改正后的原文误报{each.alarms}处；"
            f"{len(text.text)}字用时{each.milliseconds:.0f}毫秒"
        )
    return "\n".join(lines)


def misses(results: Iterable[Measured]) -> str:
    """What was not found, by reason."""
    lines = []
    for each in results:
        lines.append(f"{each.text.name}，{each.known.words}，没有发现：")
        lines += [f"  {why}（{len(words)}处）：{'；'.join(words)}" for why, words in each.missed.items()]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 when there is nothing to measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, default=None, help="a folder with the published circulars")
    parser.add_argument("--misses", action="store_true", help="list every change that was not found")
    options = parser.parse_args(arguments)
    found = texts(options.sources or TEXTS)
    if not found:
        print("没有找到可以测量的通报。", file=sys.stderr)
        return 1
    for text, _ in found:
        print(
            f"{text.name}：已知错误{text.faults}处，发现{text.faults_found}处，另误报{text.alarms_as_printed}处"
        )
    results = [measure(text, known) for text, name in found for known in known_of(name, text.text)]
    print(table(results))
    best = [
        max((each for each in results if each.text is text), key=lambda each: each.found.hits)
        for text, _ in found
    ]
    total = Share(sum(each.found.hits for each in best), sum(each.found.total for each in best))
    print(f"合计（各按所知最多）：发现{total}，误报{sum(each.alarms for each in best)}处")
    print(f"荔城上期的数据是合成的。{ROWS}")
    if options.misses:
        print(misses(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
