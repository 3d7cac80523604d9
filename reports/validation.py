"""Immediate checks of one unit's filing, and the reading of one typed value.

A block must be put right before the filing can be signed off; a hint asks the filer to look again and
stops nothing. The rules compare columns of the dispatch form; a rule whose columns a form lacks does
not apply to it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reports.snapshot import IndicatorSpec, decimal_text
from reports.wording import amount_text, quoted

MAX_INTEGER_DIGITS = 9
"""More digits before the point than any true value has: a slip or an attack."""

JUMP_FACTOR = 10
JUMP_FLOOR = 20
"""A cumulative value ten times the last one, and at least this much more, looks like a digit too many."""

PENALTY_CEILING = 100
"""An average penalty of this many 万元 or more looks like an amount entered in 元."""

KIND_NAMES = {"town": "镇街", "bureau": "部门", "soe": "区属国有公司", "park": "园区"}

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋", "0123456789.,-+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_NEGATIVE = re.compile(r"[-−–]\s*\d", re.ASCII)
_SHOWN = 20


class InvalidValue(ValueError):
    """Text that is no value for its column; the message says what is due."""


class Severity(StrEnum):
    """How grave a finding is."""

    BLOCK = "block"
    REASON = "reason"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong or doubtful in a filing: the columns concerned and a message for the filer.

    `fields` is empty where it concerns the table as a whole. `key` tells findings of one filing apart, so that
    a reason can be kept for one of them: the rule's code, with the column's for rules over each column.
    `office_only` ones are for 安委办's eyes, the unit never sees them.
    """

    code: str
    severity: Severity
    fields: tuple[str, ...]
    message: str
    key: str = ""
    office_only: bool = False


@dataclass(frozen=True, slots=True)
class AtMost:
    """`part` may not be above `whole`."""

    code: str
    severity: Severity
    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class Needs:
    """Where `given` is above zero, `needed` has to be as well."""

    code: str
    severity: Severity
    given: str
    needed: str


AT_MOST = (
    AtMost("rectified_above_found", Severity.BLOCK, "general_rectified", "general_found"),
    AtMost("rectified_above_found", Severity.BLOCK, "major_enterprise_rectified", "major_enterprise_found"),
    AtMost("rectified_above_found", Severity.BLOCK, "major_department_rectified", "major_department_found"),
    AtMost("rectified_above_found", Severity.BLOCK, "listed_rectified", "listed_found"),
    AtMost("anonymous_above_total", Severity.BLOCK, "report_reward_anonymous", "report_reward_total"),
    # Only a hint: a listed hazard may have been found by an enterprise or handed over by another unit.
    AtMost("listed_above_department", Severity.HINT, "listed_found", "major_department_found"),
)
NEEDS = (
    Needs("amount_without_count", Severity.BLOCK, "penalty_amount", "penalty_count"),
    Needs("count_without_amount", Severity.HINT, "penalty_count", "penalty_amount"),
    Needs(
        "attendees_without_session", Severity.BLOCK, "officer_training_attendees", "officer_training_sessions"
    ),
    Needs(
        "session_without_attendees", Severity.HINT, "officer_training_sessions", "officer_training_attendees"
    ),
)

Values = Mapping[str, Decimal | None]


def parse_value(text: str, indicator: IndicatorSpec) -> Decimal:
    """The exact value typed into a column, in the column's unit of measure.

    Full-width digits, thousands separators and surrounding blanks are accepted; trailing zeros do not
    count as decimals. Raises InvalidValue for anything else: nothing typed, a sign, words, an exponent,
    too many decimals or digits.
    """
    typed = text.translate(_FULL_WIDTH).strip()
    due = "整数" if indicator.decimals == 0 else f"数字（最多{indicator.decimals}位小数）"
    name = quoted(indicator)
    if not typed:
        raise InvalidValue(f"{name}未填，没有请填0。")
    if _NEGATIVE.match(typed):
        raise InvalidValue(f"{name}不能是负数，请填不小于0的{due}。")
    if not _NUMBER.fullmatch(typed):
        raise InvalidValue(f"{name}应填{due}，填的是“{_shortened(text)}”。")
    whole, _, fraction = typed.replace(",", "").partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    if len(whole) > MAX_INTEGER_DIGITS:
        raise InvalidValue(
            f"{name}的数字太大，最多{MAX_INTEGER_DIGITS}位，请核对单位（{indicator.measure}）。"
        )
    if len(fraction) > indicator.decimals:
        raise InvalidValue(f"{name}应填{due}，填的是“{_shortened(text)}”。")
    return Decimal(f"{whole}.{fraction}" if fraction else whole)


