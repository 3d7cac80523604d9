"""The lines of the entry page: each field with what was found, held, proven and said about it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from reports.models import FieldEvidence
from reports.selectors.submissions import Field, Filing
from reports.snapshot import SOURCE_LABELS, Source, decimal_text


@dataclass(frozen=True, slots=True)
class Line:
    """One field as shown: its text (as typed, after a refusal), findings, 安委办's comment, files that prove it.

    `held` is what the product counts itself, None where it does not.
    """

    field: Field
    text: str
    findings: tuple[Mapping[str, Any], ...]
    comment: str
    held: Decimal | None
    evidence: Sequence[FieldEvidence]

    @property
    def tone(self) -> str:
        """The class of the gravest finding: has-problem, has-hint, or none."""
        kinds = {found["kind"] for found in self.findings if not found["reason"]}
        if "block" in kinds:
            return "has-problem"
        return "has-hint" if kinds else ""

    @property
    def source(self) -> str:
        """Where the value comes from, in words; empty for what is typed."""
        source = self.field.spec.source
        return "" if source is Source.TYPED else SOURCE_LABELS[source]

    @property
    def apart(self) -> str:
        """In which way the field differs from what the product counts; empty where it does not."""
        if self.held is None or self.field.value in (None, self.held):
            return ""
        difference = self.field.value - self.held
        way = "多" if difference > 0 else "少"
        return f"，现填比{self.source}{way} {decimal_text(abs(difference))} {self.field.spec.measure}"

    @property
    def takes_evidence(self) -> bool:
        """Whether there is something to prove, or something that proves."""
        return bool(self.field.spec.evidence or self.evidence)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one inner header; `name` is empty for those directly under the section."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """An outermost header group with its lines."""

    order: int
    name: str
    groups: tuple[Group, ...]


def parts(
    filing: Filing,
    findings: Iterable[Mapping[str, Any]],
    *,
    typed: Mapping[str, str],
    held: Mapping[str, Decimal],
    evidence: Mapping[str, Sequence[FieldEvidence]],
) -> list[Part]:
    """The form's sections in printed order. A finding stands at the first of its fields only."""
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for finding in findings:
        for code in finding["codes"][:1]:
            found[code].append(finding)

    def line(field: Field) -> Line:
        code = field.spec.code
        return Line(
            field=field,
            text=typed.get(code, field.text),
            findings=tuple(found.get(code, ())),
            comment=filing.submission.comments.get(code, ""),
            held=held.get(code),
            evidence=evidence.get(code, ()),
        )

    return [
        Part(
            order,
            section.title,
            tuple(
                Group(name, tuple(line(field) for field in members))
                for name, members in groupby(section.fields, key=lambda field: "·".join(field.spec.group[1:]))
            ),
        )
        for order, section in enumerate(filing.sections, start=1)
    ]


def commented(found: Iterable[Part]) -> list[Line]:
    """The lines on which 安委办 has said something."""
    return [line for part in found for group in part.groups for line in group.lines if line.comment]
