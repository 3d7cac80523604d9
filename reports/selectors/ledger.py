"""The ledger counted for a campaign: which hazards count, in which period, and why the others do not (I1).

One query, the SQL twin of `hazards/counting.count`; the two are tested against each other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)  # fmt: skip

from hazards import counting
from hazards.counting import Reason, Window
from hazards.life import ACCEPTED, Status
from hazards.models import EnterpriseKind, FoundBy, Hazard
from hazards.selectors import ledger as ledger_reads
from reports.ledger_part import reported_words
from reports.models import Campaign, Cycle, Period
from units.actors import Actor

K = TypeVar("K")
_NOTHING = Value(None, output_field=CharField())
_SHARED = ("unit_id", "sector", "found_by", "status", "label", "reason", "period")
"""What the hazards of a line have in common."""


@dataclass(frozen=True, slots=True)
class Line:
    """How many filed hazards (条) share unit, sector, finder, status, period of discovery and where they count.

    `window` is the period on whose days they were discovered, whether they count or not; None for no period.
    """

    unit_id: int
    sector: str
    found_by: FoundBy
    status: Status
    window: str | None
    count: counting.Count
    total: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A campaign's filed hazards by where they count. Never filed ones are no reports and not among them."""

    lines: tuple[Line, ...]

    def by_period(self) -> Mapping[tuple[int, str, FoundBy], int]:
        """Hazards that count, by unit, period and finder."""
        return _summed(
            ((line.unit_id, line.count.period, line.found_by), line.total)
            for line in self.lines
            if line.count.period is not None
        )

    def by_reason(self) -> Mapping[tuple[int, Reason], int]:
        """Hazards that do not count, by unit and reason."""
        return _summed(
            ((line.unit_id, line.count.reason), line.total)
            for line in self.lines
            if line.count.reason is not None
        )

    def pending(self, unit_id: int) -> int:
        """A unit's hazards not decided yet: under review, returned, or of no period so far."""
        return sum(
            line.total for line in self.lines if line.unit_id == unit_id and line.count == counting.PENDING
        )

    def reported(self, unit_id: int) -> int:
        """A unit's hazards ever filed."""
        return sum(line.total for line in self.lines if line.unit_id == unit_id)

    def words(self, unit_id: int) -> str:
        """A unit's standing as circulars put it: 报送3条，均不符合判定标准."""
        excluded = {reason: total for (unit, reason), total in self.by_reason().items() if unit == unit_id}
        counts = sum(total for (unit, _, _), total in self.by_period().items() if unit == unit_id)
        return reported_words(counts, excluded, self.pending(unit_id))


def counted(actor: Actor, campaign: Campaign) -> Counted:
    """The campaign's hazards that this person may see, counted in one query."""
    rows = (
        placed(in_campaign(actor, campaign), campaign)
        .order_by()
        .values(*_SHARED)
        .annotate(total=Count("id"))
        .order_by(*_SHARED)
    )
    return Counted(tuple(_line(row) for row in rows))


def cumulative(
    actor: Actor, campaign: Campaign, period: Period
) -> Mapping[tuple[int, FoundBy], tuple[int, int]]:
    """Hazards that count up to a period's end, and of these closed by its cutoff, by unit and finder: one query.

    What was reopened since is not closed.
    """
    labels = Period.objects.filter(campaign=campaign, cutoff_at__lte=period.cutoff_at).values("label")
    rows = (
        placed(in_campaign(actor, campaign), campaign, Cycle(period.cycle))
        .filter(period__in=labels)
        .order_by()
        .values("unit_id", "found_by")
        .annotate(total=Count("id"), closed=Count("id", filter=Q(closed_at__lt=period.cutoff_at)))
    )
    return {(row["unit_id"], FoundBy(row["found_by"])): (row["total"], row["closed"]) for row in rows}


def counts_by_hazard(actor: Actor, campaign: Campaign) -> Mapping[int, counting.Count]:
    """Where each filed hazard counts, by its id: for lists and exports."""
    rows = placed(in_campaign(actor, campaign), campaign).values("id", "reason", "period")
    return {row["id"]: _count(row) for row in rows}


