"""A standard is revised in the browser, from the desk and fitting the phone, and advice follows at once."""

import pytest
from playwright.sync_api import Page, expect

from hazards.models import Standard
from tests.e2e.visitor import DESK, PHONE, Visit
from tests.factories import District
from tests.revisions import drafted_standard, keeping
from units.scoping import scope

pytestmark = pytest.mark.e2e
OLD = "/licheng/standards/gongmao-2023/"


@pytest.fixture
def shelf(shelf: District) -> District:
    """A district that keeps the library."""
    keeping(shelf)
    return shelf


def type_outline(page: Page) -> None:
    """As a clerk does: heads by button, facts line by line; the indentation comes by itself."""
    page.get_by_label("条件", exact=True).click()
    page.get_by_role("button", name="同时满足").click()
    page.keyboard.type("激光切割车间未设置防护隔离")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="满足其一").click()
    page.keyboard.type("未张贴激光辐射警示牌")
    page.keyboard.press("Enter")
    page.keyboard.type("警示牌被遮挡")


def test_standard_is_revised_published_and_advised_on(visit: Visit, shelf: District) -> None:
    page = visit().sign_in(shelf.admin, OLD)
    page.get_by_role("button", name="修订为新版本").click()
    expect(page.get_by_role("heading", name="条款 65 条")).to_be_visible()
    page.get_by_label("施行日期").fill("2024-06-01")
    page.get_by_role("button", name="保存基本信息").click()
    page.get_by_role("link", name="增加一条").click()
    page.get_by_label("条号").fill("第十四条")
    type_outline(page)
    expect(page.locator("#conditions-preview")).to_contain_text("满足以下 2 项之一")
    assert page.get_by_label("条件", exact=True).input_value() == (
        "同时满足：\n  激光切割车间未设置防护隔离\n  满足其一：\n    未张贴激光辐射警示牌\n    警示牌被遮挡"
    )
    page.get_by_role("button", name="存入草稿").click()
    page.get_by_role("link", name="与前一版对照").click()
    expect(page.locator(".lead-line")).to_contain_text("不变 65 条，改动 0 条，新增 1 条，删去 0 条")
    page.go_back()
    page.get_by_role("button", name="发布").click()
    page.get_by_role("dialog").get_by_role("button", name="发布").click()
    expect(page.get_by_text("已发布，2024年6月1日起按它判定")).to_be_visible()
    page.goto("/licheng/judge/?on=2024-06-01&sector=工贸&description=激光切割车间没设防护隔离，警示牌被遮挡")
    expect(page.locator(".suggestion").first).to_contain_text("第十四条")


def test_what_cannot_be_read_is_said_while_typing(visit: Visit, shelf: District) -> None:
    with scope(shelf.tenant.pk):
        draft = drafted_standard(shelf.admin)
    page = visit().sign_in(shelf.admin, f"/licheng/standards/{draft.code}/clauses/new")
    page.get_by_label("条件", exact=True).fill("同时满足：\n  甲")
    expect(page.locator("#conditions-preview")).to_contain_text("第1行：“同时满足：”下面至少要有两项")
    page.get_by_label("条件", exact=True).fill("甲")
    page.get_by_role("button", name="右移一层").click()
    assert page.get_by_label("条件", exact=True).input_value() == "  甲"
    page.get_by_role("button", name="左移一层").click()
    assert page.get_by_label("条件", exact=True).input_value() == "甲"


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_pages_of_the_editor_fit_the_window(visit: Visit, shelf: District, width: int) -> None:
    with scope(shelf.tenant.pk):
        draft = drafted_standard(shelf.admin)
    clause = draft.criteria.get().pk
    visitor = visit(width=width)
    page = visitor.sign_in(shelf.admin)
    own = f"/licheng/standards/{draft.code}"
    for path in (
        "/licheng/standards/",
        "/licheng/standards/new",
        f"{own}/edit",
        f"{own}/clauses/{clause}/",
        f"{OLD}diff",
    ):
        response = page.goto(path)
        assert response is not None
        assert response.status == 200, path
        assert visitor.overflow() == 0, path
    assert Standard.objects.drafts().count() == 1
