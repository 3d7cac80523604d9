"""Reads of the 佐证材料 of a table's fields: lists by field, and one file to be sent."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from hazards import evidence_storage
from reports import policies
from reports.models import FieldEvidence, Period, Submission
from units.actors import Actor
from units.errors import NotFound
from units.models import Unit

GONE = "没有这个文件，或者您不能查看它。请从调度表页面重新进入。"

ByField = Mapping[str, Sequence[FieldEvidence]]


@dataclass(frozen=True, slots=True)
class File:
    """A stored file on its way to somebody's browser."""

    evidence: FieldEvidence
    content: IO[bytes]


def by_field(submission: Submission | None) -> ByField:
    """The files of a table that were not taken out, by indicator code, in the order they came: one query."""
    found: dict[str, list[FieldEvidence]] = defaultdict(list)
    if submission is not None and submission.pk is not None:
        for evidence in FieldEvidence.objects.filter(submission=submission, removed_at__isnull=True):
            found[evidence.code].append(evidence)
    return found


def of_field(period: Period, unit: Unit, code: str) -> Sequence[FieldEvidence]:
    """The files of one field of a unit's table that were not taken out, in the order they came."""
    return list(
        FieldEvidence.objects.filter(
            submission__period=period, submission__unit=unit, code=code, removed_at__isnull=True
        )
    )


def evidence(actor: Actor, period: Period, unit: Unit, evidence_id: int) -> FieldEvidence:
    """One file of a unit's table; NotFound unless this person may see that table, or when it was taken out.

    Photos are kept as they came, with place and device in them: the unit itself and 安委办 alone see them.
    """
    found = FieldEvidence.objects.filter(
        pk=evidence_id, submission__period=period, submission__unit=unit, removed_at__isnull=True
    ).first()
    if found is None or not _may_see(actor, period, found):
        raise NotFound(GONE)
    return found


def file(actor: Actor, period: Period, unit: Unit, evidence_id: int) -> File:
    """A file to send, see `evidence`; NotFound in words when the storage has lost it."""
    found = evidence(actor, period, unit, evidence_id)
    return File(found, evidence_storage.opened(found.stored))


def _may_see(actor: Actor, period: Period, found: FieldEvidence) -> bool:
    if found.media_type.startswith("image/"):
        return found.unit_id in actor.own_units or policies.may_see_everything(actor)
    return policies.may_see_filing(actor, found.unit_id, period_is_open=period.is_open)
