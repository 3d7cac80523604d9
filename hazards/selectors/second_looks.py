"""Reads of second looks (回头看): what may be drawn, the draws, and what one of them found."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hazards import policies
from hazards.life import MOVES
from hazards.models import Draw, Finding, HazardEvent, SecondLook
from units.actors import Actor
from units.errors import NotAllowed, NotFound
from units.models import Tenant
from units.scoping import current_tenant_id


def population(closed_from: date, closed_to: date, *, at: datetime) -> Mapping[int, int]:
    """The records that stood closed at this instant and were closed on these days (the tenant's, both included).

    Ids of records with the ids of their units, in the order of ids. Read from the trail, so that what could
    be drawn on a day can be found again after records were reopened.
    """
    zone = tenant_zone()
    start = datetime.combine(closed_from, time.min, zone)
    end = datetime.combine(closed_to + timedelta(days=1), time.min, zone)
    until = HazardEvent.objects.filter(at__lte=at)
    reopened = until.filter(hazard=OuterRef("hazard"), verb=MOVES["reopen"].verb, id__gt=OuterRef("id"))
    closings = until.filter(verb=MOVES["close"].verb, at__gte=start, at__lt=end).filter(~Exists(reopened))
    return dict(closings.order_by("hazard_id").values_list("hazard_id", "unit_id"))


def tenant_zone() -> ZoneInfo:
    """The zone in which days of close-outs are told."""
    return Tenant.objects.get(pk=current_tenant_id()).zone


def drawn(population: Mapping[int, int], wanted: int, seed: str) -> Sequence[int]:
    """The ids drawn, in the order drawn: the same for the same population and seed."""
    ids = sorted(population)
    return random.Random(seed).sample(ids, min(wanted, len(ids)))  # noqa: S311 - must be repeatable


def draws(actor: Actor) -> QuerySet[Draw]:
    """All draws, the latest first, each with how many looks it has and what they found."""
    _require_office(actor)
    counts = {finding.value: Count("looks", filter=Q(looks__finding=finding.value)) for finding in Finding}
    return Draw.objects.annotate(drawn=Count("looks"), **counts).order_by("-id")


@dataclass(frozen=True, slots=True)
class Look:
    """A record drawn, with the close-out it was drawn for."""

    look: SecondLook
    closing: HazardEvent | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw with its looks in the order drawn; `repeatable` says that its seed still draws the same."""

    draw: Draw
    looks: Sequence[Look]
    repeatable: bool

    @property
    def pending(self) -> int:
        """How many have not been looked at."""
        return sum(each.look.finding == Finding.PENDING for each in self.looks)


def one_draw(actor: Actor, draw_id: int) -> Drawn:
    """A draw and its looks; NotFound when there is none."""
    _require_office(actor)
    found = Draw.objects.filter(pk=draw_id).first()
    if found is None:
        raise NotFound("没有这次抽查。请从回头看重新进入。")
    looks = list(
        SecondLook.objects.filter(draw=found)
        .select_related("hazard__unit", "hazard__enterprise")
        .order_by("order")
    )
    ids = [look.hazard_id for look in looks]
    closings = HazardEvent.objects.filter(hazard__in=ids, verb=MOVES["close"].verb, at__lte=found.at)
    last = {event.hazard_id: event for event in closings.order_by("id")}
    again = drawn(population(found.closed_from, found.closed_to, at=found.at), found.wanted, found.seed)
    return Drawn(
        found,
        [Look(look, last.get(look.hazard_id)) for look in looks],
        repeatable=list(again) == ids,
    )


def draw_of(actor: Actor, look_id: int) -> int:
    """The draw a look belongs to; NotFound when there is none."""
    _require_office(actor)
    found = SecondLook.objects.filter(pk=look_id).values_list("draw_id", flat=True).first()
    if found is None:
        raise NotFound("没有这条抽查，或者您不能查看它。请从回头看重新进入。")
    return found


def _require_office(actor: Actor) -> None:
    if not policies.may_review(actor):
        raise NotAllowed("回头看由安委办抽查和登记，您可以在台账查看本单位的隐患。")
