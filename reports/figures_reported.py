"""What was reported to the ledger in this period: how much counts, how much does not and why (I1). Pure."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from hazards.counting import REASONS, Reason
from reports.figure import Entry, Figure, Rows
from reports.ledger_part import LedgerCount, reported_words
from reports.measures import Books
from reports.snapshot import SnapshotData
from reports.wording import amount_text

MEASURE = "条"
CLAUSES = 5
"""So many misjudged clauses are named."""

REPORTED = Entry("reported.total", "本期报送台账数", "本期报送的台账条数：纳入统计、不纳入统计与待定之和")
COUNTED = Entry("counted.total", "本期纳入统计数", "本期报送的台账中纳入统计的条数")
PENDING = Entry("pending.total", "本期待定数", "本期报送的台账中关账时还没有审核完的条数")
EXCLUDED = Entry("excluded.total", "本期不纳入统计数", "本期报送的台账中不纳入统计的条数，不论原因")
BY_REASON = {
    reason: Entry(
        f"excluded.{reason.value}", f"本期因{word}不纳入统计数", f"本期报送的台账中因{word}不纳入统计的条数"
    )
    for reason, word in REASONS.items()
}
UNITS = Entry(
    "excluded.units",
    "本期有台账不纳入统计的单位",
    "本期报送的台账中有不纳入统计的单位及其报送情况，按调度表顺序",
)
MISJUDGED = Entry(
    "misjudged.clauses",
    "本期常见误判条款",
    f"本期因不符合判定标准不纳入统计的台账所引条款，从多到少列前{CLAUSES}条，相同的按条款顺序",
)
ENTRIES = (REPORTED, COUNTED, PENDING, EXCLUDED, *BY_REASON.values(), UNITS, MISJUDGED)

_SINGLE: tuple[tuple[Entry, Callable[[LedgerCount], bool]], ...] = (
    (REPORTED, lambda _: True),
    (COUNTED, lambda row: row.counts),
    (PENDING, lambda row: not row.counts and row.reason is None),
    (EXCLUDED, lambda row: row.reason is not None),
)


def figures(books: Books) -> Iterator[Figure]:
    """None of them where the snapshot has no ledger."""
    snapshot = books.now.snapshot
    if snapshot.ledger is None:
        return
    fresh = [row for row in snapshot.ledger if row.period == snapshot.period]
    for entry, takes in _SINGLE:
        yield _total(entry, [row for row in fresh if takes(row)])
    for reason, entry in BY_REASON.items():
        yield _total(entry, [row for row in fresh if row.reason is reason])
    yield _units(fresh)
    yield _misjudged(snapshot)


def by_unit(rows: Sequence[LedgerCount]) -> Mapping[str, str]:
    """What became of each unit's records, in words, in the order of the ledger."""
    found: dict[str, list[LedgerCount]] = {}
    for row in rows:
        found.setdefault(row.unit, []).append(row)
    return {unit: _words(of_unit) for unit, of_unit in found.items()}


def _words(rows: Sequence[LedgerCount]) -> str:
    reasons: Counter[Reason] = Counter()
    for row in rows:
        if row.reason is not None:
            reasons[row.reason] += row.total
    counts = sum(row.total for row in rows if row.counts)
    pending = sum(row.total for row in rows if not row.counts and row.reason is None)
    return reported_words(counts, reasons, pending)


def unit_sums(rows: Sequence[LedgerCount], number: Callable[[LedgerCount], int]) -> Rows:
    """A number of each unit that has any, as rows."""
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row.unit] += number(row)
    return tuple((unit, amount_text(count, MEASURE)) for unit, count in sums.items() if count)


def _total(entry: Entry, rows: Sequence[LedgerCount]) -> Figure:
    return entry.amount(sum(row.total for row in rows), MEASURE, unit_sums(rows, lambda row: row.total))


def _units(fresh: Sequence[LedgerCount]) -> Figure:
    concerned = {row.unit for row in fresh if row.reason is not None}
    rows = tuple((unit, words) for unit, words in by_unit(fresh).items() if unit in concerned)
    return UNITS.listed(
        tuple(unit for unit, _ in rows), rows, shown=[f"{unit}（{words}）" for unit, words in rows]
    )


def _misjudged(snapshot: SnapshotData) -> Figure:
    fresh = [clause for clause in snapshot.misjudged if clause.period == snapshot.period]
    most = sorted(fresh, key=lambda clause: (-clause.total, clause.code))[:CLAUSES]
    rows = tuple((clause.clause, f"{clause.total}{MEASURE}：{clause.text}") for clause in most)
    # In brackets: an article may end in a number itself.
    shown = [f"{clause.clause}（{clause.total}{MEASURE}）" for clause in most]
    return MISJUDGED.listed(tuple(clause.clause for clause in most), rows, shown=shown, by="；")
