"""Pages of templates: who reads, who writes, what comes back."""

import pytest

from notices import presets
from notices.models import CircularKind, CircularTemplate
from tests.factories import CUTOFF, District
from tests.fixtures import Browser
from tests.notices.drafted import drafted
from tests.pages import queries_before_and_after, squeezed, text
from units.scoping import scope

LIST = "/licheng/circular-templates/"
EDITOR = f"{LIST}monthly/"
OWN = "标题：{@period}通报\n\n现通报如下。\n累计排查一般隐患{general.found}。\n"


def keep(browser: Browser, source: str = OWN, version: object = 0, act: str = "save", **more: object) -> str:
    given = {"source": source, "version": version, "act": act, **more}
    return browser.post(EDITOR, given, follow=True).content.decode()


def stored(district: District) -> list[tuple[int, str]]:
    with scope(district.tenant.pk):
        return list(CircularTemplate.objects.order_by("version").values_list("version", "source"))


@pytest.mark.parametrize("who", ["reviewer", "admin"])
def test_office_and_administrators_read_templates(scenery: District, browser: Browser, who: str) -> None:
    browser.sign_in(getattr(scenery, who))
    page = text(browser, LIST)
    assert all(kind.label in page for kind in CircularKind)
    editor = text(browser, EDITOR)
    assert "为扎实推进" in editor
    assert ("保存为新的一版" in editor) is (who == "reviewer")


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
@pytest.mark.parametrize("path", [LIST, EDITOR, f"{EDITOR}compare"])
def test_others_are_refused(scenery: District, browser: Browser, who: str, path: str) -> None:
    assert browser.sign_in(getattr(scenery, who)).get(path).status_code == 403


@pytest.mark.parametrize("act", ["", "preview", "restore"])
def test_only_the_office_writes(scenery: District, browser: Browser, act: str) -> None:
    browser.sign_in(scenery.admin)
    answer = browser.post(EDITOR + act, {"source": OWN, "version": 0, "number": 0, "act": "save"})
    assert answer.status_code == (200 if act == "preview" else 403)
    assert stored(scenery) == []


@pytest.mark.parametrize(
    "path", ["weekly/", "weekly/compare", "monthly/compare?to=9", "monthly/compare?from=x"]
)
def test_what_is_not_there_is_not_found(scenery: District, browser: Browser, path: str) -> None:
    assert browser.sign_in(scenery.reviewer).get(LIST + path).status_code == 404


def test_template_is_saved_as_a_version(scenery: District, browser: Browser) -> None:
    page = keep(browser.sign_in(scenery.reviewer), note="改短")
    assert "月度调度通报模板第1版已保存" in page
    assert "改短" in page
    assert stored(scenery) == [(1, OWN)]
    assert "本地第 1 版" in squeezed(text(browser, LIST))


def test_faults_stand_beside_their_lines_and_the_words_stay(scenery: District, browser: Browser) -> None:
    browser.sign_in(scenery.reviewer)
    answer = browser.post(EDITOR, {"source": OWN + "有{general.fund}\n", "version": 0, "act": "save"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'data-line="5"' in page
    assert "是不是“general.found”" in page
    assert "有{general.fund}" in page
    assert stored(scenery) == []


def test_trying_stores_nothing(scenery: District, browser: Browser) -> None:
    page = keep(browser.sign_in(scenery.reviewer), act="try")
    assert "现通报如下" in page
    assert stored(scenery) == []


def test_stale_page_keeps_its_words(scenery: District, browser: Browser) -> None:
    keep(browser.sign_in(scenery.reviewer))
    answer = browser.post(EDITOR, {"source": OWN + "我的话\n", "version": 0, "act": "save"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "刚刚保存了" in page
    assert "我的话" in page


@pytest.mark.parametrize("version", ["", "x", "-1", "１", "99999999999999"])
def test_odd_version_is_a_stale_one(scenery: District, browser: Browser, version: str) -> None:
    browser.sign_in(scenery.reviewer)
    assert browser.post(EDITOR, {"source": OWN, "version": version}).status_code == 409


def test_preview_is_filled_from_the_period_chosen(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        drafted(scenery)
    browser.sign_in(scenery.reviewer)
    answer = browser.post(f"{EDITOR}preview", {"source": OWN, "period": "2023-09"})
    page = squeezed(answer.content.decode())
    assert "<html" not in page
    assert "没有问题" in page
    assert 'data-key="general.found">20条</a>' in page
    assert stored(scenery) == []


def test_typed_markup_is_shown_as_words(scenery: District, browser: Browser) -> None:
    browser.sign_in(scenery.reviewer)
    bad = "标题：<script>alert(1)</script>\n\n<img src=x>{<b>}\n话\n"
    for path in (EDITOR, f"{EDITOR}preview"):
        page = browser.post(path, {"source": bad, "version": 0, "act": "try"}).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "没有“&lt;b&gt;”这个指标" in page


@pytest.mark.parametrize(
    "source", ["", "\x00", "字" * 50_000, "{" * 5000, "标题：\n" * 500, "话 ?" + "(" * 290]
)
def test_any_text_is_answered(scenery: District, browser: Browser, source: str) -> None:
    browser.sign_in(scenery.reviewer)
    assert browser.post(f"{EDITOR}preview", {"source": source}).status_code == 200


def test_versions_are_compared_and_restored(scenery: District, browser: Browser) -> None:
    keep(browser.sign_in(scenery.reviewer))
    keep(browser, OWN + "又一句。\n", 1)
    page = squeezed(text(browser, f"{EDITOR}compare"))
    assert "<ins>又一句。</ins>" in page
    assert "1 行有变化" in page
    assert "<del>" in text(browser, f"{EDITOR}compare?from=0&to=1")
    answer = browser.post(f"{EDITOR}restore", {"number": 0, "version": 2}, follow=True)
    assert "已恢复到自带模板，存为第3版" in answer.content.decode()
    assert stored(scenery)[-1] == (3, presets.source("monthly"))
    stale = browser.post(f"{EDITOR}restore", {"number": 1, "version": 2}, follow=True)
    assert "刚刚保存了" in stale.content.decode()


def versions(district: District, *numbers: int) -> None:
    with scope(district.tenant.pk):
        for version in numbers:
            CircularTemplate.objects.create(
                kind="monthly", version=version, source=OWN, at=CUTOFF, by_id=district.reviewer.user_id
            )


@pytest.mark.parametrize("path", [LIST, EDITOR, f"{EDITOR}compare"])
def test_pages_cost_the_same_however_many_versions(scenery: District, browser: Browser, path: str) -> None:
    versions(scenery, 1, 2)
    browser.sign_in(scenery.reviewer)
    few, many = queries_before_and_after(browser, path, lambda: versions(scenery, 3, 4, 5))
    assert few == many
