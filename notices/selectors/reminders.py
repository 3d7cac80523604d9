"""Reads of reminders: who was reminded last and by whom, what stands before a unit, and who is to be chased."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from notices.models import Reminder
from reports.models import Period, PeriodState
from reports.owed import Owed
from reports.selectors import desk as desks
from reports.selectors import materials, standing_board
from reports.selectors.desk import DeskRow
from units import selectors as units
from units.actors import Actor
from units.models import Unit, User


@dataclass(frozen=True, slots=True)
class Standing:
    """A reminder that a unit still has to see to, and what is left of what was asked."""

    reminder: Reminder
    owed: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call: 填报员 or 单位负责人."""

    role: str
    user: User


@dataclass(frozen=True, slots=True)
class Chased:
    """A unit that owes something, whom to call, and when it was reminded last."""

    row: DeskRow
    contacts: tuple[Contact, ...]
    last: Reminder | None

    @property
    def unit(self) -> Unit:
        return self.row.unit


def last_by_unit(period: Period) -> Mapping[int, Reminder]:
    """Each unit's latest reminder in a period, by unit id (one query)."""
    found = Reminder.objects.filter(period=period).order_by("unit_id", "-at", "-id").distinct("unit_id")
    return {each.unit_id: each for each in found.select_related("by")}


def standing(unit_ids: Collection[int], *, now: datetime) -> Sequence[Standing]:
    """What stands before these units: their latest reminder of each open period they still owe something in.

    One query while there is none; a constant number of each such period otherwise.
    """
    if not unit_ids:
        return []
    found = (
        Reminder.objects.filter(unit__in=unit_ids, period__state=PeriodState.OPEN)
        .order_by("period_id", "unit_id", "-at", "-id")
        .distinct("period_id", "unit_id")
        .select_related("unit", "by", "period__form", "period__campaign")
    )
    by_period: dict[Period, list[Reminder]] = {}
    for each in found:
        by_period.setdefault(each.period, []).append(each)
    return [
        Standing(reminder, left)
        for period, reminders in by_period.items()
        for reminder, left in _left(period, reminders, now)
        if left
    ]


def chase(actor: Actor, period: Period, *, now: datetime) -> Sequence[Chased]:
    """The units that owe something, the most overdue first, then those that owe most; NotAllowed as for the desk."""
    owing = [row for row in desks.desk(actor, period, now=now).rows if row.owes]
    owing.sort(key=lambda row: (row.owes[0].due_at, -len(row.owes), row.unit.order))
    last = last_by_unit(period)
    people = _contacts() if owing else {}
    return [Chased(row, people.get(row.unit.pk, ()), last.get(row.unit.pk)) for row in owing]


def _left(
    period: Period, reminders: Sequence[Reminder], now: datetime
) -> Sequence[tuple[Reminder, tuple[Owed, ...]]]:
    stands = {each.unit.pk: each for each in standing_board.duties(period, now=now)}
    papers = materials.by_unit(now)
    return [
        (each, desks.owed(period, stands[each.unit_id], papers.get(each.unit_id, ())))
        for each in reminders
        if each.unit_id in stands
    ]


def _contacts() -> Mapping[int, tuple[Contact, ...]]:
    """Whom to call by unit: people who can sign in, those who fill in first."""
    return {
        line.unit.pk: tuple(
            Contact(role, user)
            for role, people in (("填报员", line.filers), ("负责人", line.heads))
            for user in people
            if user.is_active
        )
        for line in units.roster().units
    }
