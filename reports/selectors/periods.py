"""Reads of periods: which there are, which comes before which, who owes a filing in one."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from reports.models import Cycle, Period, PeriodState, Snapshot, Submission
from reports.transitions import State
from units.errors import NotFound
from units.models import Unit


def periods() -> Sequence[Period]:
    """All periods of the open tenant, the latest first."""
    return list(Period.objects.select_related("campaign", "form"))


def period_by_label(label: str) -> Period:
    """The period of this label; NotFound names the labels there are."""
    # An address may carry a null character, which the database does not take as text.
    found = Period.objects.select_related("campaign", "form").filter(label=label.replace("\0", "�")).first()
    if found is None:
        known = "、".join(Period.objects.values_list("label", flat=True)[:12]) or "还没有任何一期"
        raise NotFound(f"没有“{label}”这一期。现有：{known}。")
    return found


def current_period() -> Period | None:
    """The open period that is due next, else the latest one; None when there is none at all."""
    found = Period.objects.select_related("campaign", "form")
    due = found.filter(state=PeriodState.OPEN).order_by("cutoff_at", "id").first()
    return due or found.first()


def preceding(period: Period) -> Period | None:
    """The period this one is compared with, see `chain_before`; None for the first."""
    return chain_before(period).first()


def chain_before(period: Period) -> QuerySet[Period]:
    """The periods before this one in its campaign, the nearest first.

    A monthly one follows the monthly ones, a weekly one the weekly ones; one called for by hand follows all.
    """
    earlier = Q(cutoff_at__lt=period.cutoff_at) | Q(cutoff_at=period.cutoff_at, id__lt=period.pk)
    chain = Q() if period.cycle == Cycle.IRREGULAR else Q(cycle=period.cycle)
    return Period.objects.filter(earlier, chain, campaign=period.campaign_id).order_by("-cutoff_at", "-id")


def latest_snapshot(period: Period) -> Snapshot | None:
    """The newest revision of a period's snapshot; None while it is open."""
    return Snapshot.objects.filter(period=period).order_by("-revision").first()


def due_to_close(now: datetime) -> Sequence[Period]:
    """Open periods whose closing time has come and in which no extension runs any more, the oldest first."""
    due = Period.objects.filter(state=PeriodState.OPEN, close_at__lte=now)
    return list(due.exclude(extensions__until__gt=now).order_by("cutoff_at", "id"))


def owing_units(period: Period) -> QuerySet[Unit]:
    """The units of an open period in printed order: those obliged today, and those that have filed.

    A unit merged away after it filed stays in: what it was told is filed must not vanish (I7).
    """
    filed = Submission.objects.filter(period=period, state=State.FILED).values("unit_id")
    return Unit.objects.filter(Q(obliged=True, is_active=True) | Q(id__in=filed))
