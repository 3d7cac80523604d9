"""One unit through all periods: what it owes in each, what it has handed in, how that stood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from reports import standing
from reports.models import Duty, DutyExtension, LedgerStatement, Obligation, Period, Submission
from reports.selectors import periods
from reports.selectors.standing_board import reported
from reports.snapshot import Timeliness
from units.models import Unit


@dataclass(frozen=True, slots=True)
class UnitPeriod:
    """A period as one unit has it. `records` are its hazards of an open period's days (条), 0 in closed ones.

    `frozen` says how each duty stood when the period was closed; empty while it is open.
    """

    period: Period
    submission: Submission | None
    statement: LedgerStatement | None
    extension: DutyExtension | None
    records: int
    frozen: Mapping[str, Timeliness]

    @property
    def until(self) -> datetime | None:
        """The end of the unit's extension."""
        return self.extension.until if self.extension else None

    @property
    def due_at(self) -> datetime:
        """The first instant that is late for this unit."""
        return standing.deadline(self.period.cutoff_at, self.until)


def of_unit(unit: Unit) -> Sequence[UnitPeriod]:
    """All periods with what this unit has handed in, the latest first: six queries, however many periods."""
    people = ("filled_by", "signed_by", "filed_by", "returned_by")
    filings = {each.period_id: each for each in Submission.objects.filter(unit=unit).select_related(*people)}
    statements = {
        each.period_id: each for each in LedgerStatement.objects.filter(unit=unit).select_related("stated_by")
    }
    extensions = {each.period_id: each for each in DutyExtension.objects.filter(unit=unit)}
    frozen: dict[int, dict[str, Timeliness]] = {}
    for period_id, duty, how in Obligation.objects.filter(unit=unit).values_list(
        "period_id", "duty", "timeliness"
    ):
        frozen.setdefault(period_id, {})[Duty(duty).value] = Timeliness(how)
    known = periods.periods()
    records = _records(unit, [period for period in known if period.is_open])
    return [
        UnitPeriod(
            period,
            filings.get(period.pk),
            statements.get(period.pk),
            extensions.get(period.pk),
            records.get(period.pk, 0),
            frozen.get(period.pk, {}),
        )
        for period in known
    ]


def _records(unit: Unit, wanted: Sequence[Period]) -> Mapping[int, int]:
    """How many hazards the unit has reported of each period's days (one query)."""
    if not wanted:
        return {}
    span = (min(each.starts_on for each in wanted), max(each.ends_on for each in wanted))
    found = reported(*span).filter(unit=unit)
    by_day: dict[date, int] = dict(found.order_by().values_list("discovered_on").annotate(total=Count("id")))
    return {
        each.pk: sum(total for day, total in by_day.items() if each.starts_on <= day <= each.ends_on)
        for each in wanted
    }
