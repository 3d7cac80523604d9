"""Figures by kind of unit, by finder, and of units that have many, few or no major hazards. Pure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reports.figure import Entry, Figure
from reports.figure_catalogue import MAJOR
from reports.figure_parts import Part, Whole, percents
from reports.figure_parts import figures as parts_of
from reports.figure_sources import left_out, measure_of, unit_rows
from reports.measures import Basis, Book, Books, UnitAmount, total
from reports.rounding import SHARES_RULE
from reports.validation import KIND_NAMES
from reports.wording import amount_text, plain_text

MANY = 10
"""Units with more major hazards (条) than this are named."""

_KINDS = tuple(KIND_NAMES.values())
_OF_KIND = "该类单位重大隐患排查数之和"
KIND = Whole(
    Entry("kind.major.{}.count", "{}重大隐患排查数", f"{{}}：{_OF_KIND}", codes=MAJOR, names=_KINDS),
    Entry(
        "kind.major.{}.share",
        "{}重大隐患占比",
        f"{{}}：{_OF_KIND} ÷ 重大隐患排查数 × 100%",
        SHARES_RULE,
        MAJOR,
        _KINDS,
    ),
    Entry(
        "kinds.major",
        "各类单位重大隐患数及占比",
        f"{_OF_KIND}，从大到小列出，相同的按镇街、部门、区属国有公司、园区的顺序",
        SHARES_RULE,
        MAJOR,
    ),
)
FINDERS = (
    Entry(
        "major.enterprise_share",
        "企业自查重大隐患占比",
        "企业自查重大隐患数 ÷ 重大隐患排查数 × 100%",
        SHARES_RULE,
        MAJOR,
    ),
    Entry(
        "major.department_share",
        "部门排查重大隐患占比",
        "部门排查重大隐患数 ÷ 重大隐患排查数 × 100%",
        SHARES_RULE,
        MAJOR,
    ),
)
"""In the order of the columns they are taken from."""
MEAN = "重大隐患排查数 ÷ 应报送单位数"
ABOVE_TEN = Entry(
    "units.major.above_ten",
    f"重大隐患超过{MANY}条的单位",
    f"重大隐患排查数大于{MANY}条的单位，从多到少，相同的按调度表顺序",
    codes=MAJOR,
)
BELOW_MEAN = Entry(
    "units.major.below_mean",
    "重大隐患低于平均数的单位",
    f"重大隐患排查数小于平均数（{MEAN}，比较时不取舍）的已报送单位，按调度表顺序",
    codes=MAJOR,
)
NONE = Entry(
    "units.major.none",
    "重大隐患为零的单位",
    "已报送单位中重大隐患排查数为零的单位，按调度表顺序",
    codes=MAJOR,
)


def _count_of(entry: Entry) -> Entry:
    return Entry(f"{entry.key}.count", f"{entry.label}数", f"{entry.formula}，有几家", codes=entry.codes)


COUNTS = {entry.key: _count_of(entry) for entry in (ABOVE_TEN, BELOW_MEAN, NONE)}
ENTRIES = (
    *(entry for entry in (KIND.count, KIND.share, KIND.listed) if entry is not None),
    *FINDERS,
    *(each for entry in (ABOVE_TEN, BELOW_MEAN, NONE) for each in (entry, COUNTS[entry.key])),
)


def figures(books: Books) -> Iterator[Figure]:
    """All of them; none where the form does not ask for major hazards."""
    book = books.now
    if not book.has(MAJOR):
        return
    amounts = book.amounts(MAJOR)
    yield from _by_kind(book, amounts)
    yield from _by_finder(book, amounts)
    yield from _named(book, amounts)


def none_units(amounts: Sequence[UnitAmount]) -> tuple[UnitAmount, ...]:
    """Units that filed and have none; a silent unit is not among them (I12)."""
    return tuple(item for item in amounts if item.value == 0)


def _by_kind(book: Book, amounts: tuple[UnitAmount, ...]) -> Iterator[Figure]:
    groups: dict[str, list[UnitAmount]] = {}
    for kind in sorted({item.unit.kind for item in amounts}, key=_place):
        groups[KIND_NAMES.get(kind, kind)] = [item for item in amounts if item.unit.kind == kind]
    known = total(amounts) is not None
    parts = [
        Part(name, total(tuple(items)) or Decimal(0) if known else None) for name, items in groups.items()
    ]
    parts.sort(key=lambda part: -(part.amount or 0))
    measure = measure_of(book, MAJOR)
    rows = {name: unit_rows(tuple(items), measure) for name, items in groups.items()}
    yield from parts_of(KIND, parts, measure, rows, left_out(amounts).lstrip("；"))


def _place(kind: str) -> tuple[int, str]:
    known = list(KIND_NAMES)
    return (known.index(kind) if kind in known else len(known)), kind


def _by_finder(book: Book, amounts: tuple[UnitAmount, ...]) -> Iterator[Figure]:
    """Over the units that have both numbers, so that the two make up the whole."""
    both = [item.unit for item in amounts if item.value is not None]
    columns = [tuple(book.amount(unit, (code,), Basis.CUMULATIVE) for unit in both) for code in MAJOR]
    found, doubt = percents([total(column) for column in columns])
    whole = plain_text(total(amounts))
    for entry, column, percent in zip(FINDERS, columns, found, strict=True):
        note = f"{plain_text(total(column))} ÷ {whole}{left_out(amounts)}"
        rows = unit_rows(column, measure_of(book, MAJOR))
        yield entry.percent(percent, rows, "；".join(filter(None, (note, doubt))))


def _named(book: Book, amounts: tuple[UnitAmount, ...]) -> Iterator[Figure]:
    measure, gaps, whole = measure_of(book, MAJOR), left_out(amounts).lstrip("；"), total(amounts)
    rows = unit_rows(amounts, measure)
    many = sorted(
        (item for item in amounts if (item.value or 0) > MANY),
        key=lambda item: (-(item.value or 0), item.unit.order),
    )
    shown = [f"{item.unit.name}{amount_text(item.value, measure)}" for item in many]
    few = [item for item in amounts if whole is not None and _below(item, whole, len(amounts))]
    mean = f"平均数 {plain_text(whole)} ÷ {len(amounts)}"
    for entry, items, said, note in (
        (ABOVE_TEN, many, shown, gaps),
        (BELOW_MEAN, few, [], "；".join(filter(None, (mean, gaps)))),
        (NONE, none_units(amounts), [], gaps),
    ):
        names = None if whole is None else tuple(item.unit.name for item in items)
        yield entry.listed(names, rows, note, shown=said)
        yield COUNTS[entry.key].amount(None if names is None else len(names), "家", rows, note)


def _below(item: UnitAmount, whole: Decimal, units: int) -> bool:
    """Against the exact mean, not the printed one."""
    return item.value is not None and item.value * units < whole
