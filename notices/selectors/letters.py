"""Reads for letters: which units there is something to write to, about what, and which letters there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from hazards.selectors import ledger
from notices import letter_facts, policies
from notices.letter_facts import Grounds, Record
from notices.models import Circular, CircularKind, CircularState
from reports.models import Period
from reports.owed import Owed
from reports.schedule import end_of_day
from reports.selectors import desk as desks
from reports.selectors.desk import DeskRow
from reports.selectors.standing_board import UnitDuties
from reports.snapshot import TIMELINESS_LABELS, Timeliness
from units.actors import Actor
from units.errors import NotAllowed
from units.models import Unit

LETTERS = tuple(kind for kind in CircularKind if kind.is_letter)
_AT_FAULT = (Timeliness.LATE, Timeliness.MISSING)


@dataclass(frozen=True, slots=True)
class Addressee:
    """A unit that may be written to: on what grounds, in one line `why`, and the letter drafted today, if any."""

    unit: Unit
    grounds: Grounds
    why: str
    today: Circular | None = None


def addressees(actor: Actor, kind: CircularKind, period: Period, *, now: datetime) -> Sequence[Addressee]:
    """The units a letter of this kind makes sense for, those with grounds first; a constant number of queries.

    催报函: who owes something; 提醒函: who owes something that is not due yet; 督办函: who has records overdue;
    约谈通知书: everybody, for the reason is told by who writes it.
    """
    if not policies.may_draft(actor):
        raise NotAllowed("催报函、提醒函、督办函和约谈通知书由安委办起草。")
    zone, drafted = period.tenant.zone, drafted_on(kind, period, now)
    found = grounds_by_unit(actor, period, now=now)
    fitting = [
        Addressee(unit, grounds, letter_facts.why(grounds, now, zone), drafted.get(unit.pk))
        for unit, grounds in found.items()
        if makes_sense(kind, grounds, now)
    ]
    return sorted(fitting, key=lambda each: not each.why)


def makes_sense(kind: CircularKind, grounds: Grounds, now: datetime) -> bool:
    """Whether there is anything for a letter of this kind to say."""
    match kind:
        case CircularKind.SUPERVISE:
            return bool(grounds.records)
        case CircularKind.INTERVIEW:
            return True
        case _:
            return bool(about(kind, grounds, now))


def about(kind: CircularKind, grounds: Grounds, now: datetime) -> tuple[Owed, ...]:
    """What of the things owed a letter of this kind is about: a 提醒函 is about what is still in time."""
    return grounds.coming(now) if kind == CircularKind.REMIND else grounds.owed


def grounds_by_unit(actor: Actor, period: Period, *, now: datetime) -> Mapping[Unit, Grounds]:
    """What there is to write to each active unit of a period about, units in printed order."""
    rows = {row.unit: row for row in desks.desk(actor, period, now=now).rows}
    overdue = _overdue(actor, period, now)
    others = Unit.objects.filter(pk__in=set(overdue) - {unit.pk for unit in rows})
    return {
        unit: _grounds(period, rows.get(unit), overdue.get(unit.pk, ()))
        for unit in (*rows, *others)
        if unit.is_active
    }


def drafted_on(kind: CircularKind, period: Period, at: datetime) -> Mapping[int, Circular]:
    """The letters of a kind drafted on the tenant's day of `at`, by unit id; withdrawn ones do not count."""
    zone = period.tenant.zone
    ends = end_of_day(at.astimezone(zone).date(), zone)
    begins = end_of_day(at.astimezone(zone).date() - timedelta(days=1), zone)
    found = letters_of(kind, period).filter(created_at__gte=begins, created_at__lt=ends)
    return {each.unit_id: each for each in found.exclude(state=CircularState.WITHDRAWN) if each.unit_id}


def letters_of(kind: CircularKind, period: Period) -> QuerySet[Circular]:
    """All letters of a kind in a period, the latest first."""
    return Circular.objects.filter(kind=kind, period=period).select_related("unit", "created_by")


def _overdue(actor: Actor, period: Period, now: datetime) -> Mapping[int, Sequence[Record]]:
    today = now.astimezone(period.tenant.zone).date()
    found: dict[int, list[Record]] = defaultdict(list)
    for hazard in ledger.ledger(actor, ledger.Filters(overdue_on=today)).order_by("due_on", "id"):
        if hazard.due_on is not None:
            found[hazard.unit_id].append(
                Record(
                    number=hazard.number,
                    discovered_on=hazard.discovered_on,
                    due_on=hazard.due_on,
                    description=hazard.description,
                    today=today,
                    synthetic=hazard.synthetic,
                )
            )
    return found


def _grounds(period: Period, row: DeskRow | None, records: Sequence[Record]) -> Grounds:
    if row is None:
        return Grounds(records=tuple(records))
    faults = () if period.is_open else _faults(row.duties)
    return Grounds(owed=row.owes, records=tuple(records), faults=faults)


def _faults(duties: UnitDuties) -> tuple[str, ...]:
    """What of a closed period's duties was missed or met late."""
    stands = (("台账", duties.ledger), ("调度表", duties.form))
    return tuple(f"{name}{TIMELINESS_LABELS[how]}" for name, how in stands if how in _AT_FAULT)
