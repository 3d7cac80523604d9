"""A new version of the form is put in force from a period on."""

from datetime import timedelta
from decimal import Decimal

import pytest

from reports.models import DispatchForm, FilingEvent, Period, Submission
from reports.selectors import forms as selectors
from reports.services import form_publishing, forms
from reports.services.forms import UnsoundForm
from reports.workbook_in import UnitRef, read_table
from reports.workbook_out import Matrix, MatrixRow, write_matrix
from tests.factories import (
    BEFORE,
    CUTOFF,
    ENTRIES,
    INSTANT,
    VALUES,
    District,
    close,
    file_for,
    make_campaign,
    make_period,
    make_previous,
    save_draft,
    send_back,
)
from tests.reports.designs import changed, drafted, published, seen
from units.errors import Conflict, NotAllowed, NotFound
from units.models import AuditEntry

OCTOBER = CUTOFF + timedelta(days=30)


def october(district: District, **fields: object) -> Period:
    return make_period(district.campaign, district.form, "2023-10", OCTOBER, **fields)


def versions() -> dict[str, int]:
    """The version of the form by period."""
    return dict(Period.objects.values_list("label", "form__version"))


def stored(district: District) -> Submission:
    return Submission.objects.get(period=district.period, unit=district.town)


def without(district: District, code: str) -> list[object]:
    return [spec for spec in district.form.specs() if spec.code != code]


def test_form_applies_from_its_period_on_and_older_ones_keep_theirs(district: District) -> None:
    make_previous(district)
    october(district)
    made = published(district, drafted(district), district.period)
    assert versions() == {"2023-08": 1, "2023-09": 2, "2023-10": 2}
    assert (made.published_at, made.published_by_id) == (BEFORE, district.admin.user_id)
    assert AuditEntry.objects.latest("id").summary == "发布调度表 第2版，从2023年9月起启用（共2期改用）"


def test_form_of_another_campaign_stays(district: District) -> None:
    make_period(make_campaign("另一行动"), district.form, "甲", OCTOBER)
    published(district, drafted(district), district.period)
    assert versions() == {"2023-09": 2, "甲": 1}


def test_period_due_an_instant_earlier_keeps_its_form(district: District) -> None:
    make_period(district.campaign, district.form, "前", CUTOFF - INSTANT)
    make_period(district.campaign, district.form, "同", CUTOFF)
    published(district, drafted(district), district.period)
    assert versions() == {"前": 1, "2023-09": 2, "同": 2}


def test_form_without_a_period_waits_for_those_to_come(district: District) -> None:
    draft = drafted(district)
    published(district, draft)
    assert versions() == {"2023-09": 1}
    assert selectors.latest() == draft
    assert AuditEntry.objects.latest("id").summary.endswith("以后新建的期次启用（共0期改用）")


def test_values_that_mean_the_same_stay_and_the_others_go_with_a_line(district: District) -> None:
    save_draft(district)
    columns = [
        spec for spec in changed(district, "penalty_amount", measure="元") if spec.code != "general_found"
    ]
    published(district, drafted(district, columns), district.period)
    left = stored(district)
    assert left.values == {"general_rectified": "8", "towns_assisted": "0", "penalty_count": "2"}
    line = FilingEvent.objects.latest("id")
    assert (line.verb, line.by_name) == ("改用新表式", district.admin.name)
    assert line.changes == {"general_found": ["10", ""], "penalty_amount": ["1.5", ""]}
    assert line.note == "改用调度表 第2版，原来填的2项不再适用，已清空"


def test_filing_that_loses_nothing_gets_no_line(district: District) -> None:
    save_draft(district)
    before = FilingEvent.objects.count()
    published(district, drafted(district), district.period)
    assert (stored(district).values, FilingEvent.objects.count()) == (ENTRIES, before)


def test_somebody_typing_by_the_old_form_meets_a_conflict(district: District) -> None:
    shown = save_draft(district).version
    published(district, drafted(district), district.period)
    with pytest.raises(Conflict, match="请刷新页面"):
        save_draft(district, {"general_found": "11"}, version=shown)
    assert stored(district).values["general_found"] == "10"


def test_somebody_who_has_saved_nothing_yet_meets_it_too(district: District) -> None:
    published(district, drafted(district), district.period)
    with pytest.raises(Conflict, match="请刷新页面"):
        save_draft(district, version=0)
    save_draft(district, {"column_1": "3"}, version=1, period=Period.objects.get())
    assert stored(district).values == {"column_1": "3"}


def test_nothing_is_begun_in_a_period_that_has_not(district: District) -> None:
    later = october(district, starts_on=CUTOFF.date())
    published(district, drafted(district), later)
    assert not Submission.objects.exists()


