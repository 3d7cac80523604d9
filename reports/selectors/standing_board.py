"""How every unit stands in a period, for both of its duties: the ledger and the dispatch table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from hazards.life import Status
from hazards.models import Hazard
from reports import standing
from reports.models import Duty, DutyExtension, LedgerStatement, Obligation, Period, Submission
from reports.schedule import is_late
from reports.selectors import deadlines, periods
from reports.snapshot import Timeliness
from reports.transitions import State
from units.models import Unit


@dataclass(frozen=True, slots=True)
class UnitDuties:
    """One unit's two duties in a period. A standing is None while the duty can still be met in time.

    `ledger_records` are the hazards (条) discovered on the period's days that the unit has filed and not
    withdrawn. A unit that owes no ledger (merged away after it filed its table) has None for `ledger` too.
    """

    unit: Unit
    submission: Submission | None
    statement: LedgerStatement | None
    extension: DutyExtension | None
    form: Timeliness | None
    ledger: Timeliness | None
    ledger_records: int

    @property
    def form_nil(self) -> bool:
        """Whether the table was filed as 零报送."""
        return self.submission is not None and self.submission.state == State.FILED and self.submission.nil

    @property
    def ledger_nil(self) -> bool:
        """Whether the unit's word that there is nothing to report still holds: nothing was filed since."""
        return self.statement is not None and self.statement.nil and not self.ledger_records

    @property
    def owes_ledger(self) -> bool:
        """Whether a ledger is owed: not by a unit merged away that never spoke of one."""
        return self.unit.owes or self.statement is not None

    def may_still_come(self, at: datetime) -> bool:
        """Whether an extension runs beyond `at` and a duty is not met: closing would break its promise."""
        if self.extension is None or is_late(at, self.extension.until):
            return False
        return self.form is None or (self.owes_ledger and self.ledger is None)


@dataclass(frozen=True, slots=True)
class _Papers:
    """What the units have handed in for a period, by unit; frozen standings where it is closed."""

    period: Period
    submissions: Mapping[int, Submission]
    statements: Mapping[int, LedgerStatement]
    extensions: Mapping[int, DutyExtension]
    records: Mapping[int, int]
    frozen: Mapping[tuple[int, str], Timeliness]


def duties(period: Period, *, now: datetime) -> tuple[UnitDuties, ...]:
    """Every unit's duties in printed order: five queries, six in a closed period, however many units.

    In a closed period the frozen list of units with the frozen standings; else as they stand at `now`.
    """
    papers = _papers(period)
    if period.is_open:
        units = periods.owing_units(period)
    else:
        units = Unit.objects.filter(id__in={unit_id for unit_id, _ in papers.frozen})
    return tuple(_unit_duties(papers, unit, now) for unit in units)


def reported(first: date, last: date) -> QuerySet[Hazard]:
    """The hazards discovered from the first to the last day that units have filed and not taken back."""
    found = Hazard.objects.filter(discovered_on__range=(first, last), first_filed_at__isnull=False)
    return found.exclude(status=Status.WITHDRAWN)


def ledger_records(period: Period, unit_id: int | None = None) -> Mapping[int, int]:
    """How many hazards each unit, or this one, has reported of the period's days (条)."""
    found = reported(period.starts_on, period.ends_on)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    return dict(found.order_by().values_list("unit_id").annotate(total=Count("id")))


def _papers(period: Period) -> _Papers:
    people = ("filled_by", "signed_by", "filed_by", "returned_by")
    filings = Submission.objects.filter(period=period).select_related(*people)
    statements = LedgerStatement.objects.filter(period=period).select_related("stated_by")
    owed = Obligation.objects.filter(period=period).values_list("unit_id", "duty", "timeliness")
    return _Papers(
        period=period,
        submissions={each.unit_id: each for each in filings},
        statements={each.unit_id: each for each in statements},
        extensions=deadlines.extensions(period),
        records=ledger_records(period),
        frozen={} if period.is_open else {(unit, duty): Timeliness(how) for unit, duty, how in owed},
    )


def _unit_duties(papers: _Papers, unit: Unit, now: datetime) -> UnitDuties:
    submission, statement = papers.submissions.get(unit.pk), papers.statements.get(unit.pk)
    extension = papers.extensions.get(unit.pk)
    if papers.period.is_open:
        until = extension.until if extension else None
        form, ledger = _standings(papers.period, unit, submission, statement, until, now)
    else:
        form, ledger = (papers.frozen.get((unit.pk, duty)) for duty in (Duty.FORM, Duty.LEDGER))
    records = papers.records.get(unit.pk, 0)
    return UnitDuties(unit, submission, statement, extension, form, ledger, records)


def _standings(
    period: Period,
    unit: Unit,
    submission: Submission | None,
    statement: LedgerStatement | None,
    until: datetime | None,
    now: datetime,
) -> tuple[Timeliness | None, Timeliness | None]:
    state = State(submission.state) if submission else State.DRAFT
    first_filed_at = submission.first_filed_at if submission else None
    form = standing.form_timeliness(state, first_filed_at, period.cutoff_at, until, now)
    if not unit.owes and statement is None:
        return form, None
    stated_at = statement.first_stated_at if statement else None
    return form, standing.timeliness(stated_at, period.cutoff_at, until, now)
