"""Closing a period: freeze who owed what, mark late and missing, write the snapshot (I4, I6)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from reports import locking, policies, standing
from reports.models import Duty, Obligation, Period, PeriodState, Snapshot
from reports.schedule import cutoff_text
from reports.selectors import periods as selectors
from reports.selectors import standing_board
from reports.selectors.snapshot_content import content_of, extension_words, settled
from reports.selectors.standing_board import UnitDuties
from reports.snapshot import TIMELINESS_LABELS, SnapshotData, Timeliness, digest
from units import audit
from units.actors import Actor
from units.errors import Conflict, NotAllowed

SHOWN = 5
"""So many units are named in a refusal."""


@transaction.atomic
def close_period(*, actor: Actor, period: Period, at: datetime) -> Snapshot:
    """Close a period and return its snapshot; closing it again returns the same one.

    The period's row is locked first: of any number of rivals one closes, the others find it closed.
    Conflict before the cutoff, while an extension runs that is not used yet, and while the period before it
    is still open (the increments would hang in the air).
    """
    if not policies.may_review(actor):
        raise NotAllowed("关账由安委办办理。")
    locked = locking.lock(period.pk)
    if not locked.is_open:
        return Snapshot.objects.filter(period=locked).latest("revision")
    before = selectors.preceding(locked)
    _require_closable(locked, before, at)
    found = standing_board.duties(locked, now=at)
    _require_extensions_over(locked, found, at)
    content = content_of(locked, before, found, at)
    Obligation.objects.bulk_create(_obligations(locked, found))
    snapshot = _store(locked, content, actor, at)
    locked.state, locked.closed_at, locked.closed_by_id = PeriodState.CLOSED, at, actor.user_id
    locked.save(update_fields=["state", "closed_at", "closed_by"])
    audit.record(
        actor=actor,
        at=at,
        action="period.closed",
        about=locked,
        summary=f"{locked.title}关账：{_summary(content)}",
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


def _require_extensions_over(period: Period, found: Sequence[UnitDuties], at: datetime) -> None:
    """Nobody is called missing who was told to have time until later."""
    waiting = [duties for duties in found if duties.may_still_come(at)]
    if waiting:
        names = "、".join(
            f"{each.unit.name}{extension_words(period, each.extension)}" for each in waiting[:SHOWN]
        )
        raise Conflict(
            f"还有{len(waiting)}家在延期之内没有报齐：{names}。请等延期期满，或先取消延期，再关账。"
        )


def _obligations(period: Period, found: Sequence[UnitDuties]) -> Iterator[Obligation]:
    """Who owed what and how it stood, one row for each duty."""
    for duties in found:
        standings = {Duty.FORM: (duties.form, duties.form_nil)}
        if duties.owes_ledger:
            standings[Duty.LEDGER] = (duties.ledger, duties.ledger_nil)
        extension = duties.extension
        for duty, (how, nil) in standings.items():
            yield Obligation(
                period=period,
                unit=duties.unit,
                duty=duty,
                timeliness=settled(how).value,
                nil=nil,
                extended_until=extension.until if extension else None,
                extension_reason=extension.reason if extension else "",
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
    """应报3家；调度表：按时2家、缺报1家；台账：按时3家（其中零报告1家）. Standings of nobody are left out."""
    form = [unit.timeliness for unit in content.units]
    ledger = [unit.ledger for unit in content.units if unit.ledger is not None]
    parts = [f"应报{len(form)}家"]
    if form:
        parts.append(_counted("调度表", form, sum(unit.nil for unit in content.units)))
    if ledger:
        parts.append(_counted("台账", ledger, sum(unit.ledger_nil for unit in content.units)))
    return "；".join(parts)


def _counted(duty: str, standings: Sequence[Timeliness], nil: int) -> str:
    counts = standing.counts(standings)
    words = "、".join(f"{TIMELINESS_LABELS[each]}{count}家" for each, count in counts.items() if count)
    return f"{duty}：{words}" + (f"（其中零报告{nil}家）" if nil else "")
