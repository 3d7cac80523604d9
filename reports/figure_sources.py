"""What figures are made of: sums, leaders and conditions over a book, their rows and their wording."""

from decimal import Decimal

from reports.figure import Rows
from reports.figure_catalogue import TOP, Condition, Sign
from reports.measures import Basis, Book, Codes, UnitAmount, total
from reports.rounding import UNDEFINED
from reports.snapshot import Timeliness, UnitFiling
from reports.wording import amount_text, plain_text, quoted

STANDING = {
    Timeliness.ON_TIME: "按时报送",
    Timeliness.EXTENDED: "延期内报送",
    Timeliness.LATE: "迟报",
    Timeliness.MISSING: "未报送",
}


def pair(book: Book, part: Codes, whole: Codes) -> tuple[Decimal | None, Decimal | None, Rows]:
    """Both sums over the units that have both amounts, so that a part is never set against less."""
    pairs = tuple(zip(book.amounts(part), book.amounts(whole), strict=True))
    complete = [pair for pair in pairs if pair[0].value is not None and pair[1].value is not None]
    parts = total(tuple(pair[0] for pair in complete))
    wholes = total(tuple(pair[1] for pair in complete))
    rows = tuple(
        (left.unit.name, str(left.gap or right.gap or f"{plain_text(left.value)}/{plain_text(right.value)}"))
        for left, right in pairs
    )
    return parts, wholes, rows


def leaders(book: Book, by: Codes, then: Codes) -> list[UnitFiling]:
    """The leading units that have any, largest first; ties by `then`, then by printed order."""
    ranked = []
    for unit in book.snapshot.filed:
        first = book.amount(unit, by, Basis.CUMULATIVE).value
        second = book.amount(unit, then, Basis.CUMULATIVE).value if then else None
        if first is not None and first > 0:
            ranked.append((-first, -(second or Decimal(0)), unit.order, unit))
    return [item[-1] for item in sorted(ranked, key=lambda item: item[:3])[:TOP]]


def leading_rule(book: Book, by: Codes, then: Codes) -> str:
    """How leaders are chosen, in words."""
    tie = f"相同的先比{indicator_words(book, then)}，再按调度表顺序" if then else "相同的按调度表顺序"
    return f"前{TOP}位按{indicator_words(book, by)}从大到小取，{tie}"


def holds(book: Book, unit: UnitFiling, condition: Condition, basis: Basis) -> bool:
    """Whether a unit meets a condition; never when an amount is unknown."""
    left = book.amount(unit, condition.left, basis).value
    right = book.amount(unit, condition.right, basis).value if condition.right else Decimal(0)
    if left is None or right is None:
        return False
    return {
        Sign.NONE: left == 0,
        Sign.SOME: left > 0,
        Sign.NOT_ABOVE_ZERO: left <= 0,
        Sign.BELOW: left < right,
        Sign.ABOVE: left > right,
    }[condition.sign]


def condition_words(book: Book, condition: Condition) -> str:
    """A condition as it reads in a formula."""
    right = indicator_words(book, condition.right) if condition.right else ""
    return f"{indicator_words(book, condition.left)}{condition.sign.value}{right}"


def side_by_side(book: Book, sums: tuple[Codes, ...], basis: Basis = Basis.CUMULATIVE) -> Rows:
    """Rows that show several amounts of each unit, such as 566次；26.248万元."""
    columns = [(book.amounts(codes, basis), measure_of(book, codes)) for codes in sums]
    return tuple(
        (
            unit.name,
            next((str(amounts[at].gap) for amounts, _ in columns if amounts[at].gap), "")
            or "；".join(amount_text(amounts[at].value, measure) for amounts, measure in columns),
        )
        for at, unit in enumerate(book.snapshot.units)
    )


def unit_rows(amounts: tuple[UnitAmount, ...], measure: str) -> Rows:
    """Each unit with its amount, or with the reason why it has none."""
    return tuple((item.unit.name, _cell(item, measure)) for item in amounts)


def change_rows(now: tuple[UnitAmount, ...], before: tuple[UnitAmount, ...], measure: str) -> Rows:
    """Each unit's increment beside that of the period before."""
    earlier = {item.unit.name: _cell(item, measure) for item in before}
    return tuple(
        (item.unit.name, f"本期：{_cell(item, measure)}；上期：{earlier.get(item.unit.name, UNDEFINED)}")
        for item in now
    )


def left_out(amounts: tuple[UnitAmount, ...]) -> str:
    """The tail of a formula that names the units not counted and why; empty when all are (I12)."""
    gaps = [item for item in amounts if item.gap]
    if not gaps:
        return ""
    if len(gaps) == len(amounts) and len({item.gap for item in gaps}) == 1:
        return f"；全部单位{gaps[0].gap}，无法计算"
    return "；未计入：" + "、".join(f"{item.unit.name}（{item.gap}）" for item in gaps)


def standing_of(unit: UnitFiling, *, ledger: bool) -> Timeliness | None:
    """How a unit stands in one of its duties; None where it owes no ledger."""
    return unit.ledger if ledger else unit.timeliness


def is_nil(unit: UnitFiling, *, ledger: bool) -> bool:
    """Whether a unit met the duty by a nil return."""
    return unit.ledger_nil if ledger else unit.nil


def standing_words(unit: UnitFiling, *, ledger: bool) -> str:
    """A unit's standing in words, an extension with its reason: 延期内报送，延期至9月26日24:00（防汛抢险）."""
    standing = standing_of(unit, ledger=ledger)
    words = UNDEFINED if standing is None else STANDING[standing]
    if is_nil(unit, ledger=ledger):
        words += "（零报告）"
    return f"{words}，{unit.extension}" if unit.extension else words


def indicator_words(book: Book, codes: Codes) -> str:
    """The quoted names of the indicators that are added up."""
    return "与".join(quoted(book.snapshot.indicator(code)) for code in codes)


def measure_of(book: Book, codes: Codes) -> str:
    """The unit of measure of a sum."""
    return book.snapshot.indicator(codes[0]).measure


def int_or_decimal(value: Decimal | None) -> Decimal | int | None:
    """Whole amounts as int, others as exact Decimal."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value


def _cell(item: UnitAmount, measure: str) -> str:
    return str(item.gap) if item.gap else amount_text(item.value, measure)
