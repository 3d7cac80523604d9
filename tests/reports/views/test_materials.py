"""Papers in the browser: handed in by units, read and returned by 安委办."""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import override_settings

from reports.models import MaterialFiling, MaterialTask
from tests.factories import INSTANT, District, make_unit
from tests.fixtures import Browser
from tests.materials import DUE, EARLY, asked, filed, filed_by_other, given_back
from tests.pages import queries_before_and_after, squeezed, text
from tests.photos import PDF
from units.scoping import scope

PAGE = "/licheng/materials/"
pytestmark = pytest.mark.usefixtures("empty_storage")


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(EARLY):
        yield


@pytest.fixture
def task(scenery: District) -> MaterialTask:
    """A paper asked of all units."""
    with scope(scenery.tenant.pk):
        return asked(scenery, demand="含会议照片")


def place(scenery: District, task: MaterialTask, end: str) -> str:
    return f"{PAGE}{task.pk}/units/{scenery.town.pk}/{end}"


def send(browser: Browser, path: str, version: int = 0, content: bytes = PDF) -> str:
    data = {"version": version, "paper": SimpleUploadedFile("部署情况.pdf", content)}
    return browser.post(path, data, follow=True).content.decode()


def rows(scenery: District) -> list[MaterialFiling]:
    with scope(scenery.tenant.pk):
        return list(MaterialFiling.objects.all())


def test_unit_sees_what_is_due_and_hands_it_in(
    browser: Browser, scenery: District, task: MaterialTask
) -> None:
    page = squeezed(text(browser.sign_in(scenery.filer), PAGE))
    assert "动员部署情况" in page
    assert "含会议照片" in page
    assert "9月19日 24:00 截止 · 还有 2 天" in page
    page = send(browser, place(scenery, task, "upload"))
    assert "已报送“动员部署情况”：部署情况.pdf。" in page
    assert "按时报送" in page
    assert [row.first_filed_at for row in rows(scenery)] == [pytest.approx(EARLY, abs=timedelta(seconds=60))]


@pytest.mark.parametrize(("now", "late"), [(DUE - INSTANT, False), (DUE, True), (DUE + INSTANT, True)])
def test_late_is_said_before_uploading(
    browser: Browser, scenery: District, task: MaterialTask, now: object, late: bool
) -> None:
    with time_machine.travel(now, tick=False):  # type: ignore[arg-type]  # an instant
        page = text(browser.sign_in(scenery.filer), PAGE)
        assert ("已过截止时间9月19日24:00，现在报送记为迟报。" in page) is late
        assert ("迟报" in send(browser, place(scenery, task, "upload"))) is late


def test_lock_is_told_with_whom_to_ask(browser: Browser, scenery: District, task: MaterialTask) -> None:
    with scope(scenery.tenant.pk):
        filed(scenery, task)
    browser.sign_in(scenery.filer)
    assert "换成新文件" in text(browser, PAGE)
    with time_machine.travel(DUE):
        page = text(browser.sign_in(scenery.filer), PAGE)
        assert "请联系licheng区安委办退回后再报" in page
        assert 'name="paper"' not in page
        assert "没有存入。报送时间已于9月19日24:00截止" in send(browser, place(scenery, task, "upload"), 1)


def test_returned_paper_shows_the_reason_and_is_handed_in_again(
    browser: Browser, scenery: District, task: MaterialTask
) -> None:
    with scope(scenery.tenant.pk):
        given_back(scenery, filed(scenery, task))
    page = text(browser.sign_in(scenery.head), PAGE)
    assert "退回原因：缺少会议照片" in page
    assert "按时报送" in send(browser, place(scenery, task, "upload"), version=2)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"version": 0}, "还没有选择文件"),
        ({"version": 0, "paper": SimpleUploadedFile("空.pdf", b"")}, "这个文件是空的"),
        ({"paper": SimpleUploadedFile("一.pdf", PDF)}, "页面不完整"),
        ({"version": 0, "paper": SimpleUploadedFile("一.docx", PDF)}, "其实是PDF文档"),
        ({"version": 5, "paper": SimpleUploadedFile("一.pdf", PDF)}, "还没有报送过"),
    ],
    ids=["no file", "empty", "no version", "other kind", "other version"],
)
def test_bad_upload_is_refused_in_words(
    browser: Browser, scenery: District, task: MaterialTask, data: dict[str, object], words: str
) -> None:
    path = place(scenery, task, "upload")
    assert words in browser.sign_in(scenery.filer).post(path, data, follow=True).content.decode()
    assert not rows(scenery)


