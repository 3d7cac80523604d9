"""Writing hazard records: drafting, editing, judging, and every move of their life."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from hazards import counting, policies, soundness, trail
from hazards.entries import Entries, InvalidFields, clean, plain, shown
from hazards.judgment import Answer, UnknownCondition, Value, conditions, evaluate
from hazards.life import EDITABLE, LABELS, MOVES, Move, Need, Status
from hazards.models import Enterprise, Hazard, HazardEvent
from hazards.numbering import next_number
from hazards.standards import SHORT
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import Unit

DRAFTED = "新建"
EDITED = "修改"
JUDGED = "判定"


@transaction.atomic
def draft_hazard(
    *, actor: Actor, unit: Unit, entries: Entries, at: datetime, synthetic: bool = False
) -> Hazard:
    """Begin a record for a unit; it may be incomplete. Discovered at `at` unless the entries say otherwise.

    InvalidFields names what cannot be stored. `synthetic` marks demonstration data.
    """
    _require_reporter(actor, unit)
    hazard = Hazard(unit=unit, synthetic=synthetic)
    _assign(hazard, {"discovered_at": at, **_cleaned(entries)})
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
    changes = _assign(hazard, values)
    if changes:
        _save(hazard, actor, at, EDITED, changes=changes)
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
        texts[path]: (_said(hazard.answers.get(path)), _said(stored.get(path)))
        for path in texts
        if hazard.answers.get(path) != stored.get(path)
    }
    if changes:
        hazard.answers = stored
        _save(hazard, actor, at, JUDGED, changes=changes)
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
    hazard = _locked(actor, hazard_id)
    if not step.hands & policies.hands(actor, hazard.unit_id):
        raise NotAllowed(f"您不能对{hazard.unit}的隐患办理“{step.verb}”，这一步由有权的人员办理。")
    _require_version(hazard, version)
    if Status(hazard.status) not in step.sources:
        raise Conflict(f"本条现为“{_label(hazard)}”，不能办理“{step.verb}”。请刷新页面后再试。")
    reason = plain(reason)
    _require_needs(hazard, step, actor, at, reason, exclusion)
    _apply(hazard, step, at, reason, exclusion)
    _save(hazard, actor, at, step.verb, reason=_reason_shown(reason, hazard))
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
    if Need.SOUND in step.needs and (found := soundness.problems(hazard, at=at)):
        raise InvalidFields(found, f"还有 {len(found)} 处问题，改好后才能报送：")


def _require_other_person(hazard: Hazard, step: Move, actor: Actor) -> None:
    """Who rectifies does not verify, not even in a later round (I8)."""
    if actor.is_system:
        raise NotAllowed(f"“{step.verb}”要由具体的人签名办理。")
    reports = HazardEvent.objects.filter(hazard=hazard, verb=MOVES["report_done"].verb)
    if reports.filter(actor_id=actor.user_id).exists():
        raise NotAllowed(f"本条是您报请复查的，“{step.verb}”要由另一人办理，请同事或安委办复查。")


def _cleaned(given: Entries) -> dict[str, Any]:
    """Clean entries; a merged enterprise is replaced by the one it went into, and stays locked."""
    values = clean(given)
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


def _assign(hazard: Hazard, values: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Put the values into the record; what changed, as shown."""
    zone = hazard.unit.tenant.zone
    changes: dict[str, tuple[str, str]] = {}
    for name, value in values.items():
        old = getattr(hazard, name)
        if old == value:
            continue
        local = [each.astimezone(zone) if isinstance(each, datetime) else each for each in (old, value)]
        changes[name] = (shown(name, local[0]), shown(name, local[1]))
        setattr(hazard, name, value)
    if "criterion" in changes:
        hazard.answers = {}
    hazard.discovered_on = hazard.discovered_at.astimezone(zone).date()
    return changes


def _save(
    hazard: Hazard,
    actor: Actor,
    at: datetime,
    verb: str,
    *,
    reason: str = "",
    changes: trail.Changes | None = None,
) -> None:
    hazard.version += 1
    hazard.save()
    trail.event(hazard, actor=actor, at=at, verb=verb, reason=reason, changes=changes).save()


def _locked(actor: Actor, hazard_id: int) -> Hazard:
    """The record, locked; NotFound unless this person may know of it."""
    hazard: Hazard | None = (
        Hazard.objects.filter(pk=hazard_id)
        .select_related("tenant", "unit__tenant", "enterprise", "criterion__standard")
        .select_for_update(of=("self",))
        .first()
    )
    if hazard is None or not policies.may_see(actor, hazard.unit_id, filed=bool(hazard.number)):
        raise NotFound(policies.GONE)
    return hazard


def _editable(actor: Actor, hazard_id: int, version: int) -> Hazard:
    hazard = _locked(actor, hazard_id)
    _require_reporter(actor, hazard.unit)
    _require_version(hazard, version)
    if Status(hazard.status) not in EDITABLE:
        raise Conflict(f"本条现为“{_label(hazard)}”，不能修改。需要改动的，请安委办退回。")
    return hazard


def _require_reporter(actor: Actor, unit: Unit) -> None:
    if not policies.may_report(actor, unit.pk):
        raise NotAllowed(f"您不是{unit.name}的填报人员，不能写它的隐患。如需代填，请管理员授权。")


def _require_version(hazard: Hazard, version: int) -> None:
    if hazard.version != version:
        last = HazardEvent.objects.filter(hazard=hazard).order_by("id").last()
        by = last.actor_name if last else "他人"
        raise Conflict(f"本条刚被{by}改过，您看到的不是最新内容。请刷新页面，核对后再继续。")


def _clean_answer(given: Answer) -> Answer:
    fact, evidence = plain(given.fact), plain(given.evidence)
    if max(len(fact), len(evidence)) > SHORT:
        raise Invalid(f"条件的事实和依据各最多{SHORT}字，请写短一些。")
    return Answer(Value(given.value), fact, evidence)


_ANSWERED = {Value.YES: "是", Value.NO: "否", Value.UNKNOWN: "未定"}


def _said(stored: Mapping[str, str] | None) -> str:
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


def _label(hazard: Hazard) -> str:
    return LABELS[Status(hazard.status)]
