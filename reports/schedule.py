"""When periods begin, end and are due (I10). Pure: dates and zones in, instants out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LAST_MONTH = 12
CUTOFF_DAYS = range(1, 29)
"""Days that every month has."""
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
"""Days of the week as ISO 8601 counts them, Monday first; the first is number 1."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PlannedPeriod:
    """A period before it is stored. `starts_on` and `ends_on` are both included.

    `cutoff_at` is the first instant that is late: the 24th as deadline is the 25th, 00:00 local time.
    """

    label: str
    title: str
    starts_on: date
    ends_on: date
    cutoff_at: datetime


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which `day` is over in `zone`: 24:00, that is 00:00 of the next day."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def instant(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """`clock` (18:00, or 24:00 for the day's end) on `day` in `zone`; ValueError for a time there is not."""
    if clock.strip() in {"24:00", "24：00"}:
        return end_of_day(day, zone)
    at = datetime.strptime(clock.strip().replace("：", ":"), "%H:%M")  # noqa: DTZ007  # only its time is used
    return datetime.combine(day, at.time(), tzinfo=zone)


def day_and_clock(at: datetime, zone: ZoneInfo) -> tuple[date, str]:
    """The reverse of `instant`: midnight is the 24:00 of the day it ends."""
    local = at.astimezone(zone)
    if local.time() == time.min:
        return local.date() - timedelta(days=1), "24:00"
    return local.date(), f"{local:%H:%M}"


Shifted = Callable[[date], date]
"""On which day a deadline falls that is due on a given one; the day itself unless deadlines move to working days."""


def unmoved(day: date) -> date:
    """A deadline stays where it is, whatever day it is."""
    return day


def monthly(
    starts_on: date, ends_on: date, cutoff_day: int, zone: ZoneInfo, shifted: Shifted = unmoved
) -> Iterator[PlannedPeriod]:
    """One period a month, due at the end of `cutoff_day` (1–28), covering the days since the last `cutoff_day`.

    `shifted` moves the deadline alone: the period's days stay those up to `cutoff_day`.

    The first begins with the campaign; a month whose cutoff lies before the campaign's start has none.
    The last is due on the first cutoff on or after the campaign's end, and covers no day beyond that end.
    """
    if cutoff_day not in CUTOFF_DAYS:
        raise ValueError("cutoff_day must exist in every month: 1–28")
    first_day = starts_on
    cutoff = starts_on.replace(day=cutoff_day)
    if cutoff < starts_on:
        cutoff = _next_month(cutoff)
    while first_day <= ends_on:
        yield PlannedPeriod(
            label=f"{cutoff:%Y-%m}",
            title=f"{cutoff.year}年{cutoff.month}月",
            starts_on=first_day,
            ends_on=min(cutoff, ends_on),
            cutoff_at=end_of_day(_due(first_day, cutoff, shifted), zone),
        )
        first_day = cutoff + timedelta(days=1)
        cutoff = _next_month(cutoff)


def weekly(
    starts_on: date, ends_on: date, weekday: int, zone: ZoneInfo, shifted: Shifted = unmoved
) -> Iterator[PlannedPeriod]:
    """One period a week, due at the end of `weekday` (1 Monday … 7 Sunday), named by that day's ISO week.

    `shifted` moves the deadline alone, as for months.

    The first begins with the campaign and may be shorter than seven days, as may the last, which covers no
    day beyond the campaign's end but is due on its own weekday.
    """
    if weekday not in range(1, len(WEEKDAYS) + 1):
        raise ValueError("weekday is counted as ISO 8601 does: 1–7")
    first_day = starts_on
    cutoff = starts_on + timedelta(days=(weekday - starts_on.isoweekday()) % 7)
    while first_day <= ends_on:
        year, week, _ = cutoff.isocalendar()
        yield PlannedPeriod(
            label=f"{year}-W{week:02}",
            title=f"{year}年第{week}周",
            starts_on=first_day,
            ends_on=min(cutoff, ends_on),
            cutoff_at=end_of_day(_due(first_day, cutoff, shifted), zone),
        )
        first_day = cutoff + timedelta(days=1)
        cutoff += WEEK


def _due(first_day: date, cutoff: date, shifted: Shifted) -> date:
    """The day of the deadline; it never falls before the period has begun."""
    due = shifted(cutoff)
    return cutoff if due < first_day else due


def _next_month(day: date) -> date:
    if day.month == LAST_MONTH:
        return day.replace(year=day.year + 1, month=1)
    return day.replace(month=day.month + 1)


def is_late(filed_at: datetime, cutoff_at: datetime) -> bool:
    """Whether a filing came too late: the cutoff's own instant is the first late one."""
    return filed_at >= cutoff_at


def remaining(now: datetime, cutoff_at: datetime) -> timedelta:
    """Time left until the cutoff; zero when it has passed."""
    return max(cutoff_at - now, timedelta())


def cutoff_text(cutoff_at: datetime, zone: ZoneInfo) -> str:
    """The deadline as officials write it: 9月24日24:00 for midnight, 9月24日18:00 otherwise."""
    day, clock = day_and_clock(cutoff_at, zone)
    return f"{day.month}月{day.day}日{clock}"
