"""The counts page: a campaign's filed hazards by unit, with the reasons why some do not count (I1)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from hazards.counting import PENDING, REASONS, Reason
from hazards.life import Status
from hazards.models import FoundBy
from reports.models import Campaign, Period
from reports.selectors.ledger import Counted, Line
from units.actors import Actor
from units.models import Unit

K = TypeVar("K")
Lines = Sequence[Line]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the matrix under its outer header: which lines it adds up. `parts` is its name line by line."""

    key: str
    group: str
    parts: tuple[str, ...]
    takes: Callable[[Line], bool]

    @property
    def label(self) -> str:
        return "".join(self.parts)


_BREAKS = {
    Reason.CRITERION_NOT_MET: 3,
    Reason.AFTER_CUTOFF: 4,
    Reason.BEFORE_CAMPAIGN: 4,
    Reason.NOT_AN_ENTERPRISE: 4,
    Reason.DUPLICATE: 2,
    Reason.WITHDRAWN: 4,
}
"""After how many characters a narrow header breaks the name of a reason."""


def _halves(name: str, at: int) -> tuple[str, str]:
    return name[:at], name[at:]


def _counts(line: Line) -> bool:
    return line.count.period is not None


def _finder(finder: FoundBy) -> Column:
    def takes(line: Line) -> bool:
        return _counts(line) and line.found_by is finder

    return Column(finder.value, "纳入统计", _halves(str(finder.label), 2), takes)


def _reason(reason: Reason) -> Column:
    parts = _halves(REASONS[reason], _BREAKS[reason])
    return Column(reason.value, "不纳入统计", parts, lambda line: line.count.reason is reason)


