"""Moving a period's deadline in the browser: the consequence first, then the deed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from reports.models import Period
from tests.factories import BEFORE, CUTOFF, District, close
from tests.fixtures import Browser
from tests.pages import squeezed, text
from units.scoping import scope

PAGE = "/licheng/periods/2023-09/deadline"
NOTE = "/licheng/periods/2023-09/note"
TYPED = {"cutoff_on": "2023-09-26", "cutoff_time": "24:00", "close_on": "2023-09-27", "reason": "系统检修"}
LATER = CUTOFF + timedelta(days=2)


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(BEFORE):
        yield


def period(scenery: District) -> Period:
    with scope(scenery.tenant.pk):
        return Period.objects.get()


def test_page_begins_with_what_stands(browser: Browser, scenery: District) -> None:
    page = squeezed(text(browser.sign_in(scenery.reviewer), PAGE))
    assert "9月24日 24:00 截止，9月24日 24:00 关账" in page
    assert 'value="2023-09-24"' in page
    assert 'value="24:00"' in page


def test_consequence_is_told_before_anything_is_stored(browser: Browser, scenery: District) -> None:
    page = browser.sign_in(scenery.admin).post(PAGE, TYPED).content.decode()
    assert "请核对改期的后果，还没有存入" in page
    assert "截止由9月24日24:00改为9月26日24:00" in page
    assert "截止以后、9月27日24:00关账以前仍可报送，记为迟报。" in page
    assert period(scenery).cutoff_at == CUTOFF


def test_confirmed_change_is_stored(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.reviewer)
    page = browser.post(PAGE, {**TYPED, "confirmed": "on"}, follow=True).content.decode()
    assert "2023年9月已改期：截止由9月24日24:00改为9月26日24:00，关账由9月24日24:00改为9月27日24:00。" in page
    found = period(scenery)
    assert (found.cutoff_at, found.close_at) == (LATER, LATER + timedelta(days=1))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cutoff_on": "2023-09-20"}, "已经过去"),
        ({"close_on": "2023-09-25"}, "早于截止时间"),
        ({"cutoff_on": "2023-09-24", "close_on": ""}, "都没有改动"),
        ({"reason": ""}, "请写明改期的原因"),
        ({"cutoff_on": ""}, "请选择报送截止日"),
        ({"close_time": "八点"}, "当天结束写 24:00"),
    ],
)
def test_bad_change_is_shown_again(
    browser: Browser, scenery: District, changes: dict[str, str], words: str
) -> None:
    answer = browser.sign_in(scenery.reviewer).post(PAGE, {**TYPED, "confirmed": "on", **changes})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert period(scenery).cutoff_at == CUTOFF


def test_I4_closed_period_says_that_it_is_closed(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        close(scenery)
    page = text(browser.sign_in(scenery.reviewer), PAGE)
    assert "关账，截止时间不能再改" in page
    assert 'name="cutoff_on"' not in page
    answer = browser.post(PAGE, {**TYPED, "confirmed": "on"})
    assert answer.status_code == 422
    assert period(scenery).cutoff_at == CUTOFF


def test_note_is_stored(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.reviewer)
    assert "备注已存入" in browser.post(NOTE, {"note": "试报"}, follow=True).content.decode()
    assert "备注最多200字" in browser.post(NOTE, {"note": "长" * 201}, follow=True).content.decode()
    assert period(scenery).note == "试报"


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_moving_and_noting_denied_to_everybody_else(browser: Browser, scenery: District, who: str) -> None:
    browser.sign_in(getattr(scenery, who))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, {**TYPED, "confirmed": "on"}).status_code == 403
    assert browser.post(NOTE, {"note": "一"}).status_code == 403
    assert period(scenery).cutoff_at == CUTOFF
