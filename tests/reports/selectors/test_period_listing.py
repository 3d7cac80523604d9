"""The list of periods by cycle and phase, narrowed by the address."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from reports.models import Cycle, Phase
from reports.selectors import campaigns
from reports.selectors.period_listing import Asked, asked, listing
from tests.factories import CUTOFF, District, close, make_campaign, make_period
from units.errors import NotAllowed, NotFound

TODAY = date(2023, 9, 22)


def make_more(district: District) -> None:
    """A week, a special period and a month to come."""
    for label, days, cycle in (("2023-W37", 7, Cycle.WEEKLY), ("0904期", 20, Cycle.IRREGULAR)):
        make_period(district.campaign, district.form, label, CUTOFF - timedelta(days=days), cycle=cycle)
    make_period(district.campaign, district.form, "2023-10", CUTOFF + timedelta(days=32))


def labels(district: District, **wanted: str) -> dict[str, list[str]]:
    found = listing(district.reviewer, Asked(**wanted), TODAY)
    return {
        group.cycle.label: [each.line.period.label for each in (*group.begun, *group.upcoming)]
        for group in found.groups
    }


def test_periods_are_grouped_by_cycle(district: District) -> None:
    make_more(district)
    assert labels(district) == {
        "月调度": ["2023-09", "2023-10"],
        "周调度": ["2023-W37"],
        "临时调度": ["0904期"],
    }
    months = listing(district.reviewer, Asked(), TODAY).groups[0]
    assert [each.line.period.label for each in months.upcoming] == ["2023-10"]


def test_address_narrows_the_list(district: District) -> None:
    make_more(district)
    other = make_campaign("另一行动")
    make_period(other, district.form, "另-09", CUTOFF)
    assert labels(district, cycle="weekly") == {"周调度": ["2023-W37"]}
    assert labels(district, campaign=str(other.pk)) == {"月调度": ["另-09"]}
    assert labels(district, state="closed") == {}
    close(district)
    assert labels(district, state="closed") == {"月调度": ["2023-09"]}
    counts = listing(district.reviewer, Asked(cycle="weekly"), TODAY).counts
    assert (counts["monthly"], counts["weekly"], counts["closed"]) == (3, 1, 1)


@pytest.mark.parametrize(
    "fields", [{"cycle": "daily"}, {"state": "半开"}, {"campaign": "1 or 1"}, {"campaign": "\0"}], ids=str
)
def test_what_is_not_known_is_left_out(fields: dict[str, str]) -> None:
    assert asked(fields) == Asked()
    known = {"cycle": "weekly", "state": "open", "campaign": "7"}
    assert asked(known) == Asked(**known)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2023, 4, 30), None),
        (date(2023, 5, 1), "动员部署"),
        (date(2023, 5, 20), "动员部署"),
        (date(2023, 5, 21), "集中排查"),
        (date(2023, 8, 31), "集中排查"),
        (date(2023, 9, 1), None),
    ],
)
def test_phase_lasts_until_its_own_last_day(district: District, day: date, phase: str | None) -> None:
    for order, (name, last) in enumerate((("动员部署", date(2023, 5, 20)), ("集中排查", date(2023, 8, 31)))):
        Phase.objects.create(campaign=district.campaign, order=order, name=name, ends_on=last)
    found = campaigns.phase_on(campaigns.campaign(district.campaign.pk), day)
    assert (found.name if found else None) == phase


def test_period_belongs_to_the_phase_that_holds_its_end(district: District) -> None:
    for order, name, last in ((1, "集中排查", date(2023, 9, 23)), (2, "重点整治", date(2023, 9, 24))):
        Phase.objects.create(campaign=district.campaign, order=order, name=name, ends_on=last)
    (group,) = listing(district.reviewer, Asked(), TODAY).groups
    assert str(group.begun[0].phase) == "重点整治"


def test_campaign_there_is_not_is_not_found(district: District) -> None:
    with pytest.raises(NotFound, match="没有这个专项行动"):
        campaigns.campaign(0)


@pytest.mark.parametrize("who", ["filer", "head"])
def test_I3_units_are_not_shown_the_list(district: District, who: str) -> None:
    with pytest.raises(NotAllowed):
        listing(getattr(district, who), Asked(), TODAY)


def test_list_asks_as_often_for_many_periods_as_for_one(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6) as first:
        labels(district)
    make_more(district)
    Phase.objects.create(campaign=district.campaign, order=1, name="排查", ends_on=TODAY)
    with django_assert_num_queries(len(first)):
        labels(district)
