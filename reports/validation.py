"""The reading of one typed value, and the checks that every form carries in itself: what it asks of whom, and
what has to be proved. All other checks are data (`rules.py`).

A block must be put right before the filing can be signed off; some findings need a reason; a hint asks the
filer to look again and stops nothing.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reports.snapshot import IndicatorSpec
from reports.wording import amount_text, quoted

MAX_INTEGER_DIGITS = 9
"""More digits before the point than any true value has: a slip or an attack."""

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


def unfilled(
    values: Mapping[str, Decimal | None], indicators: Sequence[IndicatorSpec], unit_kind: str
) -> list[Finding]:
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


def unproved(
    new: Mapping[str, Decimal], indicators: Sequence[IndicatorSpec], proved: Set[str]
) -> list[Finding]:
    """Columns that gained something (`new`) without the evidence they need; `proved` are those that have some."""
    findings = []
    for spec in indicators:
        gained = new.get(spec.code, Decimal(0))
        if spec.evidence and gained > 0 and spec.code not in proved:
            shown = f"{quoted(spec)}本期新增{amount_text(gained, spec.measure)}"
            message = f"{shown}，须有{spec.evidence}，请上传，或说明留存在哪里。"
            findings.append(
                Finding("evidence", Severity.REASON, (spec.code,), message, f"evidence/{spec.code}")
            )
    return findings


def _shortened(text: str) -> str:
    flat = " ".join(text[: 4 * _SHOWN].split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN] + "…"
