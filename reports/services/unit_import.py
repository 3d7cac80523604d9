"""Taking in one unit's table from the template it filled in: shown first, stored once accepted."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from reports import locking, policies
from reports.models import Period, Submission
from reports.selectors import submissions as selectors
from reports.services import submissions
from reports.snapshot import IndicatorSpec
from reports.workbook_keys import Mark
from reports.workbook_problems import Problem, UnreadableFile
from reports.workbook_unit_in import read_unit_table
from units.actors import Actor
from units.errors import Invalid, NotAllowed
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Change:
    """A cell of the file that differs from what is stored; texts, empty where nothing stands."""

    spec: IndicatorSpec
    cell: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class UnitImport:
    """What a file would change. Fields it leaves empty stay as they are."""

    changes: tuple[Change, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    version: int


def read(*, actor: Actor, period: Period, unit: Unit, content: bytes, filename: str) -> UnitImport:
    """Read a unit's template against what is stored; nothing is stored.

    Invalid when the file cannot be read or was made for another month, form or unit; Conflict when the period is
    closed.
    """
    if not policies.may_fill(actor, unit.pk):
        raise NotAllowed(f"您不是{unit.name}的填报人员，不能导入它的数据。如需代填，请管理员授权。")
    locking.require_open(period)
    specs = period.form.specs()
    mark = Mark(period.tenant.slug, period.label, period.form.version, unit.pk)
    try:
        reading = read_unit_table(
            content, filename, indicators=specs, mark=mark, unit_name=unit.name, unit_kind=unit.kind
        )
    except UnreadableFile as error:
        raise Invalid(f"“{filename}”读不了：{error.message}。") from error
    submission = selectors.submission_of(period, unit)
    stored = submission.values if submission else {}
    changes = [
        Change(spec, reading.cells[spec.code], stored.get(spec.code, ""), reading.texts[spec.code])
        for spec in specs
        if reading.texts.get(spec.code, stored.get(spec.code, "")) != stored.get(spec.code, "")
    ]
    version = submission.version if submission else 0
    return UnitImport(tuple(changes), len(reading.texts) - len(changes), reading.problems, version)


@transaction.atomic
def accept(
    *,
    actor: Actor,
    period: Period,
    unit: Unit,
    version: int,
    content: bytes,
    filename: str,
    at: datetime,
) -> Submission:
    """Store what was shown. `version` is that of the filing when it was shown: Conflict when it has changed since.

    Invalid while the file has problems, or changes nothing.
    """
    locking.hold_open(period)
    reading = read(actor=actor, period=period, unit=unit, content=content, filename=filename)
    if reading.problems:
        raise Invalid(f"“{filename}”有 {len(reading.problems)} 处问题，没有存入任何数据。请改正后重新导入。")
    if not reading.changes:
        raise Invalid(f"“{filename}”与已存的内容相同，没有要存入的。")
    entries = {change.spec.code: change.new for change in reading.changes}
    return submissions.save_values(
        actor=actor, period=period, unit=unit, version=version, entries=entries, at=at
    )
