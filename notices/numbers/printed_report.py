"""The report of a number check as a person reads it in a terminal: what is wrong first, then the counts."""

from collections import Counter
from collections.abc import Iterator, Sequence

from notices.numbers.verdicts import VERDICT_WORDS, Judged, JudgedCell, Report, Verdict


def paragraph_of(text: str, place: int) -> int:
    """Which paragraph, from 1, an offset lies in; blank lines are none."""
    return sum(1 for line in text[:place].split("\n")[:-1] if line.strip()) + 1


def lines(report: Report, text: str, name: str) -> Iterator[str]:
    """The report line by line; `text` is what was read, `name` the file's."""
    numbers = [each for each in report.numbers if each.is_wrong]
    cells = [each for each in report.table if each.is_wrong]
    if report.wrong:
        parts = [f"文中{len(numbers)}处" if numbers else "", f"表中{len(cells)}处" if cells else ""]
        yield f"{name}：有{report.wrong}处不对（{'，'.join(filter(None, parts))}）"
    else:
        yield f"{name}：没有发现不对的数"
    for place, number in enumerate(numbers, start=1):
        yield from _number(place, number, text)
    for place, cell in enumerate(cells, start=len(numbers) + 1):
        yield from _cell(place, cell)
    yield ""
    yield from _counts("文中", report.numbers, "个数")
    yield from _counts("表中", report.table, "格")
    yield from (f"说明：{note}" for note in report.notes)


def _number(place: int, number: Judged, text: str) -> Iterator[str]:
    due = f"，应为{number.expected}" if number.expected else ""
    yield ""
    yield f"{place}. 第{paragraph_of(text, number.start)}段  {number.text}{due}（{VERDICT_WORDS[number.verdict]}）"
    yield f"   {number.reason}"
    yield f"   原文：…{' '.join(number.context.split())}…"


def _cell(place: int, cell: JudgedCell) -> Iterator[str]:
    due = f"，应{'' if cell.expected.startswith('不') else '为'}{cell.expected}" if cell.expected else ""
    yield ""
    yield f"{place}. 表格 {cell.row}行 {cell.column}列  {cell.value}{due}（{VERDICT_WORDS[cell.verdict]}）"
    yield f"   {cell.reason}"


def _counts(where: str, judged: Sequence[Judged | JudgedCell], measure: str) -> Iterator[str]:
    if judged:
        counts = Counter(each.verdict for each in judged)
        told = "，".join(
            f"{VERDICT_WORDS[verdict]}{counts[verdict]}" for verdict in Verdict if counts[verdict]
        )
        yield f"{where}共{len(judged)}{measure}：{told}"
