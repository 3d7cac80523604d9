"""The 2023 ledger: synthetic records that agree with the tables, and some that do not count.

Every record of `ledger_plan` is filed in time, accepted, and closed in the period in which its unit's table
says so. On top come records that count nowhere: excluded for each reason of the closed list, withdrawn, and
returned. Of the first unit's records that count one failed its re-inspection, one was reopened, one had its
term extended.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.demo.bulk import Life, Pending
from config.demo.cases import Choice, Situation, read
from config.demo.enterprises import Register
from config.demo.ledger_plan import Sectors, Slot, Table, Times, slots, times
from config.demo.scripts import Job, Script
from config.demo.walk import Crew, Discovery, Walk, begin
from hazards.models import Criterion, Finding, FoundBy, SecondLook
from hazards.services import second_looks
from units.actors import Actor

ROOMY = timedelta(days=9)
"""What lies between review and completion of a record with a story."""
DRAWN_ON = date(2023, 10, 11)
DRAWN_FROM, DRAWN_TO = date(2023, 8, 25), date(2023, 9, 24)
DRAWN = 5

Story = Callable[[Walk, datetime], None]
"""What happens between review and the report that all is done, which comes at the time given."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A record that counts, with what was found and its dates."""

    slot: Slot
    times: Times
    situation: Situation
    number: int


class Ledger2023:
    """Writes the records in the order in which they were filed, so that their numbers run on."""

    def __init__(
        self,
        crews: Mapping[str, Crew],
        criteria: Mapping[str, Criterion],
        register: Register,
        zone: ZoneInfo,
    ) -> None:
        self._crews = crews
        self._criteria = criteria
        self._register = register
        self._choice = Choice()
        self._smooth = Pending(criteria)
        self._zone = zone
        self._script = Script(crews, criteria, register, self._smooth, DRAWN_ON, self._when)
        self._told_by = next(iter(crews))
        self._stories = iter((self._failed, self._reopened, self._extended))
        self._story = next(self._stories, None)

    def write(self, tables: Sequence[Table], sectors: Sectors) -> None:
        """All of it."""
        jobs = [self._counting(slot) for slot in slots(tables, sectors)]
        jobs += [self._script.job(row) for row in read("extras")]
        for _, job in sorted(jobs, key=lambda each: each[0]):
            job()
        self._smooth.flush()

    def _when(self, words: str, after: datetime | None) -> datetime:
        """A day and an hour: 2023-06-13 10."""
        day, hour = words.split()
        return datetime.combine(date.fromisoformat(day), time(int(hour)), tzinfo=self._zone)

    def _counting(self, slot: Slot) -> Job:
        planned = Planned(
            slot, times(slot, self._zone), *self._choice.of(slot.unit, slot.sector, slot.found_on)
        )
        return planned.times.filed, lambda: self._walk(planned)

    def _walk(self, planned: Planned) -> None:
        crew, dates, slot = self._crews[planned.slot.unit], planned.times, planned.slot
        discovery = Discovery(
            situation=planned.situation,
            enterprise=self._register.pick(planned.situation, crew.unit, crew.filer, dates.found),
            number=planned.number,
            found_by=FoundBy(slot.found_by),
            found_at=dates.found,
            due_on=dates.due_on,
        )
        story = self._story_for(dates) if slot.unit == self._told_by else None
        if story is not None and story == self._extended:
            discovery = replace(discovery, due_on=_done(dates).date() - timedelta(days=2))
        if story is None:
            self._smooth.add(Life(crew, discovery, dates))
        else:
            self._tell(story, crew, discovery, dates)

    def _tell(self, story: Story, crew: Crew, discovery: Discovery, dates: Times) -> None:
        self._smooth.flush()
        walk = begin(crew, discovery, self._criteria)
        walk.file(dates.filed)
        walk.accept(dates.accepted)
        if dates.done and dates.closed:
            story(walk, dates.done)
            walk.report_done(dates.done)
            walk.close(dates.closed)

    def _story_for(self, dates: Times) -> Story | None:
        """The next story, if this record leaves time for one."""
        if self._story is None or not dates.done or dates.done - dates.accepted < ROOMY:
            return None
        told, self._story = self._story, next(self._stories, None)
        return told

    def _failed(self, walk: Walk, done: datetime) -> None:
        walk.report_done(done - timedelta(days=4))
        walk.fail(done - timedelta(days=3), "报警装置已安装但未接入值班室，测试无声光信号，退回继续整改。")

    def _reopened(self, walk: Walk, done: datetime) -> None:
        walk.report_done(done - timedelta(days=6))
        walk.close(done - timedelta(days=5))
        walk.reopen(done - timedelta(days=3), "抽查发现整改后又恢复原状，重新打开，限期整改到位。")

    def _extended(self, walk: Walk, done: datetime) -> None:
        walk.ask(done - timedelta(days=4), 7, "定制设备晚到一周，安装调试来不及，申请延期。")
        walk.grant(done - timedelta(days=3), "同意，延期内停用该设备。")


def look_again(reviewer: Actor, at: datetime) -> None:
    """回头看 of what was closed in September: all of it held, so that the figures stay."""
    drawn = second_looks.draw(
        actor=reviewer,
        closed_from=DRAWN_FROM,
        closed_to=DRAWN_TO,
        wanted=DRAWN,
        at=at,
        seed="荔城演示2023年9月",
    )
    for look in SecondLook.objects.filter(draw=drawn):
        second_looks.report(
            actor=reviewer,
            look_id=look.pk,
            finding=Finding.HELD,
            note="现场查看，整改措施仍在，运行正常。",
            at=at + timedelta(days=look.order),
        )


def _done(dates: Times) -> datetime:
    return dates.done or dates.accepted