COLUMNS = (
    Column("reported", "", ("报送",), lambda _: True),
    Column("accepted", "纳入统计", ("合计",), _counts),
    *map(_finder, FoundBy),
    Column("closed", "纳入统计", ("已销号",), lambda line: _counts(line) and line.status is Status.CLOSED),
    *map(_reason, Reason),
    Column("pending", "", ("待定",), lambda line: line.count == PENDING),
)
"""报送 is always the sum of 纳入统计合计, the reasons and 待定."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the counts are narrowed to; None leaves it open. `window` is a period's label, by day of discovery."""

    window: str | None = None
    sector: str | None = None
    status: Status | None = None

    @property
    def is_partial(self) -> bool:
        """Whether some of what a unit reported in a period is left out, so that nothing is said of the whole."""
        return self.sector is not None or self.status is not None

    def holds(self, line: Line, *, but: str = "") -> bool:
        """Whether a line is counted, with one of the filters left out."""
        asked = {"window": self.window, "sector": self.sector, "status": self.status}
        return all(
            value is None or name == but or getattr(line, name) == value for name, value in asked.items()
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """A number (条). `records` filters the ledger to exactly these records; None when no filter says so."""

    column: Column
    value: int
    records: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit's line, with its standing as circulars put it."""

    unit: Unit
    cells: tuple[Cell, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Units in printed order; `total` adds up the rows (I9). The choices count what each of them would leave."""

    rows: tuple[UnitRow, ...]
    total: tuple[Cell, ...]
    windows: Mapping[str | None, int]
    sectors: Mapping[str, int]
    statuses: Mapping[Status, int]

    @property
    def sums(self) -> Mapping[str, int]:
        """The totals by the keys of their columns, and `left_out`: all reasons together."""
        found = {cell.column.key: cell.value for cell in self.total}
        return {**found, "left_out": sum(found[reason.value] for reason in Reason)}

    @property
    def silent(self) -> int:
        """Units that have reported nothing."""
        return sum(row.cells[0].value == 0 for row in self.rows)


def campaigns() -> Sequence[Campaign]:
    """The tenant's campaigns, the latest first."""
    return list(Campaign.objects.all())


def days_of(campaign: Campaign, campaigns: Sequence[Campaign]) -> tuple[date | None, date | None]:
    """The first and last day of discovery a campaign answers for (see `ledger.in_campaign`); None without end.

    Exact as long as campaigns do not overlap.
    """
    before = [each.ends_on for each in campaigns if each.ends_on < campaign.starts_on]
    is_last = all(each.starts_on <= campaign.ends_on for each in campaigns)
    return max(before) + timedelta(days=1) if before else None, None if is_last else campaign.ends_on


def periods_of(campaign: Campaign) -> Sequence[Period]:
    """The campaign's periods, the earliest cutoff first."""
    return list(Period.objects.filter(campaign=campaign).order_by("cutoff_at", "id"))


def matrix(actor: Actor, counted: Counted, narrowed: Narrowed) -> Matrix:
    """The counts of the units this person may see: those that owe filings, and whoever reported something."""
    of_unit: dict[int, list[Line]] = defaultdict(list)
    for line in counted.lines:
        if narrowed.holds(line):
            of_unit[line.unit_id].append(line)
    rows = tuple(
        UnitRow(
            unit,
            cells(of_unit[unit.pk], all_filed=actor.is_tenant_wide),
            _words(unit, of_unit[unit.pk], narrowed),
        )
        for unit in _units(actor, {line.unit_id for line in counted.lines})
    )
    return Matrix(
        rows,
        tuple(Cell(column, sum(row.cells[at].value for row in rows)) for at, column in enumerate(COLUMNS)),
        _totals(counted, narrowed, "window", lambda line: line.window),
        _totals(counted, narrowed, "sector", lambda line: line.sector),
        _totals(counted, narrowed, "status", lambda line: line.status),
    )


def _words(unit: Unit, lines: Lines, narrowed: Narrowed) -> str:
    """What a unit reported, in a sentence; of a part only how much there is."""
    if not narrowed.is_partial:
        return Counted(tuple(lines)).words(unit.pk)
    found = sum(line.total for line in lines)
    return f"符合条件的{found}条" if found else "没有符合条件的"


def cells(lines: Lines, *, all_filed: bool) -> tuple[Cell, ...]:
    """The numbers of these lines. `all_filed`: the ledger shows this person nothing that was never filed."""
    found = []
    for column in COLUMNS:
        taken = [line for line in lines if column.takes(line)]
        records = records_of(lines, taken, all_filed=all_filed) if taken else None
        found.append(Cell(column, sum(line.total for line in taken), records))
    return tuple(found)


def records_of(lines: Lines, taken: Lines, *, all_filed: bool) -> Mapping[str, str] | None:
    """The filter of the ledger that leaves exactly `taken` of a unit's lines; None when there is none."""
    finders: list[FoundBy | None] = [None, *FoundBy]
    # A draft withdrawn was never filed: the ledger shows it to its unit, the counts do not.
    mixed = {Status.DRAFT, Status.WITHDRAWN}
    statuses: list[Status | None] = [None, *Status] if all_filed else [s for s in Status if s not in mixed]
    for status in statuses:
        for finder in finders:
            left = [
                line
                for line in lines
                if (status is None or line.status is status) and (finder is None or line.found_by is finder)
            ]
            if left == taken:
                asked = {"status": status and status.value, "found_by": finder and finder.value}
                return {name: value for name, value in asked.items() if value}
    return None


def _units(actor: Actor, reporting: set[int]) -> Sequence[Unit]:
    if actor.is_tenant_wide:
        return [unit for unit in Unit.objects.all() if unit.owes or unit.pk in reporting]
    return list(Unit.objects.filter(pk__in=actor.own_units))


def _totals(counted: Counted, narrowed: Narrowed, name: str, key: Callable[[Line], K]) -> Mapping[K, int]:
    found: Counter[K] = Counter()
    for line in counted.lines:
        if narrowed.holds(line, but=name):
            found[key(line)] += line.total
    return found
