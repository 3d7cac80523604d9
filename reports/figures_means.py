"""Means, and what the leading units contributed in amounts. Pure."""

from collections.abc import Iterator
from decimal import Decimal

from reports.figure import Entry, Figure
from reports.figure_catalogue import MAJOR, PENALTY, PENALTY_AMOUNT
from reports.figure_sources import leaders, leading_rule, left_out, measure_of, pair, side_by_side, unit_rows
from reports.measures import Basis, Book, Books, Codes, total
from reports.rounding import MEAN_RULE, mean
from reports.wording import amount_text, plain_text

OF_MAJOR = Entry("mean.major", "单位平均重大隐患数", "重大隐患排查数 ÷ 应报送单位数", MEAN_RULE, MAJOR)
OF_PENALTY = Entry(
    "penalty.mean_amount",
    "次均行政处罚金额",
    "行政处罚金额 ÷ 行政处罚次数",
    MEAN_RULE,
    (*PENALTY_AMOUNT, *PENALTY),
)
TOP_PENALTY = Entry(
    "penalty.top3.amounts",
    "行政处罚次数居前三位单位的次数和金额",
    "行政处罚次数居前三位的单位，各有几次、多少金额",
    codes=(*PENALTY, *PENALTY_AMOUNT),
)
TOP_MAJOR = Entry(
    "major.top3.amounts",
    "重大隐患排查数居前三位单位的条数",
    "重大隐患排查数居前三位的单位，各有几条",
    codes=MAJOR,
)
ENTRIES = (OF_MAJOR, TOP_MAJOR, OF_PENALTY, TOP_PENALTY)


def figures(books: Books) -> Iterator[Figure]:
    """Those whose indicators the form has."""
    book = books.now
    if book.has(OF_MAJOR.codes):
        yield _per_unit(book)
        yield _leading(TOP_MAJOR, book, MAJOR, ())
    if book.has(OF_PENALTY.codes):
        yield _per_penalty(book)
        yield _leading(TOP_PENALTY, book, PENALTY, PENALTY_AMOUNT)


def _per_unit(book: Book) -> Figure:
    """Over all units that owe the table: a silent one does not make the others' mean larger."""
    amounts, measure = book.amounts(MAJOR), measure_of(book, MAJOR)
    whole = total(amounts)
    value = None if whole is None else mean(whole, len(amounts))
    note = f"{plain_text(whole)} ÷ {len(amounts)}{left_out(amounts)}"
    return OF_MAJOR.amount(value, measure, unit_rows(amounts, measure), note)


def _per_penalty(book: Book) -> Figure:
    money, count, rows = pair(book, PENALTY_AMOUNT, PENALTY)
    value = None if money is None or not count or min(money, count) < 0 else mean(money, count)
    unit = f"{measure_of(book, PENALTY_AMOUNT)}/{measure_of(book, PENALTY)}"
    gaps = left_out(book.amounts(OF_PENALTY.codes))
    return OF_PENALTY.amount(value, unit, rows, f"{plain_text(money)} ÷ {plain_text(count)}{gaps}")


def _leading(entry: Entry, book: Book, by: Codes, then: Codes) -> Figure:
    units = leaders(book, by, then)
    columns = [codes for codes in (by, then) if codes]
    shown = [
        f"{unit.name}"
        + "、".join(_text(book, book.amount(unit, codes, Basis.CUMULATIVE).value, codes) for codes in columns)
        for unit in units
    ]
    names = None if total(book.amounts(by)) is None else tuple(unit.name for unit in units)
    rows = side_by_side(book, tuple(columns))
    return entry.listed(names, rows, leading_rule(book, by, then), shown=shown, by="；" if then else "、")


def _text(book: Book, value: Decimal | None, codes: Codes) -> str:
    return amount_text(value, measure_of(book, codes))
