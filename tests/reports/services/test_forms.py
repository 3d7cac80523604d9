"""Versions of the form: stored, drafted, edited, given up."""

from dataclasses import replace

import pytest

from reports.models import DispatchForm, Indicator, Period
from reports.selectors import forms as selectors
from reports.services import forms
from reports.snapshot import Source
from tests import licheng
from tests.factories import BEFORE, District, specs
from tests.reports.designs import NIGHT, seen
from units import audit
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import AuditEntry

OTHERS = ("filer", "head", "leader")


def create(district: District, **changes: object) -> DispatchForm:
    fields = {"actor": district.admin, "name": "调度表", "indicators": specs(), "at": BEFORE}
    return forms.create_form(**{**fields, **changes})  # type: ignore[arg-type]


def copied(district: District) -> DispatchForm:
    return forms.start_draft(actor=district.admin, version=district.form.version, at=BEFORE)


def save(district: District, form: DispatchForm, **changes: object) -> DispatchForm:
    fields = {
        "actor": district.admin,
        "version": form.version,
        "seen": seen(form),
        "name": form.name,
        "columns": form.specs(),
        "at": BEFORE,
    }
    return forms.save_draft(**{**fields, **changes})  # type: ignore[arg-type]


def test_form_is_stored_with_its_columns_and_the_next_version(district: District) -> None:
    made = create(district, indicators=specs(()))
    assert (made.version, str(made)) == (2, "调度表 第2版")
    assert made.specs() == licheng.indicators()
    assert AuditEntry.objects.get().summary == "启用调度表第2版（28项指标）"


def test_form_is_in_force_at_once_unless_it_is_to_be_a_draft(district: District) -> None:
    made = create(district)
    assert (made.published_at, made.published_by_id) == (BEFORE, district.admin.user_id)
    assert not selectors.is_draft(made)
    draft = create(district, publish=False)
    assert draft.published_at is None
    assert selectors.is_draft(draft)


def test_first_form_is_version_one(district: District) -> None:
    Period.objects.all().delete()
    Indicator.objects.all().delete()
    DispatchForm.objects.all().delete()
    assert create(district).version == 1


def test_I3_versions_are_counted_per_tenant(district: District, neighbour: District) -> None:
    assert (create(district).version, neighbour.form.version) == (2, 1)


def test_draft_begins_as_a_copy(district: District) -> None:
    draft = copied(district)
    assert (draft.version, draft.specs()) == (2, district.form.specs())
    assert selectors.is_draft(draft)
    assert AuditEntry.objects.get().summary == "照第1版新建调度表 第2版草稿"


def test_second_draft_is_refused_and_the_first_named(district: District) -> None:
    copied(district)
    with pytest.raises(Conflict, match="已有一份草稿（第2版）"):
        copied(district)
    assert DispatchForm.objects.count() == 2


def test_draft_of_a_version_that_is_not_there_is_refused(district: District) -> None:
    with pytest.raises(NotFound, match="没有第7版"):
        forms.start_draft(actor=district.admin, version=7, at=BEFORE)


def test_columns_are_saved_in_their_order_and_new_ones_get_a_code(district: District) -> None:
    draft = copied(district)
    first, second, *others = draft.specs()
    save(district, draft, name="进展表", columns=[second, first, *others, NIGHT])
    draft = selectors.form_of(2)
    assert draft.name == "进展表"
    assert [spec.code for spec in draft.specs()][:2] == [second.code, first.code]
    assert draft.specs()[-1] == replace(NIGHT, code="column_1", order=6)
    assert AuditEntry.objects.latest("id").summary == "修改进展表 第2版草稿（6项指标）"


def test_code_of_a_column_taken_out_is_not_given_again(district: District) -> None:
    draft = copied(district)
    save(district, draft, columns=[*draft.specs(), NIGHT])
    Indicator.objects.filter(form=district.form, order=1).update(code="column_8")
    save(district, selectors.form_of(2), columns=[NIGHT])
    assert [spec.code for spec in selectors.form_of(2).specs()] == ["column_9"]


def test_second_of_two_editors_is_told_and_stores_nothing(district: District) -> None:
    draft = copied(district)
    shown = seen(draft)
    save(district, draft, columns=draft.specs()[1:], seen=shown)
    with pytest.raises(Conflict, match="刚被别人改过"):
        save(district, draft, columns=[NIGHT], seen=shown)
    assert len(selectors.form_of(2).specs()) == 4


def test_flaws_are_told_and_nothing_is_stored(district: District) -> None:
    draft = copied(district)
    wrong = [*draft.specs(), replace(NIGHT, measure=""), replace(NIGHT, label="")]
    with pytest.raises(forms.UnsoundForm, match="还有2处问题") as refusal:
        save(district, draft, columns=wrong)
    assert [(flaw.place, flaw.part) for flaw in refusal.value.flaws] == [(5, "measure"), (6, "label")]
    assert selectors.form_of(2).specs() == draft.specs()


@pytest.mark.parametrize(
    ("name", "accepted"), [("", False), ("  ", False), ("表" * 80, True), ("表" * 81, False)]
)
def test_name_is_neither_empty_nor_too_long(district: District, name: str, accepted: bool) -> None:
    draft = copied(district)
    if accepted:
        assert save(district, draft, name=name).name == name
    else:
        with pytest.raises(Invalid, match="最多80字"):
            save(district, draft, name=name)


def test_column_the_ledger_cannot_count_is_not_taken_from_it(district: District) -> None:
    draft = copied(district)
    first, *others = draft.specs()
    with pytest.raises(forms.UnsoundForm, match="台账统计不出这一列"):
        save(district, draft, columns=[replace(first, source=Source.LEDGER), *others])


@pytest.mark.parametrize("published", [True, False])
def test_I4_form_in_force_is_never_edited(district: District, published: bool) -> None:
    """Published, or used by a period though nobody published it expressly."""
    form = create(district) if published else district.form
    before = form.specs()
    with pytest.raises(Conflict, match="已经发布，不能再改"):
        save(district, form, columns=[NIGHT])
    with pytest.raises(Conflict, match="已经发布，不能再改"):
        forms.discard_draft(actor=district.admin, version=form.version, at=BEFORE)
    assert selectors.form_of(form.version).specs() == before


def test_draft_given_up_is_gone(district: District) -> None:
    forms.discard_draft(actor=district.admin, version=copied(district).version, at=BEFORE)
    assert [form.version for form in DispatchForm.objects.all()] == [1]
    assert AuditEntry.objects.latest("id").summary == "放弃调度表 第2版草稿"


@pytest.mark.parametrize("who", OTHERS)
def test_only_office_and_administrators_design_forms(district: District, who: str) -> None:
    actor, draft = getattr(district, who), copied(district)
    written = AuditEntry.objects.count()
    with pytest.raises(NotAllowed, match="安委办或管理员"):
        create(district, actor=actor)
    with pytest.raises(NotAllowed):
        forms.start_draft(actor=actor, version=1, at=BEFORE)
    with pytest.raises(NotAllowed):
        save(district, draft, actor=actor)
    with pytest.raises(NotAllowed):
        forms.discard_draft(actor=actor, version=2, at=BEFORE)
    assert AuditEntry.objects.count() == written


def test_draft_and_its_line_are_written_together_or_not_at_all(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(ZeroDivisionError):
        copied(district)
    assert DispatchForm.objects.count() == 1
