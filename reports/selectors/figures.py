"""Reads of what is closed: figures, rankings and trends, always from snapshots (I4, I5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from reports import figures as catalogue
from reports import policies
from reports.figures import Figure
from reports.models import Period, PeriodState, Snapshot
from reports.ranking import Ranking, rank
from reports.selectors import periods
from reports.snapshot import SnapshotData
from units.actors import Actor
from units.errors import Conflict, NotAllowed


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """A closed period's snapshot, the one before it, all before it in the campaign, and every figure.

    `earlier` are the oldest first, the one before included.
    """

    period: Period
    snapshot: Snapshot
    data: SnapshotData
    previous: SnapshotData | None
    figures: tuple[Figure, ...]
    earlier: tuple[SnapshotData, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The content of `figures.json`."""
        return {
            "tenant": self.data.tenant,
            "period": self.data.period,
            "revision": self.data.revision,
            "snapshot_sha256": self.snapshot.sha256,
            "figures": [figure.to_json() for figure in self.figures],
        }


def closed_period(actor: Actor, period: Period, snapshot: Snapshot | None = None) -> ClosedPeriod:
    """A closed period with its figures, in its newest revision unless one is named; Conflict while it is open."""
    _require_may_see(actor)
    snapshot = snapshot or periods.latest_snapshot(period)
    if snapshot is None:
        raise Conflict(f"{period.title}还没有关账，没有可用的汇总数据。请先关账。")
    (closed,) = of_snapshots(actor, period, [snapshot])
    return closed


def of_snapshots(actor: Actor, period: Period, snapshots: Sequence[Snapshot]) -> Sequence[ClosedPeriod]:
    """Revisions of one period with their figures (two queries).

    Each is compared with the periods before as they stood when the revision was made, so that the figures of a
    revision never change (I4).
    """
    _require_may_see(actor)
    before = periods.preceding(period)
    there = _snapshots_of(periods.chain_before(period)) if before else {}
    return [_closed(period, snapshot, before, there) for snapshot in snapshots]


def closed_periods() -> Sequence[Period]:
    """Closed periods of the open tenant, the latest first."""
    return list(Period.objects.filter(state=PeriodState.CLOSED).select_related("campaign", "form"))


def ranking(closed: ClosedPeriod, measure: str) -> Ranking:
    """The units ranked by one measure of the closed period."""
    return rank(closed.data, measure)


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One closed period of a campaign with a few of its figures by key."""

    period: Period
    figures: dict[str, Figure]


def trend(actor: Actor, period: Period, keys: Sequence[str]) -> Sequence[TrendPoint]:
    """The named figures in each closed period this one follows, and in itself, the oldest first."""
    _require_may_see(actor)
    followed = periods.chain_before(period).order_by().values("pk")
    snapshots = (
        Snapshot.objects.filter(Q(period=period) | Q(period__in=followed))
        .select_related("period")
        .order_by("period__cutoff_at", "period_id", "-revision")
        .distinct("period__cutoff_at", "period_id")
    )
    points: list[TrendPoint] = []
    earlier: list[SnapshotData] = []
    for snapshot in snapshots:
        data = snapshot.data
        found = catalogue.by_key(catalogue.compute(data, earlier[-1] if earlier else None, earlier))
        points.append(TrendPoint(snapshot.period, {key: found[key] for key in keys if key in found}))
        earlier.append(data)
    return points


def _require_may_see(actor: Actor) -> None:
    if not policies.may_see_closed_figures(actor):
        raise NotAllowed("各单位的汇总数据在通报印发前只供安委办和领导查看。")


def _snapshots_of(chain: QuerySet[Period]) -> Mapping[int, Sequence[Snapshot]]:
    """All revisions of the periods, the oldest period first, of each the newest first."""
    found: dict[int, list[Snapshot]] = {}
    rows = Snapshot.objects.filter(period__in=chain.order_by())
    for snapshot in rows.order_by("period__cutoff_at", "period_id", "-revision"):
        found.setdefault(snapshot.period_id, []).append(snapshot)
    return found


def _closed(
    period: Period, snapshot: Snapshot, before: Period | None, there: Mapping[int, Sequence[Snapshot]]
) -> ClosedPeriod:
    known = {pk: found for pk, each in there.items() for found in [_as_of(each, snapshot)] if found}
    earlier = {pk: found.data for pk, found in known.items()}
    data, previous = snapshot.data, earlier.get(before.pk) if before else None
    chain = tuple(earlier.values())
    return ClosedPeriod(period, snapshot, data, previous, catalogue.compute(data, previous, chain), chain)


def _as_of(newest_first: Sequence[Snapshot], snapshot: Snapshot) -> Snapshot | None:
    """The revision that was the newest when `snapshot` was made; the first was there before any other period's."""
    there = (each for each in newest_first if each.created_at <= snapshot.created_at or each.revision == 1)
    return next(there, None)
