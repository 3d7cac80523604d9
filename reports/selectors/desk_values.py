"""The values of all units in a period side by side, with what the rules and 安委办 say about single cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports import policies
from reports.models import Period, Snapshot, Submission
from reports.selectors import filing_history, periods, submissions
from reports.selectors.desk import DeskRow
from reports.selectors.filing_history import CellLine
from reports.snapshot import IndicatorSpec, values_from
from reports.validation import Finding, Severity
from units.actors import Actor
from units.errors import NotAllowed, NotFound
from units.models import Unit

_GRAVEST = (Severity.BLOCK, Severity.REASON, Severity.HINT)


@dataclass(frozen=True, slots=True)
class ValueCell:
    """One unit's value in one column: None where it is empty. `comment` is 安委办's word on it."""

    spec: IndicatorSpec
    value: Decimal | None
    findings: tuple[Finding, ...]
    comment: str

    @property
    def severity(self) -> str:
        """The gravest finding's, empty when nothing was found."""
        found = {each.severity for each in self.findings}
        return next((each.value for each in _GRAVEST if each in found), "")

    @property
    def words(self) -> str:
        """What is to be known about the cell, for those who point at it or hear it read."""
        said = [each.message for each in self.findings]
        return " ".join([*said, f"安委办批注：{self.comment}"] if self.comment else said)


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A unit's cells in printed order; empty while its table is not in (silence is not a zero, I12)."""

    row: DeskRow
    cells: tuple[ValueCell, ...]


@dataclass(frozen=True, slots=True)
class ValueMatrix:
    """The rows shown and their sums (I9). `snapshot` is the revision read, None while the period is open."""

    specs: tuple[IndicatorSpec, ...]
    rows: tuple[ValueRow, ...]
    totals: tuple[Decimal, ...]
    snapshot: Snapshot | None

    @property
    def counted(self) -> int:
        """How many of the rows have values."""
        return sum(bool(row.cells) for row in self.rows)


@dataclass(frozen=True, slots=True)
class CellHistory:
    """One cell with all that became of it, the oldest line first."""

    unit: Unit
    spec: IndicatorSpec
    submission: Submission | None
    lines: Sequence[CellLine]


def matrix(period: Period, rows: Iterable[DeskRow]) -> ValueMatrix:
    """The values of these rows of the desk: filed ones while the period is open, then those of its snapshot.

    Three queries at most, however many units.
    """
    snapshot = periods.latest_snapshot(period)
    specs = snapshot.data.indicators if snapshot else period.form.specs()
    frozen = _frozen(snapshot) if snapshot else None
    shown = tuple(_value_row(row, specs, _values(row, frozen)) for row in rows)
    totals = tuple(
        sum((row.cells[place].value or Decimal(0) for row in shown if row.cells), Decimal(0))
        for place in range(len(specs))
    )
    return ValueMatrix(specs, shown, totals, snapshot)


def history(actor: Actor, period: Period, unit_id: int, code: str) -> CellHistory:
    """What became of one cell. NotFound for an unknown unit or column, NotAllowed as for the desk."""
    if not policies.may_see_everything(actor):
        raise NotAllowed("各单位的填报经过由安委办和管理员查看。本单位的经过在填报页查看。")
    unit = submissions.visible_unit(actor, unit_id)
    spec = next((each for each in period.form.specs() if each.code == code), None)
    if spec is None:
        raise NotFound("这张调度表没有这一项，可能已换成新版调度表。请回到数据页重新点开。")
    submission = submissions.submission_of(period, unit)
    lines = filing_history.cell(submission, code) if submission else ()
    return CellHistory(unit, spec, submission, lines)


Values = Mapping[str, Decimal]


def _frozen(snapshot: Snapshot) -> Mapping[int, Values]:
    return {
        unit.unit_id: unit.values
        for unit in snapshot.data.filed
        if unit.unit_id is not None and unit.values is not None
    }


def _values(row: DeskRow, frozen: Mapping[int, Values] | None) -> Values | None:
    if frozen is not None:
        return frozen.get(row.unit.pk)
    return values_from(row.submission.values) if row.submission and row.is_filed else None


def _value_row(row: DeskRow, specs: Sequence[IndicatorSpec], values: Values | None) -> ValueRow:
    if values is None:
        return ValueRow(row, ())
    comments = row.submission.comments if row.submission else {}
    return ValueRow(
        row,
        tuple(
            ValueCell(
                spec,
                values.get(spec.code),
                tuple(each for each in row.findings if spec.code in each.fields),
                comments.get(spec.code, ""),
            )
            for spec in specs
        ),
    )
