"""Extensions: granted, replaced, withdrawn, refused; the period waits for them (I10)."""

from datetime import datetime, timedelta

import pytest

from reports.models import DutyExtension, Period
from reports.selectors import deadlines
from reports.services import extensions
from reports.services.extensions import LONGEST, MAX_REASON
from tests.factories import BEFORE, CUTOFF, INSTANT, District, close, file_for
from tests.reports.duties import UNTIL
from units.errors import Conflict, Invalid, NotAllowed
from units.models import AuditEntry, Unit


def grant(
    district: District, until: datetime = UNTIL, reason: str = "防汛抢险", at: datetime = BEFORE
) -> DutyExtension:
    return extensions.grant(
        actor=district.reviewer,
        period=district.period,
        unit=district.town,
        until=until,
        reason=reason,
        at=at,
    )


def withdraw(district: District, at: datetime = BEFORE) -> None:
    extensions.withdraw(actor=district.reviewer, period=district.period, unit=district.town, at=at)


def close_at(district: District) -> datetime:
    return Period.objects.get(pk=district.period.pk).close_at


def test_extension_is_kept_with_reason_and_who_granted_it(district: District) -> None:
    made = grant(district, reason="  防汛\0抢险 ")
    stored = DutyExtension.objects.get()
    assert (stored.unit, stored.until, stored.reason) == (district.town, UNTIL, "防汛抢险")
    assert (made.granted_at, made.granted_by_id) == (BEFORE, district.reviewer.user_id)
    entry = AuditEntry.objects.get(action="extension.granted")
    assert entry.summary == "准东关镇2023年9月延期至9月26日24:00（防汛抢险）"


def test_period_closes_no_earlier_than_its_last_extension_ends(district: District) -> None:
    grant(district)
    assert close_at(district) == district.period.close_at == UNTIL
    grant(district, until=CUTOFF + timedelta(days=1))
    assert close_at(district) == UNTIL, "a closing time announced is not taken back"


def test_closing_time_that_is_later_anyway_stays(district: District) -> None:
    later = UNTIL + timedelta(days=3)
    Period.objects.filter(pk=district.period.pk).update(close_at=later)
    grant(district)
    assert close_at(district) == later


def test_second_extension_replaces_the_first(district: District) -> None:
    grant(district)
    grant(district, until=UNTIL + timedelta(days=1), reason="还在抢险")
    assert [each.reason for each in DutyExtension.objects.all()] == ["还在抢险"]
    assert deadlines.of_unit(district.period, district.town.pk) == UNTIL + timedelta(days=1)
    assert AuditEntry.objects.filter(action="extension.granted").count() == 2


@pytest.mark.parametrize(
    ("until", "allowed"), [(CUTOFF - INSTANT, False), (CUTOFF, False), (CUTOFF + INSTANT, True)]
)
def test_I10_extension_ends_after_the_cutoff(district: District, until: datetime, allowed: bool) -> None:
    if allowed:
        assert grant(district, until=until).until == until
    else:
        with pytest.raises(Invalid, match="要晚于报送截止时间（9月24日24:00）"):
            grant(district, until=until)
        assert not DutyExtension.objects.exists()


@pytest.mark.parametrize(
    ("at", "allowed"), [(UNTIL - INSTANT, True), (UNTIL, False), (UNTIL + INSTANT, False)]
)
def test_extension_that_is_over_already_is_refused(district: District, at: datetime, allowed: bool) -> None:
    if allowed:
        assert grant(district, at=at).granted_at == at
    else:
        with pytest.raises(Invalid, match="已经过去"):
            grant(district, at=at)


def test_extension_of_years_is_taken_for_a_slip(district: District) -> None:
    assert grant(district, until=CUTOFF + LONGEST).until == CUTOFF + LONGEST
    with pytest.raises(Invalid, match="最长31天"):
        grant(district, until=CUTOFF + LONGEST + INSTANT)


@pytest.mark.parametrize("reason", ["", " \n", "\0"])
def test_reason_is_required(district: District, reason: str) -> None:
    with pytest.raises(Invalid, match="要写明原因"):
        grant(district, reason=reason)


def test_reason_has_a_limit(district: District) -> None:
    assert len(grant(district, reason="汛" * MAX_REASON).reason) == MAX_REASON
    with pytest.raises(Invalid, match="最多200字，现有201字"):
        grant(district, reason="汛" * (MAX_REASON + 1))


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_only_the_office_extends(district: District, who: str) -> None:
    actor = getattr(district, who)
    with pytest.raises(NotAllowed, match="由安委办批准"):
        extensions.grant(
            actor=actor, period=district.period, unit=district.town, until=UNTIL, reason="汛", at=BEFORE
        )
    with pytest.raises(NotAllowed, match="由安委办批准"):
        extensions.withdraw(actor=actor, period=district.period, unit=district.town, at=BEFORE)


def test_I4_closed_period_is_not_extended(district: District) -> None:
    close(district)
    with pytest.raises(Conflict, match="已关账"):
        grant(district, at=CUTOFF)


def test_unit_that_owes_nothing_is_not_extended(district: District) -> None:
    Unit.objects.filter(pk=district.town.pk).update(obliged=False)
    district.town.refresh_from_db()
    with pytest.raises(Conflict, match="不用延期"):
        grant(district)


def test_extension_withdrawn_is_gone_and_told(district: District) -> None:
    grant(district)
    withdraw(district)
    assert not DutyExtension.objects.exists()
    assert close_at(district) == UNTIL
    assert (
        AuditEntry.objects.get(action="extension.withdrawn").summary
        == "取消东关镇2023年9月的延期（防汛抢险）"
    )


def test_withdrawing_twice_is_told(district: District) -> None:
    grant(district)
    withdraw(district)
    with pytest.raises(Conflict, match="没有延期"):
        withdraw(district)


@pytest.mark.parametrize(("filed_at", "allowed"), [(CUTOFF - INSTANT, True), (CUTOFF, False)])
def test_extension_that_was_used_is_not_withdrawn(
    district: District, filed_at: datetime, allowed: bool
) -> None:
    grant(district)
    file_for(district, district.town, at=filed_at)
    if allowed:
        withdraw(district, at=CUTOFF)
    else:
        with pytest.raises(Conflict, match="已经在延期之内报送"):
            withdraw(district, at=CUTOFF + INSTANT)
    assert DutyExtension.objects.exists() is not allowed
