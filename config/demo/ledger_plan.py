"""Which hazards the 2023 demonstration ledger holds, so that it agrees with the tables. Pure.

The three tables (July and August synthetic, September published) are cumulative. Per unit and finder, record
number i is found in the first period whose total exceeds i, and closed in the first whose 已整改 exceeds i;
the others stay open. The sectors come out as published: 工贸 98, 危化品 12, 道路交通 8, 消防 6, others 31
(the circular prints 30, which does not add up to 155). All that is new in September is 工贸, as it says.

No hazard is found before 10 May: the campaign has begun, and the first judgments fall under the standard of
2017, which ended on the 14th. May and June have no table, hence no period; the first period, July, takes in
everything since the campaign began, as its cumulative table does.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias
from zoneinfo import ZoneInfo

Table: TypeAlias = Mapping[str, Mapping[str, Decimal]]
"""Unit name → indicator code → cumulative value."""

Sectors: TypeAlias = Mapping[str, Mapping[str, Sequence[tuple[str, int]]]]
"""Unit name → finder → sectors other than the usual one with how many, the earliest found first."""

FINDERS = ("enterprise", "department")
USUAL = "工贸"
FOUND = ((date(2023, 5, 10), date(2023, 7, 20)), (date(2023, 7, 25), date(2023, 8, 18)),
         (date(2023, 8, 25), date(2023, 9, 20)))  # fmt: skip
"""First and last working day of discovery in each period: early enough to be filed and reviewed in time."""
CLOSED = ((date(2023, 5, 10), date(2023, 7, 24)), (date(2023, 7, 25), date(2023, 8, 24)),
          (date(2023, 8, 25), date(2023, 9, 24)))  # fmt: skip
"""Days on which what counts as rectified in a period is closed."""
OPEN_TERM = timedelta(days=30)
LONGEST = 25
"""Days within which what is closed in its own period is put right at most."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One record to come. Periods are numbered from 0; `closed_in` is None for what stays open."""

    unit: str
    found_by: str
    order: int
    sector: str
    found_on: date
    closed_in: int | None


@dataclass(frozen=True, slots=True)
class Times:
    """When a record's steps are made; `done` and `closed` are None for what stays open."""

    found: datetime
    filed: datetime
    accepted: datetime
    done: datetime | None
    closed: datetime | None
    due_on: date


def slots(tables: Sequence[Table], sectors: Sectors) -> Sequence[Slot]:
    """All records of the tables, by unit in printed order, by finder, the earliest found first."""
    return [
        slot
        for place, unit in enumerate(tables[-1])
        for finder in FINDERS
        for slot in _of_unit(tables, unit, finder, sectors.get(unit, {}).get(finder, ()), place)
    ]


def times(slot: Slot, zone: ZoneInfo) -> Times:
    """Found in the morning, filed by the next day, reviewed the day after; closed a day after it is reported done."""
    chance = dice(f"{slot.unit}{slot.found_by}{slot.order}")
    found = _moment(slot.found_on, 9, chance, zone)
    filed = _moment(slot.found_on, 15, chance, zone)
    if chance.random() < 0.4:
        filed = _moment(slot.found_on + timedelta(days=1), 9, chance, zone)
    reviewed_on = filed.date() + timedelta(days=1)
    accepted = _moment(reviewed_on, 10, chance, zone)
    if slot.closed_in is None:
        return Times(found, filed, accepted, None, None, slot.found_on + OPEN_TERM)
    done_on = _done_on(reviewed_on, slot.closed_in, chance)
    closed = _moment(done_on + timedelta(days=1), 9, chance, zone)
    due_on = done_on + timedelta(days=chance.choice((-2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)))
    return Times(found, filed, accepted, _moment(done_on, 15, chance, zone), closed, due_on)


def dice(seed: str) -> random.Random:
    """The same luck each time."""
    return random.Random(seed)  # noqa: S311  nothing here is a secret


def _of_unit(
    tables: Sequence[Table], unit: str, finder: str, special: Sequence[tuple[str, int]], place: int
) -> Iterator[Slot]:
    found = [int(table[unit][f"major_{finder}_found"]) for table in tables]
    rectified = [int(table[unit][f"major_{finder}_rectified"]) for table in tables]
    kinds = [sector for sector, count in special for _ in range(count)]
    for order in range(found[-1]):
        period = _first_above(found, order) or 0
        before = found[period - 1] if period else 0
        share = (order - before + _shift(place, finder)) / (found[period] - before)
        yield Slot(
            unit=unit,
            found_by=finder,
            order=order,
            sector=kinds[order] if order < len(kinds) else USUAL,
            found_on=_working_day(FOUND[period], share),
            closed_in=_first_above(rectified, order),
        )


def _first_above(totals: Sequence[int], order: int) -> int | None:
    return next((period for period, total in enumerate(totals) if total > order), None)


def _shift(place: int, finder: str) -> float:
    """Where in its share of the days a unit's record falls, so that units do not all find on the same day."""
    return ((place * 37 + FINDERS.index(finder) * 17) % 10 + 0.5) / 10


def _working_day(span: tuple[date, date], share: float) -> date:
    first, last = span
    day = first + timedelta(days=int(share * ((last - first).days + 1)))
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def _done_on(reviewed_on: date, period: int, chance: random.Random) -> date:
    """A day after the review, so early that the close-out on the next day still falls into the period."""
    first_day, last_day = CLOSED[period]
    earliest = max(reviewed_on + timedelta(days=1), first_day)
    latest = min(last_day - timedelta(days=1), earliest + timedelta(days=LONGEST))
    return earliest + timedelta(days=int(chance.random() * ((latest - earliest).days + 1)))


def _moment(day: date, hour: int, chance: random.Random, zone: ZoneInfo) -> datetime:
    """A time of the day in the two hours from `hour`."""
    return datetime.combine(day, time(hour), tzinfo=zone) + timedelta(minutes=chance.randrange(120))
