"""Months of a campaign in tests, filed and closed one after the other; units with something to be written about."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hazards.life import Status
from hazards.models import Hazard
from reports.models import Campaign, Period
from tests.factories import VALUES, ZONE, District, close, file_for, make_period
from tests.ledgers import standing

SEPTEMBER_25 = datetime(2023, 9, 25, 12, 0, tzinfo=ZONE)
"""When the overdue records of tests are looked at: their term ended on 10 September."""


def month(
    district: District, number: int, *, year: int = 2023, campaign: Campaign | None = None, **fields: Any
) -> Period:
    """An open monthly period whose last day is the 24th; the district's own is that of September 2023."""
    cutoff = datetime(year, number, 25, tzinfo=ZONE)
    label = f"{year}-{number:02}" if campaign is None else f"{year}-{number:02}-{campaign.pk}"
    return make_period(campaign or district.campaign, district.form, label, cutoff, **fields)


def months(district: District, numbers: Sequence[int]) -> list[Period]:
    """The months, open and in order; September is the period that the district has already."""
    return [district.period if number == 9 else month(district, number) for number in numbers]


def closed(district: District, periods: Sequence[Period], *, first: int = 1) -> Sequence[Period]:
    """Each filed by the first town with what it had and as much again, and closed.

    The first one of them holds `first` times the usual values.
    """
    for times, period in enumerate(periods, start=first):
        file_for(
            district, district.town, {code: value * times for code, value in VALUES.items()}, period=period,
            at=period.cutoff_at - timedelta(days=1),
        )  # fmt: skip
        close(district, period)
        period.refresh_from_db()
    return periods


def overdue(district: District, **fields: object) -> Hazard:
    """An accepted record of the first town whose term has passed."""
    return standing(district, Status.RECTIFYING, **{"due_on": date(2023, 9, 10), **fields})
