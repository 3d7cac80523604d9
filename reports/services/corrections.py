"""更正 of a closed period: asked for by the unit or 安委办, decided by somebody else (I4, I8)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from reports import policies
from reports.cell_changes import Changes, differences
from reports.corrections import applied
from reports.models import Correction, Period, Snapshot, Submission
from reports.selectors import filed, findings
from reports.services import filing_trail, revisions
from reports.services.submissions import InvalidFields
from reports.snapshot import IndicatorSpec, values_json
from reports.validation import InvalidValue, Severity, parse_value
from units import audit
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import Unit

MAX_TEXT = 300
"""The most characters a reason or an answer may have."""


@transaction.atomic
def ask(
    *,
    actor: Actor,
    period: Period,
    unit: Unit,
    known: int,
    entries: Mapping[str, str],
    reason: str,
    at: datetime,
) -> Correction:
    """Ask to have figures of a closed period corrected; `entries` are the columns as they ought to be.

    `known` is how many corrections the page knew of: Conflict when there has been another since, while the
    period is open, when the unit had filed nothing, or when another request still waits. InvalidFields for what
    is no value; Invalid when nothing differs, when rules would block it, and without a reason.
    """
    if not policies.may_ask_correction(actor, unit.pk):
        raise NotAllowed(f"更正{unit.name}的数据，由该单位的填报员、负责人或安委办提出。")
    submission = _filed(period, unit)
    if filed.corrections_of(submission) != known:
        raise Conflict(f"{unit.name}{period.title}的数据刚刚更正过，您看到的不是最新内容。请刷新页面后再提。")
    stored = filed.values_now(submission)
    changes = differences(stored, {**stored, **_read(entries, period.form.specs())})
    reason = _text(reason, "更正原因")
    if not changes:
        raise Invalid("没有一项数据有改动，不用更正。请先改数，再提交。")
    _require_sound(submission, period, unit, changes)
    made = _create(actor, period, unit, changes, reason, at)
    _note(actor, submission, "ask", "申请更正", changes, reason, at)
    _record(actor, made, "asked", f"申请更正{unit.name}{period.title}数据：{reason}", at)
    return made


@transaction.atomic
def grant(*, actor: Actor, correction_id: int, answer: str, at: datetime) -> Snapshot:
    """Correct the period as asked: the next revision of its snapshot, and of those that rest on it.

    NotAllowed for who asked, and for all but 安委办; Conflict when it is decided already, or when the figures
    have changed since it was asked.
    """
    correction, locked, submission = _undecided(actor, correction_id)
    answer = _text(answer, "答复", needed=False)
    stored = filed.values_now(submission)
    if any(stored.get(code, "") != old for code, (old, _) in correction.changes.items()):
        raise Conflict("申请以后这家单位的数据又更正过，这份申请已对不上。请不同意本申请，请对方重新提出。")
    snapshot = revisions.revise(actor=actor, correction=correction, locked=locked, at=at)
    correction.snapshot = snapshot
    _decide(actor, correction, Correction.State.GRANTED, answer, at)
    _note(actor, submission, "grant", "更正", correction.changes, correction.reason, at)
    where = f"{correction.unit.name}{correction.period.title}数据（快照第{snapshot.revision}版）"
    _record(actor, correction, "granted", f"更正{where}：{correction.reason}", at)
    return snapshot


@transaction.atomic
def refuse(*, actor: Actor, correction_id: int, answer: str, at: datetime) -> Correction:
    """Leave the period as it is, and say why; refused to the same people as `grant`. Invalid without an answer."""
    correction, _, submission = _undecided(actor, correction_id)
    answer = _text(answer, "不同意的理由")
    _decide(actor, correction, Correction.State.REFUSED, answer, at)
    _note(actor, submission, "refuse", "不同意更正", {}, answer, at)
    words = f"不同意更正{correction.unit.name}{correction.period.title}数据：{answer}"
    _record(actor, correction, "refused", words, at)
    return correction


def _filed(period: Period, unit: Unit) -> Submission:
    """What the unit filed, locked, in a period that is closed."""
    if period.is_open:
        raise Conflict(f"{period.title}还没有关账，不用办理更正。请直接修改，已报送的请安委办退回后再改。")
    own = {"period": period, "unit": unit}
    # Locked first: what was granted while waiting for the lock is read only by a later query.
    list(Submission.objects.filter(**own).select_for_update(of=("self",)))
    submission = filed.filed().filter(**own).first()
    if submission is None:
        raise Conflict(
            f"{unit.name}在{period.title}关账时没有报送，没有可以更正的数据。"
            "请在下一期的调度表中按累计数补上。"
        )
    return submission


def _undecided(actor: Actor, correction_id: int) -> tuple[Correction, list[Period], Submission]:
    """The request with the locks its decision needs: the periods first, then the filing, then the request."""
    asked = Correction.objects.filter(pk=correction_id).select_related("period").first()
    if asked is None or not policies.may_see_corrections(actor, asked.unit_id):
        raise NotFound("没有这份更正申请。请从期次页重新进入。")
    if not policies.may_review(actor):
        raise NotAllowed("更正由安委办审批，请等待答复。")
    locked = list(revisions.lock_from(asked.period))
    submission = _filed(locked[0], asked.unit)
    correction = (
        Correction.objects.select_related("unit", "period", "decided_by")
        .select_for_update(of=("self",))
        .get(pk=asked.pk)
    )
    if correction.state != Correction.State.ASKED:
        by = correction.decided_by.name if correction.decided_by else "系统"
        raise Conflict(f"这份申请已由{by}办理（{correction.get_state_display()}），不用再办。")
    if not policies.may_decide_correction(actor, correction.asked_by_id):
        raise NotAllowed("更正不能由提出的人自己审批，请安委办其他人员办理。")
    return correction, locked, submission


def _read(entries: Mapping[str, str], specs: tuple[IndicatorSpec, ...]) -> dict[str, str]:
    by_code = {spec.code: spec for spec in specs}
    read, problems = {}, {}
    for code, text in entries.items():
        if code not in by_code:
            problems[code] = "表中没有这一项，请刷新页面后再填。"
            continue
        try:
            read.update(values_json({code: parse_value(text, by_code[code])}) if text.strip() else {code: ""})
        except InvalidValue as error:
            problems[code] = str(error)
    if problems:
        raise InvalidFields(problems)
    return read


def _require_sound(submission: Submission, period: Period, unit: Unit, changes: Changes) -> None:
    """What blocks a filing blocks a correction."""
    asked = Submission(pk=submission.pk, period=period, unit=unit, state=submission.state)
    asked.values = applied(filed.values_now(submission), [changes])
    found = findings.of_filing(period, unit, asked)
    blocking = [finding.message for finding in found if finding.severity is Severity.BLOCK]
    if blocking:
        raise Invalid(f"改后的数据有 {len(blocking)} 处问题，改好后才能提交：" + "".join(blocking[:5]))


def _create(
    actor: Actor, period: Period, unit: Unit, changes: Changes, reason: str, at: datetime
) -> Correction:
    try:
        with transaction.atomic():
            made: Correction = Correction.objects.create(
                period=period,
                unit=unit,
                changes={code: list(pair) for code, pair in changes.items()},
                reason=reason,
                asked_at=at,
                asked_by_id=actor.user_id,
            )
    except IntegrityError:
        raise Conflict(f"{unit.name}{period.title}已有一份更正申请等待审批，办结以后才能再提。") from None
    return made


def _decide(actor: Actor, correction: Correction, state: Correction.State, answer: str, at: datetime) -> None:
    correction.state, correction.answer = state, answer
    correction.decided_at, correction.decided_by_id = at, actor.user_id
    correction.save(update_fields=["state", "answer", "decided_at", "decided_by", "snapshot"])


def _text(text: str, name: str, *, needed: bool = True) -> str:
    text = text.replace("\0", "").strip()
    if needed and not text:
        raise Invalid(f"请写明{name}。")
    if len(text) > MAX_TEXT:
        raise Invalid(f"{name}最多{MAX_TEXT}字，现有{len(text)}字，请写短一些。")
    return text


def _note(
    actor: Actor,
    submission: Submission,
    step: str,
    verb: str,
    changes: Changes,
    text: str,
    at: datetime,
) -> None:
    """The filing stays as it was filed; its trail tells of the correction."""
    filing_trail.note(
        submission, actor=actor, at=at, action=f"correction.{step}", verb=verb, changes=changes, note=text
    )


def _record(actor: Actor, correction: Correction, step: str, summary: str, at: datetime) -> None:
    detail = {"changes": correction.changes, "snapshot": correction.snapshot_id}
    audit.record(
        actor=actor, at=at, action=f"correction.{step}", about=correction, summary=summary, detail=detail
    )
