"""延期: 安委办 lets one unit file a period's duties later without being late, for a reason that everybody sees."""

from datetime import datetime, timedelta

from django.db import transaction

from reports import locking, policies
from reports.models import DutyExtension, Period
from reports.schedule import cutoff_text, is_late
from reports.selectors import deadlines, standing_board
from reports.snapshot import Timeliness
from units import audit
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed
from units.models import Unit

MAX_REASON = 200
LONGEST = timedelta(days=31)
"""An extension beyond this is taken for a slip of the pen (a wrong month or year)."""


@transaction.atomic
def grant(
    *, actor: Actor, period: Period, unit: Unit, until: datetime, reason: str, at: datetime
) -> DutyExtension:
    """Give the unit time until `until`, the first late instant; a second time replaces the first.

    The period closes no earlier than its last extension ends: `close_at` moves along if need be.
    """
    _require_office(actor)
    locked = _locked(period)
    if not unit.owes:
        raise Conflict(f"{unit.name}不在应报单位之列，不用延期。")
    reason = _checked(reason)
    _require_term(locked, until, at)
    extension, _ = DutyExtension.objects.update_or_create(
        period=locked,
        unit=unit,
        defaults={"until": until, "reason": reason, "granted_at": at, "granted_by_id": actor.user_id},
    )
    if locked.close_at < until:
        locked.close_at = until
        locked.save(update_fields=["close_at"])
    period.close_at = locked.close_at
    audit.record(
        actor=actor,
        at=at,
        action="extension.granted",
        about=extension,
        summary=f"准{unit.name}{locked.title}延期至{cutoff_text(until, locked.tenant.zone)}（{reason}）",
        detail={"until": until.isoformat(), "close_at": locked.close_at.isoformat()},
    )
    return extension


@transaction.atomic
def withdraw(*, actor: Actor, period: Period, unit: Unit, at: datetime) -> None:
    """Take an extension back; the period's closing time stays where it is.

    Conflict when the unit has filed within it: who kept to what was granted is not made late afterwards.
    """
    _require_office(actor)
    locked = _locked(period)
    extension = deadlines.extension_of(locked, unit.pk)
    if extension is None:
        raise Conflict(f"{unit.name}{locked.title}没有延期，可能刚被取消。请刷新页面。")
    mine = next((each for each in standing_board.duties(locked, now=at) if each.unit.pk == unit.pk), None)
    if mine is not None and Timeliness.EXTENDED in (mine.form, mine.ledger):
        raise Conflict(f"{unit.name}已经在延期之内报送，不能取消延期，否则会把它记为迟报。")
    audit.record(
        actor=actor,
        at=at,
        action="extension.withdrawn",
        about=extension,
        summary=f"取消{unit.name}{locked.title}的延期（{extension.reason}）",
        detail={"until": extension.until.isoformat()},
    )
    extension.delete()


def _locked(period: Period) -> Period:
    """The period, locked as for closing: either the extension is in before it is closed, or it is refused."""
    locked = locking.lock(period.pk)
    locking.require_open(locked)
    return locked


def _require_office(actor: Actor) -> None:
    if not policies.may_review(actor):
        raise NotAllowed("延期由安委办批准。需要延期的，请联系安委办并说明原因。")


def _checked(reason: str) -> str:
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise Invalid("延期要写明原因，排名和通报里都会注明。")
    if len(reason) > MAX_REASON:
        raise Invalid(f"延期原因最多{MAX_REASON}字，现有{len(reason)}字，请写短一些。")
    return reason


def _require_term(period: Period, until: datetime, at: datetime) -> None:
    zone = period.tenant.zone
    due = cutoff_text(period.cutoff_at, zone)
    if until <= period.cutoff_at:
        raise Invalid(f"延期要晚于报送截止时间（{due}），现填{cutoff_text(until, zone)}，请核对。")
    if is_late(at, until):
        raise Invalid(f"延期的时间（{cutoff_text(until, zone)}）已经过去，请填以后的时间。")
    if until - period.cutoff_at > LONGEST:
        raise Invalid(f"延期最长{LONGEST.days}天，从报送截止时间（{due}）算起。请核对年份和月份。")
