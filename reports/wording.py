"""How names and amounts of a dispatch form are written out."""

from decimal import Decimal

from reports.rounding import UNDEFINED
from reports.snapshot import IndicatorSpec, decimal_text


def quoted(spec: IndicatorSpec) -> str:
    """An indicator's full name in quotation marks; marks within the name become single ones."""
    return f"“{spec.full_label.replace('“', '‘').replace('”', '’')}”"


def plain_text(value: Decimal | None) -> str:
    """An amount without its unit of measure, — when there is none."""
    return UNDEFINED if value is None else decimal_text(value)


def amount_text(value: Decimal | int | None, measure: str) -> str:
    """An amount as printed: 4993条, 114.438万元, — when there is none."""
    return UNDEFINED if value is None else f"{decimal_text(Decimal(value))}{measure}"
