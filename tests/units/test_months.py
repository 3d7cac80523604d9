"""A year of the calendar in months and weeks."""

from datetime import date, time
from zoneinfo import ZoneInfo

from units.calendar import DayKind, WorkCalendar
from units.months import Cell, Month, months


def year(corrections: dict[date, DayKind] | None = None) -> list[Month]:
    return list(months(WorkCalendar(corrections or {}, time(9), time(17), ZoneInfo("Asia/Shanghai")), 2026))


def cells(month: Month) -> dict[int, Cell]:
    return {cell.day.day: cell for week in month.weeks for cell in week if cell}


def test_year_has_twelve_months_with_every_day_once() -> None:
    found = year()
    assert [month.number for month in found] == list(range(1, 13))
    assert sum(len(cells(month)) for month in found) == 365


def test_weeks_begin_on_monday() -> None:
    february = year()[1]
    assert [cell.day.day if cell else None for cell in february.weeks[0]] == [None] * 6 + [1]


def test_only_unusual_days_are_marked() -> None:
    february = cells(year()[1])
    assert {day: cell.mark for day, cell in february.items() if cell.mark} == {
        14: "班", 16: "休", 17: "休", 18: "休", 19: "休", 20: "休", 23: "休", 28: "班",
    }  # fmt: skip


def test_working_days_are_counted_with_corrections() -> None:
    plain = year()[1].worked
    closed = {date(2026, 2, 3): DayKind(works=False, why="停工", corrected=True)}
    assert plain == 16
    assert year(closed)[1].worked == 15
