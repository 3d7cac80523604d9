"""Versions of the form as they are read."""

import pytest

from reports.models import DispatchForm
from reports.selectors import forms
from reports.services import form_publishing
from tests.factories import BEFORE, District, make_form, make_period
from tests.reports.designs import drafted, published, seen
from units.errors import Conflict, NotAllowed, NotFound


def test_versions_come_newest_first_with_columns_and_periods(district: District) -> None:
    drafted(district)
    listed = forms.versions(district.reviewer)
    assert [(each.form.version, each.columns, each.is_draft) for each in listed] == [
        (2, 6, True),
        (1, 5, False),
    ]
    assert [each.periods for each in listed] == [(), (district.period,)]


def test_I3_versions_of_another_tenant_are_not_listed(district: District, neighbour: District) -> None:
    assert [each.form for each in forms.versions(district.admin)] == [district.form]


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_versions_are_denied_to_others(district: District, who: str) -> None:
    with pytest.raises(NotAllowed, match="表式由安委办和管理员设置"):
        forms.versions(getattr(district, who))


def test_version_that_is_not_there_is_not_found(district: District) -> None:
    with pytest.raises(NotFound, match="没有第2版调度表"):
        forms.form_of(2)


def test_draft_is_found_until_it_is_published(district: District) -> None:
    assert forms.draft() is None
    draft = drafted(district)
    assert (forms.draft(), forms.draft_of(2)) == (draft, draft)
    published(district, draft)
    assert forms.draft() is None
    with pytest.raises(Conflict, match="已经发布"):
        forms.draft_of(2)


def test_form_that_a_period_uses_is_in_force_though_nobody_published_it(district: District) -> None:
    assert district.form.published_at is None
    assert not forms.is_draft(district.form)
    assert forms.latest() == district.form


def test_latest_and_the_one_before_leave_drafts_out(district: District) -> None:
    draft = drafted(district)
    assert forms.latest() == district.form
    assert forms.before(draft) == district.form
    assert forms.before(district.form) is None
    published(district, draft)
    assert forms.latest() == draft


def test_tenant_without_forms_has_no_latest(district: District) -> None:
    district.period.delete()
    assert forms.latest() is None, "a form that nobody published or uses is a draft"


def test_difference_is_what_the_newer_changes(district: District) -> None:
    draft = drafted(district)
    found = forms.difference(district.form, draft)
    assert [column.code for column in found.added] == ["column_1"]
    assert (found.removed, found.changed, found.moved) == ((), (), ())


def test_codes_of_all_versions_are_known(district: District) -> None:
    drafted(district, district.form.specs()[:1])
    assert {"general_found", "penalty_count"} < forms.codes_ever()


def test_columns_may_refer_to_what_the_ledger_counts(district: District) -> None:
    assert forms.allowed().countable == {
        "major_enterprise_found",
        "major_enterprise_rectified",
        "major_department_found",
        "major_department_rectified",
    }
    assert forms.allowed().kinds == {"town", "bureau", "soe", "park"}


def test_period_added_later_may_use_the_form_that_waits(district: District) -> None:
    draft = drafted(district)
    form_publishing.publish(actor=district.reviewer, version=2, seen=seen(draft), from_period=None, at=BEFORE)
    form = forms.latest()
    assert form is not None
    assert make_period(district.campaign, form, "下一期").form.version == 2


def test_forms_made_by_hand_are_listed_too(district: District) -> None:
    made = make_form(version=9)
    assert forms.form_of(9) == made
    assert DispatchForm.objects.count() == 2
