"""Versions of the form in the browser: list, one version, editor, putting in force."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reports.models import DispatchForm, Period
from reports.selectors import forms as selectors
from reports.services import forms
from reports.snapshot import IndicatorSpec
from tests.factories import BEFORE, CUTOFF, District, file_for, make_form, make_period, save_draft
from tests.fixtures import Browser
from tests.pages import queries, queries_before_and_after, squeezed, text
from tests.reports.designs import changed, drafted, seen, typed
from units.scoping import scope

LIST = "/licheng/forms/"
FIRST = "/licheng/forms/1/"
SECOND = "/licheng/forms/2/"
EDIT = SECOND + "edit"
PUBLISH = SECOND + "publish"
OTHERS = ("filer", "head", "leader")


@pytest.fixture
def draft(scenery: District) -> DispatchForm:
    """A draft with one column more than the form in use."""
    with scope(scenery.tenant.pk):
        return drafted(scenery)


@pytest.fixture
def admin(browser: Browser, scenery: District) -> Browser:
    return browser.sign_in(scenery.admin)


def columns(district: District, version: int = 2) -> tuple[IndicatorSpec, ...]:
    with scope(district.tenant.pk):
        return selectors.form_of(version).specs()


def fields(district: District, act: str = "save", **extra: object) -> dict[str, object]:
    """What the editor sends when a button is pressed."""
    with scope(district.tenant.pk):
        form = selectors.form_of(2)
        return {"name": form.name, "seen": seen(form), "act": act, **typed(form.specs()), **extra}


def test_list_names_versions_and_the_periods_that_use_them(
    admin: Browser, scenery: District, draft: DispatchForm
) -> None:
    page = squeezed(text(admin, LIST))
    assert page.index("第2版") < page.index("第1版")
    assert 'data-cell="periods">2023年9月</td>' in page
    assert "草稿" in page
    assert f'href="{EDIT}"' in page


@pytest.mark.parametrize("path", [LIST, FIRST])
@pytest.mark.parametrize("who", OTHERS)
def test_forms_are_denied_to_others(browser: Browser, scenery: District, who: str, path: str) -> None:
    assert browser.sign_in(getattr(scenery, who)).get(path).status_code == 403


@pytest.mark.parametrize("path", [EDIT, PUBLISH])
@pytest.mark.parametrize("who", OTHERS)
def test_editing_and_publishing_are_denied_to_others(
    browser: Browser, scenery: District, draft: DispatchForm, who: str, path: str
) -> None:
    browser.sign_in(getattr(scenery, who))
    assert browser.get(path).status_code == 403
    assert browser.post(path, fields(scenery, name="别的")).status_code == 403
    assert browser.post(SECOND + "discard").status_code == 403
    assert browser.post(FIRST + "draft").status_code == 403
    with scope(scenery.tenant.pk):
        assert selectors.form_of(2).name == "调度表"


def test_version_shows_its_header_and_columns(admin: Browser, scenery: District) -> None:
    page = squeezed(text(admin, FIRST))
    assert '<th colspan="2">一般隐患</th>' in page
    assert '<th rowspan="4">地区/部门</th>' in page
    assert 'data-part="not_for">镇街</td>' in page, "who does not fill a column"
    assert "照这一版新建草稿" in page


def test_codes_are_shown_to_administrators_only(browser: Browser, scenery: District) -> None:
    assert "general_found" in text(browser.sign_in(scenery.admin), FIRST)
    assert "general_found" not in text(Browser().sign_in(scenery.reviewer), FIRST)


def test_version_says_what_it_changes(admin: Browser, scenery: District, draft: DispatchForm) -> None:
    page = squeezed(text(admin, SECOND))
    assert "与第1版相比" in page
    assert '增加</span> <span class="strong">夜间检查/夜查</span>（次）' in page


def test_version_that_is_not_there_is_not_found(admin: Browser) -> None:
    for path in (SECOND, EDIT, PUBLISH):
        assert admin.get(path).status_code == 404


def test_draft_is_begun_from_a_version(admin: Browser, scenery: District) -> None:
    response = admin.post(FIRST + "draft", follow=True)
    assert response.redirect_chain[-1][0] == EDIT
    assert "已照第1版建立第2版草稿" in response.content.decode()
    assert columns(scenery) == columns(scenery, 1)
    assert admin.post(FIRST + "draft").status_code == 409


def test_editor_shows_every_column_in_its_order(
    admin: Browser, scenery: District, draft: DispatchForm
) -> None:
    page = text(admin, EDIT)
    places = [page.index(f'id="row-{spec.code}"') for spec in columns(scenery)]
    assert places == sorted(places)
    assert 'value="夜间检查"' in page


def test_button_changes_the_page_and_stores_nothing(
    admin: Browser, scenery: District, draft: DispatchForm
) -> None:
    before = columns(scenery)
    page = admin.post(EDIT, fields(scenery, "up:column_1")).content.decode()
    assert page.index('id="row-column_1"') < page.index('id="row-penalty_amount"')
    assert "有改动还没有保存" in page
    assert columns(scenery) == before


def test_what_was_typed_survives_a_button(admin: Browser, scenery: District, draft: DispatchForm) -> None:
    typed_in = fields(scenery, "add:", name="新表", **{"column_1-label": "夜间巡查"})
    page = admin.post(EDIT, typed_in).content.decode()
    assert 'value="新表"' in page
    assert 'value="夜间巡查"' in page
    assert 'id="row-new-1"' in page
    assert 'colspan="2">夜间检查</th>' in squeezed(page), "the header is drawn as it would now be"


def test_editor_saves_the_whole_form(admin: Browser, scenery: District, draft: DispatchForm) -> None:
    order = [spec.code for spec in columns(scenery)][1:]
    sent = fields(scenery, row=["column_1", *order[:-1]], name="进展表", **{"column_1-decimals": "2"})
    response = admin.post(EDIT, sent, follow=True)
    assert "草稿已保存，共5列" in response.content.decode()
    assert [spec.code for spec in columns(scenery)] == ["column_1", *order[:-1]]
    assert columns(scenery)[0].decimals == 2


def test_flaws_stand_at_their_columns_and_nothing_is_lost(
    admin: Browser, scenery: District, draft: DispatchForm
) -> None:
    response = admin.post(EDIT, fields(scenery, **{"column_1-measure": "", "column_1-label": "夜巡"}))
    page = squeezed(response.content.decode())
    assert response.status_code == 422
    assert "计量单位还没有填。" in page
    assert 'value="夜巡"' in page
    assert page.count('aria-invalid="true"') == 1
    assert columns(scenery)[-1].measure == "次"


def test_second_of_two_editors_is_told_and_keeps_what_was_typed(
    admin: Browser, scenery: District, draft: DispatchForm
) -> None:
    sent = fields(scenery, **{"column_1-label": "夜巡"})
    assert admin.post(EDIT, fields(scenery, name="别人先改的")).status_code == 302
    response = admin.post(EDIT, sent)
    assert response.status_code == 409
    assert "刚被别人改过" in response.content.decode()
    assert 'value="夜巡"' in response.content.decode()
    assert columns(scenery)[-1].label == "夜查"


def test_published_form_has_no_editor(admin: Browser, scenery: District) -> None:
    response = admin.get(FIRST + "edit")
    assert response.status_code == 409
    assert "已经发布，不能再改" in response.content.decode()
    assert admin.post(FIRST + "edit", {"act": "save", "row": []}).status_code == 409


def sheet_of(district: District, version: int) -> SimpleUploadedFile:
    """The downloaded list with another name for its last column."""
    response = Browser().sign_in(district.admin).get(f"/licheng/forms/{version}/columns.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    sheet = book.worksheets[0]
    sheet.cell(sheet.max_row, 3, "夜间巡查")
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("列.xlsx", buffer.getvalue())


def test_list_from_excel_is_put_into_the_editor_and_not_stored(
    admin: Browser, scenery: District, draft: DispatchForm
) -> None:
    response = admin.post(SECOND + "load", {"sheet": sheet_of(scenery, 2), "seen": seen_of(scenery)})
    page = response.content.decode()
    assert 'value="夜间巡查"' in page
    assert 'value="column_1"' in page, "the column is the same one"
    assert f'action="{EDIT}"' in page
    assert "有改动还没有保存" in page
    assert columns(scenery)[-1].label == "夜查"


@pytest.mark.parametrize("sent", [{}, {"sheet": SimpleUploadedFile("列.xlsx", b"hello")}])
def test_file_that_is_no_list_is_refused(
    admin: Browser, scenery: District, draft: DispatchForm, sent: dict[str, object]
) -> None:
    response = admin.post(SECOND + "load", sent)
    assert response.status_code == 422
    assert "没有保存" in response.content.decode()


@pytest.mark.parametrize("who", OTHERS)
def test_lists_are_denied_to_others(
    browser: Browser, scenery: District, draft: DispatchForm, who: str
) -> None:
    browser.sign_in(getattr(scenery, who))
    assert browser.get(FIRST + "columns.xlsx").status_code == 403
    assert browser.post(SECOND + "load").status_code == 403


def test_draft_is_given_up(admin: Browser, scenery: District, draft: DispatchForm) -> None:
    response = admin.post(SECOND + "discard", follow=True)
    assert "第2版草稿已放弃" in response.content.decode()
    assert admin.get(SECOND).status_code == 404


def test_publishing_page_says_what_it_comes_to(admin: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        save_draft(scenery)
        drafted(scenery, changed(scenery, "penalty_amount", measure="元"))
    page = squeezed(text(admin, PUBLISH))
    assert "计量单位：<del>万元</del> → <ins>元</ins>" in page
    assert "东关镇 1 项" in page
    assert "起的 1 期改用这一版" in page
    assert "disabled>发布这一版" not in page


def test_publishing_page_names_who_stands_in_the_way(
    admin: Browser, scenery: District, draft: DispatchForm
) -> None:
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town)
        make_period(scenery.campaign, scenery.form, "2023-10", CUTOFF + timedelta(days=30))
    page = squeezed(text(admin, PUBLISH + "?from=2023-09"))
    assert "东关镇已按原表式签字或报送，不能换" in page
    assert "disabled>发布这一版" in page
    assert "disabled>发布这一版" not in squeezed(text(admin, PUBLISH)), "the first free period"
    assert admin.post(PUBLISH, {"from": "2023-09", "seen": seen_of(scenery)}).status_code == 409


def seen_of(district: District) -> str:
    with scope(district.tenant.pk):
        return seen(selectors.form_of(2))


@pytest.mark.parametrize(("start", "version"), [("2023-09", 2), ("later", 1)])
def test_form_is_published(
    admin: Browser, scenery: District, draft: DispatchForm, start: str, version: int
) -> None:
    response = admin.post(PUBLISH, {"from": start, "seen": seen_of(scenery)}, follow=True)
    assert response.redirect_chain[-1][0] == SECOND
    assert "已发布。它不能再改" in response.content.decode()
    with scope(scenery.tenant.pk):
        assert Period.objects.get().form.version == version
    assert admin.get(EDIT).status_code == 409


def test_statements_do_not_grow_with_the_versions(admin: Browser, scenery: District) -> None:
    def grow() -> None:
        with scope(scenery.tenant.pk):
            for version in (2, 3, 4):
                form = make_form(version=version)
                DispatchForm.objects.filter(pk=form.pk).update(published_at=BEFORE)
                make_period(scenery.campaign, form, f"期{version}", CUTOFF + timedelta(days=version))

    few, many = queries_before_and_after(admin, LIST, grow)
    assert few == many


def test_statements_of_the_publishing_page_do_not_grow(
    admin: Browser, scenery: District, draft: DispatchForm
) -> None:
    def grow() -> None:
        with scope(scenery.tenant.pk):
            save_draft(scenery)
            for day in (1, 2, 3):
                make_period(scenery.campaign, scenery.form, f"期{day}", CUTOFF + timedelta(days=day))

    few, many = queries_before_and_after(admin, PUBLISH, grow)
    assert few == many


def test_editor_needs_few_statements(admin: Browser, scenery: District, draft: DispatchForm) -> None:
    many = queries(admin, EDIT)
    with scope(scenery.tenant.pk):
        form = selectors.form_of(2)
        forms.save_draft(
            actor=scenery.admin,
            version=2,
            seen=seen(form),
            name="一列",
            columns=form.specs()[:1],
            at=BEFORE,
        )
    assert queries(admin, EDIT) == many
