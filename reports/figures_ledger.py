"""How the records of the ledger stand: overdue, reopened, and why units have none that counts. Pure."""

from collections.abc import Iterator

from reports.figure import Entry, Figure
from reports.figure_catalogue import MAJOR
from reports.figure_sources import left_out
from reports.figures_reported import MEASURE, by_unit, unit_sums
from reports.figures_units import none_units
from reports.measures import Books, total

OVERDUE = Entry("hazards.overdue", "逾期未整改重大隐患数", "台账中纳入统计、关账时已过整改时限仍未销号的条数")
OVERDUE_UNITS = Entry(
    "hazards.overdue_units", "有逾期未整改重大隐患的单位", "有逾期未整改重大隐患的单位及条数，按调度表顺序"
)
REOPENED = Entry(
    "hazards.reopened", "销号后重新打开的重大隐患数", "台账中纳入统计、销号后又重新打开过的条数，一条只计一次"
)
NONE_REASONS = Entry(
    "units.major.none_reasons",
    "重大隐患为零的单位及其报送情况",
    "已报送单位中重大隐患排查数为零的单位，报送过台账的注明为什么没有纳入，按调度表顺序",
    codes=MAJOR,
)
ENTRIES = (OVERDUE, OVERDUE_UNITS, REOPENED, NONE_REASONS)


def figures(books: Books) -> Iterator[Figure]:
    """None of them where the snapshot has no ledger."""
    ledger = books.now.snapshot.ledger
    if ledger is None:
        return
    late = unit_sums(ledger, lambda row: row.overdue)
    yield OVERDUE.amount(sum(row.overdue for row in ledger), MEASURE, late)
    yield OVERDUE_UNITS.listed(tuple(unit for unit, _ in late), late, shown=["".join(row) for row in late])
    reopened = unit_sums(ledger, lambda row: row.reopened)
    yield REOPENED.amount(sum(row.reopened for row in ledger), MEASURE, reopened)
    if books.now.has(MAJOR):
        yield _none_reasons(books)


def _none_reasons(books: Books) -> Figure:
    """A unit that reported nothing stands by its name alone."""
    amounts = books.now.amounts(MAJOR)
    told = by_unit(books.now.snapshot.ledger or ())
    names = tuple(item.unit.name for item in none_units(amounts))
    rows = tuple((name, told.get(name, "未报送台账")) for name in names)
    shown = [f"{name}（{told[name]}）" if name in told else name for name in names]
    known = None if total(amounts) is None else names
    return NONE_REASONS.listed(known, rows, left_out(amounts).lstrip("；"), shown=shown)
