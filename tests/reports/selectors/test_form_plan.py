"""What a new version of the form comes to, before it is published."""

from datetime import timedelta

import pytest

from reports.models import Submission
from reports.selectors.form_plan import affected, first_free, open_periods, require_free
from tests.factories import (
    CUTOFF,
    INSTANT,
    District,
    close,
    file_for,
    make_campaign,
    make_period,
    make_previous,
    save_draft,
)
from tests.reports.designs import changed, drafted
from units.errors import Conflict


def test_open_periods_come_the_next_one_due_first(district: District) -> None:
    later = make_period(district.campaign, district.form, "后", CUTOFF + timedelta(days=1))
    august = make_previous(district)
    assert open_periods() == [august, district.period, later]
    close(district, august)
    assert open_periods() == [district.period, later]


def test_plan_holds_the_campaigns_periods_from_the_first_on(district: District) -> None:
    make_period(district.campaign, district.form, "前", CUTOFF - INSTANT)
    same = make_period(district.campaign, district.form, "同", CUTOFF)
    later = make_period(district.campaign, district.form, "后", CUTOFF + INSTANT)
    make_period(make_campaign("另一行动"), district.form, "别", CUTOFF + INSTANT)
    plan = affected(drafted(district), district.period)
    assert [each.period for each in plan] == [district.period, same, later]


def test_plan_tells_who_handed_on_and_who_would_lose_what(district: District) -> None:
    save_draft(district)
    file_for(district, district.bureau)
    (each,) = affected(drafted(district, changed(district, "penalty_amount", measure="元")), district.period)
    assert [filing.unit for filing in each.handed_on] == [district.bureau]
    (loss,) = each.losing
    assert (loss.submission.unit, loss.changes) == (district.town, {"penalty_amount": ("1.5", "")})
    assert "penalty_amount" not in loss.kept


def test_filing_that_loses_nothing_is_begun_all_the_same(district: District) -> None:
    save_draft(district)
    (each,) = affected(drafted(district), district.period)
    assert (len(each.begun), each.losing) == (1, ())


def test_plan_without_obstacles_is_free(district: District) -> None:
    save_draft(district)
    require_free(affected(drafted(district), district.period))
    require_free(())


def test_many_who_handed_on_are_counted_and_some_named(district: District) -> None:
    for unit in district.units:
        file_for(district, unit)
    Submission.objects.filter(unit=district.bureau).update(state="signed")
    with pytest.raises(Conflict, match="已有3家按原表式签字或报送（东关镇、西关街道、区试验局）"):
        require_free(affected(drafted(district), district.period))


def test_I4_plan_with_a_closed_period_is_not_free(district: District) -> None:
    draft = drafted(district)
    close(district)
    district.period.refresh_from_db()
    with pytest.raises(Conflict, match="已经关账"):
        require_free(affected(draft, district.period))


def test_first_free_period_is_the_one_after_the_last_in_the_way(district: District) -> None:
    october = make_period(district.campaign, district.form, "10", CUTOFF + timedelta(days=30))
    november = make_period(district.campaign, district.form, "11", CUTOFF + timedelta(days=60))
    draft = drafted(district)
    assert first_free(draft, open_periods()) == district.period
    file_for(district, district.town, period=october)
    assert first_free(draft, open_periods()) == november
    file_for(district, district.town, period=november)
    assert first_free(draft, open_periods()) is None
    assert first_free(draft, []) is None
