"""台账报齐, 零报告: a unit's word that its ledger of a period is complete, or that there is nothing to report (I12)."""

from datetime import datetime

from django.db import transaction

from reports import locking, policies
from reports.models import LedgerStatement, Period
from reports.selectors import standing_board
from reports.transitions import Hand
from units import audit
from units.actors import Actor
from units.errors import Conflict, NotAllowed
from units.models import Unit


@transaction.atomic
def state(*, actor: Actor, period: Period, unit: Unit, nil: bool, at: datetime) -> LedgerStatement:
    """State that the ledger of `period` is complete, or with `nil` that there is nothing to report.

    The records are counted here. Nil is refused when there are any, completeness when there is none: either
    would say something else than the ledger. Stating again keeps the first time, which decides on late or not;
    stating the same again changes nothing.
    """
    _require_hand(actor, unit)
    locking.hold_open(period)
    _require_begun(period, unit, at)
    records = standing_board.ledger_records(period, unit.pk).get(unit.pk, 0)
    _require_agreement(period, unit, records, nil=nil)
    statement, made = LedgerStatement.objects.select_for_update().get_or_create(
        period=period,
        unit=unit,
        defaults={
            "nil": nil,
            "records": records,
            "first_stated_at": at,
            "stated_at": at,
            "stated_by_id": actor.user_id,
        },
    )
    if not made and (statement.nil, statement.records) == (nil, records):
        return statement
    if not made:
        statement.nil, statement.records = nil, records
        statement.stated_at, statement.stated_by_id = at, actor.user_id
        statement.save(update_fields=["nil", "records", "stated_at", "stated_by"])
    audit.record(
        actor=actor,
        at=at,
        action="ledger.stated",
        about=statement,
        summary=f"{unit.name}{period.title}台账：{words(nil=nil, records=records)}",
        detail={"nil": nil, "records": records},
    )
    return statement


def words(*, nil: bool, records: int) -> str:
    """What a unit states: 台账已报齐（本期5条） or 本期无重大事故隐患（零报告）."""
    return "本期无重大事故隐患（零报告）" if nil else f"台账已报齐（本期{records}条）"


def _require_hand(actor: Actor, unit: Unit) -> None:
    if not policies.hands(actor, unit.pk) & {Hand.FILLER, Hand.SIGNER}:
        raise NotAllowed(f"{unit.name}的台账由它的填报员或负责人确认报齐，您不能代为声明。")


def _require_begun(period: Period, unit: Unit, at: datetime) -> None:
    if not unit.owes:
        raise Conflict(f"{unit.name}不在应报单位之列，不用报送台账。如有疑问，请联系本辖区管理员。")
    first = period.starts_on
    if at.astimezone(period.tenant.zone).date() < first:
        raise Conflict(f"{period.title}从{first.month}月{first.day}日开始，还没有到，不能先声明。")


def _require_agreement(period: Period, unit: Unit, records: int, *, nil: bool) -> None:
    if nil and records:
        raise Conflict(
            f"{unit.name}{period.title}已经报送隐患{records}条，不能作零报告。请改为确认“台账已报齐”。"
        )
    if not nil and not records:
        raise Conflict(
            f"{unit.name}{period.title}还没有报送过隐患。有隐患的请先在台账里报送；"
            "确实没有的，请声明“本期无重大事故隐患（零报告）”。"
        )
