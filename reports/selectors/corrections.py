"""Reads of corrections: what a unit may ask, what waits, what a period's revisions changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reports import policies
from reports.corrections import ChangedFigure, figures_changed
from reports.models import Correction, Period, Snapshot
from reports.selectors import figures, periods
from reports.selectors.filed import corrections_of, filed, values_now
from reports.snapshot import IndicatorSpec, SnapshotData
from units.actors import Actor
from units.errors import NotFound
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a request, old and new as typed; an empty text is an empty field."""

    spec: IndicatorSpec
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it is read: the correction with its cells in the order of the form."""

    correction: Correction
    cells: tuple[Cell, ...]
    may_decide: bool

    @property
    def waits(self) -> bool:
        return bool(self.correction.state == Correction.State.ASKED)


@dataclass(frozen=True, slots=True)
class UnitCorrections:
    """A unit's corrections of one closed period, and its figures as they stand.

    `values` are None where it filed nothing; `known` counts the corrections granted.
    """

    period: Period
    unit: Unit
    values: Mapping[str, str] | None
    known: int
    requests: tuple[Request, ...]
    may_ask: bool

    @property
    def waiting(self) -> Request | None:
        return next((each for each in self.requests if each.waits), None)


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision of a period, the requests that led to it, and the figures it changed; the first changed none."""

    snapshot: Snapshot
    requests: tuple[Request, ...]
    figures: tuple[ChangedFigure, ...]


def of_unit(actor: Actor, period: Period, unit: Unit) -> UnitCorrections:
    """What the page of a unit's corrections shows; NotFound for whoever may not know of them."""
    if not policies.may_see_corrections(actor, unit.pk):
        raise NotFound("没有这个单位，或者它不归您填报。请从“本单位”页重新进入。")
    submission = None if period.is_open else filed().filter(period=period, unit=unit).first()
    requests = _requests(actor, period, {"unit": unit})
    waits = any(each.waits for each in requests)
    return UnitCorrections(
        period=period,
        unit=unit,
        values=None if submission is None else values_now(submission),
        known=0 if submission is None else corrections_of(submission),
        requests=requests,
        may_ask=submission is not None and not waits and policies.may_ask_correction(actor, unit.pk),
    )


def latest(period: Period, unit: Unit) -> Correction | None:
    """The unit's latest request for a period; None without a query while the period is open."""
    return None if period.is_open else Correction.objects.filter(period=period, unit=unit).first()


def waiting(actor: Actor, period: Period) -> Sequence[Correction]:
    """Requests for a period that wait for 安委办; none without a query for others and while it is open."""
    if period.is_open or not policies.may_review(actor):
        return ()
    found = Correction.objects.filter(period=period, state=Correction.State.ASKED)
    return list(found.select_related("unit"))


def belongs(correction_id: int, period: Period, unit: Unit) -> bool:
    """Whether the request of this number is one of the unit's for the period."""
    return Correction.objects.filter(pk=correction_id, period=period, unit=unit).exists()


def requests(actor: Actor, period: Period) -> tuple[Request, ...]:
    """All requests of a period that this person may read, the latest first (one query)."""
    visible = {} if policies.may_see_closed_figures(actor) else {"unit__in": actor.own_units}
    return _requests(actor, period, visible)


def revisions(actor: Actor, period: Period) -> tuple[Revision, ...]:
    """A closed period's revisions, the latest first; none for people of units, who see all units' figures nowhere."""
    if not policies.may_see_closed_figures(actor):
        return ()
    snapshots = list(Snapshot.objects.filter(period=period).select_related("created_by").order_by("revision"))
    closed = figures.of_snapshots(actor, period, snapshots)
    asked = [each for each in requests(actor, period) if each.correction.snapshot_id]
    changed = [figures_changed(one.figures, other.figures) for one, other in pairwise(closed)]
    return tuple(
        Revision(
            snapshot,
            tuple(each for each in asked if each.correction.snapshot_id == snapshot.pk),
            found,
        )
        for snapshot, found in reversed(list(zip(snapshots, [(), *changed], strict=False)))
    )


def corrected_before(period: Period, snapshot: Snapshot) -> Sequence[SnapshotData]:
    """Earlier periods whose figures were corrected after the one before this was closed, the oldest first.

    As of the making of `snapshot`, a revision of `period`: the circular of the period before could not tell yet.
    """
    chain = periods.chain_before(period)
    before = chain.first()
    if before is None or before.closed_at is None:
        return ()
    found = (
        Snapshot.objects.filter(period__in=chain.order_by(), revision__gt=1)
        .filter(created_at__gt=before.closed_at, created_at__lte=snapshot.created_at)
        .exclude(changes=[])
        .order_by("period__cutoff_at", "period_id", "-revision")
        .distinct("period__cutoff_at", "period_id")
    )
    return [each.data for each in found]


def _requests(actor: Actor, period: Period, narrowed: Mapping[str, Any]) -> tuple[Request, ...]:
    found = Correction.objects.filter(period=period, **narrowed).select_related(
        "unit", "asked_by", "decided_by"
    )
    specs = period.form.specs()
    return tuple(_request(actor, each, specs) for each in found)


def _request(actor: Actor, correction: Correction, specs: Sequence[IndicatorSpec]) -> Request:
    cells = tuple(
        Cell(spec, *correction.changes[spec.code]) for spec in specs if spec.code in correction.changes
    )
    return Request(correction, cells, policies.may_decide_correction(actor, correction.asked_by_id))
