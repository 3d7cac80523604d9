"""Working days: holidays, exchanged days, corrections; deadlines shifted; working hours (I11)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.calendar import (
    SHIFT_WORDS,
    DayKind,
    NoWorkingDay,
    Shift,
    WorkCalendar,
    is_announced,
    statutory,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


def calendar(**corrections: bool) -> WorkCalendar:
    """Corrections by day: d2026_02_14=False."""
    given_days = {
        date(*map(int, name[1:].split("_"))): DayKind(works, "本地安排", corrected=True)
        for name, works in corrections.items()
    }
    return WorkCalendar(given_days, time(9), time(17, 30), SHANGHAI)


@pytest.mark.parametrize(
    ("day", "works", "why"),
    [
        (date(2026, 2, 13), True, ""),
        (date(2026, 2, 14), True, "调休上班"),
        (date(2026, 2, 15), False, "周末"),
        (date(2026, 2, 17), False, "春节"),
        (date(2026, 2, 20), False, "调休放假"),
        (date(2023, 10, 7), True, "调休上班"),
        (date(2023, 9, 29), False, "中秋节"),
        (date(2026, 11, 24), True, ""),
    ],
)
def test_I11_day_is_known_with_its_reason(day: date, works: bool, why: str) -> None:
    found = statutory(day)
    assert found.works is works
    assert found.why == why


def test_I11_correction_overrides_what_is_published() -> None:
    corrected = calendar(d2026_02_14=False, d2026_02_17=True)
    assert corrected.kind(date(2026, 2, 14)) == DayKind(works=False, why="本地安排", corrected=True)
    assert corrected.works(date(2026, 2, 17))
    assert not corrected.works(date(2026, 2, 18))


def test_year_before_its_announcement_knows_the_statutory_days() -> None:
    assert is_announced(2026)
    assert not is_announced(2027)
    assert not statutory(date(2027, 10, 1)).works


@pytest.mark.parametrize(
    ("day", "shift", "expected"),
    [
        (date(2026, 10, 23), Shift.AFTER, date(2026, 10, 23)),
        (date(2026, 10, 24), Shift.NONE, date(2026, 10, 24)),
        (date(2026, 10, 24), Shift.AFTER, date(2026, 10, 26)),
        (date(2026, 10, 24), Shift.BEFORE, date(2026, 10, 23)),
        (date(2026, 10, 25), Shift.BEFORE, date(2026, 10, 23)),
        (date(2026, 2, 17), Shift.AFTER, date(2026, 2, 24)),
        (date(2026, 2, 17), Shift.BEFORE, date(2026, 2, 14)),
    ],
)
def test_deadline_is_shifted_over_days_of_rest(day: date, shift: Shift, expected: date) -> None:
    assert calendar().shifted(day, shift) == expected


@given(DAYS)
def test_shifted_deadline_is_a_working_day_on_the_right_side(day: date) -> None:
    plain = calendar()
    before, after = plain.shifted(day, Shift.BEFORE), plain.shifted(day, Shift.AFTER)
    assert before <= day <= after
    assert plain.works(before)
    assert plain.works(after)
    assert (before == after) is plain.works(day)


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(24, 8, 59, 59), at(24, 9)),
        (at(24, 9), at(24, 9)),
        (at(24, 17, 29, 59), at(24, 17, 29, 59)),
        (at(24, 17, 30), at(25, 9)),
        (at(20, 17, 30), at(23, 9)),
        (at(21, 12), at(23, 9)),
        (at(22, 3), at(23, 9)),
    ],
)
def test_I11_next_working_hours(moment: datetime, expected: datetime) -> None:
    assert calendar().next_hours(moment) == expected


def test_I10_working_hours_are_those_of_the_tenant() -> None:
    moment = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    assert calendar().in_hours(moment)
    urumqi = WorkCalendar({}, time(10), time(19), ZoneInfo("Asia/Urumqi"))
    assert not urumqi.in_hours(moment)
    assert urumqi.next_hours(moment) == datetime(2026, 11, 24, 4, tzinfo=UTC)


@given(DAYS, st.times())
def test_next_hours_are_working_hours_and_not_before(day: date, clock: time) -> None:
    moment = datetime.combine(day, clock, tzinfo=UTC)
    found = calendar().next_hours(moment)
    assert found >= moment
    assert calendar().in_hours(found)
    assert calendar().next_hours(found) == found


def test_calendar_without_working_days_is_told() -> None:
    never = {date(2026, 1, 1) + timedelta(days=place): DayKind(works=False) for place in range(70)}
    with pytest.raises(NoWorkingDay, match="没有工作日"):
        WorkCalendar(never, time(9), time(17), SHANGHAI).shifted(date(2026, 1, 2), Shift.AFTER)


def test_every_shift_has_words() -> None:
    assert set(SHIFT_WORDS) == set(Shift)
