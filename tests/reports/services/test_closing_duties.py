"""Closing freezes both duties, extensions among them (I4), and turns per-period columns into totals."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from hazards.life import Status
from reports.models import Duty, Indicator, Obligation, Period, Snapshot
from reports.selectors import periods, standing_board
from reports.services import closing
from reports.snapshot import Timeliness, UnitFiling, digest
from tests.factories import BEFORE, CUTOFF, INSTANT, VALUES, District, close, file_for, make_previous
from tests.ledgers import standing
from tests.reports.duties import AROUND_AN_EXTENSION, UNTIL, extended, stated
from units.errors import Conflict
from units.models import AuditEntry, Unit

FOUND = "general_found"


def frozen(district: District, unit: Unit) -> dict[str, Obligation]:
    rows = Obligation.objects.filter(period=district.period, unit=unit)
    return {row.duty: row for row in rows}


def filing(snapshot: Snapshot, unit: Unit) -> UnitFiling:
    stored = Snapshot.objects.get(pk=snapshot.pk).data
    return next(each for each in stored.units if each.unit_id == unit.pk)


def per_period(district: District) -> None:
    Indicator.objects.filter(form=district.form, code=FOUND).update(cumulative=False)


def test_I4_both_duties_are_frozen_each_for_itself(district: District) -> None:
    file_for(district, district.town)
    stated(district, district.bureau, at=CUTOFF, nil=False, records=2)
    snapshot = close(district, at=CUTOFF + timedelta(hours=1))
    town, bureau = frozen(district, district.town), frozen(district, district.bureau)
    assert (town[Duty.FORM].timeliness, town[Duty.LEDGER].timeliness) == ("on_time", "missing")
    assert (bureau[Duty.FORM].timeliness, bureau[Duty.LEDGER].timeliness) == ("missing", "late")
    assert filing(snapshot, district.town).ledger is Timeliness.MISSING
    assert filing(snapshot, district.bureau).ledger is Timeliness.LATE


def test_I12_nil_statement_is_frozen_as_nil(district: District) -> None:
    stated(district)
    found = filing(close(district), district.town)
    assert (found.ledger, found.ledger_nil, found.nil) == (Timeliness.ON_TIME, True, False)
    assert frozen(district, district.town)[Duty.LEDGER].nil
    assert not frozen(district, district.town)[Duty.FORM].nil


def test_I12_nil_statement_overtaken_by_a_record_is_no_nil(district: District) -> None:
    stated(district)
    standing(district, Status.FILED)
    found = filing(close(district), district.town)
    assert (found.ledger, found.ledger_nil) == (Timeliness.ON_TIME, False)


@pytest.mark.parametrize(("at", "expected"), AROUND_AN_EXTENSION)
def test_I10_extension_is_frozen_with_its_end_and_reason(
    district: District, at: datetime, expected: Timeliness
) -> None:
    extended(district)
    file_for(district, district.town, at=at)
    snapshot = close(district, at=UNTIL + timedelta(hours=1))
    row = frozen(district, district.town)[Duty.FORM]
    assert (row.timeliness, row.extended_until, row.extension_reason) == (expected, UNTIL, "防汛抢险")
    found = filing(snapshot, district.town)
    assert (found.timeliness, found.extension) == (expected, "延期至9月26日24:00（防汛抢险）")
    assert filing(snapshot, district.bureau).extension == ""


@pytest.mark.parametrize(
    ("at", "allowed"), [(UNTIL - INSTANT, False), (UNTIL, True), (UNTIL + INSTANT, True)]
)
def test_period_is_not_closed_while_an_extension_runs_that_is_not_used(
    district: District, at: datetime, allowed: bool
) -> None:
    extended(district)
    if allowed:
        assert filing(close(district, at=at), district.town).timeliness is Timeliness.MISSING
    else:
        with pytest.raises(Conflict, match="1家在延期之内没有报齐：东关镇延期至9月26日24:00（防汛抢险）"):
            close(district, at=at)


def test_period_is_closed_before_an_extension_ends_when_all_is_in(district: District) -> None:
    extended(district)
    file_for(district, district.town, at=CUTOFF)
    with pytest.raises(Conflict, match="延期之内没有报齐"):
        close(district, at=CUTOFF + INSTANT)
    stated(district, at=CUTOFF)
    found = filing(close(district, at=CUTOFF + INSTANT), district.town)
    assert (found.timeliness, found.ledger) == (Timeliness.EXTENDED, Timeliness.EXTENDED)


@pytest.mark.parametrize(("now", "closed"), [(UNTIL - INSTANT, 0), (UNTIL, 1)])
def test_I6_tick_waits_for_extensions_even_past_the_closing_time(
    district: District, now: datetime, closed: int
) -> None:
    extended(district)
    Period.objects.filter(pk=district.period.pk).update(close_at=CUTOFF)
    assert len(closing.close_due_periods(actor=district.system, now=now)) == closed


def test_unit_merged_away_after_it_filed_is_frozen_without_a_ledger(district: District) -> None:
    file_for(district, district.town)
    Unit.objects.filter(pk=district.town.pk).update(is_active=False)
    snapshot = close(district)
    assert set(frozen(district, district.town)) == {Duty.FORM}
    assert filing(snapshot, district.town).ledger is None


def test_closing_is_told_with_both_duties(district: District) -> None:
    extended(district)
    file_for(district, district.town, at=CUTOFF)
    stated(district, district.bureau)
    close(district, at=UNTIL)
    summary = AuditEntry.objects.get(action="period.closed").summary
    assert summary == (
        "2023年9月关账：应报3家；调度表：延期内报送1家、缺报2家；台账：按时1家、缺报2家（其中零报告1家）"
    )


def test_I4_board_of_duties_shows_what_was_frozen(district: District) -> None:
    extended(district)
    file_for(district, district.town, at=CUTOFF)
    live = standing_board.duties(district.period, now=UNTIL)
    close(district, at=UNTIL)
    Unit.objects.update(obliged=False)
    frozen_now = standing_board.duties(Period.objects.get(), now=UNTIL + timedelta(days=90))
    assert [(each.unit, each.form, each.ledger) for each in frozen_now] == [
        (each.unit, each.form, each.ledger) for each in live
    ]


def test_per_period_columns_are_totals_in_the_snapshot(district: District) -> None:
    per_period(district)
    august = make_previous(district)
    file_for(district, district.town, period=august)
    close(district, august)
    file_for(district, district.town, {**VALUES, FOUND: Decimal(4)})
    found = filing(close(district), district.town)
    assert found.values == {**VALUES, FOUND: Decimal(14)}
    assert found.previous == VALUES


def test_unit_that_missed_a_period_goes_on_from_its_last_total(district: District) -> None:
    per_period(district)
    july = make_previous(district)
    Period.objects.filter(pk=july.pk).update(label="2023-07", cutoff_at=CUTOFF - timedelta(days=62))
    file_for(district, district.town, period=july)
    close(district, Period.objects.get(pk=july.pk), at=BEFORE)
    close(district, make_previous(district))
    file_for(district, district.town, {**VALUES, FOUND: Decimal(4)})
    snapshot = close(district)
    assert filing(snapshot, district.town).values == {**VALUES, FOUND: Decimal(14)}
    assert filing(snapshot, district.town).previous is None
    assert digest(snapshot.content) == snapshot.sha256


def test_totals_come_from_the_newest_revision_and_the_same_cycle(district: District) -> None:
    per_period(district)
    august = make_previous(district)
    file_for(district, district.town, period=august)
    first = close(district, august)
    content = first.data.to_json()
    content["units"][0]["values"][FOUND] = "50"
    Snapshot.objects.create(
        period=august, revision=2, content=content, sha256="", created_at=BEFORE, reason="更正"
    )
    file_for(district, district.town, {**VALUES, FOUND: Decimal(4)})
    assert filing(close(district), district.town).values == {**VALUES, FOUND: Decimal(54)}
    assert periods.preceding(district.period) == august
