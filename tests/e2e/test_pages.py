"""Every page of every role fits its window, breaks no content policy, and refuses in words."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PASSWORD
from tests.e2e.visitor import DESK, PHONE, Visit
from tests.factories import District, make_tenant, user_of

pytestmark = pytest.mark.e2e

PAGES = {
    "filer": [
        "/licheng/unit/",
        "/licheng/periods/now/form/{town}/",
        "/licheng/me",
        "/licheng/periods/2023-09/form/{town}/",
    ],
    "reviewer": [
        "/licheng/periods/now/board",
        "/licheng/periods/now/import/",
        "/licheng/periods/",
        "/licheng/periods/2023-09/",
        "/licheng/periods/now/",
        "/licheng/ranking/",
    ],
    "leader": ["/licheng/ranking/", "/licheng/periods/", "/licheng/periods/2023-09/form/{town}/"],
}


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("who", list(PAGES))
def test_pages_fit_the_window(visit: Visit, filing: District, who: str, width: int) -> None:
    visitor = visit(width=width)
    page = visitor.sign_in(getattr(filing, who))
    for path in PAGES[who]:
        response = page.goto(path.format(town=filing.town.pk))
        assert response is not None
        assert response.status == 200, path
        assert visitor.overflow() == 0, path


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_I3_foreign_tenant_gets_a_designed_page(visit: Visit, filing: District, width: int) -> None:
    make_tenant("hanjiang")
    visitor = visit(width=width)
    page = visitor.sign_in(filing.filer)
    response = page.goto("/hanjiang/periods/")
    assert response is not None
    assert response.status == 404
    expect(page.locator("h2")).to_have_text("没有找到")
    assert visitor.overflow() == 0
    page.get_by_role("link", name="回到首页").click()
    page.wait_for_url("**/licheng/unit/")


def test_page_without_permission_says_whom_it_is_for(visit: Visit, filing: District) -> None:
    page = visit().sign_in(filing.filer)
    page.goto("/licheng/periods/now/board")
    expect(page.locator("[role=alert]")).to_contain_text("由安委办和管理员使用")


def test_everything_is_reached_by_keyboard(visit: Visit, filing: District) -> None:
    page = visit().sign_in(filing.reviewer)
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    seen = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.textContent.trim()"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert {"清患", "调度", "期次", "看板"} <= seen


def test_first_password_is_asked_for_and_set(visit: Visit, filing: District) -> None:
    user = user_of(filing.leader)
    user.must_change_password = True
    user.save()
    page = visit(width=PHONE).sign_in_by_form(filing.leader, PASSWORD)
    expect(page.locator("h2")).to_have_text("首次登录，请设置自己的密码")
    page.get_by_label("原密码").fill(PASSWORD)
    page.get_by_label("新密码", exact=True).fill("da-he-shang-xia")
    page.get_by_label("再输一遍新密码").fill("da-he-shang-xia")
    page.get_by_role("button", name="设置密码").click()
    page.wait_for_url("**/licheng/ranking/")


def test_person_menu_opens_and_signs_out(visit: Visit, filing: District) -> None:
    page = visit().sign_in(filing.filer)
    page.locator(".person summary").click()
    page.keyboard.press("Escape")
    expect(page.locator(".person-menu")).to_be_hidden()
    page.locator(".person summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login")
