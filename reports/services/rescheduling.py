"""Moving the cutoff or the closing of an open period, and noting where its figures come from."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from reports import locking, policies
from reports.models import Cycle, DutyExtension, Period
from reports.schedule import cutoff_text, is_late
from reports.selectors import planning
from units import audit
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed

TEXT = 200
"""Characters of a reason or a note at most."""


@transaction.atomic
def reschedule(
    *, actor: Actor, period: Period, cutoff_at: datetime, close_at: datetime, reason: str, at: datetime
) -> Period:
    """Move an open period's cutoff, its closing, or both; the trail keeps old, new and reason.

    Neither is moved to `at` or before: nobody becomes late, and nothing is closed, behind the units' backs.
    Conflict when the period is closed, when periods of its cycle would change places, or when an extension
    granted lasts longer than the period would; Invalid for dates in the wrong order or without a reason.
    """
    _require_set_up(actor)
    period = locking.lock(period.pk)
    locking.require_open(period)
    reason = reason.replace("\0", "").strip()
    if not reason or len(reason) > TEXT:
        raise Invalid(f"请写明改期的原因（最多{TEXT}字），各单位会问到。")
    if (cutoff_at, close_at) == (period.cutoff_at, period.close_at):
        raise Invalid("截止和关账时间都没有改动，没有存入。")
    _require_ahead(period, cutoff_at, close_at, at)
    _require_place(period, cutoff_at, close_at)
    before = {"cutoff_at": period.cutoff_at.isoformat(), "close_at": period.close_at.isoformat()}
    after = {"cutoff_at": cutoff_at.isoformat(), "close_at": close_at.isoformat()}
    words = "，".join(changes(period, cutoff_at, close_at))
    period.cutoff_at, period.close_at = cutoff_at, close_at
    period.save(update_fields=["cutoff_at", "close_at"])
    audit.record(
        actor=actor,
        at=at,
        action="period.rescheduled",
        about=period,
        summary=f"{period.title}{words}。原因：{reason}",
        detail={"before": before, "after": after, "reason": reason},
    )
    return period


@transaction.atomic
def annotate(*, actor: Actor, period: Period, note: str, at: datetime) -> Period:
    """Say where a period's figures come from; shown wherever the period is. Open and closed ones alike."""
    _require_set_up(actor)
    note = note.replace("\0", "").strip()
    if len(note) > TEXT:
        raise Invalid(f"备注最多{TEXT}字，请写短些。")
    period = locking.lock(period.pk)
    detail = {"before": period.note, "after": note}
    period.note = note
    period.save(update_fields=["note"])
    audit.record(
        actor=actor,
        at=at,
        action="period.noted",
        about=period,
        summary=f"{period.title}备注：{note}",
        detail=detail,
    )
    return period


def changes(period: Period, cutoff_at: datetime, close_at: datetime) -> Sequence[str]:
    """What would change, in words: 截止由9月24日24:00改为9月26日24:00."""
    zone = period.tenant.zone
    pairs = (("截止", period.cutoff_at, cutoff_at), ("关账", period.close_at, close_at))
    return [
        f"{name}由{cutoff_text(old, zone)}改为{cutoff_text(new, zone)}"
        for name, old, new in pairs
        if old != new
    ]


def _require_ahead(period: Period, cutoff_at: datetime, close_at: datetime, at: datetime) -> None:
    zone = period.tenant.zone
    if close_at < cutoff_at:
        raise Invalid(
            f"关账时间{cutoff_text(close_at, zone)}早于截止时间{cutoff_text(cutoff_at, zone)}，请核对。"
        )
    for name, old, new in (("截止", period.cutoff_at, cutoff_at), ("关账", period.close_at, close_at)):
        if new != old and is_late(at, new):
            raise Invalid(f"新的{name}时间{cutoff_text(new, zone)}已经过去。只能改到现在以后的时间。")


def _require_place(period: Period, cutoff_at: datetime, close_at: datetime) -> None:
    """Periods of a cycle keep their order: each one's increments refer to the one before."""
    first, last = sorted((period.cutoff_at, cutoff_at))
    between = Period.objects.filter(
        campaign=period.campaign_id, cycle=period.cycle, cutoff_at__gte=first, cutoff_at__lte=last
    ).exclude(pk=period.pk)
    if other := between.first():
        zone = period.tenant.zone
        raise Conflict(
            f"{other.title}在{cutoff_text(other.cutoff_at, zone)}截止，{period.title}不能与它换先后。请另选时间。"
        )
    if closed := planning.closed_from(period.campaign, Cycle(period.cycle), cutoff_at):
        raise Conflict(f"{closed.title}已经关账，{period.title}的截止不能改到它之前。请另选时间。")
    longest = DutyExtension.objects.filter(period=period, until__gt=close_at).select_related("unit").first()
    if longest is not None:
        until = cutoff_text(longest.until, period.tenant.zone)
        raise Conflict(f"已准许{longest.unit}延期到{until}，关账不能早于它。请先收回延期，或另选关账时间。")


def _require_set_up(actor: Actor) -> None:
    if not policies.may_set_up(actor):
        raise NotAllowed("期次的截止和关账由安委办或管理员设置，请与他们联系。")
