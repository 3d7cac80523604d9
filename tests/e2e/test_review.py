"""The review desk in the browser: by keyboard, by two people at once, on a phone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hazards.life import Status
from hazards.models import Criterion, Hazard
from hazards.services import ledger
from tests.e2e.visitor import DESK, PHONE, Visit
from tests.factories import District, make_actor
from tests.hazards.reviewing import MISREAD, OTHERWISE, claimed, waiting
from tests.ledgers import FILED_AT, drafted, make_enterprise, step
from units.enums import Role
from units.scoping import scope

pytestmark = pytest.mark.e2e
REVIEW = "/licheng/review/"


def sound(district: District, number: int) -> list[Hazard]:
    """So many records nothing speaks against, judged by a clause of the library."""
    with scope(district.tenant.pk):
        return [waiting(district, **law()) for _ in range(number)]


def law() -> dict[str, Any]:
    """A clause of two conditions, as the tests' answers answer them."""
    return {"criterion": Criterion.objects.get(code="gongmao-2023-11-7"), "sector": "工贸"}


def status(district: District, hazard: Hazard) -> Status:
    with scope(district.tenant.pk):
        return Status(Hazard.objects.get(pk=hazard.pk).status)


def opened(page: Page, hazard: Hazard) -> None:
    """The record is open and its row marked."""
    expect(page.locator("#opened")).to_contain_text(f"{hazard} 全部记录")
    expect(page.locator('.desk-row > a[aria-current="true"]')).to_have_attribute(
        "href", re.compile(f"/review/{hazard.pk}/")
    )


def test_reviewer_decides_by_keyboard_alone(visit: Visit, shelf: District) -> None:
    first, second, third, fourth = sound(shelf, 4)
    page = visit().sign_in(shelf.reviewer, REVIEW)
    opened(page, first)
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    opened(page, second)
    page.keyboard.press("r")
    page.keyboard.type("arj照片不清，请重拍")
    page.keyboard.press("Enter")
    expect(page.locator(".notice-green")).to_contain_text(f"{second}")
    opened(page, third)
    page.keyboard.press("j")
    opened(page, fourth)
    page.keyboard.press("k")
    opened(page, third)
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    opened(page, fourth)
    made = [status(shelf, each) for each in (first, second, third, fourth)]
    assert made == [Status.RECTIFYING, Status.RETURNED, Status.EXCLUDED, Status.FILED]
    with scope(shelf.tenant.pk):
        second.refresh_from_db()
        third.refresh_from_db()
    assert second.review_reason == "arj照片不清，请重拍"
    assert (third.exclusion, third.review_reason[:5]) == ("criterion_not_met", "按所选条款")


def test_keys_are_shown_and_reason_is_asked_for(visit: Visit, shelf: District) -> None:
    (hazard,) = sound(shelf, 1)
    page = visit().sign_in(shelf.reviewer, REVIEW)
    page.keyboard.press("?")
    expect(page.locator("#keys-dialog")).to_contain_text("正在输入文字时，快捷键不起作用")
    page.keyboard.press("Enter")
    expect(page.locator("#keys-dialog")).to_be_hidden()
    page.keyboard.press("x")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#exclude-dialog")).to_contain_text("请选择不纳入的原因")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.get_by_role("button", name="缺佐证").click()
    page.keyboard.press("Enter")
    expect(page.locator(".notice-green")).to_contain_text("已退回")
    assert status(shelf, hazard) is Status.RETURNED


def test_several_are_chosen_and_accepted_by_keyboard(visit: Visit, shelf: District) -> None:
    first, second, third = sound(shelf, 3)
    page = visit().sign_in(shelf.reviewer, REVIEW)
    opened(page, first)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    opened(page, second)
    page.keyboard.press("ArrowDown")
    opened(page, third)
    page.keyboard.press("Space")
    expect(page.locator("[data-batch]")).to_have_text(re.compile(r"通过选中的\s*2\s*条"))
    page.keyboard.press("b")
    expect(page.locator("#batch-dialog")).to_contain_text("不能再退回或不纳入")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("通过了 2 条")
    assert [status(shelf, each) for each in (first, second, third)] == [
        Status.RECTIFYING,
        Status.FILED,
        Status.RECTIFYING,
    ]


def test_chosen_stay_chosen_while_another_is_decided(visit: Visit, shelf: District) -> None:
    first, second, third = sound(shelf, 3)
    page = visit().sign_in(shelf.reviewer, REVIEW)
    page.get_by_label(f"选中{first}").check()
    page.get_by_label(f"选中{third}").check()
    page.goto(f"{REVIEW}{second.pk}/")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    opened(page, third)
    expect(page.get_by_label(f"选中{first}")).to_be_checked()
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("通过了 2 条")
    page.get_by_role("link", name="继续审核").click()
    expect(page.get_by_role("heading", name="都审完了")).to_be_visible()


