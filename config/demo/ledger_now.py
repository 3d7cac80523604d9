"""The ledger of the campaign under way: a few dozen records, some at every point of their life.

What waits for review holds the misreadings circulars complain of, two reports of one hazard (the second with
the first one's photo), one of a body that is no enterprise, one reported too late, and one filed anew after
a return. Behind them stand the routine ones of the period before, found and mostly closed without trouble.
The first unit, whose accounts the demonstration offers, has a draft, a returned record, one whose
term is near and one whose term has passed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from config.demo.bulk import Life, Pending
from config.demo.cases import Choice, read
from config.demo.enterprises import Register
from config.demo.ledger_plan import Times
from config.demo.moments import Moments
from config.demo.scripts import Job, Script
from config.demo.walk import Crew, Discovery
from hazards.models import Criterion, FoundBy
from hazards.services import second_looks
from units.actors import Actor

FINDERS = (FoundBy.DEPARTMENT, FoundBy.ENTERPRISE)
ROUTINE_DAYS = 20
"""Days of the period before on which the routine ones are found, so that they are closed within it."""
DRAWN = 2


def totals() -> Mapping[tuple[str, str], tuple[int, int]]:
    """By unit and finder: how many records count by the end of the period before, and how many are closed."""
    found: Counter[tuple[str, str]] = Counter()
    closed: Counter[tuple[str, str]] = Counter()
    for row in read("under_way"):
        names = [name for name, *_ in row["steps"]]
        found[row["unit"], row["found_by"]] += "accept" in names
        closed[row["unit"], row["found_by"]] += names[-1:] == ["close"]
    for each in routine():
        found[each.unit, each.found_by.value] += 1
        closed[each.unit, each.found_by.value] += each.is_closed
    return {key: (number, closed[key]) for key, number in found.items()}


@dataclass(frozen=True, slots=True)
class Routine:
    """A record of the period before that went without trouble. `day` of the period, from 0."""

    unit: str
    sector: str
    found_by: FoundBy
    day: int
    is_closed: bool


def routine() -> Sequence[Routine]:
    """All of them: found by turns by departments and enterprises, the first ones of a unit closed."""
    return [
        Routine(unit, sector, FINDERS[order % 2], (place * 5 + order * 7) % ROUTINE_DAYS, order < closed)
        for place, (unit, sector, count, closed) in enumerate(read("routine"))
        for order in range(count)
    ]


class LedgerNow:
    """Writes the records in the order in which they were filed."""

    def __init__(
        self,
        crews: Mapping[str, Crew],
        criteria: Mapping[str, Criterion],
        register: Register,
        moments: Moments,
    ) -> None:
        self._crews = crews
        self._register = register
        self._moments = moments
        self._choice = Choice()
        self._smooth = Pending(criteria)
        self._script = Script(crews, criteria, register, self._smooth, moments.today, moments.when)

    def write(self) -> None:
        """All of it."""
        jobs = [self._script.job(row) for row in read("under_way")] + [self._job(each) for each in routine()]
        for _, job in sorted(jobs, key=lambda each: each[0]):
            job()
        self._smooth.flush()

    def look_again(self, reviewer: Actor, closed_to: date) -> None:
        """A draw of closed records that waits to be reported on."""
        second_looks.draw(
            actor=reviewer,
            closed_from=self._moments.last_from,
            closed_to=closed_to,
            wanted=DRAWN,
            at=self._moments.at,
            seed="荔城演示本期",
        )

    def _job(self, each: Routine) -> Job:
        past, day = self._moments.past, each.day
        done, closed = (past(day + 6, 15), past(day + 7, 10)) if each.is_closed else (None, None)
        due_on = done.date() + timedelta(days=3) if done else self._moments.today + timedelta(days=3 + day)
        times = Times(past(day, 9), past(day, 16), past(day + 1, 10), done, closed, due_on)
        return times.filed, lambda: self._add(each, times)

    def _add(self, each: Routine, times: Times) -> None:
        crew = self._crews[each.unit]
        what, number = self._choice.of(each.unit, each.sector, times.found.date())
        enterprise = self._register.pick(what, crew.unit, crew.filer, times.found)
        found = Discovery(what, enterprise, number, each.found_by, times.found, times.due_on)
        self._smooth.add(Life(crew, found, times))
