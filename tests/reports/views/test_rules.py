"""Pages of the rules: who may open them, what they show, what they store."""

import pytest
from django.urls import reverse

from reports.models import Rule
from tests import pages
from tests.factories import BEFORE, VALUES, District, file_for, make_rules
from tests.fixtures import Browser
from units.scoping import scope

TYPED = {
    "title": "检查企业不少于一家",
    "subject": "form",
    "expression": "general_found > 10",
    "message": "{general_found}，太少，请核对。",
    "severity": "hint",
    "basis": "",
}


def address(name: str, *args: str) -> str:
    return reverse(f"reports:{name}", args=["licheng", *args])


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_rules_are_not_for_units_and_leaders(browser: Browser, scenery: District, who: str) -> None:
    browser.sign_in(getattr(scenery, who))
    for path in (address("rules"), address("rule_new"), address("rule", "amount_without_count")):
        assert browser.get(path).status_code == 403
        if path != address("rules"):
            assert browser.post(path, TYPED).status_code == 403
    switch = address("rule_switch", "amount_without_count")
    assert browser.post(switch, {"act": "off", "version": "0"}).status_code == 403


def test_list_reads_the_rules_out(browser: Browser, scenery: District) -> None:
    page = pages.text(browser.sign_in(scenery.admin), address("rules"))
    assert "“一般隐患/已整改”不大于“一般隐患/排查”" in page
    assert "不改正不能报送" in page
    assert "只提示安委办" in page


def test_list_needs_as_many_queries_for_one_rule_as_for_many(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        Rule.objects.exclude(code="amount_without_count").delete()

    def grow() -> None:
        with scope(scenery.tenant.pk):
            Rule.objects.all().delete()
            make_rules()

    few, many = pages.queries_before_and_after(browser.sign_in(scenery.reviewer), address("rules"), grow)
    assert few == many


def test_list_without_rules_says_what_to_do(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        Rule.objects.all().delete()
    assert "还没有校验规则" in pages.text(browser.sign_in(scenery.admin), address("rules"))


def test_new_rule_is_stored_switched_off(browser: Browser, scenery: District) -> None:
    response = browser.sign_in(scenery.admin).post(address("rule_new"), {**TYPED, "act": "save"}, follow=True)
    assert "还没有启用" in response.content.decode()
    with scope(scenery.tenant.pk):
        made = Rule.objects.get(title=TYPED["title"])
    assert not made.is_on


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"expression": "general_find > 1"}, "是不是“general_found”？"),
        ({"expression": "not " * 60 + "general_found > 1"}, "请拆成几条规则"),
        ({"expression": "general_found >"}, "写错了"),
        ({"expression": ""}, "应当成立的条件还没有填"),
        ({"message": "{nothing}"}, "不是可用的名称"),
        ({"severity": "fatal"}, "没有这一项"),
        ({"kinds": ["moon"]}, "没有这一类单位"),
    ],
)
def test_bad_rule_is_refused_with_what_is_wrong_and_what_was_typed(
    browser: Browser, scenery: District, changes: dict[str, object], word: str
) -> None:
    for path in (address("rule_new"), address("rule", "amount_without_count")):
        response = browser.sign_in(scenery.admin).post(
            path, {**TYPED, "act": "save", "version": "0", **changes}
        )
        assert response.status_code == 422
        assert word in response.content.decode()
        assert TYPED["title"] in response.content.decode()


def test_rule_is_tried_on_what_was_filed_and_stores_nothing(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town)
        file_for(scenery, scenery.bureau, {**VALUES, "general_found": VALUES["general_found"] + 1})
        before = Rule.objects.count()
    browser.sign_in(scenery.admin)
    for path in (address("rule_new"), address("rule", "amount_without_count")):
        page = browser.post(path, {**TYPED, "act": "try"}).content.decode()
        assert "在2023年9月的2家中会查出1家" in page
        assert "<b>东关镇</b>：“一般隐患/排查”10条，太少，请核对。" in page
    with scope(scenery.tenant.pk):
        assert Rule.objects.count() == before


def test_rule_tried_before_anything_was_filed_says_so(browser: Browser, scenery: District) -> None:
    page = browser.sign_in(scenery.admin).post(address("rule_new"), {**TYPED, "act": "try"}).content.decode()
    assert "还没有哪一期报过表" in page


def test_rule_is_edited_and_shown(browser: Browser, scenery: District) -> None:
    path = address("rule", "amount_without_count")
    typed = {**TYPED, "act": "save", "version": "0", "kinds": ["town"]}
    response = browser.sign_in(scenery.reviewer).post(path, typed, follow=True)
    page = response.content.decode()
    assert "已保存" in page
    assert "“一般隐患/排查”大于10" in page


@pytest.mark.parametrize("version", ["1", "", "x", "9" * 30])
def test_stale_page_keeps_what_was_typed(browser: Browser, scenery: District, version: str) -> None:
    path = address("rule", "amount_without_count")
    response = browser.sign_in(scenery.admin).post(path, {**TYPED, "act": "save", "version": version})
    assert response.status_code == 409
    assert TYPED["title"] in response.content.decode()
    assert "刚被" in response.content.decode()


@pytest.mark.parametrize(("act", "on", "word"), [("off", False, "已停用"), ("on", True, "已启用")])
def test_rule_is_switched(browser: Browser, scenery: District, act: str, on: bool, word: str) -> None:
    with scope(scenery.tenant.pk):
        Rule.objects.filter(code="amount_without_count").update(is_on=not on, changed_at=BEFORE)
    path = address("rule_switch", "amount_without_count")
    response = browser.sign_in(scenery.admin).post(path, {"act": act, "version": "0"}, follow=True)
    assert word in response.content.decode()
    with scope(scenery.tenant.pk):
        assert Rule.objects.get(code="amount_without_count").is_on is on


def test_stale_switch_says_so_and_changes_nothing(browser: Browser, scenery: District) -> None:
    path = address("rule_switch", "amount_without_count")
    page = browser.sign_in(scenery.admin).post(path, {"act": "off", "version": "5"}, follow=True)
    assert "刚被" in page.content.decode()
    with scope(scenery.tenant.pk):
        assert Rule.objects.get(code="amount_without_count").is_on


def test_unknown_rule_is_not_found(browser: Browser, scenery: District) -> None:
    assert browser.sign_in(scenery.admin).get(address("rule", "no-such-rule")).status_code == 404
    switch = address("rule_switch", "no-such-rule")
    assert browser.post(switch, {"act": "on", "version": "0"}).status_code == 404
