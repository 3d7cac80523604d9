"""Where a circular stands on its way, who may do what with it next, and what units did with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from notices import policies
from notices.models import Circular, CircularState, Delivery, Publication
from notices.selectors import issuing
from notices.selectors.inbox import Received, as_received
from units.actors import Actor
from units.models import User

WAITING = (CircularState.SUBMITTED, CircularState.REVIEWED)
REPLACEABLE = (CircularState.ISSUED, CircularState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way: who took it and when; `at` is None while nobody has."""

    label: str
    by: User | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units a document went to, signed for it, and replied."""

    sent: int
    received: int
    replied: int


@dataclass(frozen=True, slots=True)
class IssueState:
    """What the block of acts on a circular's page shows.

    `obstacles` keep it from being signed; they are looked for once it waits. `publication` is there once issued.
    """

    steps: tuple[Step, ...]
    may_submit: bool
    may_return: bool
    may_review: bool
    may_sign: bool
    may_withdraw: bool
    may_replace: bool
    obstacles: Sequence[str]
    publication: Publication | None
    tally: Tally | None
    successor: Circular | None


def of(actor: Actor, circular: Circular) -> IssueState:
    """What this person is offered and shown for a circular."""
    state = circular.state
    waits, issued = state in WAITING, state == CircularState.ISSUED
    publication = None if circular.is_open else issuing.publication_of(circular)
    successor = issuing.successor(circular) if circular.number else None
    return IssueState(
        steps=_steps(circular),
        may_submit=state == CircularState.DRAFT and policies.may_draft(actor),
        may_return=waits and policies.may_check(actor),
        may_review=state == CircularState.SUBMITTED
        and policies.may_review_circular(actor, issuing.hands(circular)),
        may_sign=state == CircularState.REVIEWED
        and policies.may_sign_circular(actor, issuing.writers(circular)),
        may_withdraw=issued and policies.may_withdraw(actor),
        may_replace=state in REPLACEABLE and successor is None and policies.may_draft(actor),
        obstacles=issuing.obstacles(circular) if waits else (),
        publication=publication,
        tally=tally(publication) if publication else None,
        successor=successor,
    )


def tally(publication: Publication) -> Tally:
    """How far a publication has got with its units (one query)."""
    found = Delivery.objects.filter(publication=publication).aggregate(
        sent=Count("id"),
        received=Count("id", filter=Q(received_at__isnull=False)),
        replied=Count("id", filter=Q(replied_at__isnull=False)),
    )
    return Tally(**found)


def tracking(publication: Publication) -> Sequence[Received]:
    """What each unit did with it, in printed order of the units."""
    found = Delivery.objects.filter(publication=publication).select_related(
        "publication__tenant", "unit", "received_by", "replied_by"
    )
    return [as_received(each) for each in found.order_by("unit__order", "unit_id")]


def _steps(circular: Circular) -> tuple[Step, ...]:
    return (
        Step("起草", circular.edited_by or circular.created_by, circular.edited_at or circular.created_at),
        Step("送审", circular.submitted_by, circular.submitted_at),
        Step("审核", circular.reviewed_by, circular.reviewed_at),
        Step("签发", circular.signed_by, circular.issued_at),
    )
