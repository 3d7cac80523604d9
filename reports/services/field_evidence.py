"""佐证材料 of single fields of a table: putting files to a field, and taking one's own out again."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from hazards import examination
from hazards.evidence_storage import Batch
from hazards.examination import Examined
from hazards.sent_files import Outcome, SentFile, take_each
from reports.models import FieldEvidence, Period, Submission
from reports.selectors import field_evidence as reads
from reports.services import filing_trail, submissions
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed
from units.models import Unit

ADDED, REMOVED = "上传佐证", "撤下佐证"


@transaction.atomic
def attach(
    *, actor: Actor, period: Period, unit: Unit, code: str, name: str, content: bytes, at: datetime
) -> FieldEvidence:
    """Put one file to a field of the unit's table. The table's version stays: its page may be open.

    Invalid, naming the file, when it is not what it says, too large, broken, or one too many, or there is no
    such field; Conflict when it is there already or the table is handed on. It stays only if the transaction commits.
    """
    submission = _editable(actor, period, unit)
    label = _label(submission, code)
    examined = examination.examined(name, content)
    _require_place(submission, code, examined)
    evidence: FieldEvidence = FieldEvidence.objects.create(
        submission=submission,
        unit_id=submission.unit_id,
        code=code,
        name=examined.name,
        media_type=examined.kind.media_type,
        size=len(content),
        digest=examined.digest,
        stored=Batch().write(content, examined.kind.suffix),
        at=at,
        uploader_id=actor.user_id,
        uploader_name=actor.name,
    )
    _note(submission, actor, at, ADDED, label, evidence)
    return evidence


@transaction.atomic
def attach_all(
    *, actor: Actor, period: Period, unit: Unit, code: str, files: Iterable[SentFile], at: datetime
) -> Outcome[FieldEvidence]:
    """Put several files to a field, one in memory at a time; those that cannot be taken are named with the reason.

    What concerns them all is raised: NotAllowed, Invalid without such a field, Conflict when the table is handed on.
    """
    _label(_editable(actor, period, unit), code)

    def attach_one(name: str, content: bytes) -> FieldEvidence:
        return attach(actor=actor, period=period, unit=unit, code=code, name=name, content=content, at=at)

    return take_each(files, attach_one)


@transaction.atomic
def remove(*, actor: Actor, period: Period, unit: Unit, evidence_id: int, at: datetime) -> FieldEvidence:
    """Take a file out again; its row and its bytes stay, and the trail tells of it.

    NotFound for a file of another table; NotAllowed unless it is one's own; Conflict when the table is handed on.
    """
    submission = _editable(actor, period, unit)
    evidence = reads.evidence(actor, period, unit, evidence_id)
    if actor.user_id is None or evidence.uploader_id != actor.user_id:
        raise NotAllowed(f"“{evidence.name}”由{evidence.uploader_name}上传，只能由本人撤下。")
    evidence.removed_at, evidence.remover_name = at, actor.name
    evidence.save(update_fields=["removed_at", "remover_name"])
    _note(submission, actor, at, REMOVED, _name_of(submission, evidence.code), evidence)
    return evidence


def _editable(actor: Actor, period: Period, unit: Unit) -> Submission:
    """The unit's table, locked; files may be put to it whatever has been typed meanwhile."""
    present = Submission.objects.filter(period=period, unit=unit).values_list("version", flat=True).first()
    return submissions.edited(actor, period, unit, present or 0)


def _label(submission: Submission, code: str) -> str:
    """The name of a field of the form; Invalid when the form has none of that code."""
    if name := _name_of(submission, code):
        return name
    raise Invalid("表中没有这一项，文件没有存入。请刷新页面后再上传。")


def _name_of(submission: Submission, code: str) -> str:
    specs = submission.period.form.specs()
    return next((spec.full_label for spec in specs if spec.code == code), "")


def _require_place(submission: Submission, code: str, examined: Examined) -> None:
    """Room for one more, and not there already."""
    present = FieldEvidence.objects.filter(submission=submission, code=code, removed_at__isnull=True)
    if present.count() >= settings.EVIDENCE_MAX_FILES:
        raise Invalid(
            f"每一项最多{settings.EVIDENCE_MAX_FILES}个文件，“{examined.name}”没有存入。请先撤下不需要的。"
        )
    same = present.filter(digest=examined.digest).first()
    if same is not None:
        raise Conflict(f"“{examined.name}”与已上传的“{same.name}”是同一个文件，不用重复上传。")


def _note(
    submission: Submission, actor: Actor, at: datetime, verb: str, label: str, evidence: FieldEvidence
) -> None:
    words = f"{label}：{evidence.name}" if label else evidence.name
    filing_trail.note(submission, actor=actor, at=at, action="evidence", verb=verb, note=words)
