"""The page of the letterhead."""

import pytest
import time_machine

from notices.models import LetterHead
from notices.services.numbering import next_number
from tests.factories import BEFORE, District
from tests.fixtures import Browser
from tests.pages import squeezed, text
from units.scoping import scope

PAGE = "/licheng/circulars/letterhead"
SENT = {"mark": "荔安办", "salutation": "各镇街：", "copies": "区委办", "printer": "荔城区安委办"}


@pytest.fixture(autouse=True)
def september() -> object:
    """Numbers are given out by year."""
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.mark.parametrize("who", ["admin", "reviewer"])
def test_letterhead_is_set_and_the_next_number_shown(browser: Browser, scenery: District, who: str) -> None:
    browser.sign_in(getattr(scenery, who))
    assert "还没有设置，设置后才能签发" in text(browser, PAGE)
    page = browser.post(PAGE, {**SENT, "first_number": "121"}, follow=True).content.decode()
    assert "公文版头已保存" in page
    assert "下一号：荔安办〔2023〕121号" in page
    with scope(scenery.tenant.pk):
        assert LetterHead.objects.get().copies == "区委办"


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_letterhead_page_denied_to_others(browser: Browser, scenery: District, who: str) -> None:
    browser.sign_in(getattr(scenery, who))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, SENT).status_code == 403


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"mark": ""}, "请填写机关代字"),
        ({"mark": "荔安办〔2023〕"}, "机关代字只写代字本身"),
        ({"mark": "长" * 21}, "机关代字最多20字"),
        ({"first_number": "x"}, "起始编号应为整数"),
        ({"first_number": "0"}, "起始编号至少是1"),
        ({"first_number": "100000"}, "起始编号最大是99999"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_kept(
    browser: Browser, scenery: District, changed: dict[str, str], told: str
) -> None:
    answer = browser.sign_in(scenery.admin).post(PAGE, {**SENT, **changed})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    with scope(scenery.tenant.pk):
        assert not LetterHead.objects.exists()


def test_first_number_is_not_asked_again_once_one_was_given_out(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.admin).post(PAGE, {**SENT, "first_number": "121"})
    with scope(scenery.tenant.pk):
        next_number(2023)
    page = squeezed(text(browser, PAGE))
    assert "2023年从121号编起，已经编出，不能再改；下一号是122号" in page
    assert 'name="first_number"' not in page
    assert browser.post(PAGE, {**SENT, "mark": "荔安委办", "first_number": "5"}).status_code == 302
    assert "下一号：荔安委办〔2023〕122号" in text(browser, PAGE)
