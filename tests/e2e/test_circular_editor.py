"""The editor of a circular in the browser: writing, figures, numbers, two at once, a lost connection, a phone."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from notices.content import Text, Typed
from notices.models import Circular
from notices.selectors import editing as reads
from tests.e2e.visitor import DESK, PHONE, Visit
from tests.factories import CUTOFF, District
from tests.notices.drafted import drafted, first_paragraph, write
from units.scoping import scope

pytestmark = pytest.mark.e2e
SAVED = re.compile("已保存")


@pytest.fixture
def circular(world: District) -> Circular:
    with scope(world.tenant.pk):
        return drafted(world)


def address(circular: Circular, name: str = "edit") -> str:
    return f"/licheng/circulars/{circular.pk}/{name}"


def opening(page: Page) -> Locator:
    return page.locator('.ed-block[data-kind="paragraph"] .ed-words').first


def at_end(page: Page, words: Locator) -> None:
    """The caret behind the last word of a line."""
    words.evaluate(
        "words => { words.focus(); const at = getSelection(); at.selectAllChildren(words); at.collapseToEnd(); }"
    )


def stored(world: District, circular: Circular) -> str:
    with scope(world.tenant.pk):
        return Circular.objects.get(pk=circular.pk).document.text


def test_typed_number_is_flagged_and_becomes_a_figure(
    visit: Visit, world: District, circular: Circular
) -> None:
    page = visit().sign_in(world.reviewer, address(circular))
    expect(page.locator("#check-state")).to_have_text("全部数字有据")
    at_end(page, opening(page))
    page.keyboard.type("另有20条。")
    expect(page.locator("#check-state")).to_have_text("1 处待处理")
    page.locator("#findings").get_by_role("button", name="换成指标").first.click()
    expect(page.locator("#check-state")).to_have_text("全部数字有据")
    expect(opening(page).locator(".ed-chip[data-figure]")).to_have_text("20条")
    page.keyboard.type("左右")
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert "另有20条左右。" in stored(world, circular)


def test_figure_is_put_in_by_keyboard_and_taken_out_again(
    visit: Visit, world: District, circular: Circular
) -> None:
    page = visit().sign_in(world.reviewer, address(circular))
    at_end(page, opening(page))
    page.keyboard.type("共/")
    expect(page.locator("#pick")).to_be_visible()
    page.keyboard.type("一般隐患排查")
    page.keyboard.press("Enter")
    chip = opening(page).locator(".ed-chip[data-figure]")
    expect(chip).to_have_attribute("data-figure", "general.found")
    expect(opening(page)).to_have_text(re.compile("共20条"))
    chip.click()
    expect(page.locator('.figure-item[data-key="general.found"] .figure-detail')).to_be_visible()
    page.keyboard.press("Delete")
    expect(chip).to_have_count(0)
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert "20条" not in stored(world, circular).split("通报如下")[1].split("一、")[0]


def test_paragraphs_are_split_joined_moved_and_removed(
    visit: Visit, world: District, circular: Circular
) -> None:
    page = visit().sign_in(world.reviewer, address(circular))
    at_end(page, opening(page))
    page.keyboard.press("Enter")
    page.keyboard.type("<b>新的一段</b>")
    page.locator("#block-kind").select_option("heading_2")
    fresh = page.locator(".ed-block[data-id^=own-]")
    expect(fresh).to_have_attribute("data-kind", "heading_2")
    fresh.locator(".ed-words").click()
    page.get_by_role("button", name="上移").click()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    text = stored(world, circular)
    assert text.index("<b>新的一段</b>") < text.index("为扎实推进")
    page.get_by_role("button", name="删这段").click()
    expect(fresh).to_have_count(0)
    page.get_by_role("button", name="恢复刚删的").click()
    expect(fresh).to_have_count(1)
    page.get_by_role("button", name="删这段").click()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    page.goto(address(circular, ""))
    assert "新的一段" not in page.locator(".paper").inner_text()


def test_pasted_markup_becomes_words_of_one_line(visit: Visit, world: District, circular: Circular) -> None:
    page = visit().sign_in(world.reviewer, address(circular))
    at_end(page, opening(page))
    opening(page).evaluate(
        """words => {
          const data = new DataTransfer();
          data.setData("text/html", "<img src=x onerror=alert(1)>");
          data.setData("text/plain", "第一行\\n第二行");
          words.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    expect(opening(page)).to_have_text(re.compile("第一行第二行"))
    assert page.locator(".ed-words img").count() == 0


def test_number_is_kept_with_a_reason(visit: Visit, world: District, circular: Circular) -> None:
    page = visit().sign_in(world.reviewer, address(circular))
    at_end(page, opening(page))
    page.keyboard.type("另有7731处。")
    page.get_by_role("button", name="写明理由并保留").click()
    page.locator("#accept-reason").fill("现场统计")
    page.locator("#accept").get_by_role("button", name="保留").click()
    expect(page.locator("#findings")).to_contain_text("保留：现场统计")
    expect(page.locator("#check-state")).to_have_text("全部数字有据")
    page.get_by_role("link", name="改好了").click()
    expect(page.locator("main")).to_contain_text("保留：现场统计")


def test_I7_words_survive_a_lost_connection(visit: Visit, world: District, circular: Circular) -> None:
    page = visit().sign_in(world.reviewer, address(circular))
    refused: list[Route] = []

    def refuse(route: Route) -> None:
        refused.append(route)
        route.abort()

    page.route("**/save", refuse)
    at_end(page, opening(page))
    page.keyboard.type("断线时写的。")
    expect(page.locator("#save-state")).to_contain_text("已留在本机")
    page.unroute("**/save")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(opening(page)).to_have_text(re.compile("断线时写的。"))
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert refused
    assert "断线时写的。" in stored(world, circular)


@pytest.mark.parametrize(
    ("choice", "kept", "gone"), [("采用我的", "我写的", "别人写的"), ("采用已保存的", "别人写的", "我写的")]
)
def test_I7_of_two_who_write_one_is_asked(
    visit: Visit, world: District, circular: Circular, choice: str, kept: str, gone: str
) -> None:
    page = visit().sign_in(world.reviewer, address(circular))
    expect(page.locator("#check-state")).to_have_text("全部数字有据")
    with scope(world.tenant.pk):
        write(world.system, circular, "别人写的", at=CUTOFF + timedelta(hours=1))
    at_end(page, opening(page))
    page.keyboard.type("我写的")
    expect(page.locator("#conflict")).to_be_visible()
    expect(page.locator("#conflict")).to_contain_text("系统在01:00改过这份文稿")
    page.get_by_role("button", name=choice).click()
    expect(opening(page)).to_have_text(re.compile(kept))
    expect(page.locator("#conflict")).to_be_hidden()
    if choice == "采用我的":
        expect(page.locator("#save-state")).to_have_text(SAVED)
    text = stored(world, circular)
    assert (kept in text, gone in text) == (True, False)


def test_decision_after_writing_again_is_taken(visit: Visit, world: District, circular: Circular) -> None:
    with scope(world.tenant.pk):
        write(world.reviewer, circular, "我写的")
        block = first_paragraph(reads.stored(Circular.objects.get()))
        base = Circular.objects.get().base
        item = next(each for each in base["blocks"] if each["id"] == block.id)
        item["parts"] = [{"text": "机器的新写法。"}]
        base["pending"] = {"changed": [block.id], "renewed": {"general.found": "19条"}}
        Circular.objects.update(base=base)
    page = visit().sign_in(world.reviewer, address(circular))
    expect(page.locator("#renewed")).to_contain_text("19条 → 20条")
    page.get_by_role("button", name="知道了").click()
    page.get_by_role("button", name="采用新写法").click()
    expect(opening(page)).to_have_text("机器的新写法。")
    expect(page.locator("#save-state")).to_have_text(SAVED)
    with scope(world.tenant.pk):
        saved = Circular.objects.get()
        assert first_paragraph(reads.stored(saved)).parts == (Text("机器的新写法。"),)
        assert "pending" not in saved.base
        assert not any(isinstance(part, Typed) for part in first_paragraph(reads.stored(saved)).parts)


@pytest.mark.parametrize("name", ["", "edit", "history", "compare"])
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_pages_fit_their_windows(
    visit: Visit, world: District, circular: Circular, name: str, width: int
) -> None:
    visitor = visit(width)
    page = visitor.sign_in(world.reviewer, address(circular, name))
    expect(page.locator("h1")).to_be_visible()
    assert visitor.overflow() == 0
