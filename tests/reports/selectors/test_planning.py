"""Which periods a rule would add, and what stands in the way of the others."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from reports.models import Campaign, Cycle, Period
from reports.schedule import end_of_day
from reports.selectors.planning import Fate, closed_from, forecast, planned
from tests.factories import CUTOFF, INSTANT, District, close, make_campaign, make_period
from units.errors import Invalid
from units.models import CalendarDay, Tenant

SHORT = {"starts_on": date(2023, 8, 25), "ends_on": date(2023, 10, 24)}


def fates(campaign: Campaign, cycle: Cycle = Cycle.MONTHLY) -> dict[str, Fate]:
    return {each.plan.label: each.fate for each in forecast(campaign, cycle, planned(campaign, cycle))}


def test_monthly_rule_takes_the_campaigns_cutoff_day(district: District) -> None:
    plans = list(planned(make_campaign("短行动", **SHORT)))
    assert [plan.label for plan in plans] == ["2023-09", "2023-10"]
    assert plans[0].cutoff_at == CUTOFF


def test_weekly_rule_takes_the_weekday_asked_for(district: District) -> None:
    plans = list(planned(district.campaign, Cycle.WEEKLY, 5))
    assert {plan.ends_on.isoweekday() for plan in plans[:-1]} == {5}
    assert plans[0].label == "2023-W18"


def test_I10_rule_is_told_in_the_tenants_zone(district: District) -> None:
    Tenant.objects.filter(pk=district.tenant.pk).update(timezone="UTC")
    campaign = Campaign.objects.get()
    assert next(planned(campaign, Cycle.WEEKLY)).cutoff_at.utcoffset() == timedelta()


@pytest.mark.parametrize(
    ("shift", "due"),
    [("none", date(2023, 9, 24)), ("before", date(2023, 9, 22)), ("after", date(2023, 9, 25))],
)
def test_I11_deadline_on_a_day_of_rest_moves_as_the_campaign_says(
    district: District, shift: str, due: date
) -> None:
    plan = next(planned(make_campaign("短行动", **SHORT, shift=shift)))
    assert plan.ends_on == date(2023, 9, 24)
    assert plan.cutoff_at == end_of_day(due, district.tenant.zone)


def test_I11_deadline_moves_by_the_tenants_corrections(district: District) -> None:
    CalendarDay.objects.create(day=date(2023, 9, 24), works=True, note="补班")
    plan = next(planned(make_campaign("短行动", **SHORT, shift="after")))
    assert plan.cutoff_at == CUTOFF


def test_calendar_without_working_days_is_told(district: District) -> None:
    days = (date(2023, 9, 20) + timedelta(days=place) for place in range(70))
    CalendarDay.objects.bulk_create(CalendarDay(day=day, works=False, note="停工") for day in days)
    with pytest.raises(Invalid, match="没有工作日"):
        list(planned(make_campaign("短行动", **SHORT, shift="after")))


def test_new_and_existing_periods_are_told_apart(district: District) -> None:
    campaign = Campaign.objects.get()
    found = fates(campaign)
    assert found["2023-09"] is Fate.EXISTS
    assert {label for label, fate in found.items() if fate is Fate.NEW} == found.keys() - {"2023-09"}


def test_label_of_another_campaign_is_named(district: District) -> None:
    campaign = make_campaign("短行动", **SHORT)
    first, second = forecast(campaign, Cycle.MONTHLY, planned(campaign))
    assert first.fate is Fate.TAKEN
    assert first.words == "不新增：期号已被“2023行动”占用"
    assert (second.fate, second.words) == (Fate.NEW, "将新增")


def test_existing_period_says_that_it_stays(district: District) -> None:
    found = forecast(district.campaign, Cycle.MONTHLY, planned(district.campaign))
    assert next(each.words for each in found if each.fate is Fate.EXISTS) == "已有，保持不变"


def test_I4_nothing_is_planned_before_a_closed_period_of_the_cycle(district: District) -> None:
    close(district)
    found = forecast(district.campaign, Cycle.MONTHLY, planned(district.campaign))
    early = [each for each in found if each.plan.cutoff_at < CUTOFF]
    assert {each.fate for each in early} == {Fate.BEFORE_CLOSED}
    assert early[0].words == "不新增：2023年9月已经关账，不能在它之前再加一期"
    assert fates(district.campaign)["2023-10"] is Fate.NEW


def test_I4_closed_month_is_no_obstacle_to_weeks(district: District) -> None:
    close(district)
    assert set(fates(district.campaign, Cycle.WEEKLY).values()) == {Fate.NEW}


@pytest.mark.parametrize("cycle", [Cycle.MONTHLY, Cycle.WEEKLY, Cycle.IRREGULAR])
@pytest.mark.parametrize(
    ("offset", "blocked"), [(-INSTANT, True), (timedelta(), True), (INSTANT, False)], ids=str
)
def test_I4_closed_irregular_period_follows_every_cycle(
    district: District, cycle: Cycle, offset: timedelta, blocked: bool
) -> None:
    Period.objects.update(cycle=Cycle.IRREGULAR)
    close(district)
    found = closed_from(district.campaign, cycle, CUTOFF + offset)
    assert (found == district.period) is blocked


def test_forecast_asks_as_often_for_many_periods_as_for_one(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plans = list(planned(district.campaign))
    with django_assert_num_queries(2):
        forecast(district.campaign, Cycle.MONTHLY, plans[:1])
    for number in range(3):
        make_period(district.campaign, district.form, f"p{number}", CUTOFF + timedelta(days=number + 1))
    with django_assert_num_queries(2):
        forecast(district.campaign, Cycle.MONTHLY, plans)
