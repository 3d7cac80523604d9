"""What each period of the campaign added, one after the other, and this one against all before it. Pure."""

from collections.abc import Iterator
from decimal import Decimal

from reports.figure import Entry, Figure
from reports.figure_catalogue import GENERAL, MAJOR, PENALTY
from reports.figure_sources import int_or_decimal, left_out, measure_of
from reports.measures import Basis, Book, Books, UnitAmount, total
from reports.rounding import MEAN_RULE, UNDEFINED, ratio
from reports.wording import amount_text, plain_text

_EACH = "各期快照中的本期新增数，按时间先后"
SERIES = (
    Entry("series.major.new", "各期新增重大隐患数", f"重大隐患：{_EACH}", codes=MAJOR),
    Entry("series.general.new", "各期新增一般隐患数", f"一般隐患：{_EACH}", codes=GENERAL),
    Entry("series.penalty.new", "各期新增行政处罚次数", f"行政处罚次数：{_EACH}", codes=PENALTY),
)
OF_BEFORE = Entry(
    "major.new.of_before",
    "本期新增重大隐患与此前累计之比",
    "本期新增重大隐患数 ÷ 此前累计重大隐患数 × 100%（不是占比，可以超过100%）",
    MEAN_RULE,
    MAJOR,
)
ENTRIES = (*SERIES, OF_BEFORE)


def figures(books: Books) -> Iterator[Figure]:
    """Those whose indicators the form has. Without the periods before, a series begins with the one before this."""
    for entry in SERIES:
        if books.now.has(entry.codes):
            yield _series(entry, books)
    if books.now.has(MAJOR):
        yield _of_before(books.now)


def _series(entry: Entry, books: Books) -> Figure:
    chain = books.earlier or ((books.before,) if books.before else ())
    measure = measure_of(books.now, entry.codes)
    rows = tuple(
        (book.snapshot.period_title, amount_text(int_or_decimal(_new(book, entry)), measure))
        for book in (*chain, books.now)
    )
    first = (*chain, books.now)[0].snapshot
    note = "" if first.first_of_campaign else f"自{first.period_title}起，更早各期没有快照可用"
    known = any(text != UNDEFINED for _, text in rows)
    names = tuple(title for title, _ in rows) if known else None
    return entry.listed(names, rows, note, shown=[f"{title}{text}" for title, text in rows])


def _new(book: Book, entry: Entry) -> Decimal | None:
    return total(book.amounts(entry.codes, Basis.NEW)) if book.has(entry.codes) else None


def _of_before(book: Book) -> Figure:
    """Over the units whose increment is known; both sides of the same units."""
    pairs = [
        (now, new)
        for now, new in zip(book.amounts(MAJOR), book.amounts(MAJOR, Basis.NEW), strict=True)
        if now.value is not None and new.value is not None
    ]
    amounts = book.amounts(MAJOR, Basis.NEW)
    new = total(amounts)
    before = None if new is None else (total(tuple(now for now, _ in pairs)) or Decimal(0)) - new
    value = None if new is None or before is None else ratio(new, before)
    note = f"{plain_text(new)} ÷ {plain_text(before)}{left_out(amounts)}"
    return OF_BEFORE.percent(value, tuple(_row(*each) for each in pairs), note)


def _row(now: UnitAmount, new: UnitAmount) -> tuple[str, str]:
    earlier = None if now.value is None or new.value is None else now.value - new.value
    return now.unit.name, f"本期新增{plain_text(new.value)}，此前{plain_text(earlier)}"
