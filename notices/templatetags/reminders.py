"""Reminders (催报) on pages: before the unit's eyes, and beside its name on 安委办's desk."""

from collections.abc import Mapping, Sequence

from django import template
from django.template import Context
from django.utils import timezone

from notices.models import Reminder
from notices.selectors import reminders as reads
from notices.selectors.reminders import Standing
from reports.models import Period

register = template.Library()


@register.simple_tag(takes_context=True)
def standing_reminders(context: Context) -> Sequence[Standing]:
    """What this person's units were reminded of and still owe; nothing for people of no unit."""
    actor = context["actor"]
    return reads.standing(actor.own_units, now=timezone.now()) if actor else []


@register.simple_tag
def last_reminders(period: Period) -> Mapping[int, Reminder]:
    """Each unit's latest reminder in a period, by unit id."""
    return reads.last_by_unit(period)


@register.filter
def of_unit(found: Mapping[int, Reminder], unit_id: int) -> Reminder | None:
    """One unit's among them."""
    return found.get(unit_id)
