"""Taking in a table of all units from a file, as 安委办 does when units mail theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from reports import locking, policies
from reports.models import Period, Submission
from reports.selectors.findings import of_table
from reports.services import submissions
from reports.snapshot import IndicatorSpec, values_json
from reports.transitions import State
from reports.validation import Finding, Severity
from reports.workbook_in import TableReading, TableRow, UnitRef, read_table
from reports.workbook_keys import Mark
from reports.workbook_marked import marked
from reports.workbook_problems import Problem, ProblemKind, UnreadableFile
from units import audit
from units.actors import Actor
from units.errors import Invalid, NotAllowed
from units.models import Unit
from units.selectors import obliged_units


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds for a period, before anything is stored.

    `ready` are rows that can be stored as they stand, `unchanged` rows already filed with these figures;
    `problems` name every cell in the way, `notes` what is merely worth knowing. `held` are the texts stored of
    each unit so far, by its name; `sheet` is the one that was read.
    """

    ready: tuple[TableRow, ...]
    unchanged: tuple[TableRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    held: Mapping[str, Mapping[str, str]]
    sheet: str

    @property
    def all_right(self) -> bool:
        return not self.problems


def read(*, actor: Actor, period: Period, content: bytes, filename: str) -> Reading:
    """Read and check a file against the period's form, units and filings; nothing is stored.

    Invalid when the file cannot be read at all, Conflict when the period is closed.
    """
    if not policies.may_review(actor):
        raise NotAllowed("整表导入由安委办办理。本单位的数据请在填报页填写。")
    locking.require_open(period)
    units = {unit.name: unit for unit in obliged_units()}
    specs = period.form.specs()
    try:
        refs = [UnitRef(unit.name, unit.kind, unit.pk) for unit in units.values()]
        mark = Mark(period.tenant.slug, period.label, period.form.version)
        table = read_table(content, filename, indicators=specs, units=refs, mark=mark)
    except UnreadableFile as error:
        raise Invalid(f"“{filename}”读不了：{error.message}。") from error
    return _checked(period, table, units, specs)


@transaction.atomic
def import_table(
    *, actor: Actor, period: Period, content: bytes, filename: str, accept_good: bool, at: datetime
) -> Reading:
    """Store a file's rows as filings: all of them, or the good ones if `accept_good`.

    Invalid, and nothing stored, when there are problems and the good rows were not expressly accepted.
    """
    locking.hold_open(period)
    reading = read(actor=actor, period=period, content=content, filename=filename)
    if not reading.all_right and not accept_good:
        raise Invalid(f"“{filename}”有 {len(reading.problems)} 处问题，没有存入任何数据。请改正后重新导入。")
    units = {unit.name: unit for unit in obliged_units()}
    for row in reading.ready:
        submissions.file_imported(actor=actor, period=period, unit=units[row.unit], values=row.values, at=at)
    audit.record(
        actor=actor,
        at=at,
        action="table.imported",
        about=period,
        summary=f"从“{filename}”导入{period.title}{len(reading.ready)}家单位的调度表",
        detail={"problems": len(reading.problems), "unchanged": len(reading.unchanged)},
    )
    return reading


def marked_upload(*, actor: Actor, period: Period, content: bytes, filename: str) -> bytes:
    """The file given back with each problem marked in its cell (.xlsx); Invalid when it cannot be read."""
    reading = read(actor=actor, period=period, content=content, filename=filename)
    try:
        return marked(content, filename, [*reading.problems, *reading.notes], sheet=reading.sheet)
    except UnreadableFile as error:
        raise Invalid(f"“{filename}”：{error.message}。") from error


def _checked(
    period: Period, table: TableReading, units: dict[str, Unit], specs: Sequence[IndicatorSpec]
) -> Reading:
    standing = {submission.unit_id: submission for submission in Submission.objects.filter(period=period)}
    rows = [(units[row.unit], row.values) for row in table.good_rows]
    findings = of_table(period, rows)
    ready: list[TableRow] = []
    unchanged: list[TableRow] = []
    problems = list(table.errors)
    for row in table.good_rows:
        unit = units[row.unit]
        submission = standing.get(unit.pk)
        same = submission is not None and _is_filed_alike(submission, row)
        found = _row_problems(row, specs, unit, findings[unit.pk], None if same else submission)
        problems += found
        if not found:
            (unchanged if same else ready).append(row)
    notes = tuple(problem for problem in table.problems if problem.kind is ProblemKind.NOTE)
    held = {name: standing[unit.pk].values for name, unit in units.items() if unit.pk in standing}
    return Reading(tuple(ready), tuple(unchanged), tuple(problems), notes, held, table.sheet)


def _row_problems(
    row: TableRow,
    specs: Sequence[IndicatorSpec],
    unit: Unit,
    findings: Sequence[Finding],
    standing: Submission | None,
) -> list[Problem]:
    labels = {spec.code: spec.full_label for spec in specs}
    found = []
    for finding in findings:
        if finding.severity is Severity.BLOCK:
            # What concerns the row as a whole is shown at its name.
            code = finding.fields[0] if finding.fields else ""
            cell = row.cells.get(code, "" if code else row.unit_cell)
            found.append(Problem(ProblemKind.ROW, cell, unit.name, labels.get(code), finding.message))
    if standing is not None and (obstacle := submissions.import_obstacle(standing)):
        found.append(Problem(ProblemKind.ROW, row.unit_cell, unit.name, None, f"该单位{obstacle}"))
    return found


def _is_filed_alike(submission: Submission, row: TableRow) -> bool:
    return submission.state == State.FILED and submission.values == values_json(row.values)
