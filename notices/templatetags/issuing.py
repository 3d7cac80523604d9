"""Circulars on their way to issue, on pages: what may be done next, how a state looks, what waits for a unit."""

from collections.abc import Sequence

from django import template
from django.template import Context

from notices.models import Circular
from notices.selectors import inbox, issue_state
from notices.selectors.inbox import Received
from notices.selectors.issue_state import IssueState
from reports.templatetags.dispatch import Badge

register = template.Library()

_LOOKS = {
    "draft": ("pencil", "plain"),
    "submitted": ("clock", "amber"),
    "reviewed": ("seal", "blue"),
    "issued": ("done", "green"),
    "in_force": ("done", "green"),
    "withdrawn": ("back", "red"),
    "superseded": ("switch", "outline"),
    "queued": ("clock", "blue"),
    "sent": ("done", "green"),
    "failed": ("warning", "red"),
}


@register.simple_tag(takes_context=True)
def issue_acts(context: Context, circular: Circular) -> IssueState:
    """What this person may do next with a circular, and how far it has got."""
    return issue_state.of(context["actor"], circular)


@register.inclusion_tag("reports/parts/standing.html")
def paper_state(state: str, label: str) -> dict[str, Badge]:
    """The badge of a circular's, publication's or mail's state."""
    icon, tone = _LOOKS[state]
    return {"badge": Badge(label, icon, tone)}


@register.simple_tag(takes_context=True)
def waiting_papers(context: Context) -> Sequence[Received]:
    """What this person's units have still to sign for or to answer; nothing for people of no unit."""
    actor = context["actor"]
    return inbox.waiting(actor) if actor else []
