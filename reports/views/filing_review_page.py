"""What the reading page shows: the table by groups, beside each cell all that was said about it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.findings_answered import answered
from reports.models import FieldEvidence
from reports.selectors import filing_history
from reports.selectors.filing_history import CellLine
from reports.selectors.filing_review import Review
from reports.selectors.submissions import Field
from reports.trail_lines import TrailLine, told
from reports.validation import Finding, Severity
from reports.views.standing import standing
from reports.wording import quoted

COMMENT = "comment-"
"""Begins the name of each comment's box; the indicator's code follows."""

_WORDS = {Severity.BLOCK: "要改正", Severity.REASON: "要说明原因", Severity.HINT: "提示核对"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding as 安委办 reads it. `reason` is what the unit gave, empty where none was or none is due."""

    word: str
    message: str
    codes: tuple[str, ...]
    reason: str
    is_open: bool
    is_grave: bool
    office_only: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of the table. `asked` is the comment of the latest return, `since` its old and new text."""

    field: Field
    doubts: tuple[Doubt, ...]
    files: Sequence[FieldEvidence]
    asked: str
    since: tuple[str, str] | None
    story: Sequence[CellLine]
    box: str
    typed: str

    @property
    def lacks_proof(self) -> bool:
        """Whether the period added something that has to be proved, and no file does."""
        added = self.field.value if self.field.previous is None else self.field.change
        return bool(self.field.spec.evidence and added and added > 0 and not self.files)


@dataclass(frozen=True, slots=True)
class Part:
    """An outermost header group with its lines."""

    order: int
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the trail with the cells it changed and those it speaks of, by their names."""

    line: TrailLine
    changes: Sequence[tuple[str, str, str]]
    comments: Sequence[tuple[str, str]]


def context(review: Review, *, now: Any, typed: Mapping[str, str]) -> dict[str, Any]:
    """Everything `reports/filing_review.html` asks for; `typed` is what a refused return was sent with."""
    filing = review.filing
    submission = filing.submission
    names = {cell.spec.code: quoted(cell.spec) for part in filing.sections for cell in part.fields}
    return {
        "review": review,
        "filing": filing,
        "period": filing.period,
        "unit": filing.unit,
        "submission": submission,
        "begun": bool(submission.pk),
        "standing": standing(filing.period, submission if submission.pk else None, now),
        "doubts": [_doubt(finding, review) for finding in review.findings],
        "parts": _parts(review, typed),
        "disregarded": [names[code] for code in review.disregarded if code in names],
        "changed": [names.get(code, "已不在表中的一项") for code in review.since],
        "trail": [_told(line, names) for line in reversed(told(review.trail))],
        "reason": typed.get("reason", ""),
        "version": submission.version,
    }


def sent_comments(sent: Mapping[str, str]) -> dict[str, str]:
    """The comments among the fields a page has sent, by indicator code; boxes left empty are none."""
    return {
        name.removeprefix(COMMENT): text
        for name, text in sent.items()
        if name.startswith(COMMENT) and text.strip()
    }


def _doubt(finding: Finding, review: Review) -> Doubt:
    reasons = review.filing.submission.reasons
    given = reasons[finding.key]["text"] if answered(finding, reasons) else ""
    return Doubt(
        word=_WORDS[finding.severity],
        message=finding.message,
        codes=finding.fields,
        reason=given,
        is_open=finding in review.unanswered,
        is_grave=finding.severity is Severity.BLOCK,
        office_only=finding.office_only,
    )


def _parts(review: Review, typed: Mapping[str, str]) -> list[Part]:
    doubts: dict[str, list[Doubt]] = defaultdict(list)
    for finding in review.findings:
        for code in finding.fields[:1]:
            doubts[code].append(_doubt(finding, review))
    return [
        Part(order, section.title, tuple(_cell(review, field, doubts, typed) for field in section.fields))
        for order, section in enumerate(review.filing.sections, start=1)
    ]


def _cell(
    review: Review, field: Field, doubts: Mapping[str, Sequence[Doubt]], typed: Mapping[str, str]
) -> Cell:
    code = field.spec.code
    return Cell(
        field=field,
        doubts=tuple(doubts.get(code, ())),
        files=review.evidence.get(code, ()),
        asked=review.asked.get(code, ""),
        since=review.since.get(code),
        story=filing_history.cell_lines(review.trail, code),
        box=f"{COMMENT}{code}",
        typed=typed.get(f"{COMMENT}{code}", ""),
    )


def _told(line: TrailLine, names: Mapping[str, str]) -> Told:
    gone = "已不在表中的一项"
    return Told(
        line,
        [(names.get(code, gone), old, new) for code, (old, new) in line.changes.items()],
        [(names.get(code, gone), text) for code, text in line.comments.items()],
    )
