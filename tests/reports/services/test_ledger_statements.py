"""A unit's word on its ledger: complete or nil, never against the records (I12)."""

from datetime import datetime, timedelta

import pytest

from hazards.life import Status
from reports.models import LedgerStatement, Period
from reports.selectors import standing_board
from reports.services import ledger_statements
from reports.snapshot import Timeliness
from tests.factories import BEFORE, CUTOFF, INSTANT, District, close, user_of
from tests.ledgers import standing
from tests.reports.duties import AROUND_AN_EXTENSION, UNTIL, extended
from units import grants
from units.actors import SIGN_FOR_UNIT, Actor
from units.errors import Conflict, NotAllowed
from units.models import AuditEntry, Unit


def state(
    district: District, *, nil: bool, at: datetime = BEFORE, actor: Actor | None = None
) -> LedgerStatement:
    return ledger_statements.state(
        actor=actor or district.filer, period=district.period, unit=district.town, nil=nil, at=at
    )


@pytest.mark.parametrize("who", ["filer", "head"])
def test_I12_nil_is_stated_by_filler_or_head(district: District, who: str) -> None:
    actor = getattr(district, who)
    made = state(district, nil=True, actor=actor)
    stored = LedgerStatement.objects.get()
    assert (stored.nil, stored.records, stored.stated_by_id) == (True, 0, actor.user_id)
    assert made.first_stated_at == BEFORE
    assert AuditEntry.objects.get(action="ledger.stated").summary == (
        "东关镇2023年9月台账：本期无重大事故隐患（零报告）"
    )


def test_complete_ledger_is_stated_with_its_records(district: District) -> None:
    for status in (Status.FILED, Status.RETURNED, Status.CLOSED, Status.DRAFT, Status.WITHDRAWN):
        standing(district, status)
    assert state(district, nil=False).records == 3
    assert (
        AuditEntry.objects.get(action="ledger.stated").summary == "东关镇2023年9月台账：台账已报齐（本期3条）"
    )


def test_I12_nil_is_refused_when_there_are_records(district: District) -> None:
    standing(district, Status.FILED)
    with pytest.raises(Conflict, match="已经报送隐患1条，不能作零报告"):
        state(district, nil=True)
    assert not LedgerStatement.objects.exists()


@pytest.mark.parametrize("status", [None, Status.DRAFT, Status.WITHDRAWN])
def test_I12_complete_is_refused_when_there_are_none(district: District, status: Status | None) -> None:
    if status:
        standing(district, status)
    with pytest.raises(Conflict, match="请声明“本期无重大事故隐患（零报告）”"):
        state(district, nil=False)


def test_records_of_another_unit_or_other_days_do_not_count(district: District) -> None:
    standing(district, Status.FILED, discovered_at=datetime(2023, 6, 1, 9, tzinfo=BEFORE.tzinfo))
    assert state(district, nil=True).nil


def test_stating_again_after_more_was_filed_keeps_the_first_time(district: District) -> None:
    standing(district, Status.FILED)
    state(district, nil=False)
    standing(district, Status.FILED)
    again = state(district, nil=False, at=CUTOFF + INSTANT, actor=district.head)
    assert (again.records, again.first_stated_at, again.stated_at) == (2, BEFORE, CUTOFF + INSTANT)
    assert again.stated_by_id == district.head.user_id
    (town, *_) = standing_board.duties(district.period, now=CUTOFF + INSTANT)
    assert town.ledger is Timeliness.ON_TIME


def test_nil_becomes_complete_once_something_was_filed(district: District) -> None:
    state(district, nil=True)
    standing(district, Status.FILED)
    again = state(district, nil=False, at=BEFORE + timedelta(hours=1))
    assert (again.nil, again.records, again.first_stated_at) == (False, 1, BEFORE)


def test_pressing_twice_states_once(district: District) -> None:
    first = state(district, nil=True)
    again = state(district, nil=True, at=BEFORE + INSTANT)
    assert (again.pk, again.stated_at) == (first.pk, BEFORE)
    assert AuditEntry.objects.filter(action="ledger.stated").count() == 1


@pytest.mark.parametrize(("at", "expected"), AROUND_AN_EXTENSION)
def test_I10_ledger_is_late_by_when_it_was_stated(
    district: District, at: datetime, expected: Timeliness
) -> None:
    extended(district)
    state(district, nil=True, at=at)
    (town, *_) = standing_board.duties(district.period, now=at)
    assert (town.ledger, town.form) == (expected, None if at < UNTIL else Timeliness.MISSING)


@pytest.mark.parametrize("who", ["other_filer", "other_head", "reviewer", "leader", "admin"])
def test_nobody_else_speaks_for_a_unit(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="由它的填报员或负责人确认"):
        state(district, nil=True, actor=getattr(district, who))


def test_who_may_sign_for_a_unit_may_state(district: District) -> None:
    grants.grant(
        actor=district.admin,
        user=user_of(district.leader),
        unit=district.town,
        permission=SIGN_FOR_UNIT,
        at=BEFORE,
    )
    granted = Actor(
        user_id=district.leader.user_id,
        name=district.leader.name,
        tenant_id=district.tenant.pk,
        tenant_roles=frozenset(),
        unit_roles={},
        grants={SIGN_FOR_UNIT: frozenset({district.town.pk})},
    )
    assert state(district, nil=True, actor=granted).nil


def test_I4_closed_period_takes_no_statement(district: District) -> None:
    close(district)
    with pytest.raises(Conflict, match="已关账"):
        state(district, nil=True, at=CUTOFF)


def test_unit_that_owes_nothing_states_nothing(district: District) -> None:
    Unit.objects.filter(pk=district.town.pk).update(is_active=False)
    district.town.refresh_from_db()
    with pytest.raises(Conflict, match="不用报送台账"):
        state(district, nil=True)


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True)])
def test_period_not_yet_begun_takes_no_statement(district: District, days: int, allowed: bool) -> None:
    first = district.period.starts_on
    at = datetime(first.year, first.month, first.day, tzinfo=BEFORE.tzinfo) + timedelta(days=days, hours=23)
    if allowed:
        assert state(district, nil=True, at=at).nil
    else:
        with pytest.raises(Conflict, match="还没有到，不能先声明"):
            state(district, nil=True, at=at)
    assert Period.objects.get().is_open
