"""Pages of an import: who may see and do what, what they say, what is asked before anything is stored."""

from typing import Any

import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile

from hazards.life import Status
from hazards.models import Hazard, ImportState, LedgerImport
from hazards.services import importing
from tests.factories import District, make_district
from tests.fixtures import Browser
from tests.ledgers import drafted
from tests.pages import queries_before_and_after, refusal, squeezed, text
from tests.sheets import checked, received, run, several, stored, typed, workbook
from units.actors import Actor
from units.scoping import scope

IMPORTS = "/licheng/ledger/imports/"
PEOPLE = ("filer", "head", "other_filer", "reviewer", "leader", "admin")


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is handed on: these tests do the worker's part themselves."""
    monkeypatch.setattr(current_app, "send_task", lambda *_, **__: None)


def page_of(batch: LedgerImport, tail: str = "") -> str:
    return f"{IMPORTS}{batch.pk}/{tail}"


def uploaded(district: District, *rows: Any, actor: Actor | None = None) -> LedgerImport:
    with scope(district.tenant.pk):
        return checked(district, *(rows or (typed(),)), actor=actor)


def send(browser: Browser, content: bytes, name: str = "台账.xlsx", **data: Any) -> Any:
    return browser.post(IMPORTS, {"ledger": SimpleUploadedFile(name, content), **data})


def count(district: District) -> int:
    with scope(district.tenant.pk):
        return Hazard.objects.count()


def test_empty_list_teaches(scenery: District, browser: Browser) -> None:
    page = text(browser.sign_in(scenery.filer), IMPORTS)
    assert "还没有导入过台账" in page
    assert "/licheng/ledger/template.xlsx" in page


def test_upload_leads_to_its_page(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        content = workbook(several(3))
    response = send(browser.sign_in(scenery.filer), content, unit=scenery.town.pk)
    with scope(scenery.tenant.pk):
        batch = LedgerImport.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, page_of(batch))
    page = text(browser, page_of(batch))
    assert "正在逐行核对：0 / 3 行" in page
    assert f'hx-get="{page_of(batch, "progress")}"' in page


def test_file_that_cannot_be_read_is_refused_on_the_form(scenery: District, browser: Browser) -> None:
    response = send(browser.sign_in(scenery.filer), b"PK", "照片.xlsx", unit=scenery.town.pk)
    assert response.status_code == 422
    assert "“照片.xlsx”读不了" in response.content.decode()
    with scope(scenery.tenant.pk):
        assert not LedgerImport.objects.exists()


def test_upload_without_a_file_is_refused_on_the_form(scenery: District, browser: Browser) -> None:
    response = browser.sign_in(scenery.filer).post(IMPORTS, {"unit": scenery.town.pk})
    assert response.status_code == 422
    assert "请先选择台账文件" in response.content.decode()


