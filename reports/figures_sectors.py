"""Major hazards by sector, from the ledger frozen with the period; only where it agrees with the tables. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports import sector_names
from reports.figure import Entry, Figure, Rows
from reports.figure_catalogue import MAJOR
from reports.figure_parts import Part, Whole
from reports.figure_parts import figures as parts_of
from reports.figure_sources import measure_of
from reports.ledger_part import LedgerCount
from reports.measures import Basis, Books, total
from reports.rounding import SHARES_RULE
from reports.wording import amount_text, plain_text

SHOWN = 4
"""So many sectors are named, the largest; the rest is 其他, and so is what no standard has for its own."""

_NAMES = (*sector_names.printed(), sector_names.other())
_LISTED = f"从多到少列前{SHOWN}个有判定标准的行业领域，相同的按行业目录顺序，其余并入其他"
_AGREES = "台账合计与调度表一致时才计算"
TOTAL = Whole(
    Entry(
        "sector.major.{}.count",
        "{}重大隐患数",
        f"台账中{{}}纳入统计的条数；{_AGREES}",
        codes=MAJOR,
        names=_NAMES,
    ),
    Entry(
        "sector.major.{}.share",
        "{}重大隐患占全部的比例",
        f"台账中{{}}纳入统计的条数 ÷ 重大隐患排查数 × 100%；{_AGREES}",
        SHARES_RULE,
        MAJOR,
        _NAMES,
    ),
    Entry(
        "sectors.major",
        "重大隐患行业分布",
        f"台账中各行业纳入统计的条数；{_LISTED}；{_AGREES}",
        SHARES_RULE,
        MAJOR,
    ),
)
NEW = Whole(
    None,
    None,
    Entry(
        "sectors.major.new",
        "本期新增重大隐患行业分布",
        f"台账中各行业本期纳入统计的条数；{_LISTED}；{_AGREES}",
        SHARES_RULE,
        MAJOR,
    ),
)
MISSING = Entry(
    "sectors.major.none",
    "没有排查出重大隐患的行业领域",
    f"有判定标准的行业领域中，台账没有一条纳入统计的，按行业目录顺序；{_AGREES}",
    codes=MAJOR,
)
ENTRIES = (
    *(
        entry
        for whole in (TOTAL, NEW)
        for entry in (whole.count, whole.share, whole.listed)
        if entry is not None
    ),
    MISSING,
)


@dataclass(frozen=True, slots=True)
class _Sums:
    """The ledger's number of each sector, and in words why it cannot be used; empty when it can."""

    counts: Counter[str]
    doubt: str

    def parts(self) -> Sequence[Part]:
        """The largest sectors and 其他, in the order in which they are printed."""
        order = {name: at for at, name in enumerate(_NAMES)}
        named = [name for name in self.counts if name != sector_names.other() and self.counts[name]]
        shown = sorted(named, key=lambda name: (-self.counts[name], order[name]))[:SHOWN]
        rest = self.counts.total() - sum(self.counts[name] for name in shown)
        amounts = [*((name, self.counts[name]) for name in shown), (sector_names.other(), rest)]
        return [Part(name, None if self.doubt else amount) for name, amount in amounts]


def figures(books: Books) -> Iterator[Figure]:
    """None of them where the snapshot has no ledger or the form no major hazards."""
    ledger = books.now.snapshot.ledger
    if ledger is None or not books.now.has(MAJOR):
        return
    measure = measure_of(books.now, MAJOR)
    counted = [row for row in ledger if row.counts]
    fresh = [row for row in counted if row.period == books.now.snapshot.period]
    whole = _sums(books, counted, Basis.CUMULATIVE)
    parts = whole.parts()
    rows = _rows(counted, {part.name for part in parts}, measure)
    yield from parts_of(TOTAL, parts, measure, rows, whole.doubt)
    new = _sums(books, fresh, Basis.NEW)
    yield from parts_of(NEW, new.parts(), measure, {}, new.doubt)
    missing = tuple(name for name in sector_names.printed() if not whole.counts[name])
    all_rows = tuple((name, amount_text(whole.counts[name], measure)) for name in _NAMES)
    yield MISSING.listed(None if whole.doubt else missing, all_rows, whole.doubt)


def _sums(books: Books, rows: Sequence[LedgerCount], basis: Basis) -> _Sums:
    """Beside the tables' total: where the two differ, one of them is wrong, and shares would be of nothing."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts[sector_names.short(row.sector)] += row.total
    told = total(books.now.amounts(MAJOR, basis))
    if told == counts.total():
        return _Sums(counts, "")
    which = "重大隐患排查数" if basis is Basis.CUMULATIVE else "本期新增重大隐患数"
    return _Sums(
        counts,
        f"台账合计{counts.total()}条，与调度表“{which}”{plain_text(told)}条不一致，无法按行业计算，请先核对",
    )


def _rows(counted: Sequence[LedgerCount], named: set[str], measure: str) -> dict[str, Rows]:
    """The units behind each sector that is named, and behind the rest."""
    sums: dict[str, Counter[str]] = {name: Counter() for name in named}
    for row in counted:
        name = sector_names.short(row.sector)
        sums[name if name in named else sector_names.other()][row.unit] += row.total
    return {
        name: tuple((unit, amount_text(count, measure)) for unit, count in found.items())
        for name, found in sums.items()
    }
