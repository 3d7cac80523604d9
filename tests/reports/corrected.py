"""Corrections of closed periods: steps that several tests take."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from reports.models import Correction, Period, Snapshot
from reports.selectors import periods
from reports.services import corrections
from reports.snapshot import UnitFiling
from tests.factories import CUTOFF, District, close, file_for, make_actor, make_period, make_previous
from units.actors import Actor
from units.enums import Role
from units.models import Unit

LATER = CUTOFF + timedelta(days=40)
"""3 November 2023: long after August and September were closed."""
REASON = "漏计一家企业"
MORE = {"general_found": "12"}


def two_closed(district: District) -> Period:
    """August and September closed, the first two units filed in both; gives August."""
    august = make_previous(district)
    for period in (august, district.period):
        for unit in (district.town, district.other_town):
            file_for(district, unit, period=period)
        close(district, period)
        period.refresh_from_db()
    return august


def october(district: District) -> Period:
    """The open period after the district's."""
    return make_period(district.campaign, district.form, "2023-10", CUTOFF + timedelta(days=30))


def ask(
    district: District,
    period: Period,
    entries: Mapping[str, str] = MORE,
    *,
    actor: Actor | None = None,
    unit: Unit | None = None,
    known: int = 0,
    reason: str = REASON,
    at: datetime = LATER,
) -> Correction:
    """The first town's filer asks, unless told otherwise."""
    return corrections.ask(
        actor=actor or district.filer,
        period=period,
        unit=unit or district.town,
        known=known,
        entries=entries,
        reason=reason,
        at=at,
    )


def grant(district: District, asked: Correction, at: datetime = LATER) -> Snapshot:
    """安委办 grants it."""
    return corrections.grant(actor=district.reviewer, correction_id=asked.pk, answer="", at=at)


def colleague(district: District) -> Actor:
    """A second person of 安委办."""
    return make_actor(f"{district.tenant.slug}.reviewer2", Role.REVIEWER)


def frozen(period: Period, unit: Unit) -> UnitFiling:
    """A unit in the newest revision of a period."""
    snapshot = periods.latest_snapshot(period)
    assert snapshot is not None
    return next(each for each in snapshot.data.units if each.unit_id == unit.pk)
