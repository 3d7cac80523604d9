"""What moving an open period's cutoff and closing would mean, told before it is done."""

from collections.abc import Sequence
from datetime import datetime

from reports.models import LedgerStatement, Period, Submission
from reports.schedule import cutoff_text, is_late
from reports.transitions import State


def consequences(period: Period, cutoff_at: datetime, close_at: datetime, now: datetime) -> Sequence[str]:
    """In words, what becomes of filings made and to be made; two queries when the cutoff moves."""
    zone = period.tenant.zone
    told = []
    if cutoff_at > period.cutoff_at and (forgiven := _filed_between(period, period.cutoff_at, cutoff_at)):
        told.append(f"原截止时间以后报送的{forgiven}家，由迟报改为按时报送。")
    if cutoff_at < period.cutoff_at:
        told.append(f"各单位少了时间：{cutoff_text(cutoff_at, zone)}以后报送的记为迟报。")
    elif cutoff_at > period.cutoff_at:
        told.append(f"各单位到{cutoff_text(cutoff_at, zone)}以前报送都算按时。")
    if close_at > cutoff_at:
        told.append(f"截止以后、{cutoff_text(close_at, zone)}关账以前仍可报送，记为迟报。")
    else:
        told.append("截止即关账，此后不再接收，没有报送的记为缺报。")
    if is_late(now, period.cutoff_at) and cutoff_at == period.cutoff_at:
        told.append("截止时间已过，不再改动，只改关账时间。")
    return told


def _filed_between(period: Period, first: datetime, last: datetime) -> int:
    """Units whose table or ledger was filed in between, and is late so far."""
    tables = Submission.objects.filter(
        period=period, state=State.FILED, first_filed_at__gte=first, first_filed_at__lt=last
    )
    ledgers = LedgerStatement.objects.filter(
        period=period, first_stated_at__gte=first, first_stated_at__lt=last
    )
    return len({*tables.values_list("unit_id", flat=True), *ledgers.values_list("unit_id", flat=True)})