def test_too_large_file_is_refused_before_it_is_read(
    browser: Browser, scenery: District, task: MaterialTask
) -> None:
    with override_settings(EVIDENCE_MAX_BYTES=1024 * 1024):
        page = send(browser.sign_in(scenery.filer), place(scenery, task, "upload"), 0, PDF + b"0" * 1024**2)
    assert "最多1MB" in page
    assert not rows(scenery)


@pytest.mark.parametrize(
    ("who", "status"), [("other_filer", 404), ("leader", 404), ("reviewer", 403), ("admin", 403)]
)
def test_uploading_denied_to_everybody_else(
    browser: Browser, scenery: District, task: MaterialTask, who: str, status: int
) -> None:
    data = {"version": 0, "paper": SimpleUploadedFile("一.pdf", PDF)}
    answer = browser.sign_in(getattr(scenery, who)).post(place(scenery, task, "upload"), data)
    assert answer.status_code == status
    assert not rows(scenery)


def test_office_asks_for_a_paper(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.reviewer)
    form = {"campaign": scenery.campaign.pk, "name": "工作方案", "due_on": "2023-09-19", "kinds": ["town"]}
    page = browser.post(f"{PAGE}new", form, follow=True).content.decode()
    assert "已布置“工作方案”" in page
    assert "9月19日 24:00 截止 · 镇街，应报2家" in page
    with scope(scenery.tenant.pk):
        assert MaterialTask.objects.get().due_at == DUE


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "请写明材料名称"),
        ({"due_on": "2023-02-30"}, "没有“2023-02-30”这一天"),
        ({"due_on": "2023-09-16"}, "已经过去"),
        ({"campaign": "0"}, "没有这个专项行动"),
        ({"kinds": ["bank"]}, "没有这类单位"),
        ({"name": "动员部署情况"}, "已有名为“动员部署情况”的材料"),
    ],
)
def test_bad_task_is_shown_again_with_words(
    browser: Browser, scenery: District, task: MaterialTask, changes: dict[str, object], words: str
) -> None:
    form = {"campaign": scenery.campaign.pk, "name": "总结", "due_on": "2023-09-19", "demand": "盖章扫描件"}
    answer = browser.sign_in(scenery.admin).post(f"{PAGE}new", {**form, **changes})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "盖章扫描件" in page, "what was typed is not lost"


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_asking_denied_to_everybody_else(browser: Browser, scenery: District, who: str) -> None:
    for method in ("get", "post"):
        answer = getattr(browser.sign_in(getattr(scenery, who)), method)(f"{PAGE}new")
        assert answer.status_code == 403
        assert "安委办或管理员布置" in answer.content.decode()


def test_office_sees_who_filed_late_and_not_at_all(
    browser: Browser, scenery: District, task: MaterialTask
) -> None:
    with scope(scenery.tenant.pk):
        filed(scenery, task)
        filed_by_other(scenery, task, at=DUE)
    with time_machine.travel(DUE):
        browser.sign_in(scenery.reviewer)
        page = squeezed(text(browser, f"{PAGE}{task.pk}/"))
        assert all(unit.name in page for unit in scenery.units)
        assert "应报3家，已收到2家" in page
        late = text(browser, f"{PAGE}{task.pk}/?status=late")
        assert "西关街道" in late
        assert "东关镇" not in late
        assert "没有这样的单位" in text(browser, f"{PAGE}{task.pk}/?status=returned")


def test_I3_leader_sees_counts_only(browser: Browser, scenery: District, task: MaterialTask) -> None:
    with scope(scenery.tenant.pk):
        filed(scenery, task)
    browser.sign_in(scenery.leader)
    page = text(browser, PAGE)
    assert "动员部署情况" in page
    assert "东关镇" not in page
    assert f"{PAGE}{task.pk}/" not in page
    assert browser.get(f"{PAGE}{task.pk}/").status_code == 403
    assert browser.get(f"{PAGE}{task.pk}/all.zip").status_code == 403
    assert browser.get(place(scenery, task, "file")).status_code == 404


