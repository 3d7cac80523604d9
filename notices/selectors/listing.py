"""Reads of the list of all circulars and letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from notices import policies
from notices.models import Circular, CircularKind, CircularState
from units.actors import Actor
from units.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Listing:
    """The circulars asked for, the newest first, each with how many units it was `sent` to, and how many `received`
    it and `replied`; `kinds` and `states` count what each filter alone would leave."""

    circulars: QuerySet[Any]
    kinds: Mapping[str, int]
    states: Mapping[str, int]
    total: int


def listing(actor: Actor, *, kind: str = "", state: str = "") -> Listing:
    """All circulars and letters, narrowed; an unknown kind or state asks for all. NotAllowed for people of units."""
    if not policies.may_read_draft(actor):
        raise NotAllowed("全部文稿供安委办和领导查看。发给本单位的文件在“收文”里。")
    everything = Circular.objects.order_by()
    kinds = dict(everything.values_list("kind").annotate(Count("id")))
    states = dict(everything.values_list("state").annotate(Count("id")))
    narrowed = Circular.objects.select_related("period", "unit", "created_by", "supersedes").prefetch_related(
        "publications"
    )
    if kind in CircularKind.values:
        narrowed = narrowed.filter(kind=kind)
    if state in CircularState.values:
        narrowed = narrowed.filter(state=state)
    counted = narrowed.annotate(
        sent=Count("publications__deliveries"),
        received=Count(
            "publications__deliveries", filter=Q(publications__deliveries__received_at__isnull=False)
        ),
        replied=Count(
            "publications__deliveries", filter=Q(publications__deliveries__replied_at__isnull=False)
        ),
    )
    return Listing(counted.order_by("-created_at", "-id"), kinds, states, sum(states.values()))
