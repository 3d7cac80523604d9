"""A checked document laid out for the screen: paragraphs with their numbers marked, tables with their cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notices.numbers.printed import PrintedRow, PrintedTable
from notices.numbers.reading import Document
from notices.numbers.verdicts import VERDICT_WORDS, Judged, JudgedCell, Report, Verdict

_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、.{1,30}")
_SUBHEADING = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)][^。]{1,30}。?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A number with its place in the report, from 1, and its paragraph; `paragraph` is 0 in no paragraph."""

    place: int
    judged: Judged
    paragraph: int = 0

    @property
    def words(self) -> str:
        """The verdict as a reader is told it."""
        return VERDICT_WORDS[self.judged.verdict]

    @property
    def is_data(self) -> bool:
        """Whether there is anything to ask about."""
        return self.judged.verdict is not Verdict.IGNORED


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one paragraph; `mark` where they are a number."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: `number` counts from 1, `kind` (heading, subheading, plain) decides how it is set."""

    number: int
    kind: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """A table: each row its label and its cells, None where nothing stands."""

    table: PrintedTable
    rows: tuple[tuple[str, tuple[JudgedCell | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document from top to bottom, and its numbers by what was found of them."""

    items: tuple[Paragraph | Cells, ...]
    marks: tuple[Mark, ...]

    @property
    def wrong(self) -> tuple[Mark, ...]:
        """Numbers somebody has to settle."""
        return tuple(mark for mark in self.marks if mark.judged.is_wrong)

    @property
    def right(self) -> tuple[Mark, ...]:
        """Numbers that agree."""
        return tuple(mark for mark in self.marks if mark.judged.verdict is Verdict.OK)

    @property
    def open(self) -> tuple[Mark, ...]:
        """Numbers nothing could be held against."""
        return tuple(mark for mark in self.marks if mark.judged.verdict is Verdict.UNVERIFIED)


def lay_out(document: Document, report: Report) -> Paper:
    """The document with the verdicts of its report put where the numbers stand."""
    items = tuple(_Layout(document, report).items())
    marks = (run.mark for item in items if isinstance(item, Paragraph) for run in item.runs)
    return Paper(items, tuple(mark for mark in marks if mark))


class _Layout:
    """Walks text, numbers and tables once, side by side."""

    def __init__(self, document: Document, report: Report) -> None:
        self._document = document
        self._numbers = list(enumerate(report.numbers, start=1))
        self._cells = iter(report.table)
        self._paragraph = 0

    def items(self) -> Iterator[Paragraph | Cells]:
        """Paragraphs and tables from top to bottom."""
        start = 0
        for table in self._document.tables:
            yield from self._paragraphs(start, table.start)
            yield Cells(table, tuple((row.label, tuple(self._judged(row))) for row in table.rows))
            start = table.end
        yield from self._paragraphs(start, len(self._document.text))

    def _judged(self, row: PrintedRow) -> Iterator[JudgedCell | None]:
        """The verdicts of a row; the report has none of cells that say nothing."""
        for cell in row.cells:
            yield next(self._cells) if cell.text else None

    def _paragraphs(self, start: int, end: int) -> Iterator[Paragraph]:
        for line in self._document.text[start:end].split("\n"):
            if line.strip():
                self._paragraph += 1
                runs = tuple(self._runs(start, start + len(line)))
                yield Paragraph(self._paragraph, _kind(line.strip()), runs)
            start += len(line) + 1

    def _runs(self, start: int, end: int) -> Iterator[Run]:
        """A number that runs on into the next line ends with this one."""
        text = self._document.text
        while self._numbers and self._numbers[0][1].start < end:
            place, judged = self._numbers.pop(0)
            if judged.start > start:
                yield Run(text[start : judged.start])
            first, start = max(judged.start, start), max(min(judged.end, end), start)
            yield Run(text[first:start], Mark(place, judged, self._paragraph))
        if start < end:
            yield Run(text[start:end])


def _kind(line: str) -> str:
    if _HEADING.fullmatch(line):
        return "heading"
    return "subheading" if _SUBHEADING.fullmatch(line) else "plain"
