"""Reads of circulars."""

from collections.abc import Sequence

from notices import policies
from notices.models import Circular
from reports.models import Period, PeriodState, Snapshot
from units.actors import Actor
from units.errors import NotAllowed, NotFound


def circular_of(actor: Actor, period: Period) -> Circular:
    """The newest circular drafted for a period; NotFound when there is none."""
    if not policies.may_read_draft(actor):
        raise NotAllowed("通报印发前只供安委办和领导查看。")
    circular = Circular.objects.filter(period=period).select_related("snapshot").first()
    if circular is None:
        raise NotFound(f"{period.title}还没有起草通报。关账后可在本期页面起草。")
    return circular


def drafted(period: Period) -> Circular | None:
    """The newest circular of a period, if any."""
    return Circular.objects.filter(period=period).first()


def periods_without_circular() -> Sequence[Period]:
    """Closed periods whose newest snapshot no circular was drafted from, the oldest first."""
    newest = (
        Snapshot.objects.filter(period__state=PeriodState.CLOSED)
        .order_by("period_id", "-revision")
        .distinct("period_id")
        .values("id")
    )
    drafted_snapshots = Circular.objects.values("snapshot_id")
    return list(
        Period.objects.filter(snapshots__in=newest)
        .exclude(snapshots__in=drafted_snapshots)
        .select_related("campaign", "form")
        .order_by("cutoff_at")
    )
