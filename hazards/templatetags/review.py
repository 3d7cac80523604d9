"""How the review desk is printed."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hazards.differences import Pieces
from hazards.entries import shown
from hazards.judgment import Answer, Value
from hazards.models import Hazard
from hazards.templatetags.standards import Look

register = template.Library()

UNANSWERED = Answer(Value.UNKNOWN)
_ANSWERS = {
    Value.YES: Look("是", "check", "green"),
    Value.NO: Look("否", "missing", "red"),
    Value.UNKNOWN: Look("未回答", "circle", "outline"),
}


@register.filter
def answer_at(answers: Mapping[str, Answer], path: str) -> Answer:
    """The answer to the condition at this place of the clause."""
    return answers.get(path, UNANSWERED)


@register.inclusion_tag("hazards/parts/look.html")
def answer_look(answer: Answer) -> dict[str, Look]:
    """是, 否 or 未回答, as a badge."""
    return {"look": _ANSWERS[answer.value]}


@register.filter
def ago(days: int) -> str:
    """今天, 昨天, 3天前: when a record was filed."""
    return {0: "今天", 1: "昨天"}.get(days, f"{days}天前")


@register.filter
def only_here(pieces: Pieces, tag: str) -> SafeString:
    """A wording, safe to print, with what only this side has inside <ins>, <del> or <mark>."""
    return format_html_join(
        "",
        "{}",
        ((format_html("<{0}>{1}</{0}>", tag, text) if changed else text,) for text, changed in pieces),
    )


@register.filter
def entry(hazard: Hazard, name: str) -> str:
    """A field's value in people's words: 部门检查, 0.35, 未停产."""
    return shown(name, getattr(hazard, name))
