"""The standards library and the judgment assistant in the browser, at a desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visitor import DESK, PHONE, Visit
from tests.factories import District

pytestmark = pytest.mark.e2e
JUDGE = "/licheng/judge/?on=2023-09-01"
SIGN = "有限空间未设置安全警示标志"


def describe(page: Page, words: str) -> None:
    page.get_by_label("看到了什么").fill("")
    page.get_by_label("看到了什么").press_sequentially(words)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_pages_of_the_library_fit_the_window(visit: Visit, shelf: District, width: int) -> None:
    visitor = visit(width=width)
    page = visitor.sign_in(shelf.filer)
    for path in (
        "/licheng/standards/",
        "/licheng/standards/?q=有限空间",
        "/licheng/standards/xiaofang-2017/",
        f"{JUDGE}&description={SIGN}&clause=gongmao-2023-13-1",
    ):
        response = page.goto(path)
        assert response is not None
        assert response.status == 200, path
        assert visitor.overflow() == 0, path


def test_standard_is_found_and_read(visit: Visit, shelf: District) -> None:
    page = visit().sign_in(shelf.filer, "/licheng/unit/")
    page.get_by_role("link", name="标准", exact=True).click()
    page.get_by_label("查找").fill("有限空间 台账")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="第十三条第（一）项").click()
    expect(page.locator(".clause:target")).to_contain_text("同时满足以下 3 项")
    expect(page.locator(".clause:target mark").first).to_have_text("有限空间")


def test_library_is_reached_on_a_phone(visit: Visit, shelf: District) -> None:
    page = visit(width=PHONE).sign_in(shelf.filer, "/licheng/me")
    page.get_by_role("link", name="标准", exact=True).click()
    page.get_by_role("link", name="判定助手").click()
    expect(page.get_by_label("看到了什么")).to_be_visible()


@pytest.mark.parametrize(
    ("words", "warning"),
    [
        (SIGN, "三个条件须同时具备"),
        ("作业现场未见有限空间作业审批手续", "现场未见审批单不等于没有审批"),
        ("焊工的特种作业操作证未按期复审", "只是未按期复审"),
    ],
)
def test_three_misreadings_are_caught_while_typing(
    visit: Visit, shelf: District, words: str, warning: str
) -> None:
    page = visit().sign_in(shelf.filer, JUDGE)
    describe(page, words)
    expect(page.locator("#advice .caution")).to_contain_text(warning)
    expect(page.locator("#advice .caution")).to_contain_text("巴南安委〔2023〕24号")
    page.reload()
    expect(page.get_by_label("看到了什么")).to_have_value(words)


def test_standards_wording_is_put_in_and_taken_back(visit: Visit, shelf: District) -> None:
    page = visit().sign_in(shelf.filer, JUDGE)
    describe(page, SIGN)
    page.get_by_role("link", name="用标准原文").click()
    field = page.get_by_label("看到了什么")
    expect(field).to_have_value("未对有限空间进行辨识、建立安全管理台账，并且未设置明显的安全警示标志的")
    expect(page.locator("#advice .caution")).to_have_count(0)
    page.get_by_role("button", name="换回我写的").click()
    expect(field).to_have_value(SIGN)
    expect(page.locator("#advice .caution")).to_have_count(1)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_verdict_changes_with_each_answer(visit: Visit, shelf: District, width: int) -> None:
    page = visit(width=width).sign_in(shelf.filer, JUDGE)
    describe(page, SIGN)
    page.locator(".suggestion", has_text="第十三条第（一）项").get_by_role("link", name="逐项核对").click()
    verdict = page.locator("#verdict")
    expect(verdict).to_contain_text("还不能定")
    for number, said in enumerate(["还需同时满足", "还需同时满足：未设置明显的安全警示标志", "构成"]):
        page.locator(".ask").nth(number).get_by_label("是", exact=True).check()
        expect(verdict).to_contain_text(said)
    page.locator(".ask").nth(1).get_by_label("否", exact=True).check()
    expect(verdict).to_contain_text("下列条件不满足：未建立有限空间安全管理台账")
