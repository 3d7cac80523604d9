"""When the records under way are made, whatever day the demonstration is loaded on. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MINUTES = 7
"""Past the hour, so that times look written by people."""


@dataclass(frozen=True, slots=True)
class Moments:
    """Times within the period before (`past`) and within what has passed of this one (`recent`).

    The period before lasts four weeks at least and is over; of this one hardly a second may have passed.
    """

    last_from: date
    current_from: date
    at: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.at.astimezone(self.zone).date()

    def when(self, words: str, after: datetime | None) -> datetime:
        """A time in words: "past 6 16", "recent 0.4 9", or "before 20", so many hours before now."""
        kind, *numbers = words.split()
        if kind == "before":
            return self.at - timedelta(hours=int(numbers[0]))
        amount, hour = numbers
        if kind == "past":
            return self.past(int(amount), int(hour))
        return self.recent(float(amount), int(hour), after)

    def past(self, day: int, hour: int) -> datetime:
        """An hour of the day with this number, from 0, of the period before."""
        return self._hour_of(self.last_from + timedelta(days=day), hour)

    def recent(self, share: float, hour: int, after: datetime | None = None) -> datetime:
        """After this share of the time passed: at that hour, where it has come, and not before `after`."""
        start = datetime.combine(self.current_from, time.min, tzinfo=self.zone)
        instant = start + min(share, 1.0) * (self.at - start)
        wanted = self._hour_of(instant.astimezone(self.zone).date(), hour)
        if start <= wanted <= self.at:
            instant = wanted
        return max(instant, after) if after else instant

    def _hour_of(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour, _MINUTES), tzinfo=self.zone)
