"""Reads of hazard records: one, a filtered list, the review queue, the trail. Always as somebody sees them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from hazards import policies, soundness
from hazards.judgment import Judgment
from hazards.life import MOVES, OPEN, Move, Status, permitted
from hazards.models import Decision, Evidence, FoundBy, Hazard, HazardEvent, Stage
from hazards.rectifying import NOTED
from hazards.similarity import ALIKE, likeness
from units.actors import Actor
from units.errors import NotAllowed, NotFound
from units.models import Unit

_WORK = (MOVES["report_done"].verb, NOTED)
NEAR = timedelta(days=60)
"""Discoveries further apart are not taken for the same hazard."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; None and "" leave it open. Both days of discovery are included.

    `overdue_on` keeps what is still being rectified on that day although its term has passed, `asking` what
    a later term is asked for and not decided yet.
    """

    unit_id: int | None = None
    status: Status | None = None
    sector: str = ""
    found_by: FoundBy | None = None
    first_day: date | None = None
    last_day: date | None = None
    text: str = ""
    overdue_on: date | None = None
    asking: bool = False


EVERYTHING = Filters()


def hazard(actor: Actor, hazard_id: int) -> Hazard:
    """One record with what it refers to; NotFound unless this person may know of it."""
    found: Hazard | None = _visible(actor).filter(pk=hazard_id).first()
    if found is None:
        raise NotFound(policies.GONE)
    return found


def ledger(actor: Actor, filters: Filters = EVERYTHING) -> QuerySet[Hazard]:
    """The records this person may see, narrowed, the latest discovery first."""
    exact = {
        "unit_id": filters.unit_id,
        "status": filters.status and filters.status.value,
        "sector": filters.sector,
        "found_by": filters.found_by,
        "discovered_on__gte": filters.first_day,
        "discovered_on__lte": filters.last_day,
    }
    found = _visible(actor).filter(
        **{name: value for name, value in exact.items() if value not in (None, "")}
    )
    if filters.overdue_on is not None:
        found = found.filter(status__in=OPEN, due_on__lt=filters.overdue_on)
    if filters.asking:
        found = found.filter(status__in=OPEN, extensions__decision=Decision.PENDING)
    text = filters.text.replace("\0", "").strip()
    if text:
        found = found.filter(
            Q(number__icontains=text)
            | Q(description__icontains=text)
            | Q(place__icontains=text)
            | Q(enterprise__name__icontains=text)
        )
    return found.order_by("-discovered_at", "-id")


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """Records that wait for 安委办, the longest since first filed at the head, and how many by sector."""

    hazards: QuerySet[Hazard]
    sectors: Sequence[tuple[str, int]]


def review_queue(actor: Actor, sector: str = "") -> ReviewQueue:
    """The queue, of one sector or all; the counts are always of all, the most frequent first."""
    if not policies.may_review(actor):
        raise NotAllowed("审核由安委办办理。您可以在“台账”页查看本单位的隐患。")
    waiting = _visible(actor).filter(status=Status.FILED).order_by("first_filed_at", "id")
    counts = Counter(waiting.order_by().values_list("sector", flat=True))
    sectors = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ReviewQueue(waiting.filter(sector=sector) if sector else waiting, sectors)


def moves(actor: Actor, hazard: Hazard) -> tuple[Move, ...]:
    """The moves this person can make now; what a move needs is checked when it is made."""
    return permitted(Status(hazard.status), policies.hands(actor, hazard.unit_id))


def judgment_of(hazard: Hazard) -> Judgment | None:
    """The record's judgment; None while no clause is chosen."""
    return soundness.judgment_of(hazard)


@dataclass(frozen=True, slots=True)
class Double:
    """A record that may be the same hazard; `likeness` of the wordings from `ALIKE` to 1."""

    hazard: Hazard
    likeness: float


def likely_duplicates(actor: Actor, hazard: Hazard) -> Sequence[Double]:
    """Filed records of the same enterprise, found at most 60 days apart, in similar words; most alike first.

    Only among records this person may see: another unit's are compared by 安委办.
    """
    if hazard.enterprise_id is None:
        return []
    near = _visible(actor).filter(
        enterprise_id=hazard.enterprise_id,
        discovered_on__range=(hazard.discovered_on - NEAR, hazard.discovered_on + NEAR),
        first_filed_at__isnull=False,
    )
    others = near.exclude(pk=hazard.pk).exclude(status=Status.WITHDRAWN).order_by("-discovered_at", "-id")
    found = [Double(other, likeness(hazard.description, other.description)) for other in others]
    return sorted((double for double in found if double.likeness >= ALIKE), key=lambda each: -each.likeness)


def same_enterprise(actor: Actor, hazard: Hazard) -> QuerySet[Hazard]:
    """The other records of the same enterprise that this person may see, the latest first."""
    found = _visible(actor).filter(enterprise=hazard.enterprise, enterprise__isnull=False)
    return found.exclude(pk=hazard.pk).order_by("-discovered_at", "-id")


def history(hazard: Hazard) -> Sequence[HazardEvent]:
    """Every step of the record's life, the first first. The record was fetched, so it may be seen."""
    return list(HazardEvent.objects.filter(hazard=hazard).order_by("id"))


def rectified(actor: Actor, hazard: Hazard) -> bool:
    """Whether this person had a hand in the rectification, in whatever round; then another one verifies (I8).

    Who reported it done, noted progress, or showed the result.
    """
    if actor.user_id is None:
        return False
    lines = HazardEvent.objects.filter(hazard=hazard, actor_id=actor.user_id, verb__in=_WORK)
    shown = Evidence.objects.filter(
        hazard=hazard, uploader_id=actor.user_id, stage=Stage.RECTIFIED, removed_at__isnull=True
    )
    return lines.values("pk").union(shown.values("pk")).exists()


def reporting_units(actor: Actor) -> Sequence[Unit]:
    """Active units this person may write records for, in printed order."""
    ids = [unit_id for unit_id in actor.own_units if policies.may_report(actor, unit_id)]
    return list(Unit.objects.filter(id__in=ids, is_active=True))


def _visible(actor: Actor) -> QuerySet[Hazard]:
    """The records `policies.may_see` lets through, with what every list shows of them."""
    found = Hazard.objects.select_related("tenant", "unit", "enterprise", "criterion__standard")
    if actor.is_system:
        return found
    own = Q(unit_id__in=actor.own_units)
    return found.filter(own | Q(first_filed_at__isnull=False) if actor.is_tenant_wide else own)
