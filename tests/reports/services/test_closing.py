"""Closing a period: what is frozen, what is refused, what stays the same (I4, I6)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from reports.models import Duty, Obligation, Period, PeriodState, Snapshot, Submission
from reports.selectors.desk import desk
from reports.services import closing
from reports.snapshot import Timeliness, UnitFiling, digest
from reports.transitions import State
from tests.factories import (
    BEFORE,
    CUTOFF,
    ENTRIES,
    INSTANT,
    VALUES,
    ZONE,
    District,
    close,
    file_for,
    make_campaign,
    make_period,
    make_previous,
    make_unit,
    save_draft,
    send_back,
    sign_and_file,
)
from tests.reports.steps import declare_nil, move
from units import audit
from units.errors import Conflict, NotAllowed
from units.models import AuditEntry, Unit


def frozen(snapshot: Snapshot, unit: Unit) -> UnitFiling:
    """How a unit stands in a snapshot as the database has it."""
    stored = Snapshot.objects.get(pk=snapshot.pk).data
    return next(filing for filing in stored.units if filing.unit_id == unit.pk)


def standing(district: District) -> dict[str, str]:
    found = Obligation.objects.filter(period=district.period, duty=Duty.FORM)
    return dict(found.values_list("unit__name", "timeliness"))


def test_I4_snapshot_holds_the_period_and_its_units_in_printed_order(district: District) -> None:
    file_for(district, district.bureau)
    data = close(district).data
    assert (data.tenant, data.tenant_name, data.campaign) == ("licheng", "licheng区", "2023行动")
    assert (data.period, data.period_title, data.revision) == ("2023-09", "2023年9月", 1)
    assert (data.covers_from, data.covers_to) == (district.campaign.starts_on, district.period.ends_on)
    assert (data.cutoff_at, data.closed_at) == (CUTOFF, CUTOFF)
    assert [unit.name for unit in data.units] == ["东关镇", "西关街道", "区试验局"]
    assert data.indicators == district.form.specs()
    assert data.filed[0].values == VALUES


@pytest.mark.parametrize(
    ("at", "allowed"),
    [(CUTOFF - INSTANT, False), (CUTOFF, True), (CUTOFF + INSTANT, True), (BEFORE, False)],
)
def test_I6_closing_is_refused_before_the_cutoff_and_allowed_from_its_instant(
    district: District, at: datetime, allowed: bool
) -> None:
    if allowed:
        assert close(district, at=at).created_at == at
    else:
        with pytest.raises(Conflict, match="2023年9月的报送截止时间是9月24日24:00，还没有到"):
            close(district, at=at)
    assert Period.objects.get(pk=district.period.pk).is_open is not allowed
    assert Obligation.objects.exists() is allowed


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_only_the_office_closes(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="安委办"):
        closing.close_period(actor=getattr(district, who), period=district.period, at=CUTOFF)


def test_I4_closing_names_who_and_when(district: District) -> None:
    snapshot = close(district, at=CUTOFF + timedelta(minutes=5))
    period = Period.objects.get(pk=district.period.pk)
    assert (period.state, period.closed_at) == (PeriodState.CLOSED, CUTOFF + timedelta(minutes=5))
    assert period.closed_by_id == snapshot.created_by_id == district.reviewer.user_id
    entry = AuditEntry.objects.get(action="period.closed")
    assert entry.summary == "2023年9月关账：应报3家；调度表：缺报3家；台账：缺报3家"
    assert entry.detail == {"sha256": snapshot.sha256, "revision": 1}


def test_I6_closing_twice_returns_the_same_snapshot(district: District) -> None:
    first = close(district)
    again = close(district, at=CUTOFF + timedelta(days=1))
    assert (again.pk, again.sha256, again.created_at) == (first.pk, first.sha256, CUTOFF)
    assert Snapshot.objects.count() == 1
    assert Obligation.objects.count() == 6
    assert AuditEntry.objects.filter(action="period.closed").count() == 1


@pytest.mark.parametrize(
    ("filed_at", "expected"),
    [
        (CUTOFF - INSTANT, Timeliness.ON_TIME),
        (CUTOFF, Timeliness.LATE),
        (CUTOFF + INSTANT, Timeliness.LATE),
    ],
)
def test_I10_filing_is_late_from_the_cutoffs_instant(
    district: District, filed_at: datetime, expected: Timeliness
) -> None:
    sign_and_file(district, at=filed_at)
    snapshot = close(district, at=CUTOFF + timedelta(hours=1))
    assert frozen(snapshot, district.town).timeliness == expected
    assert standing(district)["东关镇"] == expected


def test_filing_on_time_and_again_late_after_a_return_is_on_time(district: District) -> None:
    returned = send_back(district, sign_and_file(district, at=BEFORE))
    save_draft(district, {"penalty_amount": "2"}, version=returned.version, at=CUTOFF)
    move(district, "sign", district.head, returned.version + 1, at=CUTOFF)
    move(district, "file", district.head, returned.version + 2, at=CUTOFF + INSTANT)
    filing = frozen(close(district, at=CUTOFF + timedelta(hours=1)), district.town)
    assert filing.timeliness == Timeliness.ON_TIME
    assert filing.values == {**VALUES, "penalty_amount": Decimal(2)}


@pytest.mark.parametrize("state", [state for state in State if state is not State.FILED])
def test_I12_what_is_not_filed_is_missing_and_has_no_values(district: District, state: State) -> None:
    submission = sign_and_file(district)
    Submission.objects.filter(pk=submission.pk).update(state=state, return_reason="请核对")
    filing = frozen(close(district), district.town)
    assert (filing.timeliness, filing.values, filing.nil) == (Timeliness.MISSING, None, False)


def test_I12_silence_is_missing_and_not_zero(district: District) -> None:
    filing = frozen(close(district), district.bureau)
    assert (filing.timeliness, filing.values) == (Timeliness.MISSING, None)


def test_I12_nil_statement_is_a_filing(district: District) -> None:
    declare_nil(district)
    move(district, "sign", district.head, 1)
    move(district, "file", district.head, 2)
    filing = frozen(close(district), district.town)
    assert (filing.timeliness, filing.nil) == (Timeliness.ON_TIME, True)
    assert filing.values == dict.fromkeys(ENTRIES, Decimal(0))


def test_I4_units_are_frozen_whatever_happens_to_them_later(district: District) -> None:
    file_for(district, district.town)
    before = close(district)
    make_unit("新设的镇", order=4)
    Unit.objects.filter(pk=district.town.pk).update(name="改了名", is_active=False, obliged=False)
    after = close(district)
    assert after.data == before.data
    assert frozen(after, district.town).name == "东关镇"
    assert Obligation.objects.count() == 6


def test_units_that_owe_nothing_are_left_out(district: District) -> None:
    make_unit("不报的园区", order=0, obliged=False)
    make_unit("撤并的镇", order=0, is_active=False)
    assert len(close(district).data.units) == len(standing(district)) == 3


@pytest.mark.parametrize("change", [{"obliged": False}, {"is_active": False}])
def test_I7_unit_merged_away_after_it_filed_stays_in(district: District, change: dict[str, bool]) -> None:
    file_for(district, district.town)
    Unit.objects.filter(pk=district.town.pk).update(**change)
    shown = [row.unit.pk for row in desk(district.reviewer, district.period, now=CUTOFF).rows]
    assert district.town.pk in shown
    assert frozen(close(district), district.town).timeliness is Timeliness.ON_TIME


def test_I4_hash_verifies_after_a_round_trip_through_the_database(district: District) -> None:
    file_for(district, district.bureau, {**VALUES, "penalty_amount": Decimal("114.438000")})
    made = close(district)
    stored = Snapshot.objects.get(pk=made.pk)
    assert digest(stored.content) == stored.sha256 == made.sha256
    assert stored.data.to_json() == stored.content
    assert frozen(stored, district.bureau).values == {**VALUES, "penalty_amount": Decimal("114.438")}


def test_I4_hash_verifies_whatever_the_zone_of_the_clock(district: District) -> None:
    snapshot = close(district, at=CUTOFF.astimezone(UTC))
    assert digest(Snapshot.objects.get(pk=snapshot.pk).content) == snapshot.sha256


def test_I4_previous_values_come_from_the_snapshot_before(district: District) -> None:
    august = make_previous(district)
    filed = file_for(district, district.town, period=august)
    close(district, august)
    # Nothing can change a closed period's filings; were it otherwise, the snapshot would still decide.
    Submission.objects.filter(pk=filed.pk).update(values={"general_found": "999"})
    file_for(district, district.town, {**VALUES, "general_found": Decimal(12)})
    filing = frozen(close(district), district.town)
    assert filing.previous == VALUES
    assert filing.values == {**VALUES, "general_found": Decimal(12)}


def test_unit_that_missed_the_period_before_has_no_previous_values(district: District) -> None:
    close(district, make_previous(district))
    file_for(district, district.town)
    snapshot = close(district)
    assert frozen(snapshot, district.town).previous is None
    assert not snapshot.data.first_of_campaign


def test_first_period_of_a_campaign_says_so(district: District) -> None:
    other = make_campaign("另一行动")
    make_period(other, district.form, "别的期", CUTOFF - timedelta(days=40))
    assert close(district).data.first_of_campaign, "another campaign's periods do not count"


def test_period_waits_for_the_one_before_it(district: District) -> None:
    august = make_previous(district)
    with pytest.raises(Conflict, match="上一期（2023年8月）还没有关账"):
        close(district)
    close(district, august)
    assert close(district).data.period == "2023-09"


@pytest.mark.parametrize("synthetic", [True, False])
def test_snapshot_says_whether_its_figures_are_invented(district: District, synthetic: bool) -> None:
    Period.objects.filter(pk=district.period.pk).update(synthetic=synthetic)
    assert close(district).data.synthetic is synthetic


def test_closing_is_whole_or_not_at_all(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(ZeroDivisionError):
        close(district)
    assert Period.objects.get(pk=district.period.pk).is_open
    assert not Snapshot.objects.exists()
    assert not Obligation.objects.exists()


@pytest.mark.parametrize("more", [0, 12])
def test_closing_asks_as_many_queries_for_many_units(
    district: District, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        file_for(district, make_unit(f"单位{number}", order=9))
    with django_assert_num_queries(17):
        close(district)


def test_I6_due_periods_are_closed_oldest_first(district: District) -> None:
    august = make_previous(district)
    closed = closing.close_due_periods(actor=district.system, now=CUTOFF)
    assert [snapshot.period for snapshot in closed] == [august, district.period]
    assert [snapshot.created_at for snapshot in closed] == [CUTOFF, CUTOFF]


@pytest.mark.parametrize(
    ("now", "count"), [(CUTOFF - INSTANT, 0), (CUTOFF, 1), (CUTOFF + timedelta(days=400), 1)]
)
def test_I6_tick_closes_what_is_due_however_late_it_comes(
    district: District, now: datetime, count: int
) -> None:
    assert len(closing.close_due_periods(actor=district.system, now=now)) == count


def test_I6_second_tick_changes_nothing(district: District) -> None:
    closing.close_due_periods(actor=district.system, now=CUTOFF)
    assert closing.close_due_periods(actor=district.system, now=CUTOFF + timedelta(minutes=1)) == []
    assert Snapshot.objects.count() == 1


def test_grace_time_keeps_the_period_open_for_late_filings(district: District) -> None:
    grace = CUTOFF + timedelta(hours=12)
    Period.objects.filter(pk=district.period.pk).update(close_at=grace)
    assert closing.close_due_periods(actor=district.system, now=grace - INSTANT) == []
    sign_and_file(district, at=CUTOFF + timedelta(hours=1))
    (snapshot,) = closing.close_due_periods(actor=district.system, now=grace)
    assert frozen(snapshot, district.town).timeliness == Timeliness.LATE


def test_I6_period_that_waits_holds_up_no_other_campaign(district: District) -> None:
    august = make_previous(district)
    Period.objects.filter(pk=august.pk).update(close_at=CUTOFF + timedelta(days=9))
    other = make_period(
        make_campaign("另一行动"), district.form, "0912期", datetime(2023, 9, 26, tzinfo=ZONE)
    )
    closed = closing.close_due_periods(actor=district.system, now=other.cutoff_at)
    assert [snapshot.period for snapshot in closed] == [other]
    assert Period.objects.get(pk=district.period.pk).is_open
