"""Rectification of accepted records: progress notes, the plan, extensions of the term, the close-out."""

from datetime import date, datetime

from django.db import transaction

from hazards import policies, rectifying
from hazards.entries import LABELS, Entries, InvalidFields, clean, plain
from hazards.life import OPEN, Status
from hazards.models import Decision, Extension, Hazard
from hazards.rectifying import ASKED, GRANTED, NOTED, REFUSED, REPLANNED, RETERMED, VERIFIED
from hazards.selectors import evidence
from hazards.selectors import rectification as reads
from hazards.services import ledger, records, trail
from hazards.standards import SHORT
from units.actors import Actor
from units.days import full_day
from units.errors import Conflict, Invalid, NotAllowed, NotFound

LAPSED = "本条已经销号后重新打开，原来的申请作废；仍需延期的，请重新申请。"
PLAN = ("responsible", "measures", "funds", "plan", "halt", "coordination")
"""What may change while a record is rectified; the term moves by extension only."""
_NEVER_EMPTY = ("responsible", "measures", "funds", "plan")


@transaction.atomic
def note_progress(*, actor: Actor, hazard_id: int, text: str, at: datetime) -> Hazard:
    """Say how far the rectification is. The record itself does not change, so no page becomes stale."""
    hazard = _rectified_by(actor, hazard_id)
    words = _words(text, "进展")
    trail.event(hazard, actor=actor, at=at, verb=NOTED, reason=words).save()
    return hazard


@transaction.atomic
def revise_plan(*, actor: Actor, hazard_id: int, version: int, entries: Entries, at: datetime) -> Hazard:
    """Change responsible, measures, funds (万元), plan, halt, coordination; old and new go into the trail.

    InvalidFields names what cannot be stored, Conflict when somebody else has saved since.
    """
    if foreign := set(entries) - set(PLAN):
        raise ValueError(f"not fields of the plan: {sorted(foreign)}")
    hazard = _rectified_by(actor, hazard_id)
    records.require_version(hazard, version)
    values = clean(entries)
    empty = [name for name in _NEVER_EMPTY if name in values and values[name] in (None, "")]
    if empty:
        raise InvalidFields({name: f"{LABELS[name]}不能空着，五落实缺一不可。" for name in empty})
    if changes := records.assign(hazard, values):
        records.save(hazard, actor, at, REPLANNED, changes=changes)
    return hazard


@transaction.atomic
def ask_extension(*, actor: Actor, hazard_id: int, wanted_on: date, reason: str, at: datetime) -> Extension:
    """Ask for a later term, on the present term's last day at the latest (the tenant's day), one at a time."""
    hazard = _rectified_by(actor, hazard_id)
    words = _words(reason, "延期理由")
    due_on = hazard.due_on
    if due_on is None:
        raise Invalid("本条没有整改时限，不用申请延期。")
    if rectifying.too_late_to_ask(due_on, at.astimezone(hazard.tenant.zone).date()):
        raise Conflict(f"整改时限{full_day(due_on)}已经过了，不能再申请延期；请抓紧整改，完成后报请复查。")
    if not due_on < wanted_on <= rectifying.latest_extension(due_on):
        raise Invalid(
            f"延到哪天要晚于现在的时限{full_day(due_on)}，最长延一年"
            f"（到{full_day(rectifying.latest_extension(due_on))}）。"
        )
    if pending := Extension.objects.filter(hazard=hazard, decision=Decision.PENDING).first():
        raise Conflict(
            f"{pending.asker_name}申请延到{full_day(pending.wanted_on)}，还在等安委办批复，批复后才能再申请。"
        )
    extension = Extension.objects.create(
        hazard=hazard,
        unit_id=hazard.unit_id,
        due_on=due_on,
        wanted_on=wanted_on,
        reason=words,
        asked_at=at,
        asker_id=actor.user_id,
        asker_name=actor.name,
    )
    asked = {"wanted_on": (due_on.isoformat(), wanted_on.isoformat())}
    trail.event(hazard, actor=actor, at=at, verb=ASKED, reason=words, changes=asked).save()
    return extension


