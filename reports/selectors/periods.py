"""Reads of periods and of how the units stand in them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from reports import policies, standing
from reports.models import Cycle, Duty, Obligation, Period, PeriodState, Snapshot, Submission
from reports.selectors import deadlines
from reports.snapshot import Timeliness
from reports.transitions import LABELS, State
from units.actors import Actor
from units.errors import NotAllowed, NotFound
from units.models import Unit


def periods() -> Sequence[Period]:
    """All periods of the open tenant, the latest first."""
    return list(Period.objects.select_related("campaign", "form"))


def period_by_label(label: str) -> Period:
    """The period of this label; NotFound names the labels there are."""
    # An address may carry a null character, which the database does not take as text.
    found = Period.objects.select_related("campaign", "form").filter(label=label.replace("\0", "�")).first()
    if found is None:
        known = "、".join(Period.objects.values_list("label", flat=True)[:12]) or "还没有任何一期"
        raise NotFound(f"没有“{label}”这一期。现有：{known}。")
    return found


def current_period() -> Period | None:
    """The open period that is due next, else the latest one; None when there is none at all."""
    found = Period.objects.select_related("campaign", "form")
    due = found.filter(state=PeriodState.OPEN).order_by("cutoff_at", "id").first()
    return due or found.first()


def preceding(period: Period) -> Period | None:
    """The period this one is compared with, see `chain_before`; None for the first."""
    return chain_before(period).first()


def chain_before(period: Period) -> QuerySet[Period]:
    """The periods before this one in its campaign, the nearest first.

    A monthly one follows the monthly ones, a weekly one the weekly ones; one called for by hand follows all.
    """
    earlier = Q(cutoff_at__lt=period.cutoff_at) | Q(cutoff_at=period.cutoff_at, id__lt=period.pk)
    chain = Q() if period.cycle == Cycle.IRREGULAR else Q(cycle=period.cycle)
    return Period.objects.filter(earlier, chain, campaign=period.campaign_id).order_by("-cutoff_at", "-id")


def latest_snapshot(period: Period) -> Snapshot | None:
    """The newest revision of a period's snapshot; None while it is open."""
    return Snapshot.objects.filter(period=period).order_by("-revision").first()


def due_to_close(now: datetime) -> Sequence[Period]:
    """Open periods whose closing time has come and in which no extension runs any more, the oldest first."""
    due = Period.objects.filter(state=PeriodState.OPEN, close_at__lte=now)
    return list(due.exclude(extensions__until__gt=now).order_by("cutoff_at", "id"))


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit on 安委办's board. `timeliness` is None while neither filed nor past the cutoff."""

    unit: Unit
    submission: Submission | None
    timeliness: Timeliness | None

    @property
    def state(self) -> State:
        return State.DRAFT if self.submission is None else State(self.submission.state)

    @property
    def status(self) -> str:
        """One key for colour and filter: on_time, extended, late, missing, or the state before filing."""
        if self.timeliness is not None:
            return self.timeliness.value
        if self.submission is None or (self.state == State.DRAFT and not self.submission.values):
            return "untouched"
        return self.state.value

    @property
    def status_label(self) -> str:
        return STATUS_LABELS[self.status]


STATUS_LABELS: Mapping[str, str] = {
    Timeliness.ON_TIME.value: "已按时报送",
    Timeliness.EXTENDED.value: "延期内报送",
    Timeliness.LATE.value: "迟报",
    Timeliness.MISSING.value: "缺报",
    "untouched": "未开始",
    **{state.value: label for state, label in LABELS.items()},
}


@dataclass(frozen=True, slots=True)
class Board:
    """All obliged units of a period, in printed order, with counts by status."""

    period: Period
    rows: tuple[BoardRow, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        return Counter(row.status for row in self.rows)


def owing_units(period: Period) -> QuerySet[Unit]:
    """The units of an open period in printed order: those obliged today, and those that have filed.

    A unit merged away after it filed stays in: what it was told is filed must not vanish (I7).
    """
    filed = Submission.objects.filter(period=period, state=State.FILED).values("unit_id")
    return Unit.objects.filter(Q(obliged=True, is_active=True) | Q(id__in=filed))


def board(actor: Actor, period: Period, *, now: datetime) -> Board:
    """The board of a period: four queries, however many units."""
    if not policies.may_see_everything(actor):
        raise NotAllowed("调度看板由安委办和管理员使用。您可以在“本单位”页查看自己的报送情况。")
    submissions = {
        submission.unit_id: submission
        for submission in Submission.objects.filter(period=period).select_related("filed_by", "signed_by")
    }
    frozen = dict(
        Obligation.objects.filter(period=period, duty=Duty.FORM).values_list("unit_id", "timeliness")
    )
    units = owing_units(period) if period.is_open and not frozen else Unit.objects.filter(id__in=frozen)
    until = {unit_id: each.until for unit_id, each in deadlines.extensions(period).items()}
    return Board(
        period,
        tuple(
            _board_row(period, unit, submissions.get(unit.pk), frozen.get(unit.pk), until.get(unit.pk), now)
            for unit in units
        ),
    )


def _board_row(
    period: Period,
    unit: Unit,
    submission: Submission | None,
    frozen: str | None,
    until: datetime | None,
    now: datetime,
) -> BoardRow:
    if frozen is not None:
        return BoardRow(unit, submission, Timeliness(frozen))
    return BoardRow(unit, submission, timeliness_so_far(period, submission, now, until))


def timeliness_so_far(
    period: Period, submission: Submission | None, now: datetime, until: datetime | None = None
) -> Timeliness | None:
    """How a unit's table stands in an open period; None while it can still be in time.

    `until` is the end of the unit's extension, if it was granted one.
    """
    state = State(submission.state) if submission else State.DRAFT
    first_filed_at = submission.first_filed_at if submission else None
    return standing.form_timeliness(state, first_filed_at, period.cutoff_at, until, now)
