"""Materials over all units: counts for everybody who serves the tenant, the units by name for 安委办."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import PurePath
from typing import IO

from hazards import evidence_storage
from reports import policies, zip_stream
from reports.models import MaterialFiling, MaterialTask
from reports.selectors import materials
from reports.selectors.materials import GONE, MaterialStanding
from reports.zip_stream import Part
from units.actors import Actor
from units.errors import NotAllowed, NotFound
from units.models import Unit


@dataclass(frozen=True, slots=True)
class TaskBoard:
    """A task with the papers of all units asked, in printed order."""

    task: MaterialTask
    rows: tuple[MaterialStanding, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Units by status."""
        return Counter(row.status for row in self.rows)

    @property
    def filed(self) -> Sequence[MaterialStanding]:
        """Those of which a file is there, returned ones too."""
        return [row for row in self.rows if row.filing is not None]

    @property
    def owed(self) -> int:
        """Units that have to file, or to file again."""
        return sum(row.owed for row in self.rows)


@dataclass(frozen=True, slots=True)
class File:
    """A stored paper on its way to somebody's browser."""

    filing: MaterialFiling
    content: IO[bytes]


def boards(actor: Actor, now: datetime) -> Sequence[TaskBoard]:
    """All tasks, the latest due first, with how the units stand: three queries.

    Whoever serves the whole tenant may count them; names are shown on `board` alone.
    """
    if not policies.may_see_closed_figures(actor):
        raise NotAllowed("各单位材料报送情况由安委办、管理员和领导查看。本单位的材料在“材料”页报送。")
    tasks = list(MaterialTask.objects.select_related("campaign", "tenant"))
    return _boards(tasks, now)


def board(actor: Actor, task_id: int, now: datetime) -> TaskBoard:
    """One task with every unit by name: 安委办 and administrators."""
    if not policies.may_see_everything(actor):
        raise NotAllowed("各单位报送的材料由安委办和管理员查看。本单位的材料在“材料”页报送。")
    tasks = list(MaterialTask.objects.filter(pk=task_id).select_related("campaign", "tenant"))
    if not tasks:
        raise NotFound(GONE)
    return _boards(tasks, now)[0]


def file(actor: Actor, task_id: int, unit_id: int, now: datetime) -> File:
    """A unit's paper, for itself and 安委办; NotFound for everybody else."""
    filing = materials.standing(actor, task_id, unit_id, now).filing
    if filing is None:
        raise NotFound(GONE)
    return File(filing, evidence_storage.opened(filing.stored))


def parts(shown: TaskBoard) -> Sequence[Part]:
    """The papers of a task as files of an archive, named by printed order and unit; opened one at a time."""
    zone = shown.task.tenant.zone
    return [
        Part(_name(row.unit, filing), filing.filed_at.astimezone(zone), _opener(filing.stored))
        for row in shown.rows
        if (filing := row.filing) is not None
    ]


def _boards(tasks: Sequence[MaterialTask], now: datetime) -> Sequence[TaskBoard]:
    rows: dict[int, list[MaterialStanding]] = {task.pk: [] for task in tasks}
    for each in materials.standings(Unit.objects.all(), tasks, now):
        rows[each.task.pk].append(each)
    return [TaskBoard(task, tuple(rows[task.pk])) for task in tasks]


def _name(unit: Unit, filing: MaterialFiling) -> str:
    returned = "（已退回）" if filing.state == MaterialFiling.State.RETURNED else ""
    stem = f"{unit.order:02}{unit.name}{returned}_{PurePath(filing.name).stem}"
    return f"{zip_stream.safe_name(stem)}{PurePath(filing.name).suffix}"


def _opener(stored: str) -> Callable[[], IO[bytes]]:
    return partial(_opened, stored)


def _opened(stored: str) -> IO[bytes]:
    """A file that is lost must not end the archive of all the others: it says so itself."""
    try:
        return evidence_storage.opened(stored)
    except NotFound as lost:
        return BytesIO(lost.message.encode())
