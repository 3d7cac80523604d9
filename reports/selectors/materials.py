"""Reads of materials by unit: what a unit owes, and how each stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from reports import policies
from reports.material_rules import LABELS, Paper, late_text, lock_text
from reports.models import MaterialFiling, MaterialTask
from reports.schedule import end_of_day
from reports.snapshot import Timeliness
from units.actors import Actor
from units.errors import NotFound
from units.models import Unit

GONE = "没有这项材料，或者您不能查看它。请从“材料”页重新进入。"


@dataclass(frozen=True, slots=True)
class MaterialStanding:
    """How a unit's paper stands at `now`; `filing` is None as long as none was filed."""

    unit: Unit
    task: MaterialTask
    filing: MaterialFiling | None
    now: datetime

    @property
    def paper(self) -> Paper:
        """The paper as the rules see it."""
        if self.filing is None:
            return Paper(self.task.due_at)
        returned = self.filing.state == MaterialFiling.State.RETURNED
        return Paper(self.task.due_at, self.filing.first_filed_at, returned)

    @property
    def timeliness(self) -> Timeliness | None:
        """On time, late or missing; None while it can still be in time."""
        return self.paper.timeliness(self.now)

    @property
    def status(self) -> str:
        """One key for colour and filter: due, missing, on_time, late, returned."""
        return self.paper.status(self.now)

    @property
    def label(self) -> str:
        """The status in words."""
        return LABELS[self.status]

    @property
    def owed(self) -> bool:
        """Whether the unit has to do something: nothing was filed, or it came back."""
        return self.filing is None or self.paper.returned

    @property
    def late_text(self) -> str:
        """What filing now would mean; empty while it would be in time."""
        return late_text(self.paper, self.now, self.task.tenant.zone)

    @property
    def lock_text(self) -> str:
        """Why it can no longer be replaced; empty when it can."""
        return lock_text(self.paper, self.now, self.task.tenant.zone, self.task.tenant.office)


def owes(task: MaterialTask, unit: Unit) -> bool:
    """Whether the task asks this unit for its paper."""
    return unit.owes and (not task.kinds or unit.kind in task.kinds)


def by_unit(now: datetime) -> Mapping[int, tuple[MaterialStanding, ...]]:
    """The papers asked of each obliged unit in campaigns under way, by unit id, in three queries.

    A campaign is under way until its last day; a paper due later belongs to it all the same. Units of which
    none is asked are left out.
    """
    tasks = [task for task in _tasks() if _is_under_way(task, now)]
    units = Unit.objects.filter(obliged=True, is_active=True)
    found: dict[int, list[MaterialStanding]] = {}
    for standing in standings(units, tasks, now):
        found.setdefault(standing.unit.pk, []).append(standing)
    return {unit_id: tuple(each) for unit_id, each in found.items()}


def of_unit(unit: Unit, now: datetime) -> Sequence[MaterialStanding]:
    """All papers ever asked of a unit: what it has to do first, the next due before the others. Two queries."""
    found = standings([unit], _tasks(), now)
    owed = sorted((each for each in found if each.owed), key=lambda each: each.task.due_at)
    return [*owed, *(each for each in found if not each.owed)]


def due(unit: Unit, now: datetime) -> Sequence[MaterialStanding]:
    """What a unit still has to file, or to file again."""
    return [each for each in of_unit(unit, now) if each.owed]


def standing(actor: Actor, task_id: int, unit_id: int, now: datetime) -> MaterialStanding:
    """One unit's paper; NotFound unless it is asked for it, or has filed it, and this person may see that."""
    if unit_id not in actor.own_units and not policies.may_see_everything(actor):
        raise NotFound(GONE)
    unit = Unit.objects.filter(pk=unit_id).first()
    found = standings([unit], _tasks().filter(pk=task_id), now) if unit else []
    if not found:
        raise NotFound(GONE)
    return found[0]


def standings(
    units: Iterable[Unit], tasks: Iterable[MaterialTask], now: datetime
) -> Sequence[MaterialStanding]:
    """The papers of these units: tasks as they come, units in printed order; one query besides the arguments'.

    Who filed and owes no longer stays in: what was told to be filed must not vanish (I7).
    """
    wanted, asked = list(units), list(tasks)
    filings = {
        (filing.task_id, filing.unit_id): filing
        for filing in MaterialFiling.objects.filter(task__in=asked, unit__in=wanted).select_related(
            "filed_by", "returned_by"
        )
    }
    return [
        MaterialStanding(unit, task, filings.get((task.pk, unit.pk)), now)
        for task in asked
        for unit in wanted
        if owes(task, unit) or (task.pk, unit.pk) in filings
    ]


def _is_under_way(task: MaterialTask, now: datetime) -> bool:
    return now < max(task.due_at, end_of_day(task.campaign.ends_on, task.tenant.zone))


def _tasks() -> QuerySet[MaterialTask]:
    return MaterialTask.objects.select_related("campaign", "tenant")
