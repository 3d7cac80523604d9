"""How standards, clauses and verdicts are printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hazards import marking
from hazards.judgment import Value, Verdict
from hazards.outline import Branch, Node, outline
from hazards.selectors.catalogue import State
from hazards.standard_diff import Kind
from hazards.standards import Confidence, Logic
from units import days

register = template.Library()


@dataclass(frozen=True, slots=True)
class Look:
    """A word with its picture and colour: never by colour alone."""

    label: str
    icon: str
    tone: str


_STATES = {
    State.IN_FORCE: Look("现行", "done", "green"),
    State.ENDED: Look("已废止", "back", "plain"),
    State.COMING: Look("尚未施行", "clock", "amber"),
}
_VERDICTS = {
    Verdict.QUALIFIES: Look("构成", "warning", "red"),
    Verdict.NOT: Look("不构成", "done", "plain"),
    Verdict.UNDECIDED: Look("还不能定", "info", "amber"),
}
_CHANGES = {
    Kind.ADDED: Look("新增", "done", "green"),
    Kind.GONE: Look("删去", "missing", "red"),
    Kind.CHANGED: Look("改动", "pencil", "amber"),
    Kind.SAME: Look("不变", "done", "plain"),
}
_VALUES = {Value.YES: "是", Value.NO: "否", Value.UNKNOWN: "不清楚"}


@register.inclusion_tag("hazards/parts/look.html")
def state_look(state: State) -> dict[str, Look]:
    """现行, 已废止 or 尚未施行, as a badge."""
    return {"look": _STATES[state]}


@register.inclusion_tag("hazards/parts/look.html")
def verdict_look(verdict: Verdict) -> dict[str, Look]:
    """构成, 不构成 or 还不能定, as a badge."""
    return {"look": _VERDICTS[verdict]}


@register.inclusion_tag("hazards/parts/look.html")
def change_look(kind: Kind) -> dict[str, Look]:
    """新增, 删去, 改动 or 不变, as a badge."""
    return {"look": _CHANGES[kind]}


@register.filter
def change_label(kind: Kind) -> str:
    """What became of a clause in words."""
    return _CHANGES[kind].label


@register.filter
def as_outline(logic: Logic) -> Node:
    """A logic tree with its branches in words."""
    return outline(logic)


@register.filter
def state_label(state: State) -> str:
    """The state in words."""
    return _STATES[state].label


@register.filter
def value_label(value: Value) -> str:
    """An answer in words."""
    return _VALUES[value]


@register.simple_tag
def choices() -> Sequence[tuple[str, str]]:
    """The answers one can give to a condition, with their words."""
    return [(value.value, label) for value, label in _VALUES.items()]


@register.filter
def full_day(value: date | None) -> str:
    """2023年5月15日: standards are cited with the year."""
    return days.full_day(value) if value else ""


@register.filter
def is_branch(node: Node) -> bool:
    """Whether a node of an outline holds further ones."""
    return isinstance(node, Branch)


@register.filter
def is_verbatim(confidence: str) -> bool:
    """Whether a wording may be quoted as the official one."""
    return confidence == Confidence.VERBATIM


@register.filter
def reason(words: str) -> str:
    """A judgment's words without the verdict, where a badge says it beside them."""
    return words.removeprefix("不构成，").removeprefix("构成，")


@register.simple_tag
def shared(said: Iterable[str], *texts: str) -> tuple[str, ...]:
    """What of the matched words stands literally in a clause, to be marked there."""
    return marking.shared("\n".join(texts), said)


@register.filter
def marked(text: str, words: Iterable[str]) -> SafeString:
    """The text, safe to print, with these words marked."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", part) if hit else part,)
            for part, hit in marking.segments(text, words)
        ),
    )