def test_of_two_reviewers_one_wins_and_the_other_is_told(visit: Visit, shelf: District) -> None:
    first, second = sound(shelf, 2)
    with scope(shelf.tenant.pk):
        colleague = make_actor("colleague", Role.REVIEWER)
    here, there = visit().sign_in(shelf.reviewer, REVIEW), visit().sign_in(colleague, REVIEW)
    for page in (here, there):
        opened(page, first)
    there.keyboard.press("r")
    there.keyboard.type("请补充检测报告")
    here.keyboard.press("a")
    here.keyboard.press("Enter")
    opened(here, second)
    there.keyboard.press("Enter")
    opened(there, second)
    told = there.locator(".notice-amber").first
    expect(told).to_contain_text(f"{first}刚由{shelf.reviewer.name}办理“审核通过”")
    expect(told).to_contain_text("您写的原因：请补充检测报告")
    assert status(shelf, first) is Status.RECTIFYING


@pytest.mark.parametrize(("words", "code"), MISREAD.items())
def test_three_misreadings_are_caught_at_review(visit: Visit, shelf: District, words: str, code: str) -> None:
    """Though their filer has answered every condition with yes."""
    with scope(shelf.tenant.pk):
        filed = claimed(shelf, words, Criterion.objects.get(code=code))
    page = visit().sign_in(shelf.reviewer, REVIEW)
    row = page.locator(".desk-row").first
    expect(row).to_contain_text("可能误判")
    expect(row.locator("[name=chosen]")).to_be_disabled()
    expect(page.locator("#opened .caution")).to_contain_text("巴南安委〔2023〕24号")
    page.keyboard.press("x")
    page.get_by_role("button", name="误判").click()
    expect(page.get_by_role("radio", name="不符合判定标准")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="都审完了")).to_be_visible()
    assert status(shelf, filed) is Status.EXCLUDED


def test_what_was_changed_after_a_return_is_marked(visit: Visit, shelf: District) -> None:
    (hazard,) = sound(shelf, 1)
    with scope(shelf.tenant.pk):
        returned = step(shelf.reviewer, hazard, "return", reason="没有写清位置")
        moved = ledger.edit_hazard(
            actor=shelf.filer,
            hazard_id=returned.pk,
            version=returned.version,
            entries={"place": "污水处理站二车间"},
            at=FILED_AT,
        )
        step(shelf.filer, moved, "file")
    page = visit().sign_in(shelf.reviewer, REVIEW)
    expect(page.locator(".desk-row")).to_contain_text("再次报送")
    expect(page.locator(".desk-again")).to_contain_text("没有写清位置")
    expect(page.locator(".desk-again ins")).to_have_text("二车间")


def test_browsers_back_button_leads_to_the_record_before(visit: Visit, shelf: District) -> None:
    first, second = sound(shelf, 2)
    page = visit().sign_in(shelf.reviewer, f"{REVIEW}{first.pk}/")
    page.locator(".desk-row > a").nth(1).click()
    opened(page, second)
    page.go_back()
    opened(page, first)
    page.keyboard.press("j")
    opened(page, second)


def test_on_a_phone_queue_and_record_are_two_screens(visit: Visit, shelf: District) -> None:
    first, second = sound(shelf, 2)
    page = visit(width=PHONE).sign_in(shelf.reviewer, REVIEW)
    expect(page.locator("#opened")).to_be_hidden()
    page.locator(".desk-row > a").nth(1).click()
    expect(page.locator("#opened")).to_contain_text(f"{second} 全部记录")
    expect(page.locator(".desk-queue")).to_be_hidden()
    page.get_by_role("button", name="审核通过").click()
    page.locator("#accept-dialog").get_by_role("button", name="审核通过").click()
    expect(page.locator("#opened")).to_contain_text(f"{first} 全部记录")
    page.get_by_role("link", name="返回待审列表").click()
    expect(page.locator(".desk-queue")).to_be_visible()
    assert status(shelf, second) is Status.RECTIFYING


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_desk_fits_the_window(visit: Visit, shelf: District, width: int) -> None:
    with scope(shelf.tenant.pk):
        enterprise = make_enterprise("名称特别长的企业" * 6)
        long = waiting(shelf, enterprise=enterprise, description="LONGWORD" * 40, **law())
        waiting(shelf, enterprise=enterprise, description="LONGWORD" * 41, **law())
        step(shelf.filer, drafted(shelf, enterprise=enterprise, **law()), "file", at=shelf.period.cutoff_at)
    visitor = visit(width=width)
    page = visitor.sign_in(shelf.reviewer)
    for path in (REVIEW, f"{REVIEW}{long.pk}/", f"{REVIEW}?sector=消防"):
        page.goto(path)
        assert visitor.overflow() == 0, path


def test_what_nothing_speaks_against_is_not_doubted(visit: Visit, shelf: District) -> None:
    (hazard,) = sound(shelf, 1)
    page = visit().sign_in(shelf.reviewer, REVIEW)
    opened(page, hazard)
    expect(page.locator("#opened .wording").last).to_contain_text(OTHERWISE)
    expect(page.locator(".desk-row [name=chosen]")).to_be_enabled()
    expect(page.locator(".caution")).to_have_count(0)
