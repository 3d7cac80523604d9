"""Reads of circulars."""

from collections.abc import Sequence

from notices import policies
from notices.models import Circular, CircularKind, CircularState
from notices.models.circulars import OPEN_STATES
from reports.models import Period, PeriodState, Snapshot
from units.actors import Actor
from units.errors import NotAllowed, NotFound


def circular_of(actor: Actor, period: Period, revision: str = "") -> Circular:
    """The newest monthly circular drafted for a period, or that of a revision; NotFound when there is none."""
    if not policies.may_read_draft(actor):
        raise NotAllowed("通报印发前只供安委办和领导查看。")
    found = drafts(period)
    circular = next((each for each in found if revision in {"", _revision(each)}), None)
    if circular is None and found:
        raise NotFound(f"{period.title}没有依据这一版数据的通报。请从本期页面重新进入。")
    if circular is None:
        raise NotFound(f"{period.title}还没有起草通报。关账后可在本期页面起草。")
    return circular


def drafted(period: Period) -> Circular | None:
    """The newest monthly circular of a period, if any."""
    return next(iter(drafts(period)), None)


def drafts(period: Period, kind: CircularKind = CircularKind.MONTHLY) -> Sequence[Circular]:
    """The circulars of a kind drafted for a period, that of the newest revision first."""
    found = Circular.objects.filter(period=period, kind=kind).select_related("snapshot", "created_by")
    return list(found.order_by("-snapshot__revision", "-id"))


def periods_without_circular() -> Sequence[Period]:
    """Closed periods whose newest snapshot no monthly circular was drafted from, the oldest first.

    Left out are those with a monthly circular on its way that people have changed or handed on: it is written again
    by them, and a second one beside it would leave nobody knowing which is meant.
    """
    newest = (
        Snapshot.objects.filter(period__state=PeriodState.CLOSED)
        .order_by("period_id", "-revision")
        .distinct("period_id")
    )
    monthly = Circular.objects.filter(kind=CircularKind.MONTHLY)
    # Evaluated first: of each period its newest revision, and only then those not drafted from.
    waiting = Snapshot.objects.filter(id__in=list(newest.values_list("id", flat=True))).exclude(
        id__in=monthly.filter(snapshot__isnull=False).values("snapshot_id")
    )
    at_work = monthly.filter(state__in=OPEN_STATES).exclude(state=CircularState.DRAFT, edited_at=None)
    return list(
        Period.objects.filter(snapshots__in=waiting)
        .exclude(id__in=at_work.filter(period__isnull=False).values("period_id"))
        .select_related("campaign", "form")
        .order_by("cutoff_at")
    )


def _revision(circular: Circular) -> str:
    return str(circular.snapshot.revision) if circular.snapshot else ""