def test_I3_upload_for_another_unit_is_refused(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        content = workbook([typed()])
    response = send(browser.sign_in(scenery.filer), content, unit=scenery.other_town.pk)
    assert response.status_code == 422
    with scope(scenery.tenant.pk):
        assert not LedgerImport.objects.exists()


@pytest.mark.parametrize("who", ["leader", "admin"])
def test_I8_leaders_upload_nothing(scenery: District, browser: Browser, who: str) -> None:
    browser.sign_in(getattr(scenery, who))
    for response in (browser.get(IMPORTS), send(browser, b"PK")):
        assert response.status_code == 403
        assert "台账由各单位填报员和安委办导入" in refusal(response)


@pytest.mark.parametrize("who", PEOPLE)
def test_I3_import_is_seen_by_the_unit_and_the_office(scenery: District, browser: Browser, who: str) -> None:
    batch = uploaded(scenery)
    browser.sign_in(getattr(scenery, who))
    status = 200 if who in {"filer", "head", "reviewer"} else 404
    for tail in ("", "progress"):
        assert browser.get(page_of(batch, tail)).status_code == status


def test_result_shows_figures_faults_and_what_can_be_done(scenery: District, browser: Browser) -> None:
    rows = several(4)
    rows[0]["funds"] = ""
    rows[2]["discovered_at"] = "2023-02-30"
    page = squeezed(text(browser.sign_in(scenery.filer), page_of(uploaded(scenery, *rows))))
    for words in (
        "将导入 <b>3</b> 条：新增 3 条，修改 0 条",
        "其中 1 条还缺内容，只能存为草稿",
        "有问题的 1 行不会导入",
        "导入 3 条，报送齐全的 2 条",
        "3 条都导入为草稿",
        "下载有问题的 1 行",
        "L6",
        "没有“2023-02-30”这一天",
    ):
        assert words in page


def test_first_tab_with_rows_is_shown_and_others_on_demand(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        hazard = drafted(scenery)
    batch = uploaded(scenery, typed(draft=str(hazard.pk), funds="9"), typed(description="新的一处"))
    page = text(browser.sign_in(scenery.filer), page_of(batch))
    assert "新的一处" in page
    page = squeezed(text(browser, page_of(batch, "?rows=changed")))
    assert "<del>0.35</del>" in page
    assert "<ins>9</ins>" in page
    assert "新的一处" in text(browser, page_of(batch, "?rows=nonsense&page=99"))


def test_many_rows_are_paged(scenery: District, browser: Browser) -> None:
    batch = uploaded(scenery, *several(51))
    first = text(browser.sign_in(scenery.filer), page_of(batch))
    assert "第 1—50 行，共 51 行" in first
    assert "第51号污水池" not in first
    assert "第51号污水池" in text(browser, page_of(batch, "?rows=new&page=2"))


def test_colleague_sees_who_is_to_confirm(scenery: District, browser: Browser) -> None:
    page = text(browser.sign_in(scenery.head), page_of(uploaded(scenery)))
    assert f"由{scenery.filer.name}确认导入" in page
    assert 'name="act"' not in page


@pytest.mark.parametrize(("act", "status"), [("draft", Status.DRAFT), ("file", Status.FILED)])
def test_confirmed_rows_are_stored_by_the_worker(
    scenery: District, browser: Browser, act: str, status: Status
) -> None:
    batch = uploaded(scenery, *several(2))
    response = browser.sign_in(scenery.filer).post(page_of(batch, "store"), {"act": act}, follow=True)
    page = response.content.decode()
    assert "已开始导入2条隐患" in page
    assert "正在导入：0 / 2 行" in page
    assert count(scenery) == 0
    with scope(scenery.tenant.pk):
        run(batch)
        assert set(Hazard.objects.values_list("status", flat=True)) == {status.value}
    assert "已导入 2 条" in text(browser, page_of(batch))


@pytest.mark.parametrize(
    ("who", "status"),
    [("head", 403), ("reviewer", 403), ("other_filer", 404), ("leader", 404), ("admin", 404)],
)
def test_I8_others_do_not_confirm(scenery: District, browser: Browser, who: str, status: int) -> None:
    batch = uploaded(scenery)
    response = browser.sign_in(getattr(scenery, who)).post(page_of(batch, "store"), {"act": "file"})
    assert response.status_code == status
    with scope(scenery.tenant.pk):
        batch.refresh_from_db()
        assert batch.state == ImportState.CHECKED


def test_I3_other_tenants_people_find_nothing(scenery: District, browser: Browser) -> None:
    stranger = make_district("hanjiang").filer
    batch = uploaded(scenery)
    browser.sign_in(stranger)
    for tail in ("", "progress", "errors.xlsx"):
        assert browser.get(page_of(batch, tail)).status_code == 404
        assert browser.get(page_of(batch, tail).replace("licheng", "hanjiang")).status_code == 404
    assert browser.post(page_of(batch, "store").replace("licheng", "hanjiang")).status_code == 404


def test_second_confirmation_is_told(scenery: District, browser: Browser) -> None:
    batch = uploaded(scenery)
    browser.sign_in(scenery.filer).post(page_of(batch, "store"), {"act": "draft"})
    response = browser.post(page_of(batch, "store"), {"act": "draft"})
    assert response.status_code == 409
    assert "不用再确认" in refusal(response)


def test_progress_bar_moves_and_then_calls_the_page_anew(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        batch = received(scenery, *several(3))
        LedgerImport.objects.filter(pk=batch.pk).update(done=2)
    bar = text(browser.sign_in(scenery.filer), page_of(batch, "progress"))
    assert '<progress max="3" value="2"' in bar
    with scope(scenery.tenant.pk):
        LedgerImport.objects.filter(pk=batch.pk).update(done=0)
        run(batch)
    response = browser.get(page_of(batch, "progress"))
    assert response.headers["HX-Refresh"] == "true"


def test_failure_is_told_with_its_reason(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        batch = received(scenery, typed())
        importing.fail(actor=scenery.filer, batch_id=batch.pk, words="文件不见了。", at=batch.at)
    page = text(browser.sign_in(scenery.filer), page_of(batch))
    assert "没有能完成" in page
    assert "文件不见了。" in page


def test_empty_ledger_is_told(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        batch = run(received(scenery))
    assert "表头下面没有任何隐患" in text(browser.sign_in(scenery.filer), page_of(batch))


def test_list_shows_state_and_place_of_each(scenery: District, browser: Browser) -> None:
    uploaded(scenery)
    with scope(scenery.tenant.pk):
        stored(scenery, *several(2))
    page = squeezed(text(browser.sign_in(scenery.reviewer), IMPORTS))
    assert "待确认" in page
    assert "已导入" in page
    assert page.count("东关镇</td>") == 2


def test_typed_markup_is_shown_as_text(scenery: District, browser: Browser) -> None:
    batch = uploaded(scenery, typed(description="<script>alert(1)</script>", funds="<b>"))
    page = text(browser.sign_in(scenery.filer), page_of(batch))
    assert "<script>alert" not in page
    assert "“&lt;b&gt;”" in page


def test_queries_do_not_grow_with_imports_or_rows(scenery: District, browser: Browser) -> None:
    def more() -> None:
        for _ in range(3):
            uploaded(scenery)

    batch = uploaded(scenery, *several(1, funds="x"))
    browser.sign_in(scenery.filer)
    few, many = queries_before_and_after(browser, IMPORTS, more)
    assert few == many
    larger = uploaded(scenery, *several(40, funds="x"))
    few, _ = queries_before_and_after(browser, page_of(batch), lambda: None)
    many, _ = queries_before_and_after(browser, page_of(larger), lambda: None)
    assert few == many
