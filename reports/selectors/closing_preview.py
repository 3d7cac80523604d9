"""今晚24:00: how every unit would stand if the period were closed now, named, by the functions that close it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from reports import policies
from reports.models import Duty, Period
from reports.schedule import cutoff_text
from reports.selectors import standing_board
from reports.selectors.snapshot_content import extension_words, settled
from reports.selectors.standing_board import UnitDuties
from reports.snapshot import Timeliness
from reports.transitions import LABELS, State
from units.actors import Actor
from units.errors import NotAllowed
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Named:
    """One unit with why it stands so, in words; `duties` is everything known of it, None for the excluded."""

    unit: Unit
    why: str
    duties: UnitDuties | None = None
    nil: bool = False


@dataclass(frozen=True, slots=True)
class DutyPreview:
    """One duty: who would stand how. Every unit that owes it is named once."""

    duty: Duty
    by_standing: Mapping[Timeliness, tuple[Named, ...]]

    @property
    def owing(self) -> int:
        return sum(map(len, self.by_standing.values()))

    @property
    def on_time(self) -> tuple[Named, ...]:
        return self.by_standing[Timeliness.ON_TIME]

    @property
    def extended(self) -> tuple[Named, ...]:
        return self.by_standing[Timeliness.EXTENDED]

    @property
    def late(self) -> tuple[Named, ...]:
        return self.by_standing[Timeliness.LATE]

    @property
    def missing(self) -> tuple[Named, ...]:
        return self.by_standing[Timeliness.MISSING]

    @property
    def nil(self) -> int:
        """How many of those in are nil returns."""
        return sum(each.nil for group in self.by_standing.values() for each in group)


@dataclass(frozen=True, slots=True)
class Preview:
    """What closing at `at` would freeze. `excluded` owe nothing and would not be in the snapshot.

    `running` are the units whose extension ends later and that have not met both duties: the period cannot be
    closed before, so they are missing only if nothing comes in until then.
    """

    period: Period
    at: datetime
    form: DutyPreview
    ledger: DutyPreview
    excluded: tuple[Named, ...]
    running: tuple[Named, ...]

    @property
    def duties(self) -> tuple[DutyPreview, DutyPreview]:
        return self.ledger, self.form


def preview(actor: Actor, period: Period, at: datetime) -> Preview:
    """How the units of an open period would stand if nothing more came in until it is closed at `at`.

    NotAllowed for those who may not see everybody's standing.
    """
    if not policies.may_see_everything(actor):
        raise NotAllowed("关账预演由安委办和管理员使用。您可以在“本单位”页查看自己的报送情况。")
    found = standing_board.duties(period, now=at)
    return Preview(
        period=period,
        at=at,
        form=_sorted(period, Duty.FORM, found),
        ledger=_sorted(period, Duty.LEDGER, [each for each in found if each.owes_ledger]),
        excluded=_excluded(period, {each.unit.pk for each in found}),
        running=_running(period, found, at),
    )


def running(period: Period, at: datetime) -> tuple[Named, ...]:
    """The units whose extension keeps an open period from being closed at `at`; constant queries."""
    return _running(period, standing_board.duties(period, now=at), at) if period.is_open else ()


def _running(period: Period, found: Sequence[UnitDuties], at: datetime) -> tuple[Named, ...]:
    return tuple(
        Named(each.unit, extension_words(period, each.extension), each)
        for each in found
        if each.may_still_come(at)
    )


def _sorted(period: Period, duty: Duty, found: Sequence[UnitDuties]) -> DutyPreview:
    groups: dict[Timeliness, list[Named]] = {each: [] for each in Timeliness}
    for each in found:
        standing, nil = (each.form, each.form_nil) if duty is Duty.FORM else (each.ledger, each.ledger_nil)
        how = settled(standing)
        why = (_form_words if duty is Duty.FORM else _ledger_words)(each, how, period.tenant.zone)
        words = "；".join(filter(None, (why, extension_words(period, each.extension))))
        groups[how].append(Named(each.unit, words, each, nil))
    return DutyPreview(duty, {how: tuple(named) for how, named in groups.items()})


def _form_words(duties: UnitDuties, how: Timeliness, zone: ZoneInfo) -> str:
    submission = duties.submission
    if how is not Timeliness.MISSING and submission is not None and submission.first_filed_at:
        nil = "，零报送" if duties.form_nil else ""
        return f"{cutoff_text(submission.first_filed_at, zone)}报送{nil}"
    if submission is None or (submission.state == State.DRAFT and not submission.values):
        return "没有开始填报"
    return f"现为“{LABELS[State(submission.state)]}”"


def _ledger_words(duties: UnitDuties, how: Timeliness, zone: ZoneInfo) -> str:
    statement, records = duties.statement, duties.ledger_records
    if how is not Timeliness.MISSING and statement is not None:
        said = "零报告" if duties.ledger_nil else f"报齐{records}条"
        return f"{cutoff_text(statement.first_stated_at, zone)}{said}"
    return f"已报{records}条，没有确认报齐" if records else "没有报送隐患，也没有零报告"


def _excluded(period: Period, counted: set[int]) -> tuple[Named, ...]:
    """The units that would not be in the snapshot, with why."""
    if not period.is_open:
        return ()
    others = Unit.objects.exclude(pk__in=counted)
    return tuple(
        Named(unit, "已停用" if not unit.is_active else "不在应报单位之列，不用填报") for unit in others
    )
