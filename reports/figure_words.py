"""The formulas of the catalogue in general words, without the numbers of a period. Pure."""

from functools import singledispatch

from reports.figure import EXACT
from reports.figure_catalogue import (
    TOP,
    Before,
    Change,
    Condition,
    Difference,
    Filing,
    FilingRate,
    Rate,
    TopShare,
    TopUnits,
    Total,
    Units,
)
from reports.figure_sources import STANDING
from reports.measures import Basis, Codes
from reports.rounding import RULE
from reports.snapshot import IndicatorSpec
from reports.wording import quoted

Specs = dict[str, IndicatorSpec]
"""The columns of a form by code."""


@singledispatch
def formula(definition: object, _specs: Specs) -> str:
    """How a figure comes about, naming the columns it is taken from."""
    raise TypeError(f"no words for a {type(definition).__name__}")


def rounding(definition: object) -> str:
    """The rounding that applies to a figure."""
    rounded = isinstance(definition, Rate | Change | TopShare | FilingRate)
    return RULE if rounded else EXACT


@formula.register
def _total(definition: Total, specs: Specs) -> str:
    new = "本期累计数减上期累计数" if definition.basis is Basis.NEW else "累计数"
    return f"{_words(definition.codes, specs)}：各单位{new}之和"


@formula.register
def _difference(definition: Difference, specs: Specs) -> str:
    return f"{_words(definition.whole, specs)}合计减{_words(definition.part, specs)}合计"


@formula.register
def _rate(definition: Rate, specs: Specs) -> str:
    return f"{_words(definition.part, specs)}合计 ÷ {_words(definition.whole, specs)}合计 × 100%"


@formula.register
def _before(definition: Before, specs: Specs) -> str:
    return f"{_words(definition.codes, specs)}：上期快照中的新增数"


@formula.register
def _change(definition: Change, specs: Specs) -> str:
    return f"{_words(definition.codes, specs)}：（本期新增 − 上期新增）÷ 上期新增 × 100%"


@formula.register
def _top_units(definition: TopUnits, specs: Specs) -> str:
    return _leading(definition.by, definition.then, specs)


@formula.register
def _top_share(definition: TopShare, specs: Specs) -> str:
    words = _words(definition.of, specs)
    leading = _leading(definition.by, definition.then, specs)
    return f"前{TOP}位单位的{words}合计 ÷ {words}合计 × 100%；{leading}"


@formula.register
def _units(definition: Units, specs: Specs) -> str:
    told = "，且".join(_condition(each, specs) for each in definition.conditions)
    return f"已报送单位中{told}{'（按本期新增数）' if definition.basis is Basis.NEW else ''}"


@formula.register
def _filing(definition: Filing, _specs: Specs) -> str:
    how = "、".join(STANDING[each] for each in definition.standing)
    nil = "（零报告）" if definition.nil else ""
    return f"关账时应报送{_duty(definition.ledger)}单位中{how}{nil}的单位{'' if definition.names else '数'}"


@formula.register
def _filing_rate(definition: FilingRate, _specs: Specs) -> str:
    duty = _duty(definition.ledger)
    return f"按时报送{duty}单位数（含延期内） ÷ 应报送{duty}单位数 × 100%"


def _words(codes: Codes, specs: Specs) -> str:
    return "与".join(quoted(specs[code]) for code in codes)


def _condition(condition: Condition, specs: Specs) -> str:
    return f"{_words(condition.left, specs)}{condition.sign.value}{_words(condition.right, specs)}"


def _leading(by: Codes, then: Codes, specs: Specs) -> str:
    tie = f"相同的先比{_words(then, specs)}，再按调度表顺序" if then else "相同的按调度表顺序"
    return f"前{TOP}位按{_words(by, specs)}从大到小取，{tie}"


def _duty(ledger: bool) -> str:
    return "台账" if ledger else ""
