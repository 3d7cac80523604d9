"""Reads of what units received: the inbox (收文), one document of it, who is told of what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Case, Q, QuerySet, Value, When

from notices import policies
from notices.models import Delivery, PublicationState
from reports.schedule import end_of_day
from units.actors import Actor
from units.enums import UNIT_ROLES
from units.errors import NotAllowed, NotFound
from units.models import Membership, Unit, User


class Waits(StrEnum):
    """What a delivery still waits for."""

    RECEIPT = "receipt"
    REPLY = "reply"
    NOTHING = "nothing"


_IN_FORCE = Q(publication__state=PublicationState.IN_FORCE)
WAITING = {
    Waits.RECEIPT: _IN_FORCE & Q(received_at__isnull=True),
    Waits.REPLY: _IN_FORCE & Q(publication__reply_by__isnull=False, replied_at__isnull=True),
}
"""What a delivery waits for, as a filter; one that waits for both stands under both."""


@dataclass(frozen=True, slots=True)
class Received:
    """A delivery as its unit sees it. `due` is the end of the last day for replies, None when none is asked for."""

    delivery: Delivery
    due: datetime | None
    waits: Waits

    @property
    def late(self) -> bool:
        """Whether the reply came after its day."""
        return is_late(self.delivery)


def is_late(delivery: Delivery) -> bool:
    """Whether the reply came after the day on which it was due."""
    due = _due(delivery)
    return due is not None and delivery.replied_at is not None and delivery.replied_at >= due


def deliveries(actor: Actor) -> QuerySet[Delivery]:
    """What the units of a person were sent, unsigned first, then the newest."""
    found = Delivery.objects.filter(unit__in=actor.own_units).select_related(
        "publication__tenant", "unit", "received_by", "replied_by"
    )
    unsigned = Case(When(WAITING[Waits.RECEIPT], then=Value(0)), default=Value(1))
    return found.order_by(unsigned, "-publication__issued_at", "-id")


def counts(actor: Actor) -> dict[Waits, int]:
    """How many wait for a receipt and for a reply (a query each)."""
    found = Delivery.objects.filter(unit__in=actor.own_units)
    return {waits: found.filter(query).count() for waits, query in WAITING.items()}


def waiting(actor: Actor) -> Sequence[Received]:
    """What a person's units have still to sign for or to answer, the most urgent first (one query)."""
    if not actor.own_units:
        return []
    found = deliveries(actor).filter(WAITING[Waits.RECEIPT] | WAITING[Waits.REPLY])
    return sorted(map(as_received, found), key=lambda each: (each.due is None, each.due or each.delivery.at))


def as_received(delivery: Delivery) -> Received:
    """A delivery with what it waits for."""
    return Received(delivery, _due(delivery), _waits(delivery))


def delivery_by_id(actor: Actor, delivery_id: int) -> Delivery:
    """One delivery to a unit of this person; NotFound for everybody else's, NotAllowed for those who serve no unit."""
    if not actor.own_units:
        raise NotAllowed("收文是各单位的。全部文件及签收情况请看“通报”页。")
    found = deliveries(actor).filter(pk=delivery_id).first()
    if found is None:
        raise NotFound("没有这份收文，或者它不是发给本单位的。请从“收文”页重新进入。")
    return found


def people_of(units: Collection[Unit]) -> Sequence[User]:
    """The filers and heads of these units who can sign in and have an e-mail address, each once."""
    roles = Membership.objects.filter(unit__in=units, role__in=UNIT_ROLES).order_by()
    found = User.objects.filter(id__in=roles.values("user_id"), is_active=True).exclude(email="")
    return list(found.order_by("id"))


def may_act(actor: Actor, delivery: Delivery) -> bool:
    """Whether this person signs for the unit and replies."""
    return policies.may_receive(actor, delivery.unit_id)


def _due(delivery: Delivery) -> datetime | None:
    publication = delivery.publication
    return end_of_day(publication.reply_by, publication.tenant.zone) if publication.reply_by else None


def _waits(delivery: Delivery) -> Waits:
    if delivery.publication.state != PublicationState.IN_FORCE:
        return Waits.NOTHING
    if delivery.received_at is None:
        return Waits.RECEIPT
    if delivery.publication.reply_by and delivery.replied_at is None:
        return Waits.REPLY
    return Waits.NOTHING


def is_struck(delivery: Delivery) -> bool:
    """Whether what was sent no longer holds."""
    return bool(delivery.publication.state != PublicationState.IN_FORCE)
