"""I1 where weeks and months stand beside each other: a hazard counts in its month."""

from datetime import date, datetime, timedelta

import pytest

from hazards.counting import Count, Reason
from hazards.life import Status
from hazards.models import FoundBy, Hazard
from reports.models import Cycle
from reports.selectors import ledger
from reports.selectors.prospects import prospects
from tests.factories import CUTOFF, INSTANT, ZONE, District, make_period, make_previous
from tests.ledgers import standing
from tests.reports.selectors.test_ledger import by_rule, populate

WEEK_END = CUTOFF - timedelta(days=7)
WEEK = {"starts_on": date(2023, 9, 11), "ends_on": date(2023, 9, 17), "cycle": Cycle.WEEKLY}


def in_week(district: District, filed_at: datetime) -> Hazard:
    """An accepted record discovered in the week, filed at this instant."""
    make_period(district.campaign, district.form, "2023-W37", WEEK_END, **WEEK)
    hazard = standing(district, Status.RECTIFYING)
    day = date(2023, 9, 15)
    Hazard.objects.filter(pk=hazard.pk).update(
        discovered_on=day,
        discovered_at=datetime(2023, 9, 15, 9, tzinfo=ZONE),
        first_filed_at=filed_at,
    )
    return Hazard.objects.select_related("enterprise").get(pk=hazard.pk)


@pytest.mark.parametrize(
    ("filed_at", "count"),
    [
        (WEEK_END - INSTANT, Count(period="2023-09")),
        (WEEK_END, Count(period="2023-09")),
        (CUTOFF - INSTANT, Count(period="2023-09")),
        (CUTOFF, Count(reason=Reason.AFTER_CUTOFF)),
    ],
)
def test_I1_hazard_of_a_week_counts_in_its_month(
    district: District, filed_at: datetime, count: Count
) -> None:
    hazard = in_week(district, filed_at)
    assert ledger.counts_by_hazard(district.reviewer, district.campaign) == {hazard.pk: count}
    assert by_rule(hazard, district.campaign) == count
    assert prospects([hazard])[hazard.pk].period == ("2023年9月" if count.period else "")


@pytest.mark.parametrize(("filed_at", "found"), [(WEEK_END - INSTANT, 1), (WEEK_END, 0)])
def test_weekly_table_counts_by_its_weeks(district: District, filed_at: datetime, found: int) -> None:
    hazard = in_week(district, filed_at)
    week = district.campaign.periods.get(label="2023-W37")
    key = (hazard.unit_id, FoundBy(hazard.found_by))
    counted = ledger.cumulative(district.reviewer, district.campaign, week)
    assert counted.get(key, (0, 0))[0] == found
    monthly = ledger.cumulative(district.reviewer, district.campaign, district.period)
    assert monthly[key][0] == 1


@pytest.mark.parametrize("seed", range(3))
def test_I1_query_and_rule_agree_beside_weeks(district: District, seed: int) -> None:
    make_previous(district)
    for label, end in (("2023-W34", CUTOFF - timedelta(days=31)), ("2023-W38", CUTOFF)):
        days = {"starts_on": end.date() - timedelta(days=7), "ends_on": end.date() - timedelta(days=1)}
        make_period(district.campaign, district.form, label, end, **{**WEEK, **days})
    populate(district, seed)
    hazards = Hazard.objects.select_related("enterprise").filter(first_filed_at__isnull=False)
    found = ledger.counts_by_hazard(district.reviewer, district.campaign)
    assert found == {hazard.pk: by_rule(hazard, district.campaign) for hazard in hazards}
