"""Both duties of a period in tests: statements on the ledger and extensions, as the database holds them."""

from datetime import datetime, timedelta

from reports.models import DutyExtension, LedgerStatement, Period
from reports.snapshot import Timeliness
from tests.factories import BEFORE, CUTOFF, INSTANT, District
from units.models import Unit

UNTIL = CUTOFF + timedelta(days=2)
"""When the extensions of tests end: the first late instant."""

AROUND_AN_EXTENSION = [
    (CUTOFF - INSTANT, Timeliness.ON_TIME),
    (CUTOFF, Timeliness.EXTENDED),
    (UNTIL - INSTANT, Timeliness.EXTENDED),
    (UNTIL, Timeliness.LATE),
    (UNTIL + INSTANT, Timeliness.LATE),
]
"""Instants around the cutoff and the end of an extension, with what a duty done then is."""


def stated(
    district: District,
    unit: Unit | None = None,
    *,
    at: datetime = BEFORE,
    nil: bool = True,
    records: int = 0,
    period: Period | None = None,
) -> LedgerStatement:
    """A unit's word on its ledger, the first town's unless told otherwise."""
    return LedgerStatement.objects.create(
        period=period or district.period,
        unit=unit or district.town,
        nil=nil,
        records=records,
        first_stated_at=at,
        stated_at=at,
        stated_by_id=district.filer.user_id,
    )


def extended(district: District, unit: Unit | None = None, until: datetime = UNTIL) -> DutyExtension:
    """An extension of the district's period, which stays open until its end."""
    if district.period.close_at < until:
        district.period.close_at = until
        district.period.save(update_fields=["close_at"])
    return DutyExtension.objects.create(
        period=district.period,
        unit=unit or district.town,
        until=until,
        reason="防汛抢险",
        granted_at=BEFORE,
        granted_by_id=district.reviewer.user_id,
    )
