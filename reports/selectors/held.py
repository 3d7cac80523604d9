"""Figures of a dispatch form that the product holds already: nobody is asked for them twice."""

from collections.abc import Mapping
from decimal import Decimal

from reports.models import Period
from reports.selectors.ledger_columns import COLUMNS, column_counts
from reports.snapshot import Source
from units.actors import Actor
from units.models import Unit


def held_values(actor: Actor, period: Period, unit: Unit) -> Mapping[str, Decimal]:
    """The ledger's count (条) for each cumulative field of the period's form that is sourced from it.

    Only records that count, up to the period's end; one query, none for a form without such fields.
    """
    codes = [
        spec.code
        for spec in period.form.specs()
        if spec.source is Source.LEDGER and spec.cumulative and spec.code in COLUMNS
    ]
    if not codes:
        return {}
    counts = column_counts(actor, period.campaign, period)
    return {code: Decimal(counts.get((unit.pk, code), 0)) for code in codes}
