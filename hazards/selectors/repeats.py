"""Where else a record's photos were used: the same file, or nearly the same picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Func, IntegerField, Q, Value
from django.db.models.lookups import LessThanOrEqual

from hazards.fingerprints import ALIKE, distance
from hazards.life import Status
from hazards.models import Evidence, Hazard, Stage

MOST = 200
"""So many uses elsewhere of a record's photos are looked at, the oldest first."""


@dataclass(frozen=True, slots=True)
class Use:
    """Another place where the same or nearly the same photo stands: `what` says which photo, and how alike."""

    hazard_id: int
    unit_id: int
    place: str
    what: str

    @property
    def words(self) -> str:
        """For whoever may see both."""
        return f"与{self.place}的{self.what}"

    def told_to(self, unit_id: int) -> str:
        """For a unit's people, who are not told of another unit's records (I3)."""
        return self.words if self.unit_id == unit_id else f"与另一单位的{self.what}"


class _Distance(Func):
    """In how many bits two fingerprints differ, counted by the database."""

    template = "bit_count(('x' || %(expressions)s)::bit(64))"
    arg_joiner = ")::bit(64) # ('x' || "
    output_field = IntegerField()


def alike(hazard: Hazard, found: Sequence[Evidence]) -> Sequence[Evidence]:
    """Photos, of this record or others, that are the same as some of these or nearly so; few columns.

    Of other records those handed in; of drafts only to the unit's own people, who alone see a draft. A
    withdrawn record's photos may be used again.
    """
    pictures = [each for each in found if each.is_picture]
    if not pictures:
        return []
    alike = Q(digest__in={each.digest for each in pictures})
    for fingerprint in {each.fingerprint for each in pictures if each.fingerprint}:
        near = LessThanOrEqual(_Distance(F("fingerprint"), Value(fingerprint)), ALIKE)
        alike |= ~Q(fingerprint="") & Q(near)
    known = Q(hazard=hazard) | Q(hazard__first_filed_at__isnull=False)
    if not hazard.number:
        known |= Q(unit_id=hazard.unit_id)
    candidates = Evidence.objects.filter(alike, known, width__isnull=False, removed_at__isnull=True)
    return list(
        candidates.exclude(hazard__status=Status.WITHDRAWN)
        .select_related("hazard")
        .only("digest", "fingerprint", "stage", "round", "unit_id", "hazard__number")
        .order_by("id")[:MOST]
    )


def uses(evidence: Evidence, others: Sequence[Evidence]) -> tuple[Use, ...]:
    """The other uses of a photo, one a record and stage.

    Within a record the later one is the repeated one, and several shots of the same moment are none.
    """
    if not evidence.is_picture:
        return ()
    found: dict[tuple[int, str], Use] = {}
    for other in others:
        same_record = other.hazard_id == evidence.hazard_id
        same_moment = same_record and (other.stage, other.round) == (evidence.stage, evidence.round)
        if same_moment or (same_record and other.pk > evidence.pk):
            continue
        if degree := _degree(evidence, other):
            place = "本条" if same_record else str(other.hazard)
            what = f"{Stage(other.stage).label}照片{degree}"
            use = Use(other.hazard_id, other.unit_id, place, what)
            found.setdefault((other.hazard_id, other.stage), use)
    return tuple(found.values())


def _degree(one: Evidence, other: Evidence) -> str:
    if one.digest == other.digest:
        return "相同"
    if one.fingerprint and other.fingerprint and distance(one.fingerprint, other.fingerprint) <= ALIKE:
        return "几乎相同"
    return ""
