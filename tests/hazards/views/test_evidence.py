"""Uploading, being shown and taking out files, over HTTP."""

from typing import Any, cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.http import HttpResponse

from hazards.life import Status
from hazards.models import Evidence, Hazard, HazardEvent, Stage
from hazards.services import evidence
from hazards.services import evidence as services
from tests import photos
from tests.factories import District, make_district
from tests.fixtures import Browser
from tests.ledgers import FILED_AT, drafted, photographed, standing, step
from tests.pages import queries_before_and_after, refusal, text
from tests.photos import exif, jpeg, stored
from units.actors import Actor
from units.scoping import scope

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.usefixtures("empty_storage")


@pytest.fixture
def draft(scenery: District) -> Hazard:
    """A draft of the first town."""
    with scope(scenery.tenant.pk):
        return standing(scenery, Status.DRAFT)


def attached(
    district: District, hazard: Hazard, content: bytes, name: str, actor: Actor | None = None
) -> Evidence:
    with scope(district.tenant.pk):
        return services.attach(
            actor=actor or district.filer,
            hazard_id=hazard.pk,
            stage=Stage.FOUND,
            name=name,
            content=content,
            at=FILED_AT,
        )


def moved(district: District, hazard: Hazard, *names: str) -> None:
    with scope(district.tenant.pk):
        for name in names:
            hazard = step(district.reviewer if name == "accept" else district.filer, hazard, name)


def page(hazard: Hazard) -> str:
    return f"/licheng/ledger/{hazard.pk}/evidence"


