"""Rules as the pages show them: what they ask, read out in Chinese."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.expression_words import words
from reports.expressions import parse
from reports.models import Rule
from reports.rules import Subject, names_of
from reports.snapshot import IndicatorSpec
from reports.validation import KIND_NAMES

_LOOKS = {
    "block": ("status-red", "missing"),
    "reason": ("status-amber", "pencil"),
    "hint": ("status-blue", "info"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A rule with its condition in words, whom it is for, and how its severity looks."""

    rule: Rule
    words: str
    kinds: str
    colour: str
    icon: str


def lines(rules: Iterable[Rule], specs: Sequence[IndicatorSpec]) -> list[Line]:
    """The rules in their order, for forms with these columns."""
    labels = {subject.value: names_of(subject, specs) for subject in Subject}
    return [
        Line(
            rule,
            words(parse(rule.expression), labels[rule.subject]),
            "、".join(KIND_NAMES[kind] for kind in rule.kinds) or "全部单位",
            *_LOOKS[rule.severity],
        )
        for rule in rules
    ]
