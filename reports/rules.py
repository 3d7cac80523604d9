"""校验规则: what a filing is checked by, and what they find."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reports import fact_names
from reports.expressions import Evaluator, Expression, InvalidExpression, parse, parse_known
from reports.facts import BEFORE, LEDGER, NEW, Facts
from reports.snapshot import IndicatorSpec
from reports.validation import Finding, Severity, unfilled, unproved
from reports.wording import amount_text, plain_text, quoted

_GAP = re.compile(r"\{(\w+)\}")


class Subject(StrEnum):
    """What an expression is about: the table as a whole, or each of its columns in turn."""

    FORM = "form"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A rule. Its expression must hold; where it does not, `message` tells the filer, values put into its gaps.

    `kinds` are the kinds of unit it applies to, all when empty. What `office_only` rules find the unit never
    sees. `basis` says where the rule comes from.
    """

    code: str
    title: str
    expression: str
    severity: Severity
    message: str
    subject: Subject = Subject.FORM
    kinds: tuple[str, ...] = ()
    office_only: bool = False
    basis: str = ""


def findings(rules: Sequence[RuleSpec], facts: Facts) -> tuple[Finding, ...]:
    """Everything found in one filing: fields not filled, then rule by rule, then evidence that is not there."""
    checker = _Checker(facts)
    found = [*unfilled(facts.now, facts.indicators, facts.unit_kind)]
    for rule in rules:
        found += checker.broken(rule)
    if facts.proved is not None:
        new = {spec.code: facts.new(spec.code) or Decimal(0) for spec in facts.due()}
        found += unproved(new, facts.due(), facts.proved)
    return tuple(found)


def broken(rule: RuleSpec, facts: Facts) -> tuple[Finding, ...]:
    """What one rule finds in a filing."""
    return tuple(_Checker(facts).broken(rule))


def problems(rule: RuleSpec, specs: Iterable[IndicatorSpec]) -> dict[str, str]:
    """What is wrong with a rule, by the field concerned; empty when it can be kept."""
    known = names_of(rule.subject, specs)
    found = {}
    try:
        names = parse_known(rule.expression, known).names
    except InvalidExpression as error:
        found["expression"] = str(error)
    else:
        if fact_names.OFFICE_NAMES.keys() & names and not rule.office_only:
            found["office_only"] = "表达式用到了只限安委办的名称，请勾选“只提示安委办”。"
    if wrong := _wrong_message(rule.message, known):
        found["message"] = wrong
    if rule.office_only and rule.severity is not Severity.HINT:
        found["severity"] = "只提示安委办的规则，程度只能是“提示核对”。"
    return found


def _wrong_message(message: str, known: Mapping[str, str]) -> str:
    for name in _GAP.findall(message):
        if name not in known:
            return f"提示语里的“{name[:60]}”不是可用的名称，请从可用的名称中选。"
    if set("{}") & set(_GAP.sub("", message)):
        return "提示语里的花括号不成对，数值请写成 {名称}。"
    return ""


def names_of(subject: Subject, specs: Iterable[IndicatorSpec]) -> Mapping[str, str]:
    """The names a rule of this subject may use, with their meaning."""
    return fact_names.of_form(specs) if subject is Subject.FORM else fact_names.of_columns()


class _Checker:
    """One filing with its names looked up, for any number of rules."""

    def __init__(self, facts: Facts) -> None:
        self._kind = facts.unit_kind
        self._specs = {spec.code: spec for spec in facts.indicators}
        self._form = facts.of_form()
        self._columns = [(spec, facts.of_column(spec)) for spec in facts.due()]
        self._evaluator = Evaluator()

    def broken(self, rule: RuleSpec) -> Iterator[Finding]:
        """The findings of a rule: none where it holds, is undecided, or is not for this kind of unit."""
        if rule.kinds and self._kind not in rule.kinds:
            return
        expression = parse(rule.expression)
        if rule.subject is Subject.FORM:
            if self._evaluator.holds(expression, self._form) is False:
                yield self._of_form(rule, expression)
            return
        for spec, names in self._columns:
            if self._evaluator.holds(expression, names) is False:
                message = _column_message(rule.message, spec, names)
                key = f"{rule.code}/{spec.code}"
                yield Finding(rule.code, rule.severity, (spec.code,), message, key, rule.office_only)

    def _of_form(self, rule: RuleSpec, expression: Expression) -> Finding:
        codes = (_code(name, self._specs) for name in expression.names)
        fields = tuple(dict.fromkeys(code for code in codes if code))
        message = _GAP.sub(lambda gap: self._shown(gap[1]), rule.message)
        return Finding(rule.code, rule.severity, fields, message, rule.code, rule.office_only)

    def _shown(self, name: str) -> str:
        """A value with its measure, the column's own one with its name."""
        code = _code(name, self._specs)
        if code is None:
            return plain_text(self._form.get(name))
        amount = amount_text(self._form.get(name), self._specs[code].measure)
        return quoted(self._specs[code]) + amount if name == code else amount


def _column_message(message: str, spec: IndicatorSpec, names: Mapping[str, Decimal]) -> str:
    def shown(gap: re.Match[str]) -> str:
        name = gap[1]
        if name not in fact_names.COLUMN_NAMES:
            return plain_text(names.get(name))
        amount = amount_text(names.get(name), spec.measure)
        return quoted(spec) + amount if name == "now" else amount

    return _GAP.sub(shown, message)


def _code(name: str, specs: Mapping[str, IndicatorSpec]) -> str | None:
    """The column a name of an expression is about; None for general ones."""
    if name in specs:
        return name
    for prefix in (BEFORE, NEW, LEDGER):
        if (code := name.removeprefix(prefix)) in specs:
            return code
    return None