@transaction.atomic
def decide_extension(
    *, actor: Actor, extension_id: int, granted: bool, answer: str, at: datetime
) -> Extension:
    """安委办 grants or refuses, a refusal with words. Granted, the term moves; who asked does not decide (I8)."""
    hazard, extension = _asked(actor, extension_id)
    if not policies.may_review(actor):
        raise NotAllowed("延期由安委办批复，请等待他们的决定。")
    if extension.decision != Decision.PENDING:
        raise Conflict(f"{extension.decider_name}已经批复：{extension.get_decision_display()}，不用再批。")
    if extension.asker_id == actor.user_id:
        raise NotAllowed("这份延期是您申请的，要由另一人批复，请同事办理。")
    if Status(hazard.status) not in OPEN:
        raise Conflict(f"本条现为“{records.label(hazard)}”，延期已经不需要了。")
    words = plain(answer) if granted and not plain(answer) else _words(answer, "批复意见")
    _decide(extension, actor, at, Decision.GRANTED if granted else Decision.REFUSED, words)
    if granted:
        changes = records.assign(hazard, {"due_on": extension.wanted_on})
        records.save(hazard, actor, at, GRANTED, reason=words, changes=changes)
    else:
        trail.event(hazard, actor=actor, at=at, verb=REFUSED, reason=words).save()
    return extension


@transaction.atomic
def close_out(
    *, actor: Actor, hazard_id: int, version: int, at: datetime, reason: str = "", acknowledged: bool = False
) -> Hazard:
    """Close a record (销号). After-photos that stand elsewhere too must be acknowledged, which the trail keeps."""
    hazard = records.locked(actor, hazard_id)
    repeated = reads.repeated(evidence.gallery(hazard))
    if repeated and not acknowledged:
        raise Invalid(
            f"复查照片有{len(repeated)}张与别处的照片重复。请核对现场：属实的，勾选“已核实”后再销号；不属实的，换成本次复查拍的照片。"
        )
    closed = ledger.move(
        actor=actor, hazard_id=hazard_id, name="close", version=version, at=at, reason=reason
    )
    if repeated:
        # The unit reads the trail of its record.
        told = ((item.evidence.name, item.reused_as_told_to(closed.unit_id)) for item in repeated)
        words = "；".join(f"{name}{'、'.join(uses)}" for name, uses in told)
        trail.event(closed, actor=actor, at=at, verb=VERIFIED, reason=words[:SHORT]).save()
    return closed


@transaction.atomic
def reopen(
    *, actor: Actor, hazard_id: int, version: int, at: datetime, reason: str, due_on: date | None = None
) -> Hazard:
    """Reopen a closed record. When its term has passed a new one is set with it, or it were overdue at once.

    An extension left undecided at the close-out lapses: it was asked of the old term.
    """
    hazard = ledger.move(
        actor=actor, hazard_id=hazard_id, name="reopen", version=version, at=at, reason=reason
    )
    for left in Extension.objects.filter(hazard=hazard, decision=Decision.PENDING):
        _decide(left, actor, at, Decision.REFUSED, LAPSED)
    today = at.astimezone(hazard.tenant.zone).date()
    if due_on is None:
        if hazard.due_on is not None and hazard.due_on < today:
            raise Invalid(f"原来的整改时限{full_day(hazard.due_on)}已经过了，请定一个新的整改时限。")
        return hazard
    if not today <= due_on <= rectifying.latest_extension(today):
        latest = full_day(rectifying.latest_extension(today))
        raise Invalid(f"新的整改时限要在今天到{latest}之间，请核对日期。")
    if changes := records.assign(hazard, {"due_on": due_on}):
        records.save(hazard, actor, at, RETERMED, changes=changes)
    return hazard


def _decide(extension: Extension, actor: Actor, at: datetime, decision: Decision, words: str) -> None:
    extension.decision = decision
    extension.answer = words
    extension.decided_at = at
    extension.decider_id = actor.user_id
    extension.decider_name = actor.name
    extension.save()


def _asked(actor: Actor, extension_id: int) -> tuple[Hazard, Extension]:
    """A request and its record, locked: the request is read once more behind the lock."""
    found = Extension.objects.filter(pk=extension_id).values_list("hazard_id", flat=True).first()
    if found is None:
        raise NotFound("没有这份延期申请，或者您不能查看它。请从台账重新进入。")
    hazard = records.locked(actor, found)
    return hazard, Extension.objects.get(pk=extension_id)


def _rectified_by(actor: Actor, hazard_id: int) -> Hazard:
    """The record, locked, in rectification by this person's unit."""
    hazard = records.locked(actor, hazard_id)
    if not policies.may_report(actor, hazard.unit_id):
        raise NotAllowed(f"整改由{hazard.unit}办理，您不是它的填报人员或负责人。")
    if Status(hazard.status) is not Status.RECTIFYING:
        raise Conflict(f"本条现为“{records.label(hazard)}”，不在整改中。请刷新页面后再试。")
    return hazard


def _words(text: str, what: str) -> str:
    words = plain(text)
    if not words:
        raise Invalid(f"{what}还没有写，请写清楚再提交。")
    if len(words) > SHORT:
        raise Invalid(f"{what}最多{SHORT}字，现有{len(words)}字，请写短一些。")
    return words
