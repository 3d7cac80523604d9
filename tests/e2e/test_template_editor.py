"""The editor of templates in the browser: faults as one types, names inserted by a click, words kept."""

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visit
from tests.factories import District

pytestmark = pytest.mark.e2e
EDITOR = "/licheng/circular-templates/monthly/"
OWN = "标题：{@period}通报\n\n现通报如下。\n累计排查一般隐患{general.found}。\n"


def test_fault_is_marked_as_one_types_and_jumped_to(visit: Visit, filing: District) -> None:
    page = visit().sign_in(filing.reviewer, EDITOR)
    page.locator("#id_source").fill(OWN + "有{general.fund}\n")
    expect(page.locator(".tpl-problems")).to_contain_text("是不是“general.found”")
    expect(page.locator(".tpl-lines .wrong")).to_have_count(1)
    page.get_by_role("button", name="第 5 行").click()
    chosen = "e => e.value.slice(e.selectionStart, e.selectionEnd)"
    assert page.locator("#id_source").evaluate(chosen) == "有{general.fund}"


def test_figure_is_found_and_inserted_and_the_template_saved(visit: Visit, filing: District) -> None:
    page = visit().sign_in(filing.reviewer, EDITOR)
    page.locator("#id_source").fill(OWN + "整改率")
    page.locator("#template-find").fill("一般隐患整改率")
    page.locator("[data-insert='{general.rectification_rate}']").click()
    expect(page.locator("#id_source")).to_have_value(OWN + "整改率{general.rectification_rate}")
    expect(page.locator("#template-preview")).to_contain_text("没有问题")
    page.get_by_role("button", name="保存为新的一版").click()
    expect(page.locator(".notice-green")).to_contain_text("第1版已保存")
    expect(page.locator("#template-kept")).to_be_hidden()


def test_I7_words_not_saved_are_offered_again(visit: Visit, filing: District) -> None:
    page = visit(390).sign_in(filing.reviewer, EDITOR)
    page.locator("#id_source").fill(OWN)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(page.url)
    page.get_by_role("button", name="取回").click()
    expect(page.locator("#id_source")).to_have_value(OWN)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
