"""Putting photos and documents to a record, and taking them out again."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from hazards import evidence_policy, examination, filetypes, pictures
from hazards.evidence_storage import Batch
from hazards.examination import Examined
from hazards.life import LABELS, Status
from hazards.models import Evidence, Hazard, Stage
from hazards.selectors import evidence as reads
from hazards.selectors import ledger
from hazards.sent_files import Outcome, SentFile, take_each
from hazards.services import trail
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed

ADDED = "上传佐证"
REMOVED = "撤下佐证"


@transaction.atomic
def attach(
    *, actor: Actor, hazard_id: int, stage: Stage, name: str, content: bytes, at: datetime
) -> Evidence:
    """Put one file to a record, as evidence of a stage. The record's version stays: its page may be open.

    Invalid, naming the file, when it is not what it says, too large, broken, or one too many; Conflict when
    the record has gone on or the file is there already. The files stay only if the transaction commits.
    """
    _require_may_add(actor, ledger.hazard(actor, hazard_id), stage)
    examined = examination.examined(name, content)
    # Looking at a photo takes a second: the record is locked only now.
    hazard = _locked(actor, hazard_id)
    _require_open(hazard, stage)
    _require_place(hazard, stage, examined)
    evidence = _row(hazard, stage, examined, len(content))
    _write(evidence, examined, content)
    evidence.at, evidence.uploader_id, evidence.uploader_name = at, actor.user_id, actor.name
    evidence.save()
    _note(hazard, actor, at, ADDED, evidence)
    return evidence


@transaction.atomic
def attach_all(
    *, actor: Actor, hazard_id: int, stage: Stage, files: Iterable[SentFile], at: datetime
) -> Outcome[Evidence]:
    """Put several files to a record, one in memory at a time. Those that cannot be taken are named with the reason.

    What concerns them all is raised: NotFound, NotAllowed, Conflict when the record has gone on.
    """
    _require_may_add(actor, ledger.hazard(actor, hazard_id), stage)

    def attach_one(name: str, content: bytes) -> Evidence:
        return attach(actor=actor, hazard_id=hazard_id, stage=stage, name=name, content=content, at=at)

    return take_each(files, attach_one)


@transaction.atomic
def remove(*, actor: Actor, evidence_id: int, at: datetime) -> Evidence:
    """Take a file out again; its row and its bytes stay, and the trail tells of it.

    NotAllowed unless it is one's own; Conflict when the record has gone on.
    """
    hazard = _locked(actor, reads.evidence(actor, evidence_id).hazard_id)
    evidence = reads.evidence(actor, evidence_id)
    stage = Stage(evidence.stage)
    if actor.user_id is None or evidence.uploader_id != actor.user_id:
        raise NotAllowed(f"“{evidence.name}”由{evidence.uploader_name}上传，只能由本人撤下。")
    if not evidence_policy.may_remove(actor, hazard, evidence):
        raise Conflict(f"本条现为“{_label(hazard)}”，{stage.label}的佐证已经定下，不能再撤下。")
    evidence.removed_at, evidence.remover_name = at, actor.name
    evidence.save(update_fields=["removed_at", "remover_name"])
    _note(hazard, actor, at, REMOVED, evidence)
    return evidence


def _locked(actor: Actor, hazard_id: int) -> Hazard:
    """The record as this person may see it, with its row locked."""
    Hazard.objects.filter(pk=hazard_id).select_for_update().first()
    return ledger.hazard(actor, hazard_id)


def _require_may_add(actor: Actor, hazard: Hazard, stage: Stage) -> None:
    if not evidence_policy.may_add(actor, hazard.unit_id, stage):
        raise NotAllowed(f"您不能给{hazard.unit}的隐患上传{stage.label}的佐证，请该单位填报人员上传。")
    _require_open(hazard, stage)
    if stage is Stage.REINSPECTED and ledger.rectified(actor, hazard):
        raise NotAllowed("本条是您整改或报请复查的，复查时的照片要由复查的人上传，请同事或安委办办理。")


def _require_open(hazard: Hazard, stage: Stage) -> None:
    if not evidence_policy.is_open(hazard, stage):
        raise Conflict(f"本条现为“{_label(hazard)}”，不能再加{stage.label}的佐证。请刷新页面后再试。")


def _require_place(hazard: Hazard, stage: Stage, examined: Examined) -> None:
    """Room for one more, and not there already."""
    present = Evidence.objects.filter(hazard=hazard, removed_at__isnull=True)
    if present.count() >= settings.EVIDENCE_MAX_FILES:
        raise Invalid(
            f"每条隐患最多{settings.EVIDENCE_MAX_FILES}个文件，“{examined.name}”没有存入。请先撤下不需要的。"
        )
    same = present.filter(stage=stage, round=hazard.round, digest=examined.digest).first()
    if same is not None:
        raise Conflict(f"“{examined.name}”与已上传的“{same.name}”是同一个文件，不用重复上传。")


def _row(hazard: Hazard, stage: Stage, examined: Examined, size: int) -> Evidence:
    evidence = Evidence(
        hazard=hazard,
        unit_id=hazard.unit_id,
        stage=stage,
        round=hazard.round,
        name=examined.name,
        media_type=examined.kind.media_type,
        size=size,
        digest=examined.digest,
    )
    if picture := examined.picture:
        evidence.width, evidence.height = picture.width, picture.height
        evidence.fingerprint = picture.fingerprint
        evidence.recorded = dict(picture.recorded)
        evidence.taken_at = pictures.taken_at(picture.recorded, hazard.tenant.zone)
    return evidence


def _write(evidence: Evidence, examined: Examined, content: bytes) -> None:
    files = Batch()
    evidence.original = files.write(content, examined.kind.suffix)
    if picture := examined.picture:
        evidence.shown = files.write(picture.shown, filetypes.JPEG.suffix)
        evidence.thumbnail = files.write(picture.thumbnail, filetypes.JPEG.suffix)


def _note(hazard: Hazard, actor: Actor, at: datetime, verb: str, evidence: Evidence) -> None:
    label = f"{Stage(evidence.stage).label}佐证"
    pair = ("", evidence.name) if verb == ADDED else (evidence.name, "")
    trail.event(hazard, actor=actor, at=at, verb=verb, changes={label: pair}).save()


def _label(hazard: Hazard) -> str:
    return LABELS[Status(hazard.status)]
