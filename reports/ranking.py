"""Rankings of the units of a closed period, with the tie rule and the components shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from reports.figure_catalogue import GENERAL, MAJOR, MAJOR_RECTIFIED, PENALTY, PENALTY_AMOUNT
from reports.measures import Basis, Book, Codes
from reports.rounding import UNDEFINED, PartExceedsWhole, percent_text, share
from reports.snapshot import SnapshotData, Timeliness, UnitFiling
from reports.wording import amount_text, quoted

SMALL_BASE = 5
"""A rate over fewer than this many is shown as resting on little."""

RULE = (
    "从大到小排名；显示的数值相同的名次并列，其后名次顺延；"
    f"未报送和零报告的单位不排名，列在最后；比率的分母小于{SMALL_BASE}的注明基数小"
)
"""How rankings are made, printed below each."""

NIL = "零报告，不排名"
_LEDGER_MARKS = {Timeliness.LATE: "台账迟报", Timeliness.MISSING: "台账缺报"}


@dataclass(frozen=True, slots=True)
class Criterion:
    """What units are ranked by: the amount of `codes`, or with `whole` their share in it, in per cent."""

    label: str
    codes: Codes
    whole: Codes = ()
    basis: Basis = Basis.CUMULATIVE


@dataclass(frozen=True, slots=True)
class RankRow:
    """One unit's place.

    `rank` is None for a unit that is not ranked, `note` then says why. `value` is an amount or a rate in
    per cent, `text` its printed form, `components` pairs of label and text that the value is made of.
    `small_base` marks a rate over fewer than SMALL_BASE. `marks` are what was not in time, and extensions.
    """

    rank: int | None
    unit: str
    kind: str
    value: Decimal | None
    text: str
    components: tuple[tuple[str, str], ...]
    note: str = ""
    small_base: bool = False
    marks: tuple[str, ...] = ()


Ranking = tuple[RankRow, ...]
"""The ranked units from the largest down, then the unranked in printed order."""

CRITERIA: Mapping[str, Criterion] = MappingProxyType(
    {
        "major_found": Criterion("重大隐患排查数", MAJOR),
        "major_new": Criterion("本期新增重大隐患数", MAJOR, basis=Basis.NEW),
        "major_rectification_rate": Criterion("重大隐患整改率", MAJOR_RECTIFIED, MAJOR),
        "general_found": Criterion("一般隐患排查数", GENERAL),
        "general_new": Criterion("本期新增一般隐患数", GENERAL, basis=Basis.NEW),
        "general_rectification_rate": Criterion("一般隐患整改率", ("general_rectified",), GENERAL),
        "penalty_count": Criterion("行政处罚次数", PENALTY),
        "penalty_amount": Criterion("行政处罚金额", PENALTY_AMOUNT),
    }
)
"""What a ranking can be asked for, by key."""


def rank(snapshot: SnapshotData, by: str) -> Ranking:
    """Every obliged unit: the ranked ones from the largest down, then the unranked in printed order.

    Equal values share a rank and the ranks after them are skipped (1, 2, 2, 4). Not ranked are units
    that filed nothing, nil returns, and units whose value is undefined. KeyError for an unknown `by`.
    """
    criterion = CRITERIA[by]
    book = Book(snapshot)
    rows = [replace(_row(book, unit, criterion), marks=marks(unit)) for unit in snapshot.units]
    placed = sorted((row for row in rows if not row.note), key=_size, reverse=True)
    first_place: dict[Decimal, int] = {}
    for place, row in enumerate(placed, start=1):
        first_place.setdefault(_size(row), place)
    ranked = (replace(row, rank=first_place[_size(row)]) for row in placed)
    return (*ranked, *(row for row in rows if row.note))


def marks(unit: UnitFiling) -> tuple[str, ...]:
    """What is said beside a unit's name: lateness and what is missing, and the extension it was granted."""
    found = [unit.extension] if unit.extension else []
    if unit.timeliness is Timeliness.LATE:
        found.append("迟报")
    if unit.ledger in _LEDGER_MARKS:
        found.append(_LEDGER_MARKS[unit.ledger])
    return tuple(found)


def _size(row: RankRow) -> Decimal:
    return Decimal(0) if row.value is None else row.value


def _row(book: Book, unit: UnitFiling, criterion: Criterion) -> RankRow:
    """A unit's row before it is ranked; a note means that it will not be."""
    if unit.nil:
        return _unranked(unit, NIL)
    sums = tuple(codes for codes in (criterion.codes, criterion.whole) if codes)
    amounts = [book.amount(unit, codes, criterion.basis) for codes in sums]
    gap = next((item.gap for item in amounts if item.gap), None)
    if gap is not None:
        return _unranked(unit, f"{gap.value}，不排名")
    parts = tuple(part for codes in sums for part in _components(book, unit, codes, criterion.basis))
    values = [item.value or Decimal(0) for item in amounts]
    if not criterion.whole:
        measure = book.snapshot.indicator(criterion.codes[0]).measure
        return RankRow(None, unit.name, unit.kind, values[0], amount_text(values[0], measure), parts)
    return _rate_row(unit, values[0], values[1], parts)


def _rate_row(
    unit: UnitFiling, part: Decimal, whole: Decimal, components: tuple[tuple[str, str], ...]
) -> RankRow:
    try:
        rate = share(part, whole)
    except PartExceedsWhole:
        return _unranked(unit, "部分大于整体，请核对，不排名", components)
    if rate is None:
        return _unranked(unit, "分母为零，不排名", components)
    return RankRow(
        None,
        unit.name,
        unit.kind,
        rate,
        percent_text(rate),
        components,
        small_base=whole < SMALL_BASE,
    )


def _components(book: Book, unit: UnitFiling, codes: Codes, basis: Basis) -> tuple[tuple[str, str], ...]:
    specs = [book.snapshot.indicator(code) for code in codes]
    return tuple(
        (quoted(spec), amount_text(book.amount(unit, (spec.code,), basis).value, spec.measure))
        for spec in specs
    )


def _unranked(unit: UnitFiling, note: str, components: tuple[tuple[str, str], ...] = ()) -> RankRow:
    return RankRow(None, unit.name, unit.kind, None, UNDEFINED, components, note)