def check(
    values: Values, indicators: Sequence[IndicatorSpec], *, previous: Values | None, unit_kind: str
) -> tuple[Finding, ...]:
    """Everything found in one filing, blocks and hints, in the order of the rules and of the form.

    `values` are cumulative since the campaign began, None where nothing is filled in; `previous` those of
    the unit's last filed period, None when there is none; `unit_kind` decides which columns are due.
    """
    form = {spec.code: spec for spec in indicators}
    findings = [*_unfilled(values, indicators, unit_kind)]
    for at_most in AT_MOST:
        findings += _above(values, form, at_most)
    for needs in NEEDS:
        findings += _lacking(values, form, needs)
    findings += _dear_penalties(values, form)
    findings += _against_previous(values, indicators, previous or {})
    return tuple(findings)


def _unfilled(values: Values, indicators: Sequence[IndicatorSpec], unit_kind: str) -> list[Finding]:
    """Columns left empty, and columns filled by a kind of unit that they are not for."""
    findings = []
    for spec in indicators:
        value = values.get(spec.code)
        due = unit_kind not in spec.not_for
        if due and value is None:
            message = f"{quoted(spec)}未填，没有请填0。"
            findings.append(Finding("empty", Severity.BLOCK, (spec.code,), message))
        elif not due and value:
            kind = KIND_NAMES.get(unit_kind, "本类单位")
            message = f"{quoted(spec)}{kind}不填，现为{amount_text(value, spec.measure)}，请改为0。"
            findings.append(Finding("not_for_kind", Severity.BLOCK, (spec.code,), message))
    return findings


def _above(values: Values, form: Mapping[str, IndicatorSpec], rule: AtMost) -> list[Finding]:
    part, whole = values.get(rule.part), values.get(rule.whole)
    if part is None or whole is None or part <= whole or not {rule.part, rule.whole} <= form.keys():
        return []
    advice = "请改正" if rule.severity is Severity.BLOCK else "请核对，无误可以报送"
    message = f"{_shown(form[rule.part], part)}，大于{_shown(form[rule.whole], whole)}，{advice}。"
    return [Finding(rule.code, rule.severity, (rule.part, rule.whole), message)]


def _lacking(values: Values, form: Mapping[str, IndicatorSpec], rule: Needs) -> list[Finding]:
    given, needed = values.get(rule.given), values.get(rule.needed)
    if not given or needed is None or needed > 0 or not {rule.given, rule.needed} <= form.keys():
        return []
    advice = "请改正其中一项" if rule.severity is Severity.BLOCK else "请核对，无误可以报送"
    message = f"{_shown(form[rule.given], given)}，而{_shown(form[rule.needed], needed)}，{advice}。"
    return [Finding(rule.code, rule.severity, (rule.given, rule.needed), message)]


def _dear_penalties(values: Values, form: Mapping[str, IndicatorSpec]) -> list[Finding]:
    fields = ("penalty_amount", "penalty_count")
    amount, count = (values.get(code) for code in fields)
    if not amount or not count or not set(fields) <= form.keys() or amount < PENALTY_CEILING * count:
        return []
    shown = f"{_shown(form[fields[0]], amount)}，{_shown(form[fields[1]], count)}"
    message = f"{shown}，平均每次不少于{PENALTY_CEILING}万元，请核对是否把元填成了万元，无误可以报送。"
    return [Finding("penalty_in_yuan", Severity.HINT, fields, message)]


def _against_previous(values: Values, indicators: Sequence[IndicatorSpec], previous: Values) -> list[Finding]:
    """Cumulative values that fell, and values that look like a digit too many."""
    findings = []
    for spec in indicators:
        now, before = values.get(spec.code), previous.get(spec.code)
        if now is None or before is None:
            continue
        shown = f"{_shown(spec, now)}，上期{amount_text(before, spec.measure)}"
        if now < before:
            message = f"{shown}，累计数比上期少，请改正，或说明原因。"
            code = "below_last_period"
            findings.append(Finding(code, Severity.REASON, (spec.code,), message, key=f"{code}/{spec.code}"))
        elif before > 0 and now >= JUMP_FACTOR * before and now - before >= JUMP_FLOOR:
            message = f"{shown}，是上期的{JUMP_FACTOR}倍以上，请核对是否多填了一位，无误可以报送。"
            findings.append(Finding("far_above_last_period", Severity.HINT, (spec.code,), message))
    return findings


def _shown(spec: IndicatorSpec, value: Decimal) -> str:
    return f"{quoted(spec)}{decimal_text(value)}{spec.measure}"


def _shortened(text: str) -> str:
    flat = " ".join(text[: 4 * _SHOWN].split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN] + "…"
