"""What only 安委办 may be told of a period: rows that are all the same, ledgers filled in at the last moment.

Needs a scope over all units: within a unit's own scope there is nothing to compare with (I3).
"""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, Q

from hazards.models import Hazard
from reports.facts import Facts, Values
from reports.models import Period

LAST_HOURS = timedelta(hours=6)
"""So long before the cutoff reports are “in the last hours”."""
MIN_NEW = 3
"""Fewer columns with something new are alike by chance."""

_Row = tuple[tuple[str, Decimal], ...]


def office_facts(period: Period, filings: Mapping[int, Facts], filed: set[int]) -> Mapping[int, Values]:
    """The values of `fact_names.OFFICE_NAMES` by unit id, for all `filings`; one query.

    Rows are compared with those of the units that have `filed`.
    """
    rows = {unit_id: _new(facts) for unit_id, facts in filings.items()}
    alike = Counter(rows[unit_id] for unit_id in filed if unit_id in rows)
    ledger = _ledger(period)
    found = {}
    for unit_id, row in rows.items():
        new, last = ledger.get(unit_id, (0, 0))
        others = alike[row] - (unit_id in filed) if len(row) >= MIN_NEW else 0
        found[unit_id] = {
            "same_as_others": Decimal(others),
            "ledger_new": Decimal(new),
            "ledger_last_hours": Decimal(last),
        }
    return found


def _new(facts: Facts) -> _Row:
    """What a filing adds, column by column, without those that gained nothing."""
    gained = ((spec.code, facts.new(spec.code)) for spec in facts.indicators)
    return tuple((code, value) for code, value in gained if value)


def _ledger(period: Period) -> Mapping[int, tuple[int, int]]:
    """By unit id, how many hazards of the period's days were first reported before its cutoff, and how late."""
    rows = (
        Hazard.objects.filter(
            discovered_on__range=(period.starts_on, period.ends_on), first_filed_at__lt=period.cutoff_at
        )
        .order_by()
        .values("unit_id")
        .annotate(
            new=Count("id"), last=Count("id", filter=Q(first_filed_at__gte=period.cutoff_at - LAST_HOURS))
        )
    )
    return {row["unit_id"]: (row["new"], row["last"]) for row in rows}
