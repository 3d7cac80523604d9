"""Filling, signing, filing and returning a unit's table."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from reports import locking, policies
from reports.cell_changes import differences
from reports.models import Period, Submission
from reports.selectors import submissions as selectors
from reports.services import filing_trail, handing_on, returning
from reports.snapshot import IndicatorSpec, values_json
from reports.transitions import LABELS, MOVES, Move, State
from reports.validation import InvalidValue, parse_value
from units import audit
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed
from units.models import Unit


class InvalidFields(Invalid):
    """Some fields cannot be read; `problems` maps indicator codes to messages. Nothing was stored."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("".join(problems.values()))
        self.problems = dict(problems)


@transaction.atomic
def save_values(
    *, actor: Actor, period: Period, unit: Unit, version: int, entries: Mapping[str, str], at: datetime
) -> Submission:
    """Store what was typed into some fields of a draft; an empty text empties the field.

    `version` is the one the page was loaded with: Conflict when somebody else has saved since.
    InvalidFields when an entry is not a number the field takes; then nothing is stored.
    """
    submission = edited(actor, period, unit, version)
    before, was_nil = submission.values, submission.nil
    submission.values = _merged(before, entries, period.form.specs())
    submission.nil = False
    touch(submission, actor, at)
    changes = differences(before, submission.values)
    if changes or was_nil:
        words = "不再是零报送" if was_nil else ""
        filing_trail.note(
            submission, actor=actor, at=at, action="save", verb="填写", changes=changes, note=words
        )
    return submission


@transaction.atomic
def declare_nil(*, actor: Actor, period: Period, unit: Unit, version: int, at: datetime) -> Submission:
    """零报送 (I12): state expressly that nothing is new since the unit last filed.

    What is asked for cumulatively stands as last filed, zero if the unit has never filed; what is asked for per
    period is zero.
    """
    submission = edited(actor, period, unit, version)
    typed, last = submission.values, selectors.last_filed_values(period, unit)
    zero = Decimal(0)
    submission.values = values_json(
        {spec.code: last.get(spec.code, zero) if spec.cumulative else zero for spec in period.form.specs()}
    )
    submission.nil = True
    touch(submission, actor, at)
    changes = differences(typed, submission.values)
    filing_trail.note(submission, actor=actor, at=at, action="nil", verb="零报送", changes=changes)
    audit.record(
        actor=actor,
        at=at,
        action="submission.nil",
        about=submission,
        summary=f"{unit.name}声明{period.title}无新增（零报送）",
    )
    return submission


@transaction.atomic
def move(
    *,
    actor: Actor,
    period: Period,
    unit: Unit,
    name: str,
    version: int,
    at: datetime,
    reason: str = "",
    comments: Mapping[str, str] | None = None,
) -> Submission:
    """Make one move of the filing's life (`reports/transitions.py`): submit, sign, file, reopen, return.

    Handing on needs a table that nothing stands against (`handing_on`); a return needs a reason, and may carry
    `comments` on single cells by indicator code, which stand until the table is filed again.
    """
    submission = _locked(period, unit)
    step = MOVES[name]
    _require_move(actor, submission, step)
    _require_version(submission, version)
    if step.target in {State.READY, State.SIGNED, State.FILED}:
        handing_on.require_sound(submission, period, unit)
    if comments and step.name != "return":
        raise Invalid(f"对单项的批注只随退回送达，{step.verb}时不能写。")
    reason = reason.replace("\0", "").strip()
    if step.name == "return":
        returning.require_reason(unit, reason)
        submission.comments = returning.read_comments(comments or {}, period.form.specs())
    elif step.target == State.FILED:
        submission.comments = {}
    _apply(submission, step, actor, at, reason)
    submission.save()
    _note_move(submission, step, actor, at, reason)
    audit.record(
        actor=actor,
        at=at,
        action=f"submission.{step.name}",
        about=submission,
        summary=f"{unit.name}{period.title}调度表：{step.verb}" + (f"（{reason}）" if reason else ""),
        detail={"version": submission.version, "values": submission.values},
    )
    return submission


@transaction.atomic
def sign_and_file(*, actor: Actor, period: Period, unit: Unit, version: int, at: datetime) -> Submission:
    """The head checks, signs and files in one step."""
    signed = move(actor=actor, period=period, unit=unit, name="sign", version=version, at=at)
    return move(actor=actor, period=period, unit=unit, name="file", version=signed.version, at=at)


def file_imported(
    *, actor: Actor, period: Period, unit: Unit, values: Mapping[str, Decimal], at: datetime
) -> Submission:
    """Store a row of an imported table as the unit's filing, in the caller's transaction.

    Who imported answers for it: the row is marked as imported and carries no unit signature. What the unit
    signed itself is not overwritten (I8): Conflict unless it is filed with the same figures.
    """
    if not policies.may_review(actor):
        raise NotAllowed("整表导入由安委办办理。本单位的数据请在填报页填写。")
    submission = _locked(period, unit)
    stored = values_json(values)
    if submission.state == State.FILED and submission.values == stored:
        return submission
    if obstacle := import_obstacle(submission):
        raise Conflict(f"{unit.name}{obstacle}。")
    changes = differences(submission.values, stored)
    submission.values, submission.comments = stored, {}
    submission.nil = False
    submission.origin = Submission.Origin.IMPORTED
    submission.filled_by_id, submission.filled_at = actor.user_id, at
    submission.signed_by, submission.signed_at = None, None
    _apply(submission, MOVES["file"], actor, at, "")
    submission.save()
    filing_trail.note(
        submission, actor=actor, at=at, action="import", verb="导入", changes=changes, values=stored
    )
    audit.record(
        actor=actor,
        at=at,
        action="submission.imported",
        about=submission,
        summary=f"导入{unit.name}{period.title}调度表",
        detail={"version": submission.version, "values": stored},
    )
    return submission


