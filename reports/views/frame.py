"""The frame around every page of a tenant: entries, place, the person's roles and the countdown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from reports import navigation
from reports.models import Period
from reports.navigation import Entry
from reports.selectors import periods
from units.enums import Role
from units.http import TenantRequest
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Item:
    """An entry with its address; `here` marks the page that is open."""

    label: str
    icon: str
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """`place` is the person's unit or office, `period` the one whose cutoff is counted down to."""

    items: tuple[Item, ...]
    phone_items: tuple[Item, ...]
    place: str
    roles: str
    period: Period | None
    now: datetime


def read(request: TenantRequest) -> Frame:
    """The frame for this person: two queries."""
    actor = request.actor
    period = periods.current_period()
    label = period.label if period else None
    roles = "、".join(Role(role).label for role in Role.values if role in actor.roles)
    return Frame(
        items=tuple(_items(request, navigation.entries(actor, label))),
        phone_items=tuple(_items(request, navigation.phone_entries(actor, label))),
        place=_place(request) or roles,
        roles=roles,
        period=period if period and period.is_open else None,
        now=timezone.now(),
    )


def _items(request: TenantRequest, entries: Iterable[Entry]) -> Iterable[Item]:
    for entry in entries:
        url = reverse(entry.route, args=[request.tenant.slug, *entry.args])
        here = request.path == url and not entry.fragment
        yield Item(entry.label, entry.icon, f"{url}#{entry.fragment}" if entry.fragment else url, here)


def _place(request: TenantRequest) -> str:
    """The units a person serves; empty for those who serve the whole tenant."""
    if not request.actor.own_units:
        return ""
    return "、".join(Unit.objects.filter(id__in=request.actor.own_units).values_list("name", flat=True)[:3])
