"""How the ledger stands at a glance: what waits for review, and what a unit has to see to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from hazards import policies
from hazards.life import ACCEPTED, OPEN, Status
from hazards.models import Hazard
from hazards.rectifying import NEAR
from hazards.selectors import ledger as ledger_reads
from hazards.selectors.ledger import Filters
from reports.models import Period
from units.actors import Actor
from units.models import Unit

SHOWN = 5
"""So many records of a kind are named; the others are in the ledger."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The first records of a kind, and how many there are in all."""

    hazards: Sequence[Hazard]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.hazards)


@dataclass(frozen=True, slots=True)
class UnitLedger:
    """A unit's ledger (条). `pressing` are the records whose term has passed or is near.

    `filed`, `accepted`, `waiting` and `excluded` are those discovered in the period, or all where there is
    none; the others do not depend on it.
    """

    filed: int
    accepted: int
    waiting: int
    returned: Listed
    excluded: Listed
    pressing: Listed
    overdue: int
    drafts: int


def waiting_for_review(actor: Actor) -> int:
    """How many records wait for 安委办; 0 without a query for whoever does not review."""
    if not policies.may_review(actor):
        return 0
    return ledger_reads.ledger(actor, Filters(status=Status.FILED)).count()


def unit_ledger(actor: Actor, unit: Unit, period: Period | None, today: date) -> UnitLedger:
    """What stands in a unit's ledger and what it has to see to: four queries."""
    records = ledger_reads.ledger(actor, Filters(unit_id=unit.pk))
    days = Q(discovered_on__range=(period.starts_on, period.ends_on)) if period else Q()
    returned = Q(status=Status.RETURNED)
    excluded = Q(status=Status.EXCLUDED) & days
    pressing = Q(status__in=sorted(OPEN), due_on__lte=today + timedelta(days=NEAR))
    counts = records.order_by().aggregate(
        filed=Count("id", filter=days & Q(first_filed_at__isnull=False)),
        accepted=Count("id", filter=days & Q(status__in=sorted(ACCEPTED))),
        waiting=Count("id", filter=days & Q(status=Status.FILED)),
        drafts=Count("id", filter=Q(status=Status.DRAFT)),
        overdue=Count("id", filter=pressing & Q(due_on__lt=today)),
        returned=Count("id", filter=returned),
        excluded=Count("id", filter=excluded),
        pressing=Count("id", filter=pressing),
    )
    return UnitLedger(
        filed=counts["filed"],
        accepted=counts["accepted"],
        waiting=counts["waiting"],
        returned=Listed(list(records.filter(returned)[:SHOWN]), counts["returned"]),
        excluded=Listed(list(records.filter(excluded)[:SHOWN]), counts["excluded"]),
        pressing=Listed(list(records.filter(pressing).order_by("due_on", "id")[:SHOWN]), counts["pressing"]),
        overdue=counts["overdue"],
        drafts=counts["drafts"],
    )
