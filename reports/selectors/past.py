"""What units filed before a period, as totals since the campaign began."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from reports.cumulation import cumulated
from reports.models import Indicator, Period
from reports.selectors.filed import filed, values_now
from reports.snapshot import IndicatorSpec, values_from

Values = Mapping[str, Decimal]


def past(period: Period, units: Collection[int] | None = None) -> Mapping[int, Sequence[Values]]:
    """By unit id, the cumulative values of its earlier filings of the campaign and cycle, the oldest first.

    Corrections count; `units` narrows it down to some. Two queries, however many filings.
    """
    earlier = filed().filter(
        period__campaign=period.campaign_id,
        period__cycle=period.cycle,
        period__cutoff_at__lt=period.cutoff_at,
    )
    if units is not None:
        earlier = earlier.filter(unit__in=units)
    rows = list(earlier.select_related("period").order_by("period__cutoff_at", "period_id"))
    forms = _forms({row.period.form_id for row in rows})
    found: dict[int, list[Values]] = defaultdict(list)
    for row in rows:
        before = found[row.unit_id][-1] if found[row.unit_id] else {}
        values = values_from(values_now(row))
        found[row.unit_id].append(cumulated(values, forms[row.period.form_id], before))
    return found


def _forms(ids: Collection[int]) -> Mapping[int, Sequence[IndicatorSpec]]:
    found: dict[int, list[IndicatorSpec]] = defaultdict(list)
    for indicator in Indicator.objects.filter(form__in=ids):
        found[indicator.form_id].append(indicator.spec)
    return found
