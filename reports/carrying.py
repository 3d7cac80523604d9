"""What an empty field of a dispatch form can be filled with, without asking anybody. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from reports.snapshot import IndicatorSpec

Values = Mapping[str, Decimal]


def carried(
    specs: Iterable[IndicatorSpec], unit_kind: str, *, stored: Iterable[str], last: Values, held: Values
) -> dict[str, Decimal]:
    """Values for the empty fields of a form, by indicator code, in the fields' own measure.

    `stored` are the codes that have a value, which stays. What the product counts itself (`held`) comes before
    what the unit filed last (`last`, cumulative); fields asked for per period begin with 0. A cumulative field that was
    never filed stays empty: silence is not a zero (I12). Fields this kind of unit does not fill are left alone.
    """
    present = frozenset(stored)
    found: dict[str, Decimal] = {}
    for spec in specs:
        if spec.code in present or unit_kind in spec.not_for:
            continue
        if spec.code in held:
            found[spec.code] = held[spec.code]
        elif not spec.cumulative:
            found[spec.code] = Decimal(0)
        elif spec.code in last:
            found[spec.code] = last[spec.code]
    return found
