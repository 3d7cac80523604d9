"""Moving an open period's cutoff and closing, and its note."""

from datetime import datetime, timedelta

import pytest

from reports.models import Cycle, DutyExtension, Period
from reports.services import rescheduling
from tests.factories import BEFORE, CUTOFF, INSTANT, District, close, file_for, make_campaign, make_period
from units.errors import Conflict, Invalid, NotAllowed
from units.models import AuditEntry

LATER = CUTOFF + timedelta(days=2)


def moved(district: District, **changes: object) -> Period:
    fields = {"cutoff_at": LATER, "close_at": LATER, "reason": "中秋国庆顺延", "at": BEFORE}
    common = {"actor": district.reviewer, "period": district.period}
    return rescheduling.reschedule(**{**common, **fields, **changes})  # type: ignore[arg-type]


def test_cutoff_and_closing_are_moved_with_the_reason_in_the_trail(district: District) -> None:
    period = moved(district)
    period.refresh_from_db()
    assert (period.cutoff_at, period.close_at) == (LATER, LATER)
    entry = AuditEntry.objects.get()
    assert entry.summary == (
        "2023年9月截止由9月24日24:00改为9月26日24:00，关账由9月24日24:00改为9月26日24:00。原因：中秋国庆顺延"
    )
    assert entry.detail["before"]["cutoff_at"] != entry.detail["after"]["cutoff_at"]


def test_grace_time_alone_is_given(district: District) -> None:
    period = moved(district, cutoff_at=CUTOFF)
    assert (period.cutoff_at, period.close_at) == (CUTOFF, LATER)
    assert "截止由" not in AuditEntry.objects.get().summary


@pytest.mark.parametrize(
    ("at", "accepted"), [(LATER - INSTANT, True), (LATER, False), (LATER + INSTANT, False)]
)
def test_I10_cutoff_is_never_moved_into_the_past(district: District, at: datetime, accepted: bool) -> None:
    if accepted:
        assert moved(district, at=at).cutoff_at == LATER
    else:
        with pytest.raises(Invalid, match="新的截止时间9月26日24:00已经过去"):
            moved(district, at=at)


def test_past_cutoff_may_stay_while_the_closing_moves(district: District) -> None:
    assert moved(district, cutoff_at=CUTOFF, at=CUTOFF + INSTANT).close_at == LATER
    with pytest.raises(Invalid, match="新的关账时间9月25日24:00已经过去"):
        moved(district, cutoff_at=CUTOFF, close_at=CUTOFF + timedelta(days=1), at=LATER)


def test_late_filing_is_in_time_after_the_cutoff_was_moved_past_it(district: District) -> None:
    moved(district, cutoff_at=CUTOFF, at=BEFORE)
    filed = file_for(district, district.town, at=CUTOFF)
    assert Period.objects.get().is_late_at(filed.filed_at or CUTOFF)
    moved(district, at=CUTOFF + INSTANT, close_at=LATER + INSTANT)
    assert not Period.objects.get().is_late_at(filed.filed_at or CUTOFF)


@pytest.mark.parametrize(
    ("close_at", "accepted"), [(LATER - INSTANT, False), (LATER, True), (LATER + INSTANT, True)]
)
def test_closing_is_never_before_the_cutoff(district: District, close_at: datetime, accepted: bool) -> None:
    if accepted:
        assert moved(district, close_at=close_at).close_at == close_at
    else:
        with pytest.raises(Invalid, match="早于截止时间9月26日24:00"):
            moved(district, close_at=close_at)


def test_nothing_changed_is_said(district: District) -> None:
    with pytest.raises(Invalid, match="都没有改动"):
        moved(district, cutoff_at=CUTOFF, close_at=CUTOFF)


@pytest.mark.parametrize("reason", ["", " ", "长" * 201], ids=["none", "blank", "long"])
def test_reason_is_needed(district: District, reason: str) -> None:
    with pytest.raises(Invalid, match="请写明改期的原因"):
        moved(district, reason=reason)


def test_I4_closed_period_stays_where_it_is(district: District) -> None:
    close(district)
    with pytest.raises(Conflict, match="关账"):
        moved(district, at=CUTOFF)


@pytest.mark.parametrize(
    ("away", "accepted"), [(-INSTANT, False), (timedelta(), False), (INSTANT, True)], ids=str
)
def test_periods_of_a_cycle_keep_their_order(district: District, away: timedelta, accepted: bool) -> None:
    make_period(district.campaign, district.form, "2023-10", LATER + away)
    if accepted:
        assert moved(district).cutoff_at == LATER
    else:
        with pytest.raises(Conflict, match="不能与它换先后"):
            moved(district)


def test_periods_of_another_cycle_or_campaign_are_no_obstacle(district: District) -> None:
    between = CUTOFF + timedelta(days=1)
    make_period(district.campaign, district.form, "2023-W39", between, cycle=Cycle.WEEKLY)
    make_period(make_campaign("另一行动"), district.form, "另", between)
    assert moved(district).cutoff_at == LATER


def test_I4_period_is_not_moved_before_a_closed_one_that_followed_it(district: District) -> None:
    earlier = CUTOFF - timedelta(days=1)
    special = make_period(district.campaign, district.form, "0922期", earlier, cycle=Cycle.IRREGULAR)
    Period.objects.filter(pk=special.pk).update(state="closed", closed_at=earlier)
    with pytest.raises(Conflict, match="已经关账，2023年9月的截止不能改到它之前"):
        moved(district, cutoff_at=earlier - INSTANT)


@pytest.mark.parametrize(
    ("until", "accepted"), [(LATER - INSTANT, True), (LATER, True), (LATER + INSTANT, False)]
)
def test_period_stays_open_as_long_as_an_extension(
    district: District, until: datetime, accepted: bool
) -> None:
    unit = {"period": district.period, "unit": district.town}
    DutyExtension.objects.create(**unit, until=until, reason="停电", granted_at=BEFORE)
    if accepted:
        assert moved(district).close_at == LATER
    else:
        with pytest.raises(Conflict, match="已准许东关镇延期到"):
            moved(district)


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_only_office_and_administrators_move_and_note(district: District, who: str) -> None:
    actor = getattr(district, who)
    with pytest.raises(NotAllowed, match="安委办或管理员"):
        moved(district, actor=actor)
    with pytest.raises(NotAllowed):
        rescheduling.annotate(actor=actor, period=district.period, note="一", at=BEFORE)
    assert not AuditEntry.objects.exists()


def noted(district: District, note: str) -> Period:
    return rescheduling.annotate(actor=district.admin, period=district.period, note=note, at=BEFORE)


def test_note_is_kept_with_its_line(district: District) -> None:
    noted(district, " 数据取自\0周报 ")
    assert Period.objects.get().note == "数据取自周报"
    assert AuditEntry.objects.get().summary == "2023年9月备注：数据取自周报"
    with pytest.raises(Invalid, match="备注最多200字"):
        noted(district, "长" * 201)
