"""A year of the working calendar laid out in months and weeks. Pure."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from units.calendar import SATURDAY, DayKind, WorkCalendar

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month; `mark` is 休 or 班 where it differs from an ordinary week, else empty."""

    day: date
    kind: DayKind

    @property
    def mark(self) -> str:
        """What sets the day apart from an ordinary one of the week."""
        weekend = self.day.weekday() >= SATURDAY
        if self.kind.works == weekend:
            return "班" if self.kind.works else "休"
        return ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month: weeks from Monday, None where a day belongs to another month."""

    number: int
    weeks: Sequence[Sequence[Cell | None]]
    worked: int


def months(known: WorkCalendar, year: int) -> Sequence[Month]:
    """The twelve months of a year with what is worked in them (天)."""
    return [_month(known, year, number) for number in range(1, MONTHS + 1)]


def _month(known: WorkCalendar, year: int, number: int) -> Month:
    weeks = [
        [Cell(date(year, number, day), known.kind(date(year, number, day))) if day else None for day in week]
        for week in calendar.monthcalendar(year, number)
    ]
    worked = sum(cell.kind.works for week in weeks for cell in week if cell)
    return Month(number, weeks, worked)