def test_returned_filing_goes_over_too(district: District) -> None:
    send_back(district, file_for(district, district.town))
    published(district, drafted(district), district.period)
    assert (stored(district).state, versions()) == ("returned", {"2023-09": 2})


@pytest.mark.parametrize("state", ["filed", "signed"])
def test_period_with_tables_handed_on_is_refused_and_says_how_many(district: District, state: str) -> None:
    draft = drafted(district)
    if state == "filed":
        file_for(district, district.town)
        file_for(district, district.bureau)
    else:
        for unit in (district.town, district.other_town):
            Submission.objects.create(period=district.period, unit=unit, state=state, signed_at=BEFORE)
    with pytest.raises(Conflict, match="2023年9月已有2家按原表式签字或报送（东关镇、"):
        published(district, draft, district.period)
    assert versions() == {"2023-09": 1}
    assert selectors.is_draft(selectors.form_of(2))


def test_later_period_with_a_table_handed_on_is_refused_too(district: District) -> None:
    file_for(district, district.town, period=october(district))
    with pytest.raises(Conflict, match="2023年10月已有1家"):
        published(district, drafted(district), district.period)


def test_I4_closed_period_keeps_its_form(district: District) -> None:
    october(district)
    draft = drafted(district)
    close(district)
    with pytest.raises(Conflict, match="2023年9月已经关账，它的表式不能再换"):
        published(district, draft, district.period)
    assert set(versions().values()) == {1}


def test_draft_changed_since_it_was_read_is_not_published(district: District) -> None:
    draft = drafted(district)
    forms.save_draft(
        actor=district.reviewer,
        version=2,
        seen=seen(draft),
        name="别的表",
        columns=draft.specs(),
        at=BEFORE,
    )
    with pytest.raises(Conflict, match="刚被别人改过"):
        published(district, draft, district.period)


def test_form_is_published_once(district: District) -> None:
    draft = drafted(district)
    published(district, draft, district.period)
    with pytest.raises(Conflict, match="已经发布"):
        published(district, draft, district.period)


def test_unsound_draft_is_not_published(district: District) -> None:
    empty = DispatchForm.objects.create(version=2, name="空表")
    with pytest.raises(UnsoundForm, match="至少要有一列"):
        published(district, empty, district.period)


def test_period_that_is_not_there_is_refused(district: District) -> None:
    draft = drafted(district)
    with pytest.raises(NotFound, match="没有“2031-01”这一期"):
        form_publishing.publish(
            actor=district.admin, version=2, seen=seen(draft), from_period="2031-01", at=BEFORE
        )


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_only_office_and_administrators_publish(district: District, who: str) -> None:
    draft = drafted(district)
    with pytest.raises(NotAllowed, match="安委办或管理员"):
        form_publishing.publish(
            actor=getattr(district, who), version=2, seen=seen(draft), from_period="2023-09", at=BEFORE
        )
    assert versions() == {"2023-09": 1}


def test_I3_periods_of_another_tenant_keep_their_form(district: District, neighbour: District) -> None:
    published(district, drafted(district), district.period)
    assert neighbour.period.form_id == neighbour.form.pk
    assert versions() == {"2023-09": 2}


def test_unit_files_by_the_new_form(district: District) -> None:
    """The added column is asked for, and what is filed carries it."""
    published(district, drafted(district), district.period)
    period = Period.objects.get()
    file_for(district, district.town, {**VALUES, "column_1": Decimal(3)}, period=period)
    snapshot = close(district, period)
    assert snapshot.data.indicator("column_1").full_label == "夜间检查/夜查"
    assert snapshot.data.units[0].values == {**VALUES, "column_1": Decimal(3)}


def test_column_turned_to_per_period_is_a_total_in_the_snapshot(district: District) -> None:
    """What the unit files for the period is added to what it had filed by the old form."""
    later = october(district)
    published(district, drafted(district, changed(district, "penalty_count", cumulative=False)), later)
    file_for(district, district.town)
    close(district)
    later.refresh_from_db()
    file_for(district, district.town, {**VALUES, "penalty_count": Decimal(3)}, period=later)
    (town, *_) = close(district, later).data.units
    assert town.values == {**VALUES, "penalty_count": Decimal(5)}


def test_table_with_an_added_column_goes_out_to_excel_and_comes_back(district: District) -> None:
    columns = published(district, drafted(district), district.period).specs()
    values = {**VALUES, "column_1": Decimal(3)}
    sheet = write_matrix(Matrix("调度表", "", columns, [MatrixRow(district.town.name, values)]))
    refs = [UnitRef(district.town.name, district.town.kind)]
    (row,) = read_table(sheet, "调度表.xlsx", indicators=columns, units=refs).rows
    assert row.values == values
