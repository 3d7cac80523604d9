"""What pages of the ledger ask the campaign about."""

from collections.abc import Iterable, Mapping
from datetime import date

from django import template
from django.utils import timezone

from hazards.models import Hazard
from reports.selectors import prospects as reads
from reports.selectors.prospects import Prospect

register = template.Library()


@register.simple_tag
def prospects(hazards: Iterable[Hazard]) -> Mapping[int, Prospect]:
    """Where each hazard would count if it were accepted, by its id."""
    return reads.prospects(hazards)


@register.simple_tag
def prospect(hazard: Hazard) -> Prospect:
    """The same of one hazard."""
    return reads.prospects([hazard])[hazard.pk]


@register.simple_tag
def prospect_if_filed(hazard: Hazard, on: date) -> Prospect:
    """Where a record being written would count if it were filed now, discovered on this day."""
    return reads.if_filed(hazard, on=on, at=timezone.now())


@register.filter
def of(found: Mapping[int, Prospect], hazard: Hazard) -> Prospect:
    """One hazard's among many."""
    return found[hazard.pk]
