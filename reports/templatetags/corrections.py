"""Where pages of filings and periods lead to corrections."""

from collections.abc import Sequence

from django import template
from django.template import Context

from reports import policies
from reports.models import Correction, Period
from units.models import Unit

register = template.Library()


@register.simple_tag
def latest_correction(period: Period, unit: Unit) -> Correction | None:
    """The unit's latest request for a closed period; None without a query while it is open."""
    if period.is_open:
        return None
    found: Correction | None = Correction.objects.filter(period=period, unit=unit).first()
    return found


@register.simple_tag(takes_context=True)
def may_ask_correction(context: Context, unit: Unit) -> bool:
    """Whether the person of this page may ask for the unit."""
    return policies.may_ask_correction(context["request"].actor, unit.pk)


@register.simple_tag(takes_context=True)
def waiting_corrections(context: Context, period: Period) -> Sequence[Correction]:
    """Requests for a period that wait for 安委办; none without a query for others and while it is open."""
    if period.is_open or not policies.may_review(context["request"].actor):
        return ()
    found = Correction.objects.filter(period=period, state=Correction.State.ASKED)
    return list(found.select_related("unit"))
