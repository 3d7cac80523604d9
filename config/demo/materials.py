"""Papers of the campaign under way: one asked for and settled but for a few units, one still due. 合成数据."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from docx import Document

from config.demo.people import Hands
from reports.models import Campaign, MaterialTask
from reports.schedule import end_of_day
from reports.services import materials
from units.actors import Actor
from units.models import Unit

DUE_DAY = 19
"""方案及动员部署情况 were due on 19 May 2023, a summary in the middle of August: the same days are used here."""
AHEAD = timedelta(days=12)
LATE, MISSING, RETURNED = 7, 11, 4
"""Places in the printed order of the units that were late, filed nothing, and got theirs back."""


def load(
    campaign: Campaign, units: Sequence[Unit], hands: Mapping[int, Hands], reviewer: Actor, at: datetime
) -> None:
    """Both papers, in the scope the caller has opened."""
    zone = campaign.tenant.zone
    due_at = end_of_day(first_such_day(DUE_DAY, campaign.starts_on), zone)
    asked_at = due_at - timedelta(days=20)
    started = materials.create_task(
        actor=reviewer,
        campaign=campaign,
        name="方案及动员部署情况",
        demand="报送本单位专项行动方案（含领导分工、时间安排）和动员部署会议情况，附会议照片。（演示用合成数据）",
        due_at=due_at,
        at=asked_at,
    )
    for place, unit in enumerate(units):
        if place != MISSING:
            _file(started, unit, hands[unit.pk].filer, due_at + _away(place))
    _give_back(started, units[RETURNED], reviewer, due_at)
    materials.create_task(
        actor=reviewer,
        campaign=campaign,
        name="贯彻落实情况阶段总结",
        demand="排查整治做法、发现的主要问题、下一步打算，2000字以内，加盖公章的扫描件。（演示用合成数据）",
        due_at=end_of_day((at + AHEAD).astimezone(zone).date(), zone),
        at=at,
    )


def paper(unit: Unit, title: str) -> bytes:
    """A Word file that says of itself that it is invented."""
    document = Document()
    document.add_heading(f"{unit.name}{title}", level=1)
    document.add_paragraph("本文件为演示用合成数据，不是真实报送的材料。")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _file(task: MaterialTask, unit: Unit, filer: Actor, at: datetime) -> None:
    materials.file(
        actor=filer,
        task_id=task.pk,
        unit_id=unit.pk,
        version=0,
        name=f"{unit.name}{task.name}.docx",
        content=paper(unit, task.name),
        at=at,
    )


def _give_back(task: MaterialTask, unit: Unit, reviewer: Actor, due_at: datetime) -> None:
    materials.give_back(
        actor=reviewer,
        task_id=task.pk,
        unit_id=unit.pk,
        version=1,
        reason="只有方案，没有动员部署会议的时间、参加人员和照片，请补充后重报。",
        at=due_at + timedelta(hours=10),
    )


def _away(place: int) -> timedelta:
    """How far from the deadline the unit of this place filed."""
    return timedelta(hours=9) if place == LATE else -timedelta(hours=5 + 3 * place)


def first_such_day(day: int, since: date) -> date:
    """The first such day of a month on or after `since`."""
    found = since.replace(day=day)
    return found if found >= since else (since.replace(day=1) + timedelta(days=32)).replace(day=day)