def import_obstacle(submission: Submission) -> str:
    """Why a table with other figures may not overwrite this filing; empty when it may."""
    if submission.state == State.FILED:
        return "已经报送，且数据与本表不同；请先退回该单位的报送，再导入"
    if submission.state == State.SIGNED:
        return "负责人已签字，还没有报送；请提醒该单位报送，或撤回修改后再导入"
    return ""


def edited(actor: Actor, period: Period, unit: Unit, version: int) -> Submission:
    """The unit's filing, locked for a change by one of its people, in the caller's transaction.

    NotAllowed for others; Conflict when it is handed on, the period is closed, or somebody has saved since the
    page of this `version`.
    """
    if not policies.may_fill(actor, unit.pk):
        raise NotAllowed(f"您不是{unit.name}的填报人员，不能改它的数据。如需代填，请管理员授权。")
    submission = _locked(period, unit)
    if not submission.is_editable:
        label = LABELS[State(submission.state)]
        raise Conflict(f"本表现为“{label}”，不能修改。需要改动的，请先撤回修改或请安委办退回。")
    _require_version(submission, version)
    return submission


def touch(submission: Submission, actor: Actor, at: datetime) -> None:
    """Store a filing changed under `edited`: a new version, and who filled it in."""
    submission.version += 1
    submission.origin = Submission.Origin.TYPED
    submission.filled_by_id, submission.filled_at = actor.user_id, at
    submission.save()


def _apply(submission: Submission, step: Move, actor: Actor, at: datetime, reason: str) -> None:
    submission.state = step.target.value
    submission.version += 1
    if step.target == State.SIGNED:
        submission.signed_by_id, submission.signed_at = actor.user_id, at
    elif step.target == State.FILED:
        submission.filed_by_id, submission.filed_at = actor.user_id, at
        submission.first_filed_at = submission.first_filed_at or at
    elif step.target == State.RETURNED:
        submission.returned_by_id, submission.returned_at = actor.user_id, at
        submission.return_reason = reason
        submission.signed_by, submission.signed_at = None, None
    elif step.target == State.DRAFT:
        submission.signed_by, submission.signed_at = None, None


def _locked(period: Period, unit: Unit) -> Submission:
    """The unit's filing, locked, begun if need be, in a period that stays open meanwhile.

    Conflict for a unit that owes nothing: its filing would not enter the snapshot.
    """
    locking.hold_open(period)
    if not unit.owes:
        raise Conflict(f"{unit.name}不在应报单位之列，不用填报。如有疑问，请联系本辖区管理员。")
    Submission.objects.get_or_create(period=period, unit=unit)
    submission: Submission = Submission.objects.select_for_update(of=("self",)).get(period=period, unit=unit)
    submission.period, submission.unit = period, unit
    return submission


def _require_version(submission: Submission, version: int) -> None:
    if submission.version != version:
        by = submission.filled_by.name if submission.filled_by else "他人"
        raise Conflict(f"本表刚被{by}改过，您看到的不是最新内容。请刷新页面，核对后再继续。")


def _require_move(actor: Actor, submission: Submission, step: Move) -> None:
    if not step.hands & policies.hands(actor, submission.unit_id):
        raise NotAllowed(f"您不能{step.verb}{submission.unit.name}的调度表，这一步由有权的人员办理。")
    if State(submission.state) not in step.sources:
        label = LABELS[State(submission.state)]
        raise Conflict(f"{submission.unit.name}的调度表现为“{label}”，不能{step.verb}。请刷新页面后再试。")


def _note_move(submission: Submission, step: Move, actor: Actor, at: datetime, reason: str) -> None:
    """Filing and returning keep the whole table: what was handed over, and what was sent back."""
    returned = step.target == State.RETURNED
    filing_trail.note(
        submission,
        actor=actor,
        at=at,
        action=step.name,
        verb=step.verb,
        note=reason if returned else "",
        comments=submission.comments if returned else {},
        values=submission.values if returned or step.target == State.FILED else None,
    )


def _merged(
    stored: Mapping[str, str], entries: Mapping[str, str], specs: tuple[IndicatorSpec, ...]
) -> dict[str, str]:
    by_code = {spec.code: spec for spec in specs}
    merged = dict(stored)
    problems = {}
    for code, text in entries.items():
        if code not in by_code:
            problems[code] = "表中没有这一项，请刷新页面后再填。"
        elif not text.strip():
            merged.pop(code, None)
        else:
            try:
                merged.update(values_json({code: parse_value(text, by_code[code])}))
            except InvalidValue as error:
                problems[code] = str(error)
    if problems:
        raise InvalidFields(problems)
    return merged
