"""Closing a period: freeze who owed what, mark late and missing, write the snapshot (I4, I6)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from reports import locking, policies
from reports.models import Obligation, Period, PeriodState, Snapshot, Submission
from reports.schedule import cutoff_text
from reports.selectors import periods as selectors
from reports.snapshot import SnapshotData, Timeliness, UnitFiling, digest, values_from
from reports.transitions import State
from units import audit
from units.actors import Actor
from units.errors import Conflict, NotAllowed
from units.models import Unit

FIRST_REVISION = 1


@transaction.atomic
def close_period(*, actor: Actor, period: Period, at: datetime) -> Snapshot:
    """Close a period and return its snapshot; closing it again returns the same one.

    The period's row is locked first: of any number of rivals one closes, the others find it closed.
    Conflict before the cutoff, and while the period before it is still open (the increments would hang in
    the air).
    """
    if not policies.may_review(actor):
        raise NotAllowed("关账由安委办办理。")
    locked = locking.lock(period.pk)
    if not locked.is_open:
        return Snapshot.objects.filter(period=locked).latest("revision")
    before = selectors.preceding(locked)
    _require_closable(locked, before, at)
    content = _content(locked, before, at)
    Obligation.objects.bulk_create(
        Obligation(period=locked, unit_id=unit.unit_id, timeliness=unit.timeliness.value)
        for unit in content.units
        if unit.unit_id is not None
    )
    snapshot = _store(locked, content, actor, at)
    locked.state, locked.closed_at, locked.closed_by_id = PeriodState.CLOSED, at, actor.user_id
    locked.save(update_fields=["state", "closed_at", "closed_by"])
    audit.record(
        actor=actor,
        at=at,
        action="period.closed",
        about=locked,
        summary=f"{locked.title}关账，{_summary(content)}",
        detail={"sha256": snapshot.sha256, "revision": snapshot.revision},
    )
    return snapshot


def close_due_periods(*, actor: Actor, now: datetime) -> list[Snapshot]:
    """Close every period whose closing time has come, the oldest first; doing it twice changes nothing.

    A period whose predecessor is still open (it has a later closing time) waits for it.
    """
    closed = []
    for period in selectors.due_to_close(now):
        before = selectors.preceding(period)
        if before is None or not before.is_open:
            closed.append(close_period(actor=actor, period=period, at=now))
    return closed


def _require_closable(period: Period, before: Period | None, at: datetime) -> None:
    if not period.is_late_at(at):
        due = cutoff_text(period.cutoff_at, period.tenant.zone)
        raise Conflict(f"{period.title}的报送截止时间是{due}，还没有到，不能关账。")
    if before is not None and before.is_open:
        raise Conflict(f"上一期（{before.title}）还没有关账，请先关上一期，否则算不出本期新增。")


def _content(period: Period, before: Period | None, at: datetime) -> SnapshotData:
    submissions = {s.unit_id: s for s in Submission.objects.filter(period=period)}
    earlier = _values_by_unit(before)
    return SnapshotData(
        tenant=period.tenant.slug,
        tenant_name=period.tenant.name,
        campaign=period.campaign.name,
        period=period.label,
        period_title=period.title,
        covers_from=period.campaign.starts_on,
        covers_to=period.ends_on,
        cutoff_at=period.cutoff_at,
        closed_at=at,
        revision=FIRST_REVISION,
        first_of_campaign=before is None,
        synthetic=period.synthetic,
        indicators=period.form.specs(),
        units=tuple(
            _unit_filing(period, unit, submissions.get(unit.pk), earlier.get(unit.pk))
            for unit in selectors.owing_units(period)
        ),
    )


def _values_by_unit(period: Period | None) -> dict[int, Mapping[str, Decimal]]:
    snapshot = selectors.latest_snapshot(period) if period else None
    if snapshot is None:
        return {}
    return {
        unit.unit_id: unit.values
        for unit in snapshot.data.filed
        if unit.unit_id is not None and unit.values is not None
    }


def _unit_filing(
    period: Period, unit: Unit, submission: Submission | None, previous: Mapping[str, Decimal] | None
) -> UnitFiling:
    """A filing that was returned and not filed again is missing: its figures were not accepted."""
    filed = submission is not None and submission.state == State.FILED
    timeliness = Timeliness.MISSING
    if submission is not None and filed and submission.first_filed_at is not None:
        late = period.is_late_at(submission.first_filed_at)
        timeliness = Timeliness.LATE if late else Timeliness.ON_TIME
    return UnitFiling(
        name=unit.name,
        kind=unit.kind,
        order=unit.order,
        timeliness=timeliness,
        nil=submission.nil if submission is not None and filed else False,
        values=values_from(submission.values) if submission is not None and filed else None,
        previous=previous,
        unit_id=unit.pk,
    )


def _store(period: Period, content: SnapshotData, actor: Actor, at: datetime) -> Snapshot:
    body = content.to_json()
    return Snapshot.objects.create(
        period=period,
        revision=content.revision,
        content=body,
        sha256=digest(body),
        created_at=at,
        created_by_id=actor.user_id,
    )


def _summary(content: SnapshotData) -> str:
    counts = {kind: sum(unit.timeliness == kind for unit in content.units) for kind in Timeliness}
    return (
        f"应报{len(content.units)}家，按时{counts[Timeliness.ON_TIME]}家，"
        f"迟报{counts[Timeliness.LATE]}家，缺报{counts[Timeliness.MISSING]}家"
    )
