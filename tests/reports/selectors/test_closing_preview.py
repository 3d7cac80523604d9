"""The dry run names every unit once for each duty, and closing then freezes exactly that."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from hazards.life import Status
from reports.models import Duty, Obligation
from reports.selectors.closing_preview import DutyPreview, Preview, preview
from reports.snapshot import Timeliness
from reports.transitions import State
from tests.factories import (
    BEFORE,
    CUTOFF,
    INSTANT,
    District,
    close,
    file_for,
    make_unit,
    save_draft,
    send_back,
    sign_and_file,
)
from tests.ledgers import standing
from tests.reports.duties import UNTIL, extended, stated
from tests.reports.steps import put
from units.errors import NotAllowed


def tonight(district: District, at: datetime = CUTOFF) -> Preview:
    return preview(district.reviewer, district.period, at)


def reasons(duty: DutyPreview) -> dict[str, str]:
    return {each.unit.name: each.why for group in duty.by_standing.values() for each in group}


def names(group: tuple[object, ...]) -> list[str]:
    return [each.unit.name for each in group]  # type: ignore[attr-defined]


def test_silent_units_are_named_as_missing_for_both_duties(district: District) -> None:
    found = tonight(district)
    assert [duty.duty for duty in found.duties] == [Duty.LEDGER, Duty.FORM]
    assert names(found.form.missing) == names(found.ledger.missing) == ["东关镇", "西关街道", "区试验局"]
    assert reasons(found.form)["东关镇"] == "没有开始填报"
    assert reasons(found.ledger)["东关镇"] == "没有报送隐患，也没有零报告"


def test_form_and_ledger_are_told_apart_with_when_and_what(district: District) -> None:
    file_for(district, district.town)
    stated(district, district.bureau)
    standing(district, Status.FILED)
    found = tonight(district)
    assert (names(found.form.on_time), names(found.ledger.on_time)) == (["东关镇"], ["区试验局"])
    assert reasons(found.form)["东关镇"] == "9月22日24:00报送"
    assert reasons(found.ledger) == {
        "东关镇": "已报1条，没有确认报齐",
        "西关街道": "没有报送隐患，也没有零报告",
        "区试验局": "9月22日24:00零报告",
    }
    assert (found.ledger.nil, found.form.nil) == (1, 0)


@pytest.mark.parametrize(("state", "label"), [(State.READY, "待负责人审核"), (State.SIGNED, "已签字待报送")])
def test_table_on_its_way_is_missing_and_says_where_it_hangs(
    district: District, state: State, label: str
) -> None:
    put(district, state)
    assert reasons(tonight(district).form)["东关镇"] == f"现为“{label}”"


def test_returned_table_would_be_missing(district: District) -> None:
    send_back(district, sign_and_file(district))
    found = tonight(district)
    assert "东关镇" in names(found.form.missing)
    assert reasons(found.form)["东关镇"] == "现为“已退回”"


def test_empty_draft_is_not_begun(district: District) -> None:
    save_draft(district, {})
    assert reasons(tonight(district).form)["东关镇"] == "没有开始填报"


def test_extension_is_told_with_its_reason_and_holds_closing_up(district: District) -> None:
    extended(district)
    file_for(district, district.town, at=CUTOFF)
    found = tonight(district, CUTOFF + INSTANT)
    assert names(found.form.extended) == names(found.running) == ["东关镇"]
    assert reasons(found.form)["东关镇"] == "9月24日24:00报送；延期至9月26日24:00（防汛抢险）"
    assert not tonight(district, UNTIL).running


def test_units_that_owe_nothing_are_named_with_why(district: District) -> None:
    make_unit("不报的园区", order=8, obliged=False)
    make_unit("撤并的镇", order=9, is_active=False)
    found = tonight(district)
    assert [(each.unit.name, each.why) for each in found.excluded] == [
        ("不报的园区", "不在应报单位之列，不用填报"),
        ("撤并的镇", "已停用"),
    ]


def test_I4_closing_freezes_what_the_dry_run_said(district: District) -> None:
    extended(district, district.other_town)
    file_for(district, district.town, at=CUTOFF)
    file_for(district, district.other_town, at=CUTOFF)
    stated(district, at=CUTOFF - INSTANT)
    foretold = tonight(district, UNTIL)
    close(district, at=UNTIL)
    for duty in foretold.duties:
        said = {each.unit.pk: how.value for how, group in duty.by_standing.items() for each in group}
        rows = Obligation.objects.filter(period=district.period, duty=duty.duty)
        assert dict(rows.values_list("unit_id", "timeliness")) == said
        assert duty.owing == len(said) == 3


def test_dry_run_changes_nothing(district: District) -> None:
    tonight(district)
    assert not Obligation.objects.exists()
    district.period.refresh_from_db()
    assert district.period.is_open


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_I3_dry_run_is_for_the_office_and_administrators(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="安委办和管理员"):
        preview(getattr(district, who), district.period, CUTOFF)


@pytest.mark.parametrize("more", [0, 12])
def test_dry_run_takes_as_many_queries_for_many_units(
    district: District, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        unit = make_unit(f"单位{number}", order=9)
        file_for(district, unit, at=BEFORE + timedelta(hours=1))
        stated(district, unit)
    with django_assert_num_queries(7):
        found = tonight(district)
    assert len(found.form.by_standing[Timeliness.ON_TIME]) == more
