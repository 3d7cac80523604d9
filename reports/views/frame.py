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
from reports.selectors.standing import waiting_for_review
from units.enums import Role
from units.http import TenantRequest
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Item:
    """An entry with its address; `count` is how much waits there.

    `here` is "page" for the page that is open, "true" for the one it belongs below, else empty.
    """

    label: str
    icon: str
    url: str
    here: str
    count: int


@dataclass(frozen=True, slots=True)
class Frame:
    """`place` is the person's unit or office, `period` the one whose cutoff is counted down to.

    `waiting` is how many hazard records wait for this person's review.
    """

    items: tuple[Item, ...]
    phone_items: tuple[Item, ...]
    place: str
    roles: str
    period: Period | None
    waiting: int
    now: datetime


def read(request: TenantRequest) -> Frame:
    """The frame for this person: two queries, and one for 安委办: how much waits for review."""
    actor = request.actor
    period = periods.current_period()
    label = period.label if period else None
    waiting = waiting_for_review(actor)
    roles = "、".join(Role(role).label for role in Role.values if role in actor.roles)
    return Frame(
        items=tuple(_items(request, navigation.entries(actor, label, waiting))),
        phone_items=tuple(_items(request, navigation.phone_entries(actor, label, waiting))),
        place=_place(request) or roles,
        roles=roles,
        period=period if period and period.is_open else None,
        waiting=waiting,
        now=timezone.now(),
    )


def _items(request: TenantRequest, entries: Iterable[Entry]) -> Iterable[Item]:
    urls = [(entry, reverse(entry.route, args=[request.tenant.slug, *entry.args])) for entry in entries]
    # Of several addresses that lead to this one the longest is meant: the counts lie below the ledger.
    reach = {entry: _reach(entry, url, request.path) for entry, url in urls}
    nearest = max(reach.values(), default=0)
    for entry, url in urls:
        here = ("page" if url == request.path else "true") if nearest and reach[entry] == nearest else ""
        address = f"{url}#{entry.fragment}" if entry.fragment else url
        yield Item(entry.label, entry.icon, address, here, entry.count)


def _reach(entry: Entry, url: str, path: str) -> int:
    """Length of the entry's address that leads to the path; 0 where none does."""
    if entry.fragment:
        return 0
    neighbours = (f"{url.rpartition('/')[0]}/{part}" for part in entry.beside)
    return max((len(each) for each in (url, *neighbours) if _leads_to(each, path)), default=0)


def _leads_to(url: str, path: str) -> bool:
    return path == url or path.startswith(f"{url.rstrip('/')}/")


def _place(request: TenantRequest) -> str:
    """The units a person serves; empty for those who serve the whole tenant."""
    if not request.actor.own_units:
        return ""
    return "、".join(Unit.objects.filter(id__in=request.actor.own_units).values_list("name", flat=True)[:3])
