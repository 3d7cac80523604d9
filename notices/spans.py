"""Quarters and years of a campaign: which months make them up, and when they are complete. Pure.

A period belongs to the month in which its last day lies: the one that ends on the 24th to that day's month, and the
last days of a campaign, due in January, to the December they belong to. Campaigns are never mixed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

MONTHS = 12
PER_QUARTER = 3
_ORDINALS = "一二三四"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A quarter, or with `quarter` 0 a whole year."""

    year: int
    quarter: int = 0

    @property
    def title(self) -> str:
        """2023年第三季度, 2023年度."""
        return f"{self.year}年" + (f"第{_ORDINALS[self.quarter - 1]}季度" if self.quarter else "度")

    @property
    def label(self) -> str:
        """2023-Q3, 2023."""
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def before(self) -> "Span":
        """The quarter before a quarter, the year before a year."""
        if self.quarter == 1:
            return Span(self.year - 1, _quarter_of(MONTHS))
        return Span(self.year, self.quarter - 1) if self.quarter else Span(self.year - 1)

    @property
    def since(self) -> date:
        """The first day a period of its first month may begin with: a month before."""
        first = (self.quarter - 1) * PER_QUARTER + 1 if self.quarter else 1
        return date(self.year, first - 1, 1) if first > 1 else date(self.year - 1, MONTHS, 1)

    @property
    def last_month(self) -> int:
        """The month with which it ends, 1–12."""
        return self.quarter * PER_QUARTER or MONTHS

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return day.year == self.year and self.quarter in {0, _quarter_of(day.month)}


@dataclass(frozen=True, slots=True)
class Month:
    """A monthly period as far as spans are concerned."""

    period_id: int
    campaign_id: int
    ends_on: date
    campaign_ends_on: date
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Complete:
    """A span of one campaign whose months are all closed; its periods, the oldest first."""

    campaign_id: int
    span: Span
    period_ids: tuple[int, ...]


def quarter_of(day: date) -> Span:
    """The quarter in which a day lies."""
    return Span(day.year, _quarter_of(day.month))


def year_of(day: date) -> Span:
    """The year in which a day lies."""
    return Span(day.year)


def titled(title: str) -> Span | None:
    """The span of this title; None when it is no span's."""
    found = re.fullmatch(rf"([0-9]{{4}})年(?:第([{_ORDINALS}])季度|度)", title)
    return Span(int(found[1]), _ORDINALS.index(found[2]) + 1 if found[2] else 0) if found else None


def complete(months: Iterable[Month]) -> Sequence[Complete]:
    """The complete quarters and years of all campaigns, each campaign's in order of time, a year after its quarters.

    Complete is a span when every month of it that there is has been closed and nothing of it is still to come: its
    last month is among them, or the campaign has ended in it. What the campaign began late in is complete all the same.
    """
    by_span: dict[tuple[int, Span], list[Month]] = {}
    for month in sorted(months, key=lambda each: (each.ends_on, each.period_id)):
        for span in (quarter_of(month.ends_on), year_of(month.ends_on)):
            by_span.setdefault((month.campaign_id, span), []).append(month)
    found = [
        Complete(campaign_id, span, tuple(each.period_id for each in within))
        for (campaign_id, span), within in by_span.items()
        if _is_complete(span, within)
    ]
    return sorted(found, key=lambda each: (each.campaign_id, each.span.year, each.span.quarter or MONTHS))


def _is_complete(span: Span, within: Sequence[Month]) -> bool:
    last = within[-1]
    ended = last.ends_on.month == span.last_month or last.ends_on >= last.campaign_ends_on
    return ended and all(month.is_closed for month in within)


def _quarter_of(month: int) -> int:
    return (month - 1) // PER_QUARTER + 1
