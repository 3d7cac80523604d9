"""Later revisions of a closed period's snapshot, and of the periods that rest on it (I4)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from reports import corrections
from reports.corrections import ChangedCell, Deltas
from reports.models import Correction, Period, Snapshot
from reports.selectors import filed, periods
from reports.snapshot import SnapshotData, decimal_text, digest
from units.actors import Actor


def lock_from(period: Period) -> Sequence[Period]:
    """Lock this period and all later ones of its campaign, the oldest first; this one is the first.

    Closing one of them, and another correction, wait meanwhile, and are waited for.
    """
    found = Period.objects.filter(campaign=period.campaign_id, cutoff_at__gte=period.cutoff_at)
    locked = list(found.select_for_update(of=("self",)).order_by("cutoff_at", "id"))
    # Of those due at the same instant some may come before it.
    return locked[[each.pk for each in locked].index(period.pk) :]


def revise(*, actor: Actor, correction: Correction, locked: Sequence[Period], at: datetime) -> Snapshot:
    """Write the revision that a correction leads to, and those of later periods, in the caller's transaction.

    `locked` is what `lock_from` gave for the correction's period.
    """
    period, *later = locked
    deltas = corrections.deltas_of(correction.changes)
    newest = _newest(period)
    data = corrections.corrected(newest.data, correction.unit_id, deltas)
    made = _store(period, newest.data, data, correction.reason, actor, at)
    _carry_on(actor, correction, {period.pk: (newest.data, data, deltas)}, later, at)
    return made


Revised = tuple[SnapshotData, SnapshotData, Deltas]


def _carry_on(
    actor: Actor, correction: Correction, revised: dict[int, Revised], later: Sequence[Period], at: datetime
) -> None:
    """A closed period gets a revision when it rests on one whose content has changed.

    Not only its own increments do: its changes in per cent are against the increments of the period before.
    """
    reason = f"随{correction.period.title}更正"
    for period in later:
        before = periods.preceding(period)
        if period.is_open or before is None or before.pk not in revised:
            continue
        was, now, deltas = revised[before.pk]
        newest = _newest(period)
        data, passed = corrections.carried(newest.data, correction.unit_id, deltas)
        # The content differs by its number alone: nothing further rests on this.
        if was.units == now.units and not passed:
            continue
        snapshot = _store(period, newest.data, data, reason, actor, at)
        revised[period.pk] = (newest.data, data, passed)
        _repeat(correction, snapshot, passed)


def _repeat(correction: Correction, snapshot: Snapshot, passed: Deltas) -> None:
    """A nil return repeated the figures of the period before: it is corrected with them, for its unit to see."""
    nil = filed.filed().filter(period=snapshot.period, unit=correction.unit_id, nil=True).first()
    typed = {spec.code for spec in snapshot.data.indicators if spec.cumulative}
    deltas = {code: delta for code, delta in passed.items() if code in typed and delta}
    if nil is None or not deltas:
        return
    stored = filed.values_now(nil)
    Correction.objects.create(
        period=snapshot.period,
        unit_id=correction.unit_id,
        state=Correction.State.GRANTED,
        changes={
            code: [stored.get(code, ""), decimal_text(Decimal(stored.get(code, 0)) + delta)]
            for code, delta in deltas.items()
        },
        reason=snapshot.reason,
        asked_at=correction.asked_at,
        asked_by_id=correction.asked_by_id,
        decided_at=snapshot.created_at,
        decided_by_id=snapshot.created_by_id,
        snapshot=snapshot,
    )


def _newest(period: Period) -> Snapshot:
    return Snapshot.objects.filter(period=period).latest("revision")


def _store(
    period: Period, before: SnapshotData, data: SnapshotData, reason: str, actor: Actor, at: datetime
) -> Snapshot:
    body = data.to_json()
    changed: tuple[ChangedCell, ...] = corrections.cells(before, data)
    return Snapshot.objects.create(
        period=period,
        revision=data.revision,
        content=body,
        reason=reason,
        changes=[cell.to_json() for cell in changed],
        sha256=digest(body),
        created_at=at,
        created_by_id=actor.user_id,
    )
