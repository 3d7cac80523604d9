"""A unit files from a phone; what was typed survives a lost connection and a colleague's edit."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from reports.models import Submission
from tests.e2e.conftest import PASSWORD
from tests.e2e.visitor import PHONE, Visit
from tests.factories import District
from units.scoping import scope

pytestmark = pytest.mark.e2e


def form_of(district: District) -> str:
    return f"/licheng/periods/now/form/{district.town.pk}/"


def stored(district: District) -> Submission:
    with scope(district.tenant.pk):
        return Submission.objects.get(period__label="now", unit=district.town)


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_text(re.compile(r"已保存 \d\d:\d\d"), timeout=15_000)


def fill(page: Page, **entries: str) -> None:
    for code, text in entries.items():
        page.fill(f"#v-{code}", text)


def test_filed_from_a_phone(visit: Visit, filing: District) -> None:
    filer = visit(width=PHONE)
    page = filer.sign_in_by_form(filing.filer, PASSWORD)
    expect(page.locator(".duty-left")).to_contain_text("还有")
    page.get_by_role("link", name="开始填报").tap()
    fill(page, general_found="5", general_rectified="7", penalty_count="2", penalty_amount="1.5")
    expect(page.locator("[data-problem-count]")).to_have_text("1 处要改")
    fill(page, general_rectified="５")
    expect(page.locator("[data-no-problems]")).to_be_visible()
    saved(page)
    assert filer.overflow() == 0
    page.get_by_role("button", name="提请审核").tap()
    expect(page.locator(".notice-green")).to_contain_text("已提请单位负责人审核")

    head = visit(width=PHONE)
    page = head.sign_in(filing.head)
    page.get_by_role("link", name="去审核签字").tap()
    page.get_by_role("button", name="签字并报送").tap()
    expect(page.locator("h1")).to_contain_text("已按时报送")
    assert stored(filing).values["general_rectified"] == "5"
    assert stored(filing).signed_by_id == filing.head.user_id


def test_keyboard_walks_through_the_fields(visit: Visit, filing: District) -> None:
    page = visit().sign_in(filing.filer, form_of(filing))
    page.focus("#v-general_found")
    page.keyboard.type("3")
    for key, reached in (
        ("Enter", "general_rectified"),
        ("ArrowDown", "penalty_count"),
        ("ArrowUp", "general_rectified"),
    ):
        page.keyboard.press(key)
        expect(page.locator(f"#v-{reached}")).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#v-general_found")).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    saved(page)


def test_problem_in_the_list_leads_to_its_field(visit: Visit, filing: District) -> None:
    page = visit().sign_in(filing.filer, form_of(filing))
    fill(page, penalty_amount="14", penalty_count="0")
    page.locator(".problem-menu summary").click()
    page.get_by_role("link", name=re.compile("罚款金额”14万元")).click()
    expect(page.locator("#v-penalty_amount")).to_be_focused()
    expect(page.locator("#row-penalty_amount .entry-problem")).to_contain_text("请改正其中一项")


def test_unreadable_entry_is_kept_on_screen_but_not_stored(visit: Visit, filing: District) -> None:
    page = visit().sign_in(filing.filer, form_of(filing))
    fill(page, general_found="12a", penalty_count="4")
    expect(page.locator("#save-state")).to_contain_text("1 项填得不对，没有保存")
    assert stored(filing).values == {"penalty_count": "4"}
    fill(page, general_found="12")
    saved(page)
    assert stored(filing).values == {"general_found": "12", "penalty_count": "4"}


def test_I7_lost_connection_loses_nothing(visit: Visit, filing: District) -> None:
    visitor = visit()
    page = visitor.sign_in(filing.filer, form_of(filing))
    visitor.context.set_offline(True)
    fill(page, general_found="9")
    expect(page.locator("#save-state")).to_contain_text("已留在本机")
    page.close()
    visitor.context.set_offline(False)
    again = visitor.open()
    again.goto(form_of(filing))
    expect(again.locator("#v-general_found")).to_have_value("9")
    saved(again)
    assert stored(filing).values == {"general_found": "9"}


def test_connection_that_comes_back_is_used_at_once(visit: Visit, filing: District) -> None:
    visitor = visit()
    page = visitor.sign_in(filing.filer, form_of(filing))
    visitor.context.set_offline(True)
    fill(page, general_found="9")
    expect(page.locator("#save-state")).to_contain_text("正在重试")
    visitor.context.set_offline(False)
    saved(page)


@pytest.mark.parametrize(("choice", "kept"), [("采用我填的", "8"), ("采用已保存的", "7")])
def test_two_people_on_one_form_are_told(visit: Visit, filing: District, choice: str, kept: str) -> None:
    mine = visit().sign_in(filing.filer, form_of(filing))
    theirs = visit().sign_in(filing.head, form_of(filing))
    fill(theirs, general_found="7")
    saved(theirs)
    fill(mine, general_found="8")
    dialog = mine.locator("#conflict")
    expect(dialog).to_contain_text("刚被")
    expect(dialog.locator("tbody")).to_contain_text("7")
    expect(dialog.locator("tbody")).to_contain_text("8")
    mine.keyboard.press("Escape")
    dialog.get_by_role("button", name=choice).click()
    expect(mine.locator("#v-general_found")).to_have_value(kept)
    expect(mine.locator("#save-state")).not_to_contain_text("正在")
    assert stored(filing).values == {"general_found": kept}


def test_two_people_on_different_fields_do_not_disturb_each_other(visit: Visit, filing: District) -> None:
    mine = visit().sign_in(filing.filer, form_of(filing))
    theirs = visit().sign_in(filing.head, form_of(filing))
    fill(theirs, general_found="7")
    saved(theirs)
    fill(mine, penalty_count="3")
    saved(mine)
    expect(mine.locator("#v-general_found")).to_have_value("7")
    expect(mine.locator("#conflict")).to_be_hidden()
    assert stored(filing).values == {"general_found": "7", "penalty_count": "3"}


def test_I7_save_whose_answer_got_lost_is_not_a_conflict(visit: Visit, filing: District) -> None:
    page = visit().sign_in(filing.filer, form_of(filing))

    def lose_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/values", lose_answer, times=1)
    fill(page, general_found="9")
    expect(page.locator("#save-state")).to_contain_text("正在重试")
    saved(page)
    expect(page.locator("#conflict")).to_be_hidden()
    assert stored(filing).values == {"general_found": "9"}


def test_draft_left_behind_does_not_overwrite_later_work(visit: Visit, filing: District) -> None:
    visitor = visit()
    page = visitor.sign_in(filing.filer, form_of(filing))
    visitor.context.set_offline(True)
    fill(page, general_found="9")
    expect(page.locator("#save-state")).to_contain_text("已留在本机")
    page.goto("about:blank")
    head = visit().sign_in(filing.head, form_of(filing))
    fill(head, general_found="7")
    saved(head)
    visitor.context.set_offline(False)
    page.goto(form_of(filing))
    expect(page.locator("#conflict")).to_contain_text("本机留有上次没有保存的内容")
    page.get_by_role("button", name="采用已保存的").click()
    expect(page.locator("#v-general_found")).to_have_value("7")
    page.reload()
    expect(page.locator("#v-general_found")).to_have_value("7")
    assert stored(filing).values == {"general_found": "7"}


def test_I12_nil_is_declared_in_the_browser(visit: Visit, filing: District) -> None:
    page = visit(width=PHONE).sign_in(filing.filer, form_of(filing))
    page.get_by_role("button", name="零报送").tap()
    page.get_by_role("button", name="确认零报送").tap()
    expect(page.locator(".notice-green").first).to_contain_text("零报送")
    assert stored(filing).nil
