"""Times of the records under way, whatever day the demonstration is loaded on."""

from datetime import date, datetime, timedelta

import pytest

from config.demo.moments import Moments
from tests.factories import INSTANT, ZONE

LAST, CURRENT = date(2026, 9, 25), date(2026, 10, 25)
START = datetime(2026, 10, 25, tzinfo=ZONE)
LOADED = [
    START,
    START + INSTANT,
    START + timedelta(hours=3),
    START + timedelta(hours=15),
    START + timedelta(days=27, hours=10),
    START + timedelta(days=31) - INSTANT,
]
SHARES = (0.0, 0.05, 0.3, 0.5, 0.8, 1.0)


def loaded(at: datetime) -> Moments:
    return Moments(LAST, CURRENT, at, ZONE)


@pytest.mark.parametrize("at", LOADED)
@pytest.mark.parametrize("share", SHARES)
def test_recent_times_lie_between_the_start_of_the_period_and_now(at: datetime, share: float) -> None:
    for hour in (9, 16):
        assert START <= loaded(at).recent(share, hour) <= at


@pytest.mark.parametrize("at", LOADED)
@pytest.mark.parametrize("share", SHARES)
def test_later_step_never_comes_before_the_earlier_one(at: datetime, share: float) -> None:
    moments = loaded(at)
    found = moments.recent(share, 9)
    filed = moments.recent(share + 0.08, 16, found)
    decided = moments.recent(share + 0.15, 10, filed)
    assert found <= filed <= decided <= at


@pytest.mark.parametrize("at", LOADED)
def test_past_times_are_over(at: datetime) -> None:
    moments = loaded(at)
    assert moments.past(0, 9).date() == LAST
    assert moments.past(22, 11) < START <= at


def test_days_in_full_give_working_hours() -> None:
    moments = loaded(START + timedelta(days=20))
    assert moments.recent(0.5, 9) == datetime(2026, 11, 4, 9, 7, tzinfo=ZONE)
    assert moments.past(3, 16) == datetime(2026, 9, 28, 16, 7, tzinfo=ZONE)


def test_hour_that_has_not_come_gives_the_instant_itself() -> None:
    at = START + timedelta(hours=2)
    assert loaded(at).recent(0.5, 9) == START + timedelta(hours=1)


def test_share_beyond_now_is_now() -> None:
    at = START + timedelta(hours=2)
    assert loaded(at).recent(1.2, 9) == at


def test_today_is_the_tenants_day() -> None:
    assert loaded(START).today == CURRENT
    assert loaded(START - INSTANT).today == CURRENT - timedelta(days=1)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("past 6 16", datetime(2026, 10, 1, 16, 7, tzinfo=ZONE)),
        ("recent 0.5 9", datetime(2026, 11, 4, 9, 7, tzinfo=ZONE)),
        ("before 20", START + timedelta(days=20) - timedelta(hours=20)),
    ],
)
def test_times_in_words(words: str, expected: datetime) -> None:
    assert loaded(START + timedelta(days=20)).when(words, None) == expected


def test_time_in_words_comes_not_before_the_step_ahead_of_it() -> None:
    at = START + timedelta(days=20)
    assert loaded(at).when("recent 0.1 9", at - INSTANT) == at - INSTANT
