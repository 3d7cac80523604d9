"""The rules of filing that hold for a printed row too: no part above its whole, no amount without its count."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from reports.expressions import parse
from reports.facts import Facts
from reports.rules import RuleSpec, broken
from reports.shipped_rules import shipped
from reports.snapshot import IndicatorSpec, decimal_text

_PRINTED = frozenset(
    {
        *("general_rectified_above_found", "major_enterprise_rectified_above_found"),
        *(
            "major_department_rectified_above_found",
            "listed_rectified_above_found",
            "listed_above_department",
        ),
        *("amount_without_count", "anonymous_above_total", "attendees_without_session"),
    }
)
"""The shipped rules about one row by itself, whatever was filed before."""
_LIMIT = re.compile(r"\w+ <= (\w+)")
_ADVICE = re.compile(r"，请改正.*$")


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that its row contradicts: the column's code, what may stand there, and why."""

    code: str
    expected: str
    reason: str


def broken_rules(values: Mapping[str, Decimal], indicators: Sequence[IndicatorSpec]) -> Iterator[Fault]:
    """What the rules find in one row; a rule that asks for a value the row has not stays undecided."""
    facts = Facts(indicators=indicators, unit_kind="", now=values)
    for rule in _rules():
        # Most rows break nothing, and a rule's names are quicker looked up than a filing's.
        if all(name in values for name in parse(rule.expression).names):
            for finding in broken(rule, facts):
                code = finding.fields[0]
                yield Fault(code, _expected(rule, values), f"{_ADVICE.sub('', finding.message)}。")


@cache
def _rules() -> tuple[RuleSpec, ...]:
    return tuple(rule for rule in shipped() if rule.code in _PRINTED)


def _expected(rule: RuleSpec, values: Mapping[str, Decimal]) -> str:
    """What may stand there at most; empty where it cannot be told which of two values is wrong."""
    limit = _LIMIT.fullmatch(rule.expression)
    return f"不大于{decimal_text(values[limit[1]])}" if limit else ""
