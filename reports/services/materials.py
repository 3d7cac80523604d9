"""材料报送: asking for papers, filing them, giving them back."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction

from hazards import examination
from hazards.evidence_storage import Batch
from reports import policies
from reports.models import Campaign, MaterialFiling, MaterialTask
from reports.schedule import cutoff_text, is_late
from reports.selectors import materials
from reports.selectors.materials import MaterialStanding
from units import audit
from units.actors import Actor
from units.enums import UnitKind
from units.errors import Conflict, Invalid, NotAllowed

NAME, TEXT = 60, 300
"""Characters of a task's name, and of a demand or a reason, at most."""
State = MaterialFiling.State


@transaction.atomic
def create_task(
    *,
    actor: Actor,
    campaign: Campaign,
    name: str,
    due_at: datetime,
    at: datetime,
    demand: str = "",
    kinds: Collection[UnitKind] = (),
) -> MaterialTask:
    """Ask the units of these kinds, all when none is named, for a paper. The instant `due_at` is the first late one.

    Invalid when it is due already; Conflict when the campaign has a paper of this name.
    """
    if not policies.may_set_up(actor):
        raise NotAllowed("材料任务由安委办或管理员布置，请与他们联系。")
    name, demand = name.strip(), demand.strip()
    if not name or len(name) > NAME or len(demand) > TEXT:
        raise Invalid(f"请写明材料名称（最多{NAME}字），报送要求最多{TEXT}字。")
    if is_late(at, due_at):
        due = cutoff_text(due_at, campaign.tenant.zone)
        raise Invalid(f"截止时间{due}已经过去，一布置就全部逾期。请选今天或以后的日期。")
    try:
        with transaction.atomic():
            task = MaterialTask.objects.create(
                campaign=campaign,
                name=name,
                demand=demand,
                kinds=sorted(kind.value for kind in kinds),
                due_at=due_at,
                created_at=at,
                created_by_id=actor.user_id,
            )
    except IntegrityError:
        raise Conflict(f"“{campaign.name}”里已有名为“{name}”的材料，请换一个名称。") from None
    summary = f"布置材料“{name}”，{cutoff_text(due_at, campaign.tenant.zone)}截止"
    audit.record(actor=actor, at=at, action="material.asked", about=task, summary=summary)
    return task


@transaction.atomic
def file(
    *, actor: Actor, task_id: int, unit_id: int, version: int, name: str, content: bytes, at: datetime
) -> MaterialFiling:
    """File a unit's paper, or replace it by a newer one; `version` is the one the page showed, 0 for none.

    The first filing decides on time or late. Invalid, naming the file, when it cannot be taken; Conflict when
    somebody else filed meanwhile, or when the time is up and 安委办 has not returned it. An older file stays
    in the storage, and the trail names it.
    """
    _require_may_file(actor, materials.standing(actor, task_id, unit_id, at))
    examined = examination.examined(name, content)
    # Looking at a file takes time: the task is locked only now, so that of two who file one sees the other.
    MaterialTask.objects.select_for_update().filter(pk=task_id).first()
    standing = materials.standing(actor, task_id, unit_id, at)
    _require_version(standing, version)
    if words := standing.lock_text:
        raise Conflict(f"“{standing.task.name}”没有存入。{words}")
    filing = standing.filing or MaterialFiling(task_id=task_id, unit_id=unit_id, version=0, first_filed_at=at)
    before = {"name": filing.name, "digest": filing.digest, "stored": filing.stored}
    filing.name, filing.media_type = examined.name, examined.kind.media_type
    filing.size, filing.digest = len(content), examined.digest
    filing.stored = Batch().write(content, examined.kind.suffix)
    filing.state, filing.version = State.FILED, filing.version + 1
    filing.filed_at, filing.filed_by_id = at, actor.user_id
    filing.save()
    verb = "报送" if filing.version == 1 else "重新报送"
    _note(actor, at, "material.filed", filing, f"{verb}材料“{standing.task.name}”：{filing.name}", before)
    return filing


@transaction.atomic
def give_back(
    *, actor: Actor, task_id: int, unit_id: int, version: int, reason: str, at: datetime
) -> MaterialFiling:
    """安委办 returns a paper, with the reason its unit is shown; it has to be filed again.

    Conflict when there is none, when it is returned already, or when the unit has replaced it meanwhile.
    """
    if not policies.may_review(actor):
        raise NotAllowed("退回材料由安委办办理，请与安委办联系。")
    reason = reason.strip()
    if not reason or len(reason) > TEXT:
        raise Invalid(f"请写明退回原因（最多{TEXT}字），报送单位据此改正。")
    MaterialTask.objects.select_for_update().filter(pk=task_id).first()
    standing = materials.standing(actor, task_id, unit_id, at)
    filing = standing.filing
    if filing is None or filing.state == State.RETURNED:
        raise Conflict(f"{standing.unit}的“{standing.task.name}”{standing.label}，没有可以退回的材料。")
    _require_version(standing, version)
    filing.state, filing.version = State.RETURNED, filing.version + 1
    filing.return_reason, filing.returned_at, filing.returned_by_id = reason, at, actor.user_id
    filing.save()
    summary = f"退回{standing.unit}的材料“{standing.task.name}”：{reason}"
    _note(actor, at, "material.returned", filing, summary, {"name": filing.name, "digest": filing.digest})
    return filing


def _require_may_file(actor: Actor, standing: MaterialStanding) -> None:
    if not policies.may_fill(actor, standing.unit.pk):
        raise NotAllowed(f"{standing.unit}的材料由该单位填报员或负责人报送，您可以查看，不能代为上传。")


def _require_version(standing: MaterialStanding, version: int) -> None:
    """Conflict when the paper is no longer the one the page showed, in words that say what happened to it."""
    filing = standing.filing
    if version == (filing.version if filing else 0):
        return
    if filing is None:
        raise Conflict(f"“{standing.task.name}”还没有报送过，请刷新页面后再试。")
    who = filing.returned_by if filing.state == State.RETURNED else filing.filed_by
    by = f"由{who.name}" if who else ""
    raise Conflict(
        f"“{standing.task.name}”刚刚{by}{'退回' if filing.state == State.RETURNED else '重新报送'}，"
        "您看到的不是最新情况。这次没有存入，请刷新页面后再办。"
    )


def _note(
    actor: Actor, at: datetime, action: str, filing: MaterialFiling, summary: str, before: dict[str, str]
) -> None:
    after = {"name": filing.name, "digest": filing.digest, "version": filing.version}
    detail = {"unit": filing.unit_id, "before": before, "after": after}
    audit.record(actor=actor, at=at, action=action, about=filing, summary=summary, detail=detail)
