"""Photos from a phone and from a desk, with scripts and without."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from hazards.life import Status
from hazards.models import Evidence, Hazard, Stage
from hazards.services import evidence
from tests import photos
from tests.e2e.visitor import DESK, PHONE, Visit
from tests.factories import District
from tests.ledgers import FOUND_AT, drafted, standing, step
from tests.photos import exif, jpeg
from units.scoping import scope

pytestmark = pytest.mark.e2e
CHOOSE = "上传发现时照片、文档"


@pytest.fixture
def draft(world: District) -> Hazard:
    with scope(world.tenant.pk):
        return standing(world, Status.DRAFT)


def address(hazard: Hazard) -> str:
    return f"/licheng/ledger/{hazard.pk}/evidence"


def file(name: str, content: bytes, kind: str = "image/jpeg") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


def names(district: District) -> list[str]:
    with scope(district.tenant.pk):
        return list(Evidence.objects.filter(removed_at=None).order_by("id").values_list("name", flat=True))


def loaded(page: Page) -> bool:
    """Whether every photo of the page is really drawn."""
    drawn: bool = page.evaluate(
        "[...document.querySelectorAll('.evidence-photo img')].every(each => each.complete && each.naturalWidth)"
    )
    return drawn


def test_photos_from_a_phone_are_shown_and_bad_ones_named(
    visit: Visit, world: District, draft: Hazard
) -> None:
    visitor = visit(width=PHONE)
    page = visitor.sign_in(world.filer, address(draft))
    expect(page.get_by_text("拍照")).to_be_visible()
    chosen = [
        file("一.jpg", jpeg(1, exif=exif())),
        file("假.jpg", photos.PDF),
        file("二.jpg", jpeg(2)),
        file("方案.pdf", photos.PDF, "application/pdf"),
    ]
    page.get_by_label(CHOOSE).set_input_files(chosen)
    expect(page.locator(".evidence-photo")).to_have_count(2)
    expect(page.get_by_role("link", name="方案.pdf")).to_be_visible()
    expect(page.locator(".evidence-queue .failed")).to_contain_text("“假.jpg”其实是PDF文档，不是JPEG照片。")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.evidence-photo img')].every(i => i.naturalWidth)"
    )
    assert loaded(page)
    assert visitor.overflow() == 0
    assert names(world) == ["一.jpg", "二.jpg", "方案.pdf"]
    page.get_by_role("button", name="知道了假.jpg").click()
    expect(page.locator(".evidence-queue")).to_be_hidden()


def test_photo_is_taken_out_after_being_asked_once(visit: Visit, world: District, draft: Hazard) -> None:
    page = visit(width=PHONE).sign_in(world.filer, address(draft))
    page.get_by_label(CHOOSE).set_input_files([file("一.jpg", jpeg(1)), file("二.jpg", jpeg(2))])
    expect(page.locator(".evidence-photo")).to_have_count(2)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="撤下一.jpg").click()
    expect(page.locator(".evidence-photo")).to_have_count(1)
    assert names(world) == ["二.jpg"]


def test_files_are_dragged_onto_the_page(visit: Visit, world: District, draft: Hazard) -> None:
    page = visit(width=DESK).sign_in(world.filer, address(draft))
    transfer = page.evaluate_handle(
        """async (bytes) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(bytes)], "拖.pdf", { type: "application/pdf" }));
            return transfer;
        }""",
        list(photos.PDF),
    )
    page.dispatch_event(".evidence-drop", "dragover", {"dataTransfer": transfer})
    expect(page.locator(".evidence-drop.over")).to_be_visible()
    page.dispatch_event(".evidence-drop", "drop", {"dataTransfer": transfer})
    expect(page.get_by_role("link", name="拖.pdf")).to_be_visible()
    assert names(world) == ["拖.pdf"]


def test_lost_connection_is_told_and_the_file_sent_again(
    visit: Visit, world: District, draft: Hazard
) -> None:
    page = visit(width=PHONE).sign_in(world.filer, address(draft))
    page.route("**/evidence", lambda route: route.abort())
    page.get_by_label(CHOOSE).set_input_files([file("一.jpg", jpeg(1))])
    expect(page.locator(".evidence-queue .failed")).to_contain_text("连不上服务器，没有传到。")
    page.unroute("**/evidence")
    page.get_by_role("button", name="重试一.jpg").click()
    expect(page.locator(".evidence-photo")).to_have_count(1)
    assert names(world) == ["一.jpg"]


def test_photos_are_looked_at_with_the_keyboard(visit: Visit, world: District, draft: Hazard) -> None:
    attach(world, draft, jpeg(1), "一.jpg")
    attach(world, draft, jpeg(2), "二.jpg")
    page = visit(width=DESK).sign_in(world.filer, address(draft))
    page.locator(".evidence-photo").first.focus()
    page.keyboard.press("Enter")
    viewer = page.get_by_role("dialog", name="照片")
    expect(viewer).to_contain_text("一.jpg")
    page.keyboard.press("ArrowRight")
    expect(viewer).to_contain_text("二.jpg")
    expect(viewer.get_by_role("img")).to_have_attribute("alt", "发现时照片 二.jpg")
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(page.locator(".evidence-photo").nth(1)).to_be_focused()


def test_choosing_files_is_reached_by_keyboard(visit: Visit, world: District, draft: Hazard) -> None:
    page = visit(width=DESK).sign_in(world.filer, address(draft))
    page.get_by_label(CHOOSE).focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    assert chooser.value.is_multiple()


def test_without_scripts_the_form_sends_several_files(
    chromium: Browser, visit: Visit, live_server: LiveServer, world: District, draft: Hazard
) -> None:
    cookies = visit().sign_in(world.filer).context.cookies()
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": PHONE, "height": 844}
    )
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address(draft))
    page.locator("input[name=files]").set_input_files(
        [file("一.jpg", jpeg(1)), file("假.jpg", photos.PDF), file("二.jpg", jpeg(2))]
    )
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.get_by_text("已上传2个文件：一.jpg、二.jpg。")).to_be_visible()
    expect(page.get_by_text("“假.jpg”其实是PDF文档，不是JPEG照片。")).to_be_visible()
    context.close()
    assert names(world) == ["一.jpg", "二.jpg"]


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_photo_used_before_is_marked(visit: Visit, world: District, width: int, tmp_path: Path) -> None:
    with scope(world.tenant.pk):
        first = drafted(world)
    attach(world, first, jpeg(1), "现场.jpg")
    with scope(world.tenant.pk):
        number = step(world.filer, first, "file").number
        second = drafted(world)
    attach(world, second, photos.saved(photos.scene(1).resize((640, 480)), quality=70), "又一张.jpg")
    visitor = visit(width=width)
    page = visitor.sign_in(world.filer, address(second))
    expect(page.get_by_role("link", name=f"与{number}的发现时照片几乎相同")).to_be_visible()
    assert visitor.overflow() == 0


def attach(district: District, hazard: Hazard, content: bytes, name: str) -> None:
    with scope(district.tenant.pk):
        evidence.attach(
            actor=district.filer,
            hazard_id=hazard.pk,
            stage=Stage.FOUND,
            name=name,
            content=content,
            at=FOUND_AT,
        )
