"""Papers asked for and filed, for tests."""

from datetime import datetime, timedelta
from typing import Any

from reports.models import MaterialFiling, MaterialTask
from reports.services import materials
from tests.factories import ZONE, District
from tests.photos import PDF

DUE = datetime(2023, 9, 20, tzinfo=ZONE)
"""The end of 19 September 2023: the first late instant of the paper."""
EARLY = DUE - timedelta(days=2)
"""When things happen in time, unless a test says otherwise."""


def asked(district: District, name: str = "动员部署情况", **changes: Any) -> MaterialTask:
    """A paper asked of all units by 安委办."""
    fields = {"actor": district.reviewer, "campaign": district.campaign, "due_at": DUE, "at": EARLY}
    return materials.create_task(**{**fields, "name": name, **changes})


def filed(district: District, task: MaterialTask, **changes: Any) -> MaterialFiling:
    """The first town's paper, filed by its filer."""
    fields = {"actor": district.filer, "unit_id": district.town.pk, "version": 0, "at": EARLY}
    file = {"task_id": task.pk, "name": "部署情况.pdf", "content": PDF}
    return materials.file(**{**fields, **file, **changes})


def filed_by_other(district: District, task: MaterialTask, **changes: Any) -> MaterialFiling:
    """The second town's paper."""
    return filed(
        district, task, **{"actor": district.other_filer, "unit_id": district.other_town.pk, **changes}
    )


def given_back(district: District, filing: MaterialFiling, **changes: Any) -> MaterialFiling:
    """安委办 returns a paper."""
    fields = {"actor": district.reviewer, "version": filing.version, "reason": "缺少会议照片", "at": EARLY}
    place = {"task_id": filing.task_id, "unit_id": filing.unit_id}
    return materials.give_back(**{**fields, **place, **changes})
