"""Compose the monthly circular: figures and the snapshot in, typed content out. Pure, so repeatable."""

from collections.abc import Iterator, Mapping, Sequence

from notices import corrected as corrections
from notices import monthly
from notices.clauses import Clause, sentences_parts
from notices.content import Block, BlockKind, CircularContent, Part, Text
from notices.monthly import Problem
from reports.figures import Figure, by_key
from reports.snapshot import SnapshotData, digest
from units.days import full_day

__all__ = ["CircularContent", "compose"]

_NUMERALS = "一二三四五六七八九十"
_DIGEST_SHOWN = 12


def compose(
    figures: Sequence[Figure],
    snapshot: SnapshotData,
    previous: SnapshotData | None,
    *,
    office: str,
    corrected: Sequence[SnapshotData] = (),
) -> CircularContent:
    """The draft of a closed period's circular.

    `figures` are those of `snapshot` over `previous` (the period before, None when there is none),
    `office` is the name that signs, `corrected` earlier periods whose figures were corrected since the last
    circular. Every number in it is the text of a figure or a fact of the snapshot.
    """
    draft = _Draft(by_key(figures), _facts(snapshot, previous, office))
    problems = [problem for problem in monthly.PROBLEMS if draft.shows(problem)]
    return CircularContent(
        (
            *draft.head(snapshot, previous),
            *draft.progress(),
            *draft.problems(problems),
            *draft.next_steps(problems),
            *corrections.notes(snapshot, corrected),
            *draft.close(),
        )
    )


class _Draft:
    """The figures and facts of one circular, and its sections."""

    def __init__(self, figures: Mapping[str, Figure], facts: Mapping[str, str]) -> None:
        self._figures = figures
        self._facts = facts

    def head(self, snapshot: SnapshotData, previous: SnapshotData | None) -> Iterator[Block]:
        """From the red head down to the opening paragraph."""
        yield self._line(BlockKind.ISSUER, monthly.ISSUER)
        yield self._line(BlockKind.NUMBER, monthly.NUMBER)
        for line in monthly.TITLE:
            yield self._line(BlockKind.TITLE, line)
        yield self._line(BlockKind.DRAFT_MARK, monthly.DRAFT_MARK)
        yield self._line(BlockKind.SOURCE, monthly.SOURCE)
        if snapshot.synthetic:
            yield self._line(BlockKind.NOTICE, monthly.SYNTHETIC)
        elif previous is not None and previous.synthetic:
            yield self._line(BlockKind.NOTICE, monthly.SYNTHETIC_BEFORE)
        yield self._line(BlockKind.SALUTATION, monthly.SALUTATION)
        yield self._line(BlockKind.PARAGRAPH, monthly.OPENING)

    def progress(self) -> Iterator[Block]:
        """What was done."""
        yield _heading(0, monthly.PROGRESS_HEADING)
        yield Block(BlockKind.PARAGRAPH, sentences_parts(monthly.PROGRESS, self._figures, self._facts))

    def shows(self, problem: Problem) -> bool:
        """Whether the figures bear the problem out."""
        return bool(sentences_parts(problem.shown_by, self._figures, self._facts))

    def problems(self, problems: Sequence[Problem]) -> Iterator[Block]:
        """What is wrong, or that nothing is."""
        yield _heading(1, monthly.PROBLEMS_HEADING)
        opening = monthly.PROBLEMS_OPENING if problems else monthly.NO_PROBLEMS
        yield self._line(BlockKind.PARAGRAPH, opening)
        for numeral, problem in zip(_NUMERALS, problems, strict=False):
            sentences = (*problem.shown_by, *problem.also)
            parts = sentences_parts(sentences, self._figures, self._facts)
            yield Block(BlockKind.PARAGRAPH, (Text(f"{numeral}是{problem.lead}。"), *parts))

    def next_steps(self, problems: Sequence[Problem]) -> Iterator[Block]:
        """What is to be done: a step for each problem, and those named every month."""
        yield _heading(2, monthly.NEXT_HEADING)
        steps = [item for item in monthly.PROBLEMS if item in problems or item in monthly.ALWAYS]
        for numeral, problem in zip(_NUMERALS, steps, strict=False):
            yield Block(BlockKind.HEADING_2, (Text(f"（{numeral}）{problem.step}"),))
            yield Block(BlockKind.PARAGRAPH, (Text(problem.advice),))

    def close(self) -> Iterator[Block]:
        """Annex, signature and date."""
        yield self._line(BlockKind.ANNEX, monthly.ANNEX)
        yield self._line(BlockKind.SIGNATURE, monthly.SIGNATURE)
        yield self._line(BlockKind.DATE, monthly.DATE)

    def _line(self, kind: BlockKind, text: str) -> Block:
        return Block(kind, Clause(text).parts(self._figures, self._facts))


def _heading(at: int, text: str) -> Block:
    parts: tuple[Part, ...] = (Text(f"{_NUMERALS[at]}、{text}"),)
    return Block(BlockKind.HEADING_1, parts)


def _facts(snapshot: SnapshotData, previous: SnapshotData | None, office: str) -> dict[str, str]:
    return {
        "tenant": snapshot.tenant_name,
        "office": office,
        "campaign": snapshot.campaign,
        "period": snapshot.period_title,
        "previous_period": previous.period_title if previous else "",
        "covers_from": full_day(snapshot.covers_from),
        "covers_to": full_day(snapshot.covers_to),
        "revision": f"第{snapshot.revision}版",
        "digest": digest(snapshot.to_json())[:_DIGEST_SHOWN],
    }