def windows(campaign: Campaign) -> Sequence[Window]:
    """The campaign's periods as `hazards/counting.count` takes them: months first, each by its cutoff."""
    periods = Period.objects.filter(campaign=campaign).order_by(*first_of(Cycle.MONTHLY))
    return [Window(each.label, each.starts_on, each.ends_on, each.cutoff_at) for each in periods]


def first_of(cycle: Cycle) -> Sequence[Any]:
    """The order of periods in which the first that holds a day is the hazard's: those of `cycle` go before.

    A hazard discovered in a week and in a month counts in the month, and is late by its cutoff (I1); a weekly
    table asks the same of the weeks.
    """
    rank = Case(When(cycle=cycle, then=0), When(cycle=Cycle.MONTHLY, then=1), default=2)
    return rank, "cutoff_at", "id"


def in_campaign(actor: Actor, campaign: Campaign) -> QuerySet[Hazard]:
    """The filed hazards a campaign answers for: those of its days, and of the days no campaign has before it.

    Days after every campaign are the last one's. So each hazard is one campaign's, unless their days overlap.
    """
    day = OuterRef("discovered_on")
    others = Campaign.objects.exclude(pk=campaign.pk)
    elsewhere = others.filter(starts_on__lte=day, ends_on__gte=day)
    sooner = others.filter(starts_on__gt=day, starts_on__lt=campaign.starts_on)
    later = others.filter(Q(starts_on__gt=day) | Q(ends_on__lt=day, ends_on__gt=campaign.ends_on))
    before = Q(discovered_on__lt=campaign.starts_on) & ~Exists(elsewhere) & ~Exists(sooner)
    after = Q(discovered_on__gt=campaign.ends_on) & ~Exists(elsewhere) & ~Exists(later)
    own = Q(discovered_on__range=(campaign.starts_on, campaign.ends_on))
    return ledger_reads.ledger(actor).filter(own | before | after, first_filed_at__isnull=False)


def placed(hazards: QuerySet[Hazard], campaign: Campaign, cycle: Cycle = Cycle.MONTHLY) -> QuerySet[Any]:
    """Each hazard with `reason` and `period`, at most one of them set; in the order of `counting.count`."""
    day = OuterRef("discovered_on")
    window = Period.objects.filter(campaign=campaign, starts_on__lte=day, ends_on__gte=day)
    first = window.order_by(*first_of(cycle))
    accepted = Q(status__in=list(ACCEPTED))
    windowed: QuerySet[Any] = hazards.annotate(
        label=Subquery(first.values("label")[:1]),
        cutoff=Subquery(first.values("cutoff_at")[:1], output_field=DateTimeField()),
    )
    judged: QuerySet[Any] = windowed.annotate(
        reason=Case(
            When(status=Status.WITHDRAWN, then=Value(Reason.WITHDRAWN.value)),
            When(status=Status.EXCLUDED, then=F("exclusion")),
            When(~accepted, then=_NOTHING),
            When(enterprise__kind=EnterpriseKind.OTHER, then=Value(Reason.NOT_AN_ENTERPRISE.value)),
            When(discovered_on__lt=campaign.starts_on, then=Value(Reason.BEFORE_CAMPAIGN.value)),
            When(first_filed_at__gte=F("cutoff"), then=Value(Reason.AFTER_CUTOFF.value)),
            default=_NOTHING,
            output_field=CharField(),
        ),
    )
    found: QuerySet[Any] = judged.annotate(
        period=Case(
            When(accepted & Q(reason__isnull=True), then=F("label")),
            default=_NOTHING,
            output_field=CharField(),
        ),
    )
    return found


def _line(row: Mapping[str, Any]) -> Line:
    return Line(
        unit_id=row["unit_id"],
        sector=row["sector"],
        found_by=FoundBy(row["found_by"]),
        status=Status(row["status"]),
        window=row["label"],
        count=_count(row),
        total=row["total"],
    )


def _count(row: Mapping[str, Any]) -> counting.Count:
    return counting.Count(row["period"], Reason(row["reason"]) if row["reason"] else None)


def _summed(pairs: Iterable[tuple[K, int]]) -> Mapping[K, int]:
    sums: Counter[K] = Counter()
    for key, total in pairs:
        sums[key] += total
    return sums
