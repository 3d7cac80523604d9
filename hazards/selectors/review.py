"""安委办's review desk: what waits, in which order, and what each row should be looked at for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from hazards import advising
from hazards.life import MOVES, Status
from hazards.models import Hazard, HazardEvent
from hazards.selectors import ledger
from hazards.selectors.ledger import NEAR
from hazards.similarity import ALIKE, likeness
from hazards.suggestion import Adviser
from units.actors import Actor

LIMIT = 50
"""Rows shown at once; the queue empties from its head, so the others move up."""

_LONG = ("clause", "answers", "measures", "plan")


class Age(StrEnum):
    """How long ago a record was first filed, in days of the tenant's calendar."""

    FRESH = "fresh"
    WAITING = "waiting"
    OLD = "old"


AGES = {Age.OLD: "7天以上", Age.WAITING: "3至7天", Age.FRESH: "3天以内"}
_SINCE = {Age.OLD: 8, Age.WAITING: 3, Age.FRESH: 0}
"""The fewest days ago that belong to each."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the queue; "" and None leave it open."""

    sector: str = ""
    age: Age | None = None


EVERYTHING = Asked()


@dataclass(frozen=True, slots=True)
class Row:
    """A waiting record and what strikes the eye: filed again after a return, likely a double, likely a misjudgment.

    `days` since it was first filed.
    """

    hazard: Hazard
    days: int
    again: bool
    double: bool
    misjudged: bool

    @property
    def doubtful(self) -> bool:
        """Whether it must be opened to be accepted."""
        return self.double or self.misjudged


@dataclass(frozen=True, slots=True)
class Queue:
    """The longest waiting rows of the part asked for, how many it has, and how many wait by sector and age."""

    rows: Sequence[Row]
    total: int
    waiting: int
    sectors: Sequence[tuple[str, int]]
    ages: Mapping[Age, int]

    @property
    def hazards(self) -> Sequence[Hazard]:
        """The records of the rows."""
        return [row.hazard for row in self.rows]


def queue(actor: Actor, asked: Asked, *, at: datetime) -> Queue:
    """The queue at `at`, an instant in the tenant's zone. NotAllowed unless this person reviews."""
    found = ledger.review_queue(actor)
    part = _part(found.hazards, asked, at)
    ages = {age.value: Count("pk", filter=_aged(age, at)) for age in AGES}
    counts = found.hazards.order_by().aggregate(**ages)
    # Clauses and long texts are not for a list.
    rows = part.select_related(None).select_related("unit", "enterprise").defer(*_LONG)
    hazards = list(rows[:LIMIT])
    again, doubles, adviser = _filed_again(hazards), _doubles(actor, hazards), advising.law().adviser
    return Queue(
        rows=[
            Row(
                hazard=each,
                days=_days(each, at),
                again=each.pk in again,
                double=each.pk in doubles,
                misjudged=_misjudged(each, adviser),
            )
            for each in hazards
        ],
        total=part.count() if len(hazards) == LIMIT else len(hazards),
        waiting=sum(count for _, count in found.sectors),
        sectors=found.sectors,
        ages={age: counts[age.value] for age in AGES},
    )


def following(actor: Actor, asked: Asked, hazard: Hazard, *, at: datetime) -> int | None:
    """The record that comes after this one in its part of the queue, else the first; None when all are done."""
    others = _part(ledger.review_queue(actor).hazards, asked, at).exclude(pk=hazard.pk)
    later = Q(first_filed_at__gt=hazard.first_filed_at) | Q(
        first_filed_at=hazard.first_filed_at, pk__gt=hazard.pk
    )
    found: Hazard | None = others.filter(later).first() or others.first()
    return found.pk if found else None


def doubtful(actor: Actor, hazard: Hazard) -> str:
    """Why a record must be opened to be accepted, in words; empty when nothing speaks against it."""
    if _misjudged(hazard, advising.law().adviser):
        return "描述像是常见的误判，请打开逐条审核"
    if _doubles(actor, [hazard]):
        return "疑似与同一企业的另一条重复，请打开逐条审核"
    if not hazard.facts.is_enterprise:
        return "所报对象不是生产经营单位，通过了也不计入，请打开逐条审核"
    return ""


def _part(hazards: QuerySet[Hazard], asked: Asked, at: datetime) -> QuerySet[Hazard]:
    if asked.sector:
        hazards = hazards.filter(sector=asked.sector)
    return hazards.filter(_aged(asked.age, at)) if asked.age else hazards


def _aged(age: Age, at: datetime) -> Q:
    """Records first filed as long ago as that; ages follow each other without a gap."""
    older = [since for since in _SINCE.values() if since > _SINCE[age]]
    within = Q(first_filed_at__gte=_midnight(at, min(older) - 1)) if older else Q()
    return within & Q(first_filed_at__lt=_midnight(at, _SINCE[age] - 1))


def _midnight(at: datetime, days_ago: int) -> datetime:
    """The first instant of the day so many days before `at`."""
    return datetime.combine(at.date() - timedelta(days=days_ago), time(0), at.tzinfo)


def _days(hazard: Hazard, at: datetime) -> int:
    filed = hazard.first_filed_at
    return (at.date() - filed.astimezone(at.tzinfo).date()).days if filed else 0


def _misjudged(hazard: Hazard, adviser: Adviser) -> bool:
    """Whether its words are those of a known misjudgment."""
    return bool(adviser.traps(hazard.description, on=hazard.discovered_on, sector=hazard.sector))


def _filed_again(hazards: Sequence[Hazard]) -> frozenset[int]:
    """Those that had been returned."""
    returned = HazardEvent.objects.filter(hazard__in=hazards, verb=MOVES["return"].verb)
    return frozenset(returned.order_by().values_list("hazard_id", flat=True).distinct())


def _doubles(actor: Actor, hazards: Sequence[Hazard]) -> frozenset[int]:
    """Those with a likely duplicate, by the rule of `ledger.likely_duplicates`, in one query for all."""
    days = [each.discovered_on for each in hazards]
    if not days:
        return frozenset()
    filed = ledger.ledger(actor).filter(
        enterprise__in={each.enterprise_id for each in hazards},
        discovered_on__range=(min(days) - NEAR, max(days) + NEAR),
        first_filed_at__isnull=False,
    )
    others = defaultdict(list)
    columns = "pk", "enterprise_id", "discovered_on", "description"
    for pk, enterprise, day, words in filed.exclude(status=Status.WITHDRAWN).order_by().values_list(*columns):
        others[enterprise].append((pk, day, words))
    return frozenset(
        each.pk
        for each in hazards
        if any(
            pk != each.pk
            and abs(day - each.discovered_on) <= NEAR
            and likeness(each.description, words) >= ALIKE
            for pk, day, words in others[each.enterprise_id]
        )
    )
