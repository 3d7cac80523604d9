"""催报: asking units for what they still owe in a period."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from notices import policies, reminding
from notices.models import Reminder
from reports.models import Period
from reports.selectors.desk import Desk, DeskRow, desk
from units import audit
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed, NotFound


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a press of 催报 came to: names of units now reminded, and of those reminded of the same today already."""

    made: tuple[str, ...]
    again: tuple[str, ...]


@transaction.atomic
def remind(*, actor: Actor, period: Period, unit_ids: Collection[int], at: datetime) -> Reminded:
    """Remind these units of all they owe; of the same things once a day, however often it is asked.

    NotAllowed for everybody but 安委办; Conflict when the period is closed or none of the units owes anything
    any more; NotFound for a unit that this period does not ask; Invalid when none was chosen.
    """
    if not policies.may_remind(actor):
        raise NotAllowed("催报由安委办办理。您可以看谁还没有报，请安委办催报。")
    if not period.is_open:
        raise Conflict(f"{period.title}已经关账，不能再报，也就不用催报。确需更改的，请办理更正。")
    if not unit_ids:
        raise Invalid("没有选中要催报的单位。请在单位前打勾，或点单位右边的“催报”。")
    rows = _owing(period, desk(actor, period, now=at), frozenset(unit_ids))
    made: list[str] = []
    again: list[str] = []
    for row in rows:
        _, created = _make(actor, period, row, at)
        (made if created else again).append(row.unit.name)
    if made:
        audit.record(
            actor=actor,
            at=at,
            action="period.reminded",
            about=period,
            summary=f"催报{period.title}{len(made)}家：{'、'.join(made)}",
        )
    return Reminded(tuple(made), tuple(again))


def _owing(period: Period, found: Desk, unit_ids: frozenset[int]) -> list[DeskRow]:
    """The rows of these units that owe something; who filed since the page was opened is left out."""
    rows = [row for row in found.rows if row.unit.pk in unit_ids]
    if len(rows) < len(unit_ids):
        raise NotFound(f"{period.title}的应报单位里没有要催报的单位，它可能已撤并。请刷新页面再选。")
    owing = [row for row in rows if row.owes]
    if not owing:
        names = "、".join(row.unit.name for row in rows)
        raise Conflict(f"{names}已经报齐，不用催报。请刷新页面看最新情况。")
    return owing


def _make(actor: Actor, period: Period, row: DeskRow, at: datetime) -> tuple[Reminder, bool]:
    """The unit's reminder of today, and whether this press made it: of rivals one does (I6)."""
    zone = period.tenant.zone
    return Reminder.objects.get_or_create(
        key=reminding.key(period.pk, row.unit.pk, row.owes, at.astimezone(zone).date()),
        defaults={
            "period": period,
            "unit": row.unit,
            "text": reminding.text(period.title, row.owes, at, zone),
            "at": at,
            "by_id": actor.user_id,
        },
    )
