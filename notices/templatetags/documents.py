"""Circulars and letters on pages: what a period has, and what waits for the drafter."""

from collections.abc import Mapping, Sequence

from django import template
from django.template import Context

from notices import policies
from notices.selectors import documents, drafter
from notices.selectors.documents import Documents
from notices.selectors.drafter import Waiting
from reports.models import Period, Snapshot

register = template.Library()


@register.simple_tag
def documents_of(period: Period, newest: Snapshot) -> Documents:
    """The circulars and letters of a closed period."""
    return documents.documents(period, newest)


@register.simple_tag(takes_context=True)
def waiting_drafts(context: Context) -> Sequence[Waiting]:
    """Drafts that were made by themselves and nobody has touched yet; nothing for others than 安委办."""
    actor = context["actor"]
    return drafter.waiting(actor) if actor and policies.may_draft(actor) else []


@register.filter
def found_in(name: str, places: Mapping[str, str] | None) -> str:
    """The address of the filing a row of a figure was taken from, empty for rows of anything else."""
    return (places or {}).get(name, "")
