"""Numbers of a text against the figures of a period, and what is said of single units against their rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from notices.numbers.changes import UPWARD
from notices.numbers.numerals import Numeral
from notices.numbers.quantities import Quantity
from notices.numbers.relations import agree
from notices.numbers.roughly import covers
from notices.numbers.scopes import Scope
from notices.numbers.script import amount, plain
from notices.numbers.subjects import unit_of
from notices.numbers.verdicts import Verdict
from reports.figure_catalogue import CATALOGUE, TOTAL_KEYS, Total
from reports.figures import Figure
from reports.measures import Basis, Codes
from reports.snapshot import IndicatorSpec, UnitFiling

_HALF = Decimal("0.5")
_CENT = Decimal("0.005")

_SUMS: Mapping[str, Codes] = {key: (code,) for code, (key, _) in TOTAL_KEYS.items()} | {
    each.key: each.codes for each in CATALOGUE if isinstance(each, Total) and each.basis is Basis.CUMULATIVE
}
"""Total → the columns it adds up; totals not named here have their column's own code."""


@dataclass(frozen=True, slots=True)
class Held:
    """What comes of holding a number against something known."""

    verdict: Verdict
    figure: str
    expected: str
    reason: str


def settled(right: bool, key: str, expected: str, agrees: str, differs: str) -> Held:
    """The answer of a comparison, with the sentence for either case."""
    verdict = Verdict.OK if right else Verdict.CONTRADICTS
    return Held(verdict, key, expected, agrees if right else differs)


def against_figure(numeral: Numeral, quantity: Quantity, figures: Mapping[str, Figure]) -> Held | None:
    """A number that claims to be a figure of the whole area; None when there is nothing to hold it against."""
    figure = figures.get(quantity.key) if quantity.of_all else None
    if figure is None or figure.value is None or isinstance(figure.value, tuple):
        return None
    value = Decimal(figure.value)
    if figure.unit == "%":
        right = _same_rate(numeral, value, quantity.turn)
        expected = figure.text
    else:
        known = Numeral(figure.text, value, figure.unit, 0, 0, numeral.kind)
        if numeral.approximate:
            return _roughly(numeral, known, figure)
        right = agree(numeral, known)
        expected = amount(plain(known), numeral)
    if right:
        return Held(Verdict.OK, figure.key, figure.text, f"与“{figure.label}”{figure.text}相符。")
    source = figure.formula.partition("；")[0]
    wrong = f"{quantity.turn}{numeral.text}"
    reason = f"文中写{wrong}，“{figure.label}”应为{expected}（{source}）。"
    return Held(Verdict.CONTRADICTS, figure.key, expected, reason)


def against_unit(
    numeral: Numeral, quantity: Quantity, units: Sequence[UnitFiling], specs: Sequence[IndicatorSpec]
) -> Held | None:
    """A number that is told of one unit; None when the unit or its value is not known."""
    unit = unit_of(quantity.subject, units) if quantity.subject and quantity.key else None
    codes = codes_of(quantity.total, specs)
    if unit is None or not codes or numeral.approximate:
        return None
    value = value_of(unit, codes, quantity.scope)
    if value is None:
        return None
    spec = next(spec for spec in specs if spec.code == codes[0])
    known = Numeral("", value, spec.measure, 0, 0, numeral.kind)
    expected = amount(plain(known), numeral)
    label = _label(codes, specs)
    if agree(numeral, known):
        return Held(Verdict.OK, quantity.total, expected, f"与{unit.name}的“{label}”{expected}相符。")
    reason = f"文中写{quantity.subject}{numeral.text}，{unit.name}上报的“{label}”是{expected}。"
    return Held(Verdict.CONTRADICTS, quantity.total, expected, reason)


def codes_of(base: str, specs: Sequence[IndicatorSpec]) -> Codes:
    """The columns a total adds up; none when the form lacks one of them."""
    codes = _SUMS.get(base, (base,))
    known = {spec.code for spec in specs}
    return codes if base and all(code in known for code in codes) else ()


def value_of(unit: UnitFiling, codes: Codes, scope: Scope) -> Decimal | None:
    """A unit's total so far, or what the period added to it; None when it is not known."""
    if unit.values is None or any(code not in unit.values for code in codes):
        return None
    value = sum((unit.values[code] for code in codes), Decimal(0))
    if scope is Scope.ALL:
        return value
    if scope is not Scope.NEW or unit.previous is None or any(code not in unit.previous for code in codes):
        return None
    return value - sum((unit.previous[code] for code in codes), Decimal(0))


def _label(codes: Codes, specs: Sequence[IndicatorSpec]) -> str:
    return "、".join(
        spec.full_label.replace("“", "").replace("”", "") for spec in specs if spec.code in codes
    )


def _same_rate(numeral: Numeral, value: Decimal, turn: str) -> bool:
    """Whether a rate is the figure at the places printed; the figure itself was rounded once at two."""
    if turn and value and (value > 0) != (turn in UPWARD):
        return False
    size = abs(value) if turn else value
    places = numeral.decimals
    if numeral.value == 100 and size != 100:
        return False
    slack = _HALF.scaleb(-places) + _CENT if places < 2 else Decimal(0)
    return abs(numeral.value - size) <= slack


def _roughly(numeral: Numeral, known: Numeral, figure: Figure) -> Held | None:
    """580余 of 583 is right, of 700 wrong; whether 约580 of 700 is, nobody can say."""
    unit = plain(numeral) / numeral.value if numeral.value else Decimal(1)
    right = covers(numeral, plain(known) / unit)
    if right is None:
        return None
    if right:
        return Held(Verdict.OK, figure.key, figure.text, f"约数，与“{figure.label}”{figure.text}相符。")
    reason = f"文中写{numeral.text}，“{figure.label}”是{figure.text}，不在这个范围内。"
    return Held(Verdict.CONTRADICTS, figure.key, figure.text, reason)
