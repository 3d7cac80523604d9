"""Which days are worked, and when on them (I11). Pure: dates in, dates out.

Statutory holidays and the days worked in exchange (调休) come from the library `holidays`, for as many years as the
State Council has announced; for later years it knows the statutory days only. A tenant corrects single days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

SATURDAY = 5
LONGEST_REST = 60
"""Days after which a search for a working day gives up: a calendar without any is a mistake."""


class Shift(StrEnum):
    """What becomes of a deadline on a day that is not worked."""

    NONE = "none"
    BEFORE = "before"
    AFTER = "after"


SHIFT_WORDS = {
    Shift.NONE: "不变，休息日也照常截止",
    Shift.BEFORE: "提前到前一个工作日",
    Shift.AFTER: "顺延到后一个工作日",
}


@dataclass(frozen=True, slots=True)
class DayKind:
    """Whether a day is worked, and why: 春节, 调休上班, 周末 …; `corrected` when the tenant said so itself."""

    works: bool
    why: str = ""
    corrected: bool = False


class NoWorkingDay(ValueError):
    """A calendar in which nothing is worked for two months."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working days of one tenant and its hours; `corrections` override what is known of a day."""

    corrections: Mapping[date, DayKind]
    opens: time
    closes: time
    zone: ZoneInfo

    def kind(self, day: date) -> DayKind:
        """Whether a day is worked and why."""
        return self.corrections.get(day) or statutory(day)

    def works(self, day: date) -> bool:
        """Whether a day is worked."""
        return self.kind(day).works

    def shifted(self, day: date, shift: Shift) -> date:
        """The day itself when it is worked, else the nearest working day before or after it, as `shift` says."""
        if shift is Shift.NONE:
            return day
        return self._nearest(day, timedelta(days=1 if shift is Shift.AFTER else -1))

    def in_hours(self, at: datetime) -> bool:
        """Whether this instant is in working hours: from opening on, before closing."""
        local = at.astimezone(self.zone)
        return self.works(local.date()) and self.opens <= local.time() < self.closes

    def next_hours(self, at: datetime) -> datetime:
        """The instant itself when it is in working hours, else the next opening."""
        if self.in_hours(at):
            return at
        local = at.astimezone(self.zone)
        day = local.date() if local.time() < self.opens else local.date() + timedelta(days=1)
        day = self._nearest(day, timedelta(days=1))
        return datetime.combine(day, self.opens, tzinfo=self.zone)

    def _nearest(self, day: date, step: timedelta) -> date:
        for _ in range(LONGEST_REST):
            if self.works(day):
                return day
            day += step
        raise NoWorkingDay(f"{day.year}年前后连续{LONGEST_REST}天没有工作日，请核对工作日历。")


def statutory(day: date) -> DayKind:
    """What the published arrangements say of a day; a weekend without any is a day of rest."""
    rests, exchanged = _year(day.year)
    if day in exchanged:
        return DayKind(works=True, why="调休上班")
    if day in rests:
        return DayKind(works=False, why=rests[day])
    weekend = day.weekday() >= SATURDAY
    return DayKind(works=not weekend, why="周末" if weekend else "")


def is_announced(year: int) -> bool:
    """Whether exchanged days of the year are known: before they are, holidays may still move."""
    return bool(_year(year)[1])


@lru_cache(maxsize=16)
def _year(year: int) -> tuple[Mapping[date, str], frozenset[date]]:
    """The days of rest with their names, and the weekend days worked in exchange."""
    china = holidays.country_holidays("CN", years=year, language="zh_CN")
    rests = {day: _name(name) for day, name in china.items() if day.year == year}
    return rests, frozenset(day for day in china.weekend_workdays if day.year == year)


def _name(text: str) -> str:
    """休息日（由 2026-01-04 调休） is shortened to 调休放假; several names of a day are joined by 、."""
    return "、".join("调休放假" if part.startswith("休息日") else part for part in text.split("; "))
