"""Writing hazard records: drafting, editing, judging, and every move of their life."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from hazards import counting, policies, soundness
from hazards.entries import Entries, InvalidFields, clean, plain
from hazards.judgment import Answer, UnknownCondition, Value, conditions, evaluate
from hazards.life import EDITABLE, MOVES, Move, Need, Status
from hazards.models import Criterion, Enterprise, Evidence, Hazard
from hazards.selectors import ledger as reads
from hazards.services import records, trail
from hazards.services.numbering import next_number
from hazards.standards import SHORT
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed
from units.models import Unit

DRAFTED = "新建"
EDITED = "修改"
JUDGED = "判定"
NO_AFTER_PHOTO = "还没有本次复查的照片，请先上传整改后的现场照片（复查时），再办理销号。"


@transaction.atomic
def draft_hazard(
    *, actor: Actor, unit: Unit, entries: Entries, at: datetime, synthetic: bool = False
) -> Hazard:
    """Begin a record for a unit; it may be incomplete. Discovered at `at` unless the entries say otherwise.

    InvalidFields names what cannot be stored. `synthetic` marks demonstration data.
    """
    _require_reporter(actor, unit)
    hazard = Hazard(unit=unit, synthetic=synthetic)
    records.assign(hazard, {"discovered_at": at, **_cleaned(entries)})
    hazard.save()
    trail.event(hazard, actor=actor, at=at, verb=DRAFTED).save()
    return hazard


@transaction.atomic
def edit_hazard(*, actor: Actor, hazard_id: int, version: int, entries: Entries, at: datetime) -> Hazard:
    """Store fields of a draft or returned record; those left out stay. What changed goes into the trail.

    `version` is the one the page was loaded with: Conflict when somebody else has saved since. Choosing
    another clause discards the answers to the one before.
    """
    # The enterprise is locked before the record, in the order in which merging locks them.
    values = _cleaned(entries)
    hazard = _editable(actor, hazard_id, version)
    changes = records.assign(hazard, values)
    if changes:
        records.save(hazard, actor, at, EDITED, changes=changes)
    return hazard


@transaction.atomic
def answer(
    *, actor: Actor, hazard_id: int, version: int, answers: Mapping[str, Answer], at: datetime
) -> Hazard:
    """Answer conditions of the chosen clause by path, with fact and evidence; others keep their answers.

    `unknown` without fact and evidence takes an answer back. Invalid for a path the clause does not have.
    """
    hazard = _editable(actor, hazard_id, version)
    if hazard.criterion is None:
        raise Invalid("还没有选择判定条款，请先选定条款，再逐项回答条件。")
    given = {path: _clean_answer(answer) for path, answer in answers.items()}
    try:
        evaluate(hazard.criterion.logic, given)
    except UnknownCondition as error:
        raise Invalid(f"{error}。") from error
    merged = soundness.answers_of(hazard, hazard.criterion.logic) | given
    stored = {path: asdict(answer) for path, answer in merged.items() if answer != Answer(Value.UNKNOWN)}
    texts = {condition.path: condition.text for condition in conditions(hazard.criterion.logic)}
    changes = {
        texts[path]: (said(hazard.answers.get(path)), said(stored.get(path)))
        for path in texts
        if hazard.answers.get(path) != stored.get(path)
    }
    if changes:
        hazard.answers = stored
        records.save(hazard, actor, at, JUDGED, changes=changes)
    return hazard


@transaction.atomic
def move(
    *,
    actor: Actor,
    hazard_id: int,
    name: str,
    version: int,
    at: datetime,
    reason: str = "",
    exclusion: counting.Reason | None = None,
) -> Hazard:
    """Make one move of the record's life (`hazards/life.py`) with what it needs.

    Of two people who decide at once one wins, the other gets Conflict. InvalidFields names by field what
    keeps a record from being filed.
    """
    step = MOVES[name]
    hazard = records.locked(actor, hazard_id)
    if not step.hands & policies.hands(actor, hazard.unit_id):
        raise NotAllowed(f"您不能对{hazard.unit}的隐患办理“{step.verb}”，这一步由有权的人员办理。")
    records.require_version(hazard, version)
    if Status(hazard.status) not in step.sources:
        raise Conflict(f"本条现为“{records.label(hazard)}”，不能办理“{step.verb}”。请刷新页面后再试。")
    reason = plain(reason)
    _require_needs(hazard, step, actor, at, reason, exclusion)
    _apply(hazard, step, at, reason, exclusion)
    records.save(hazard, actor, at, step.verb, reason=_reason_shown(reason, hazard))
    return hazard


def _apply(hazard: Hazard, step: Move, at: datetime, reason: str, exclusion: counting.Reason | None) -> None:
    hazard.status = step.target.value
    excluded = step.target is Status.EXCLUDED and exclusion is not None
    hazard.exclusion = exclusion.value if excluded and exclusion else ""
    hazard.review_reason = reason if step.target in {Status.RETURNED, Status.EXCLUDED} else ""
    hazard.closed_at = at if step.target is Status.CLOSED else None
    hazard.failed_inspections += step.name == "fail"
    hazard.reopened += step.name == "reopen"
    if step.name == "file" and hazard.criterion is not None:
        hazard.clause = soundness.frozen_clause(hazard.criterion)
        if hazard.first_filed_at is None:
            hazard.first_filed_at = at
            hazard.number = next_number(at.astimezone(hazard.tenant.zone).year)


def _require_needs(
    hazard: Hazard,
    step: Move,
    actor: Actor,
    at: datetime,
    reason: str,
    exclusion: counting.Reason | None,
) -> None:
    if Need.REASON in step.needs and not reason:
        raise Invalid(f"办理“{step.verb}”要写明原因，让对方知道为什么。")
    if len(reason) > SHORT:
        raise Invalid(f"原因最多{SHORT}字，现有{len(reason)}字，请写短一些。")
    if Need.EXCLUSION in step.needs and exclusion not in counting.EXCLUSIONS:
        words = "、".join(counting.REASONS[each] for each in counting.EXCLUSIONS)
        raise Invalid(f"不纳入要选一个原因：{words}。")
    if Need.OTHER_PERSON in step.needs:
        _require_other_person(hazard, step, actor)
    if Need.AFTER_PHOTO in step.needs and not Evidence.after_photos(hazard).exists():
        raise Invalid(NO_AFTER_PHOTO)
    if Need.SOUND in step.needs and (found := soundness.problems(hazard, at=at)):
        raise InvalidFields(found, f"还有 {len(found)} 处问题，改好后才能报送：")


def _require_other_person(hazard: Hazard, step: Move, actor: Actor) -> None:
    """Who rectifies does not verify, not even in a later round (I8)."""
    if actor.is_system:
        raise NotAllowed(f"“{step.verb}”要由具体的人签名办理。")
    if reads.rectified(actor, hazard):
        raise NotAllowed(f"本条是您整改或报请复查的，“{step.verb}”要由另一人办理，请同事或安委办复查。")


def _cleaned(given: Entries) -> dict[str, Any]:
    """Clean entries; a merged enterprise is replaced by the one it went into, and stays locked.

    InvalidFields for a clause of a standard that is still being written.
    """
    values = clean(given)
    criterion: Criterion | None = values.get("criterion")
    if criterion is not None and criterion.standard.is_draft:
        raise InvalidFields({"criterion": "这一条还没有发布，请改选已发布的条款。"})
    if values.get("enterprise") is not None:
        chosen = _enterprise(values["enterprise"].pk)
        values["enterprise"] = _enterprise(chosen.merged_into_id) if chosen.merged_into_id else chosen
    return values


def _enterprise(enterprise_id: int) -> Enterprise:
    found: Enterprise | None = (
        Enterprise.objects.filter(pk=enterprise_id).select_for_update(of=("self",)).first()
    )
    if found is None:
        raise InvalidFields({"enterprise": "企业名录里没有这家企业，请重新选择。"})
    return found


def _editable(actor: Actor, hazard_id: int, version: int) -> Hazard:
    hazard = records.locked(actor, hazard_id)
    _require_reporter(actor, hazard.unit)
    records.require_version(hazard, version)
    if Status(hazard.status) not in EDITABLE:
        raise Conflict(f"本条现为“{records.label(hazard)}”，不能修改。需要改动的，请安委办退回。")
    return hazard


def _require_reporter(actor: Actor, unit: Unit) -> None:
    if not policies.may_report(actor, unit.pk):
        raise NotAllowed(f"您不是{unit.name}的填报人员，不能写它的隐患。如需代填，请管理员授权。")


def _clean_answer(given: Answer) -> Answer:
    fact, evidence = plain(given.fact), plain(given.evidence)
    if max(len(fact), len(evidence)) > SHORT:
        raise Invalid(f"条件的事实和依据各最多{SHORT}字，请写短一些。")
    return Answer(Value(given.value), fact, evidence)


_ANSWERED = {Value.YES: "是", Value.NO: "否", Value.UNKNOWN: "未定"}


def said(stored: Mapping[str, str] | None) -> str:
    """An answer as the trail shows it: 是（事实；依据）."""
    if stored is None:
        return ""
    details = "；".join(text for text in (stored["fact"], stored["evidence"]) if text)
    return _ANSWERED[Value(stored["value"])] + (f"（{details}）" if details else "")


def _reason_shown(reason: str, hazard: Hazard) -> str:
    """A reason with the word of the closed list before it, if the record was excluded."""
    if not hazard.exclusion:
        return reason
    return f"{counting.REASONS[counting.Reason(hazard.exclusion)]}：{reason}"