def sent(name: str = "现场.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg() if content is None else content)


def post(browser: Browser, hazard: Hazard, *files: SimpleUploadedFile, **fields: Any) -> HttpResponse:
    headers = fields.pop("headers", {})
    data = {"stage": "found", "files": list(files), **fields}
    return cast(HttpResponse, browser.post(page(hazard), data, headers=headers))


def rows(district: District) -> list[Evidence]:
    with scope(district.tenant.pk):
        return list(Evidence.objects.order_by("id"))


def test_several_files_are_stored_and_the_person_is_told(
    browser: Browser, scenery: District, draft: Hazard
) -> None:
    browser.sign_in(scenery.filer)
    answer = post(browser, draft, sent("一.jpg"), sent("二.jpg", jpeg(2)), next="/licheng/me")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/licheng/me")
    assert [row.name for row in rows(scenery)] == ["一.jpg", "二.jpg"]
    assert "已上传2个文件：一.jpg、二.jpg。" in text(browser, page(draft))


@pytest.mark.parametrize("elsewhere", ["//evil.example/x", "https://evil.example/", "javascript:x()", ""])
def test_person_is_led_nowhere_else(
    browser: Browser, scenery: District, draft: Hazard, elsewhere: str
) -> None:
    answer = post(browser.sign_in(scenery.filer), draft, sent(), next=elsewhere)
    assert answer.headers["Location"] == page(draft)


def test_of_several_files_the_bad_ones_are_named(browser: Browser, scenery: District, draft: Hazard) -> None:
    post(browser.sign_in(scenery.filer), draft, sent("一.jpg"), sent("二.jpg", photos.PDF))
    shown = text(browser, page(draft))
    assert "已上传1个文件：一.jpg。" in shown
    assert "“二.jpg”其实是PDF文档，不是JPEG照片。" in shown
    assert [row.name for row in rows(scenery)] == ["一.jpg"]


def test_page_says_why_nothing_was_stored(browser: Browser, scenery: District, draft: Hazard) -> None:
    answer = post(browser.sign_in(scenery.filer), draft, sent("一.jpg", photos.PDF))
    assert answer.status_code == 422
    assert "文件没有存入" in answer.content.decode()
    assert "“一.jpg”其实是PDF文档" in answer.content.decode()
    assert rows(scenery) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"stage": "found"}, "还没有选择文件"),
        ({"stage": "elsewhere", "files": []}, "还没有选择文件"),
    ],
)
def test_incomplete_form_is_refused_in_words(
    browser: Browser, scenery: District, draft: Hazard, data: dict[str, Any], words: str
) -> None:
    answer = browser.sign_in(scenery.filer).post(page(draft), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_stage_nobody_knows_is_refused(browser: Browser, scenery: District, draft: Hazard) -> None:
    answer = post(browser.sign_in(scenery.filer), draft, sent(), stage="elsewhere")
    assert answer.status_code == 422
    assert "页面不完整" in answer.content.decode()


def test_script_gets_the_gallery(browser: Browser, scenery: District, draft: Hazard) -> None:
    answer = post(browser.sign_in(scenery.filer), draft, sent(), headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'data-evidence-gallery="{draft.pk}"' in html
    assert "现场.jpg" in html
    assert "<html" not in html


def test_script_is_told_what_is_wrong_and_nothing_stays(
    browser: Browser, scenery: District, draft: Hazard
) -> None:
    answer = post(browser.sign_in(scenery.filer), draft, sent(), sent("二.jpg", photos.PDF), headers=HTMX)
    assert answer.status_code == 422
    assert "data-refusal" in answer.content.decode()
    assert "“二.jpg”其实是PDF文档" in answer.content.decode()
    assert rows(scenery) == []
    assert stored() == set()


def test_upload_larger_than_memory_goes_through_a_temporary_file(
    browser: Browser, scenery: District, draft: Hazard, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds: list[type] = []
    attach_all = evidence.attach_all

    def watch(**given: Any) -> Any:
        kinds.extend(type(file) for file in given["files"])
        return attach_all(**given)

    monkeypatch.setattr(evidence, "attach_all", watch)
    big = jpeg() + b"\0" * (5 * 1024 * 1024)
    answer = post(
        browser.sign_in(scenery.filer), draft, *(sent(f"{n}.jpg", big + bytes([n])) for n in range(4))
    )
    assert answer.status_code == 302
    assert len(rows(scenery)) == 4
    assert kinds == [TemporaryUploadedFile] * 4


@pytest.mark.parametrize("who", ["other_filer", "other_head", "reviewer", "leader", "admin"])
def test_upload_is_denied_to_others(browser: Browser, scenery: District, draft: Hazard, who: str) -> None:
    """A draft is not known to any of them."""
    assert post(browser.sign_in(getattr(scenery, who)), draft, sent()).status_code == 404
    assert rows(scenery) == []


@pytest.mark.parametrize("who", ["leader", "admin"])
def test_upload_is_denied_to_who_only_looks_on(browser: Browser, scenery: District, who: str) -> None:
    with scope(scenery.tenant.pk):
        hazard = standing(scenery, Status.AWAITING)
    answer = post(browser.sign_in(getattr(scenery, who)), hazard, sent(), stage="reinspected")
    assert answer.status_code == 403
    assert "您不能给东关镇的隐患上传复查时的佐证" in refusal(answer)


def test_upload_to_a_record_that_has_gone_on_is_told(
    browser: Browser, scenery: District, draft: Hazard
) -> None:
    moved(scenery, draft, "file")
    answer = post(browser.sign_in(scenery.filer), draft, sent())
    assert answer.status_code == 409
    assert "本条现为“待审核”" in refusal(answer)


def test_I3_upload_abroad_is_not_found(browser: Browser, scenery: District) -> None:
    abroad = make_district("hanjiang")
    with scope(abroad.tenant.pk):
        theirs = standing(abroad, Status.DRAFT)
    browser.sign_in(scenery.filer)
    assert post(browser, theirs, sent()).status_code == 404
    answer = browser.post(f"/hanjiang/ledger/{theirs.pk}/evidence", {"stage": "found", "files": [sent()]})
    assert answer.status_code == 404
    assert rows(abroad) == []


def test_photo_is_sent_to_be_seen_and_to_nobody_elses_cache(
    browser: Browser, scenery: District, draft: Hazard
) -> None:
    row = attached(scenery, draft, jpeg(exif=exif()), "现场.jpg")
    answer = browser.sign_in(scenery.filer).get(f"/licheng/evidence/{row.pk}/shown")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert b"HUAWEI" not in answer.getvalue()


def test_document_is_sent_to_be_saved_under_its_chinese_name(
    browser: Browser, scenery: District, draft: Hazard
) -> None:
    row = attached(scenery, draft, photos.PDF, "整改 方案.pdf")
    answer = browser.sign_in(scenery.filer).get(f"/licheng/evidence/{row.pk}/original")
    assert answer.headers["Content-Type"] == "application/pdf"
    disposition = "attachment; filename*=utf-8''%E6%95%B4%E6%94%B9%20%E6%96%B9%E6%A1%88.pdf"
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.getvalue() == photos.PDF


@pytest.mark.parametrize(
    ("who", "thumbnail", "original"),
    [
        ("filer", 200, 200),
        ("head", 200, 200),
        ("reviewer", 200, 200),
        ("leader", 200, 403),
        ("admin", 200, 403),
        ("other_filer", 404, 404),
        ("other_head", 404, 404),
    ],
)
def test_who_is_sent_what(
    browser: Browser, scenery: District, draft: Hazard, who: str, thumbnail: int, original: int
) -> None:
    row = attached(scenery, draft, jpeg(), "现场.jpg")
    moved(scenery, draft, "file")
    browser.sign_in(getattr(scenery, who))
    got = [
        browser.get(f"/licheng/evidence/{row.pk}/{size}").status_code for size in ("thumbnail", "original")
    ]
    assert got == [thumbnail, original]


def test_I3_file_abroad_is_not_found(browser: Browser, scenery: District) -> None:
    abroad = make_district("hanjiang")
    with scope(abroad.tenant.pk):
        theirs = standing(abroad, Status.DRAFT)
    row = attached(abroad, theirs, jpeg(), "现场.jpg")
    browser.sign_in(scenery.reviewer)
    for place in ("licheng", "hanjiang"):
        assert browser.get(f"/{place}/evidence/{row.pk}/shown").status_code == 404
        assert browser.post(f"/{place}/evidence/{row.pk}/remove").status_code == 404
    assert Browser().get(f"/hanjiang/evidence/{row.pk}/shown").status_code == 302


def test_file_is_taken_out_by_form_and_by_script(browser: Browser, scenery: District, draft: Hazard) -> None:
    one = attached(scenery, draft, jpeg(1), "一.jpg")
    two = attached(scenery, draft, jpeg(2), "二.jpg")
    browser.sign_in(scenery.filer)
    answer = browser.post(f"/licheng/evidence/{one.pk}/remove", {"next": page(draft)})
    assert answer.headers["Location"] == page(draft)
    assert "已撤下“一.jpg”。" in text(browser, page(draft))
    html = browser.post(f"/licheng/evidence/{two.pk}/remove", headers=HTMX).content.decode()
    assert "还没有照片和文档" in html
    with scope(scenery.tenant.pk):
        assert HazardEvent.objects.filter(verb="撤下佐证").count() == 2


@pytest.mark.parametrize(("who", "status"), [("head", 403), ("other_filer", 404), ("reviewer", 404)])
def test_taking_out_is_denied_to_others(
    browser: Browser, scenery: District, draft: Hazard, who: str, status: int
) -> None:
    row = attached(scenery, draft, jpeg(), "现场.jpg")
    browser.sign_in(getattr(scenery, who))
    assert browser.post(f"/licheng/evidence/{row.pk}/remove").status_code == status
    assert rows(scenery)[0].removed_at is None


def test_taking_out_is_not_done_by_looking(browser: Browser, scenery: District, draft: Hazard) -> None:
    row = attached(scenery, draft, jpeg(), "现场.jpg")
    assert browser.sign_in(scenery.filer).get(f"/licheng/evidence/{row.pk}/remove").status_code == 405


def test_page_takes_as_many_queries_for_many_files(
    browser: Browser, scenery: District, draft: Hazard
) -> None:
    with scope(scenery.tenant.pk):
        photographed(draft, Stage.FOUND, uploader_id=scenery.filer.user_id)

    def grow() -> None:
        with scope(scenery.tenant.pk):
            other = drafted(scenery)
            for number in range(8):
                photographed(draft, Stage.FOUND, digest=str(number), uploader_id=scenery.filer.user_id)
                photographed(other, Stage.FOUND, digest=str(number))

    few, many = queries_before_and_after(browser.sign_in(scenery.filer), page(draft), grow)
    assert few == many


def test_page_offers_what_can_be_done(browser: Browser, scenery: District, draft: Hazard) -> None:
    row = attached(scenery, draft, jpeg(exif=exif()), "现场.jpg")
    own = text(browser.sign_in(scenery.filer), page(draft))
    assert "上传发现时照片、文档" in own
    assert "上传整改后照片" not in own
    assert f"/evidence/{row.pk}/remove" in own
    assert "HUAWEI P60" in own
    colleague = text(browser.sign_in(scenery.head), page(draft))
    assert f"/evidence/{row.pk}/remove" not in colleague
    moved(scenery, draft, "file")
    looking_on = text(browser.sign_in(scenery.leader), page(draft))
    assert f"/evidence/{row.pk}/thumbnail" in looking_on
    assert f"/evidence/{row.pk}/original" not in looking_on
    assert "HUAWEI" not in looking_on
    assert "data-evidence-upload" not in looking_on


def test_page_warns_of_a_photo_used_before(browser: Browser, scenery: District, draft: Hazard) -> None:
    attached(scenery, draft, jpeg(), "现场.jpg")
    moved(scenery, draft, "file")
    with scope(scenery.tenant.pk):
        other = drafted(scenery)
        number = Hazard.objects.get(pk=draft.pk).number
    attached(scenery, other, jpeg(), "又一张.jpg")
    shown = text(browser.sign_in(scenery.filer), page(other))
    assert f"与{number}的发现时照片相同" in shown
    assert f'href="/licheng/ledger/{draft.pk}/"' in shown
