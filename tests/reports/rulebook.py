"""A filing checked by the shipped rules, without a database."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from reports.facts import Facts
from reports.rules import findings
from reports.shipped_rules import shipped
from reports.snapshot import IndicatorSpec
from reports.validation import Finding
from tests import licheng

FORM = licheng.indicators()
Row = Mapping[str, Decimal | None]


def check(
    values: Row,
    indicators: Sequence[IndicatorSpec] = FORM,
    *,
    previous: Row | None = None,
    unit_kind: str = "bureau",
) -> tuple[Finding, ...]:
    """What the shipped rules find in values, None where nothing is filled in."""
    past = () if previous is None else (filled(previous),)
    return findings(shipped(), Facts(indicators, unit_kind, filled(values), past))


def filled(values: Row) -> dict[str, Decimal]:
    """The values that are there."""
    return {code: value for code, value in values.items() if value is not None}


def zeros(changes: Mapping[str, str | None] | None = None) -> dict[str, Decimal | None]:
    """A row of zeros but for the changes, None for an empty field."""
    row: dict[str, Decimal | None] = {spec.code: Decimal(0) for spec in FORM}
    typed = {code: None if text is None else Decimal(text) for code, text in (changes or {}).items()}
    return row | typed


def codes(found: Sequence[Finding]) -> list[tuple[str, str]]:
    """Rules and severities, in the order found."""
    return [(item.code, item.severity.value) for item in found]
