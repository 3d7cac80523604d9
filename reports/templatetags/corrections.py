"""Where pages of filings and periods lead to corrections."""

from collections.abc import Sequence

from django import template
from django.template import Context

from reports import policies
from reports.models import Correction, Period
from reports.selectors import corrections
from units.models import Unit

register = template.Library()


@register.simple_tag
def latest_correction(period: Period, unit: Unit) -> Correction | None:
    """The unit's latest request for a closed period."""
    return corrections.latest(period, unit)


@register.simple_tag(takes_context=True)
def may_ask_correction(context: Context, unit: Unit) -> bool:
    """Whether the person of this page may ask for the unit."""
    return policies.may_ask_correction(context["request"].actor, unit.pk)


@register.simple_tag(takes_context=True)
def waiting_corrections(context: Context, period: Period) -> Sequence[Correction]:
    """Requests for a period that wait for the person of this page."""
    return corrections.waiting(context["request"].actor, period)
