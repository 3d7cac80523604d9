"""Named figures of a closed period, computed from its snapshot and the one before it (I5).

Each figure carries its value, the text as printed, its formula in words and the rows it was taken from,
so that any number in a circular can be followed down to the filings.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import singledispatch

from reports import (
    figures_ledger,
    figures_means,
    figures_reported,
    figures_sectors,
    figures_series,
    figures_units,
)
from reports.figure import Figure, Rows, Value, by_key
from reports.figure_catalogue import (
    TOP,
    Before,
    Change,
    Definition,
    Difference,
    Filing,
    FilingRate,
    Rate,
    TopShare,
    TopUnits,
    Total,
    Units,
    definitions_for,
)
from reports.figure_sources import (
    STANDING,
    change_rows,
    condition_words,
    holds,
    indicator_words,
    int_or_decimal,
    is_nil,
    leaders,
    leading_rule,
    left_out,
    measure_of,
    pair,
    side_by_side,
    standing_of,
    standing_words,
    unit_rows,
)
from reports.measures import Basis, Book, Books, Codes, UnitAmount, total
from reports.rounding import RULE, UNDEFINED, PartExceedsWhole, change_rate, change_text, percent_text, share
from reports.snapshot import SnapshotData, Timeliness, UnitFiling
from reports.standing import IN_TIME
from reports.wording import amount_text, plain_text

__all__ = ["Figure", "Value", "by_key", "compute"]

PARTS: tuple[Callable[[Books], Iterator[Figure]], ...] = (
    figures_units.figures,
    figures_means.figures,
    figures_series.figures,
    figures_sectors.figures,
    figures_reported.figures,
    figures_ledger.figures,
)
"""What makes further figures, each of its own definitions; in the order in which they are printed."""

_DOUBTFUL = "部分大于整体，无法计算，请核对各单位数据"


def compute(
    snapshot: SnapshotData, previous: SnapshotData | None, earlier: Sequence[SnapshotData] = ()
) -> tuple[Figure, ...]:
    """All figures of a period, totals in the order of the form first, then the catalogue's order.

    `previous` is the latest snapshot of the period before, None when there is none; changes on the
    period before are then undefined. `earlier` are the latest snapshots of all periods before it in the campaign,
    that one included, the oldest first: series begin with them. A figure whose indicators the form lacks is left out,
    and so are those of the ledger where the snapshot has none.
    """
    before = None if previous is None else Book(previous)
    chain = tuple(before if each is previous and before else Book(each) for each in earlier)
    books = Books(Book(snapshot), before, chain)
    return (
        *(_figure(definition, books) for definition in _definitions(snapshot, books.now)),
        *(figure for part in PARTS for figure in part(books)),
    )


def _definitions(snapshot: SnapshotData, book: Book) -> Iterable[Definition]:
    owes_ledger = any(unit.ledger is not None for unit in snapshot.units)
    for definition in definitions_for(snapshot.indicators):
        if book.has(definition.codes) and (owes_ledger or not _of_ledger(definition)):
            yield definition


def _of_ledger(definition: Definition) -> bool:
    """Periods closed before ledgers were a duty of their own have no figures of it."""
    return isinstance(definition, Filing | FilingRate) and definition.ledger


@singledispatch
def _figure(definition: object, _books: Books) -> Figure:
    raise TypeError(f"no way to compute a {type(definition).__name__}")


@_figure.register
def _total(definition: Total, books: Books) -> Figure:
    amounts = books.now.amounts(definition.codes, definition.basis)
    how = "各单位累计数之和"
    if definition.basis is Basis.NEW:
        first = books.now.snapshot.first_of_campaign
        how = "各单位累计数之和（首期，全部计为新增）" if first else "各单位本期累计数减上期累计数之和"
    formula = f"{indicator_words(books.now, definition.codes)}：{how}{left_out(amounts)}"
    return _amount(definition, books.now, amounts, formula)


@_figure.register
def _difference(definition: Difference, books: Books) -> Figure:
    book = books.now
    part, whole, rows = pair(book, definition.part, definition.whole)
    words = f"{indicator_words(book, definition.whole)}合计减{indicator_words(book, definition.part)}合计"
    value = None if part is None or whole is None or part > whole else int_or_decimal(whole - part)
    formula = words if value is not None or part is None else f"{words}；{_DOUBTFUL}"
    unit = measure_of(book, definition.whole)
    return Figure(definition.key, definition.label, value, unit, amount_text(value, unit), formula, rows)


@_figure.register
def _rate(definition: Rate, books: Books) -> Figure:
    book = books.now
    part, whole, rows = pair(book, definition.part, definition.whole)
    names = (indicator_words(book, definition.part), indicator_words(book, definition.whole))
    gaps = left_out(book.amounts(definition.codes))
    return _share_figure(definition, names, (part, whole), rows, gaps.lstrip("；"))


@_figure.register
def _before(definition: Before, books: Books) -> Figure:
    formula = f"{indicator_words(books.now, definition.codes)}：上期的新增数，取自上期快照"
    amounts = _amounts_before(definition.codes, books)
    return _amount(definition, books.now, amounts, formula + left_out(amounts))


@_figure.register
def _change(definition: Change, books: Books) -> Figure:
    now_amounts = books.now.amounts(definition.codes, Basis.NEW)
    before_amounts = _amounts_before(definition.codes, books)
    now, before = total(now_amounts), total(before_amounts)
    rate = None if now is None or before is None else change_rate(now, before)
    words, old = indicator_words(books.now, definition.codes), plain_text(before)
    formula = f"{words}：（本期新增{plain_text(now)} − 上期新增{old}）÷ 上期新增{old} × 100%；{RULE}"
    rows = change_rows(now_amounts, before_amounts, measure_of(books.now, definition.codes))
    return Figure(definition.key, definition.label, rate, "%", change_text(rate), formula, rows)


@_figure.register
def _top_units(definition: TopUnits, books: Books) -> Figure:
    names = tuple(unit.name for unit in leaders(books.now, definition.by, definition.then))
    formula = leading_rule(books.now, definition.by, definition.then)
    rows = side_by_side(books.now, tuple(filter(None, (definition.by, definition.then))))
    return _names(definition, names, formula, rows)


@_figure.register
def _top_share(definition: TopShare, books: Books) -> Figure:
    book = books.now
    leading = {unit.name for unit in leaders(book, definition.by, definition.then)}
    amounts = book.amounts(definition.of)
    part = total(tuple(item for item in amounts if item.unit.name in leading))
    whole = total(amounts)
    words = indicator_words(book, definition.of)
    return _share_figure(
        definition,
        (f"前{TOP}位单位的{words}", words),
        (Decimal(0) if part is None and whole is not None else part, whole),
        unit_rows(amounts, measure_of(book, definition.of)),
        leading_rule(book, definition.by, definition.then),
    )


@_figure.register
def _units(definition: Units, books: Books) -> Figure:
    book = books.now
    amounts = book.amounts(definition.codes, definition.basis)
    names = tuple(
        item.unit.name
        for item in amounts
        if all(holds(book, item.unit, condition, definition.basis) for condition in definition.conditions)
    )
    wording = "，且".join(condition_words(book, condition) for condition in definition.conditions)
    sums = tuple(side for item in definition.conditions for side in (item.left, item.right) if side)
    rows = side_by_side(book, tuple(dict.fromkeys(sums)), definition.basis)
    # With nothing known of any unit, an empty list would claim that none is concerned.
    known = names if total(amounts) is not None else None
    return _names(definition, known, f"已报送单位中{wording}{left_out(amounts)}", rows)


@_figure.register
def _filing(definition: Filing, books: Books) -> Figure:
    ledger = definition.ledger
    units = [
        unit
        for unit in books.now.snapshot.units
        if standing_of(unit, ledger=ledger) in definition.standing
        and (not definition.nil or is_nil(unit, ledger=ledger))
    ]
    rows = tuple((unit.name, standing_words(unit, ledger=ledger)) for unit in units)
    wording = "、".join(STANDING[item] for item in definition.standing)
    duty = "台账" if ledger else ""
    formula = f"关账时应报送{duty}单位中{wording}{'（零报告）' if definition.nil else ''}的单位"
    if definition.names:
        return _unit_names(definition, units, formula, rows)
    text = amount_text(len(units), "家")
    return Figure(definition.key, definition.label, len(units), "家", text, formula + "数", rows)


@_figure.register
def _filing_rate(definition: FilingRate, books: Books) -> Figure:
    """Over the frozen list of those that owe the duty, hence never above 100 % (I9)."""
    ledger = definition.ledger
    owing = [unit for unit in books.now.snapshot.units if standing_of(unit, ledger=ledger) is not None]
    in_time = [unit for unit in owing if standing_of(unit, ledger=ledger) in IN_TIME]
    rows = tuple((unit.name, standing_words(unit, ledger=ledger)) for unit in owing)
    duty = "台账" if ledger else ""
    names = (f"按时报送{duty}单位数", f"应报送{duty}单位数")
    return _share_figure(definition, names, (Decimal(len(in_time)), Decimal(len(owing))), rows)


def _unit_names(definition: Filing, units: Sequence[UnitFiling], formula: str, rows: Rows) -> Figure:
    """Units by name; those that were granted an extension with its end and reason."""
    names = tuple(unit.name for unit in units)
    figure = _names(definition, names, formula, rows)
    if definition.standing != (Timeliness.EXTENDED,) or not units:
        return figure
    return replace(figure, text="、".join(f"{unit.name}{unit.extension}" for unit in units))


def _amount(definition: Total | Before, book: Book, amounts: tuple[UnitAmount, ...], formula: str) -> Figure:
    unit = measure_of(book, definition.codes)
    value = int_or_decimal(total(amounts))
    return Figure(
        definition.key,
        definition.label,
        value,
        unit,
        amount_text(value, unit),
        formula,
        unit_rows(amounts, unit),
    )


def _share_figure(
    definition: Definition,
    names: tuple[str, str],
    sums: tuple[Decimal | None, Decimal | None],
    rows: Rows,
    note: str = "",
) -> Figure:
    """A share with its formula; undefined, and saying why, when a part exceeds its whole."""
    part, whole = sums
    formula = f"{names[0]}合计{plain_text(part)} ÷ {names[1]}合计{plain_text(whole)} × 100%；{RULE}"
    rate: Decimal | None = None
    if part is not None and whole is not None:
        try:
            rate = share(part, whole)
        except PartExceedsWhole:
            formula = f"{formula}；{_DOUBTFUL}"
    if note:
        formula = f"{formula}；{note}"
    return Figure(definition.key, definition.label, rate, "%", percent_text(rate), formula, rows)


def _names(definition: Definition, names: tuple[str, ...] | None, formula: str, rows: Rows) -> Figure:
    text = UNDEFINED if names is None else "、".join(names) or "无"
    return Figure(definition.key, definition.label, names, "", text, formula, rows)


def _amounts_before(codes: Codes, books: Books) -> tuple[UnitAmount, ...]:
    if books.before is None or not books.before.has(codes):
        return ()
    return books.before.amounts(codes, Basis.NEW)
