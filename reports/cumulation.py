"""Columns asked for per period, as totals since the campaign began. Pure: values in, values out."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from reports.snapshot import IndicatorSpec

_NONE = Decimal(0)


def per_period(specs: Iterable[IndicatorSpec]) -> tuple[str, ...]:
    """The codes of the columns in which units type what the period added."""
    return tuple(spec.code for spec in specs if not spec.cumulative)


def cumulated(
    values: Mapping[str, Decimal], specs: Sequence[IndicatorSpec], known: Mapping[str, Decimal]
) -> dict[str, Decimal]:
    """The values with every per-period column added to the unit's last `known` total, 0 where there is none.

    Empty fields stay empty: nothing is made of what was not filled in (I12).
    """
    added = set(per_period(specs))
    return {
        code: value + known.get(code, _NONE) if code in added else value for code, value in values.items()
    }
