"""When periods begin, end and are due (I10)."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.schedule import (
    cutoff_text,
    day_and_clock,
    end_of_day,
    instant,
    is_late,
    monthly,
    remaining,
    weekly,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
INSTANT = timedelta(microseconds=1)
CUTOFF = datetime(2023, 9, 25, tzinfo=SHANGHAI)

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
CUTOFF_DAYS = st.integers(1, 28)
ZONES = st.sampled_from(["Asia/Shanghai", "Asia/Urumqi", "UTC", "Europe/Berlin", "America/Havana"]).map(
    ZoneInfo
)


@st.composite
def campaigns(draw: st.DrawFn) -> tuple[date, date]:
    """First and last day of a campaign of up to three years."""
    first = draw(DAYS)
    return first, first + timedelta(days=draw(st.integers(0, 1100)))


def test_I10_the_real_campaign_is_cut_at_each_24th() -> None:
    plans = list(monthly(date(2023, 5, 1), date(2023, 12, 31), 24, SHANGHAI))
    assert [plan.label for plan in plans] == [
        "2023-05", "2023-06", "2023-07", "2023-08", "2023-09", "2023-10", "2023-11", "2023-12", "2024-01",
    ]  # fmt: skip
    september = plans[4]
    assert september.title == "2023年9月"
    assert (september.starts_on, september.ends_on) == (date(2023, 8, 25), date(2023, 9, 24))
    assert september.cutoff_at == CUTOFF
    assert (plans[0].starts_on, plans[0].ends_on) == (date(2023, 5, 1), date(2023, 5, 24))
    last = plans[-1]
    assert (last.starts_on, last.ends_on) == (date(2023, 12, 25), date(2023, 12, 31))
    assert last.cutoff_at == datetime(2024, 1, 25, tzinfo=SHANGHAI)


@given(campaigns(), CUTOFF_DAYS)
def test_I10_every_day_of_the_campaign_lies_in_exactly_one_period(
    days: tuple[date, date], cutoff_day: int
) -> None:
    first, last = days
    plans = list(monthly(first, last, cutoff_day, SHANGHAI))
    assert plans[0].starts_on == first
    assert plans[-1].ends_on == last
    for one, following in pairwise(plans):
        assert following.starts_on == one.ends_on + timedelta(days=1), "no gap, no overlap"
    assert all(plan.starts_on <= plan.ends_on for plan in plans)


@given(campaigns(), CUTOFF_DAYS)
def test_I10_labels_and_cutoffs_are_one_month_apart(days: tuple[date, date], cutoff_day: int) -> None:
    plans = list(monthly(*days, cutoff_day, SHANGHAI))
    months = [plan.cutoff_at - timedelta(days=1) for plan in plans]
    assert [plan.label for plan in plans] == [f"{month:%Y-%m}" for month in months]
    numbers = [month.year * 12 + month.month for month in months]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert all(month.day == cutoff_day for month in months)


@given(campaigns(), CUTOFF_DAYS, ZONES)
def test_I10_no_day_of_a_period_comes_after_its_cutoff(
    days: tuple[date, date], cutoff_day: int, zone: ZoneInfo
) -> None:
    for plan in monthly(*days, cutoff_day, zone):
        assert end_of_day(plan.ends_on, zone) <= plan.cutoff_at


@pytest.mark.parametrize(
    ("first", "label", "covers"),
    [
        (date(2023, 9, 23), "2023-09", 2),
        (date(2023, 9, 24), "2023-09", 1),
        (date(2023, 9, 25), "2023-10", 30),
    ],
)
def test_campaign_beginning_around_the_cutoff_day(first: date, label: str, covers: int) -> None:
    plan = next(monthly(first, date(2023, 12, 31), 24, SHANGHAI))
    assert plan.label == label
    assert (plan.ends_on - plan.starts_on).days + 1 == covers


@pytest.mark.parametrize(
    ("last", "count"), [(date(2023, 9, 24), 1), (date(2023, 9, 25), 2), (date(2023, 9, 1), 1)]
)
def test_campaign_ending_around_the_cutoff_day(last: date, count: int) -> None:
    plans = list(monthly(date(2023, 9, 1), last, 24, SHANGHAI))
    assert len(plans) == count
    assert plans[-1].ends_on == last


def test_campaign_of_no_day_has_no_period() -> None:
    assert list(monthly(date(2023, 9, 2), date(2023, 9, 1), 24, SHANGHAI)) == []


def test_december_is_followed_by_january() -> None:
    labels = [plan.label for plan in monthly(date(2023, 12, 1), date(2024, 1, 31), 24, SHANGHAI)]
    assert labels == ["2023-12", "2024-01", "2024-02"]


@pytest.mark.parametrize("cutoff_day", [-1, 0, 29, 31])
def test_cutoff_day_that_not_every_month_has_is_refused(cutoff_day: int) -> None:
    with pytest.raises(ValueError, match="1–28"):
        next(monthly(date(2023, 5, 1), date(2023, 12, 31), cutoff_day, SHANGHAI))


WEEKDAY = st.integers(1, 7)


def test_I10_weeks_are_cut_at_each_sunday_and_named_as_iso_does() -> None:
    plans = list(weekly(date(2023, 8, 30), date(2023, 9, 13), 7, SHANGHAI))
    assert [(plan.label, plan.title) for plan in plans] == [
        ("2023-W35", "2023年第35周"),
        ("2023-W36", "2023年第36周"),
        ("2023-W37", "2023年第37周"),
    ]
    assert (plans[0].starts_on, plans[0].ends_on) == (date(2023, 8, 30), date(2023, 9, 3))
    assert (plans[1].starts_on, plans[1].ends_on) == (date(2023, 9, 4), date(2023, 9, 10))
    assert plans[1].cutoff_at == datetime(2023, 9, 11, tzinfo=SHANGHAI)
    assert plans[2].ends_on == date(2023, 9, 13), "cut at the campaign's end"
    assert plans[2].cutoff_at == datetime(2023, 9, 18, tzinfo=SHANGHAI), "due on its weekday all the same"


@given(campaigns(), WEEKDAY, ZONES)
def test_I10_every_day_of_the_campaign_lies_in_exactly_one_week(
    days: tuple[date, date], weekday: int, zone: ZoneInfo
) -> None:
    first, last = days
    plans = list(weekly(first, last, weekday, zone))
    assert (plans[0].starts_on, plans[-1].ends_on) == days
    for one, following in pairwise(plans):
        assert following.starts_on == one.ends_on + timedelta(days=1), "no gap, no overlap"
        assert one.ends_on.isoweekday() == weekday
    assert all(0 <= (plan.ends_on - plan.starts_on).days < 7 for plan in plans)
    assert all((plan.ends_on - plan.starts_on).days == 6 for plan in plans[1:-1])
    assert all(end_of_day(plan.ends_on, zone) <= plan.cutoff_at for plan in plans)


@given(campaigns(), WEEKDAY)
def test_I10_no_two_weeks_share_a_name_and_names_follow_time(days: tuple[date, date], weekday: int) -> None:
    labels = [plan.label for plan in weekly(*days, weekday, SHANGHAI)]
    assert labels == sorted(set(labels))


@pytest.mark.parametrize(
    ("first", "label", "covers"),
    [
        (date(2023, 9, 9), "2023-W36", 2),
        (date(2023, 9, 10), "2023-W36", 1),
        (date(2023, 9, 11), "2023-W37", 7),
    ],
)
def test_campaign_beginning_around_the_due_weekday(first: date, label: str, covers: int) -> None:
    plan = next(weekly(first, date(2023, 12, 31), 7, SHANGHAI))
    assert plan.label == label
    assert (plan.ends_on - plan.starts_on).days + 1 == covers


@pytest.mark.parametrize(
    ("last", "count"), [(date(2023, 9, 9), 1), (date(2023, 9, 10), 1), (date(2023, 9, 11), 2)]
)
def test_campaign_ending_around_the_due_weekday(last: date, count: int) -> None:
    plans = list(weekly(date(2023, 9, 4), last, 7, SHANGHAI))
    assert len(plans) == count
    assert plans[-1].ends_on == last


def test_week_of_new_year_belongs_to_the_iso_year_of_its_cutoff() -> None:
    labels = [plan.label for plan in weekly(date(2026, 12, 28), date(2027, 1, 8), 5, SHANGHAI)]
    assert labels == ["2026-W53", "2027-W01"]


def test_I10_a_week_with_summer_times_change_ends_at_the_same_hour_on_the_wall() -> None:
    plans = list(weekly(date(2023, 3, 13), date(2023, 4, 2), 7, ZoneInfo("Europe/Berlin")))
    assert [plan.cutoff_at.astimezone(UTC).hour for plan in plans] == [23, 22, 22]
    assert {plan.cutoff_at.hour for plan in plans} == {0}


@pytest.mark.parametrize("weekday", [-1, 0, 8])
def test_weekday_there_is_not_is_refused(weekday: int) -> None:
    with pytest.raises(ValueError, match="1–7"):
        next(weekly(date(2023, 5, 1), date(2023, 12, 31), weekday, SHANGHAI))


def test_campaign_of_no_day_has_no_week() -> None:
    assert list(weekly(date(2023, 9, 2), date(2023, 9, 1), 7, SHANGHAI)) == []


@pytest.mark.parametrize(
    ("zone", "day", "instant"),
    [
        ("Asia/Shanghai", date(2023, 9, 24), datetime(2023, 9, 24, 16, tzinfo=UTC)),
        ("UTC", date(2023, 9, 24), datetime(2023, 9, 25, tzinfo=UTC)),
        # Berlin: 25 March 2023 is winter time, the 26th has 23 hours, the 27th is summer time.
        ("Europe/Berlin", date(2023, 3, 25), datetime(2023, 3, 25, 23, tzinfo=UTC)),
        ("Europe/Berlin", date(2023, 3, 26), datetime(2023, 3, 26, 22, tzinfo=UTC)),
        # Havana: midnight of 12 March 2023 does not exist, that of 5 November comes twice (the first counts).
        ("America/Havana", date(2023, 3, 11), datetime(2023, 3, 12, 5, tzinfo=UTC)),
        ("America/Havana", date(2023, 11, 4), datetime(2023, 11, 5, 4, tzinfo=UTC)),
        ("Asia/Shanghai", date(2023, 12, 31), datetime(2023, 12, 31, 16, tzinfo=UTC)),
    ],
)
def test_I10_day_ends_at_local_midnight(zone: str, day: date, instant: datetime) -> None:
    assert end_of_day(day, ZoneInfo(zone)).astimezone(UTC) == instant


def test_I10_summer_time_moves_the_instant_but_not_the_hour_on_the_wall() -> None:
    plans = list(monthly(date(2023, 3, 1), date(2023, 4, 24), 24, ZoneInfo("Europe/Berlin")))
    assert [plan.cutoff_at.astimezone(UTC).hour for plan in plans] == [23, 22]
    assert [plan.cutoff_at.hour for plan in plans] == [0, 0]


@pytest.mark.parametrize(
    ("filed_at", "late"), [(CUTOFF - INSTANT, False), (CUTOFF, True), (CUTOFF + INSTANT, True)]
)
def test_I10_late_from_the_cutoffs_own_instant(filed_at: datetime, late: bool) -> None:
    assert is_late(filed_at, CUTOFF) is late
    assert is_late(filed_at.astimezone(UTC), CUTOFF.astimezone(ZoneInfo("America/Havana"))) is late


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (CUTOFF - timedelta(days=3), timedelta(days=3)),
        (CUTOFF - INSTANT, INSTANT),
        (CUTOFF, timedelta()),
        (CUTOFF + timedelta(days=3), timedelta()),
    ],
)
def test_remaining_time_stops_at_zero(now: datetime, left: timedelta) -> None:
    assert remaining(now, CUTOFF) == left


@pytest.mark.parametrize(
    ("cutoff", "text"),
    [
        (CUTOFF, "9月24日24:00"),
        (CUTOFF.astimezone(UTC), "9月24日24:00"),
        (CUTOFF - INSTANT, "9月24日23:59"),
        (CUTOFF + timedelta(minutes=1), "9月25日00:01"),
        (datetime(2023, 9, 12, 18, tzinfo=SHANGHAI), "9月12日18:00"),
        (datetime(2024, 1, 1, tzinfo=SHANGHAI), "12月31日24:00"),
        (datetime(2024, 3, 1, tzinfo=SHANGHAI), "2月29日24:00"),
    ],
)
def test_I10_deadline_is_written_as_officials_do(cutoff: datetime, text: str) -> None:
    assert cutoff_text(cutoff, SHANGHAI) == text


@given(DAYS, ZONES)
def test_I10_deadline_text_names_the_day_that_ends(day: date, zone: ZoneInfo) -> None:
    text = cutoff_text(end_of_day(day, zone), zone)
    nonexistent = end_of_day(day, zone).astimezone(UTC).astimezone(zone).hour != 0
    assert nonexistent or text == f"{day.month}月{day.day}日24:00"


@pytest.mark.parametrize(
    ("clock", "at"),
    [
        ("24:00", CUTOFF),
        (" 24：00 ", CUTOFF),
        ("00:00", CUTOFF - timedelta(days=1)),
        ("18:00", CUTOFF - timedelta(hours=6)),
        ("9：05", CUTOFF - timedelta(hours=14, minutes=55)),
    ],
)
def test_I10_clock_as_officials_write_it(clock: str, at: datetime) -> None:
    assert instant(date(2023, 9, 24), clock, SHANGHAI) == at


@pytest.mark.parametrize("clock", ["", "24:01", "25:00", "18", "六点", "18:60"])
def test_clock_there_is_not_is_refused(clock: str) -> None:
    with pytest.raises(ValueError, match=r"time data|unconverted"):
        instant(date(2023, 9, 24), clock, SHANGHAI)


@given(DAYS, st.times())
def test_I10_day_and_clock_lead_back_to_the_instant(day: date, clock: time) -> None:
    at = datetime.combine(day, clock.replace(second=0, microsecond=0), tzinfo=SHANGHAI)
    assert instant(*day_and_clock(at, SHANGHAI), SHANGHAI) == at


def to_friday(day: date) -> date:
    """Weekends move back to Friday."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def test_deadline_moves_and_the_days_of_the_period_stay() -> None:
    plans = list(monthly(date(2026, 9, 25), date(2026, 11, 24), 24, SHANGHAI, to_friday))
    assert [(plan.starts_on, plan.ends_on) for plan in plans] == [
        (date(2026, 9, 25), date(2026, 10, 24)),
        (date(2026, 10, 25), date(2026, 11, 24)),
    ]
    assert [plan.cutoff_at.date() for plan in plans] == [date(2026, 10, 24), date(2026, 11, 25)]


def test_deadline_never_falls_before_its_period_begins() -> None:
    def long_before(day: date) -> date:
        return day - timedelta(days=8)

    plan = next(weekly(date(2026, 11, 16), date(2026, 11, 22), 7, SHANGHAI, long_before))
    assert plan.cutoff_at.date() == date(2026, 11, 23)