def test_I3_unit_sees_its_own_paper_only(browser: Browser, scenery: District, task: MaterialTask) -> None:
    with scope(scenery.tenant.pk):
        filed_by_other(scenery, task, name="别家的.pdf")
    browser.sign_in(scenery.filer)
    assert "别家的" not in text(browser, PAGE)
    other = f"{PAGE}{task.pk}/units/{scenery.other_town.pk}/file"
    assert browser.get(other).status_code == 404
    assert browser.get(f"{PAGE}{task.pk}/").status_code == 403


def downloaded(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # it is a streaming one


@pytest.mark.parametrize("who", ["filer", "reviewer"])
def test_paper_is_saved_and_never_opened_in_the_browser(
    browser: Browser, scenery: District, task: MaterialTask, who: str
) -> None:
    with scope(scenery.tenant.pk):
        filed(scenery, task)
    answer = browser.sign_in(getattr(scenery, who)).get(place(scenery, task, "file"))
    assert downloaded(answer) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_all_papers_come_as_one_archive(browser: Browser, scenery: District, task: MaterialTask) -> None:
    browser.sign_in(scenery.reviewer)
    path = f"{PAGE}{task.pk}/all.zip"
    refused = browser.get(path)
    assert (refused.status_code, "还没有单位报送" in refused.content.decode()) == (409, True)
    with scope(scenery.tenant.pk):
        filed(scenery, task)
        filed_by_other(scenery, task)
    answer = browser.get(path)
    with zipfile.ZipFile(io.BytesIO(downloaded(answer))) as archive:
        assert archive.namelist() == ["01东关镇_部署情况.pdf", "02西关街道_部署情况.pdf"]
        assert archive.read("01东关镇_部署情况.pdf") == PDF
    assert "filename*=utf-8''" in answer.headers["Content-Disposition"]


def test_office_returns_with_a_reason(browser: Browser, scenery: District, task: MaterialTask) -> None:
    with scope(scenery.tenant.pk):
        filed(scenery, task)
    browser.sign_in(scenery.reviewer)
    path = place(scenery, task, "return")
    assert "请写明退回原因" in browser.post(path, {"version": 1}, follow=True).content.decode()
    page = browser.post(path, {"version": 1, "reason": "缺照片"}, follow=True).content.decode()
    assert "已退回东关镇的“动员部署情况”，原因已显示在该单位首页。" in page
    assert (
        "没有可以退回的材料"
        in browser.post(path, {"version": 1, "reason": "缺照片"}, follow=True).content.decode()
    )


@pytest.mark.parametrize(("who", "status"), [("filer", 403), ("head", 403), ("leader", 403), ("admin", 403)])
def test_returning_denied_to_everybody_else(
    browser: Browser, scenery: District, task: MaterialTask, who: str, status: int
) -> None:
    with scope(scenery.tenant.pk):
        filed(scenery, task)
    answer = browser.sign_in(getattr(scenery, who)).post(
        place(scenery, task, "return"), {"version": 1, "reason": "缺照片"}
    )
    assert answer.status_code == status
    assert [row.state for row in rows(scenery)] == ["filed"]


def test_nothing_asked_teaches(browser: Browser, scenery: District) -> None:
    assert "没有要报的材料" in text(browser.sign_in(scenery.filer), PAGE)
    assert "还没有布置过材料" in text(Browser().sign_in(scenery.reviewer), PAGE)


@pytest.mark.parametrize("who", ["filer", "reviewer"])
def test_queries_do_not_grow_with_papers(
    browser: Browser, scenery: District, task: MaterialTask, who: str
) -> None:
    def more() -> None:
        with scope(scenery.tenant.pk):
            filed(scenery, task)
            for number in range(4):
                make_unit(f"镇{number}", 10 + number)
                filed(scenery, asked(scenery, f"材料{number}"))

    few, many = queries_before_and_after(browser.sign_in(getattr(scenery, who)), PAGE, more)
    assert few == many


def test_queries_of_a_task_do_not_grow_with_units(
    browser: Browser, scenery: District, task: MaterialTask
) -> None:
    def more() -> None:
        with scope(scenery.tenant.pk):
            filed(scenery, task)
            filed_by_other(scenery, task)
            for number in range(4):
                make_unit(f"镇{number}", 10 + number)

    path = f"{PAGE}{task.pk}/"
    few, many = queries_before_and_after(browser.sign_in(scenery.reviewer), path, more)
    assert few == many
