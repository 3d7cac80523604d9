"""Who to chase, and the button that reminds: pages of 安委办, and what the units see of it."""

from collections.abc import Iterator

import pytest
import time_machine

from notices.models import Reminder
from tests.factories import BEFORE, CUTOFF, District, close, file_for, make_unit, user_of
from tests.fixtures import Browser
from tests.pages import queries_before_and_after, squeezed, text
from tests.reports.duties import stated
from units.models import Unit
from units.scoping import scope

CHASE = "/licheng/periods/2023-09/chase"
REMIND = "/licheng/periods/2023-09/remind"
BOARD = "/licheng/periods/2023-09/board"
HOME = "/licheng/unit/"
ASKED = "2023年9月调度：请于9月24日24:00前报送台账、调度表。"


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(BEFORE):
        yield


def press(district: District, *units: Unit, **also: str) -> str:
    """The page that follows when 安委办 reminds these units."""
    sent = {"unit": [str(unit.pk) for unit in units], **also}
    browser = Browser().sign_in(district.reviewer)
    return squeezed(browser.post(REMIND, sent, follow=True).content.decode())


def all_in(district: District, unit: Unit) -> None:
    with scope(district.tenant.pk):
        file_for(district, unit)
        stated(district, unit)


def test_page_lists_who_owes_what_with_whom_to_call(browser: Browser, scenery: District) -> None:
    filer = user_of(scenery.filer)
    filer.phone = "13800000000"
    filer.save()
    page = squeezed(text(browser.sign_in(scenery.reviewer), CHASE))
    assert "3 家还没有报齐" in page
    assert 'href="tel:13800000000"' in page
    assert scenery.head.name in page
    assert "没有设填报员和负责人" in page
    assert "9月24日 24:00 截止" in page
    assert "还没有催过" in page


def test_one_press_reminds_one_unit_and_says_so(scenery: District) -> None:
    page = press(scenery, scenery.town)
    assert "已登记催报1家，单位登录后可见：东关镇。" in page
    assert f"{scenery.reviewer.name}：{ASKED}" in page


def test_one_press_reminds_all_that_owe(browser: Browser, scenery: District) -> None:
    assert "催报这 3 家" in squeezed(text(browser.sign_in(scenery.reviewer), CHASE))
    assert "已登记催报3家" in press(scenery, *scenery.units)


def test_I6_second_press_of_the_day_says_that_it_was_done(scenery: District) -> None:
    press(scenery, scenery.town)
    page = press(scenery, scenery.town)
    assert "今天已经就同样的事项催报过，不再重复：东关镇。" in page
    with scope(scenery.tenant.pk):
        assert Reminder.objects.count() == 1


def test_nothing_is_said_to_have_been_sent(browser: Browser, scenery: District) -> None:
    assert "不会发送短信和邮件" in text(browser.sign_in(scenery.reviewer), CHASE)


def test_board_reminds_and_shows_when_and_by_whom(scenery: District) -> None:
    page = press(scenery, scenery.town, **{"from": "board"})
    assert 'id="board"' in page
    assert f"9月23日 00:00 {scenery.reviewer.name}" in page


@pytest.mark.parametrize("path", [HOME, "/licheng/ledger/", "/licheng/periods/2023-09/form/{town}/"])
@pytest.mark.parametrize("who", ["filer", "head"])
def test_unit_sees_the_reminder_on_every_page(
    browser: Browser, scenery: District, who: str, path: str
) -> None:
    press(scenery, scenery.town)
    page = text(browser.sign_in(getattr(scenery, who)), path.format(town=scenery.town.pk))
    assert f"东关镇：{ASKED}" in page


def test_reminder_goes_when_everything_is_in(browser: Browser, scenery: District) -> None:
    press(scenery, scenery.town)
    all_in(scenery, scenery.town)
    assert ASKED not in text(browser.sign_in(scenery.filer), HOME)


def test_I3_other_units_and_the_office_do_not_see_it(browser: Browser, scenery: District) -> None:
    press(scenery, scenery.town)
    assert ASKED not in text(browser.sign_in(scenery.other_filer), HOME)
    assert f"东关镇：{ASKED}" not in text(browser.sign_in(scenery.reviewer), BOARD)


def test_everything_in_leaves_nobody_to_chase(browser: Browser, scenery: District) -> None:
    for unit in scenery.units:
        all_in(scenery, unit)
    page = text(browser.sign_in(scenery.reviewer), CHASE)
    assert "都报齐了" in page
    assert "催报这" not in page


def test_I4_closed_period_offers_no_reminder(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        close(scenery)
    with time_machine.travel(CUTOFF):
        page = text(browser.sign_in(scenery.reviewer), CHASE)
        assert "本期已经关账" in page
        assert "已经关账，不能再报" in press(scenery, scenery.town)


def test_administrator_looks_but_does_not_remind(browser: Browser, scenery: District) -> None:
    assert REMIND not in text(browser.sign_in(scenery.admin), CHASE)


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_chase_denied_to_everybody_else(browser: Browser, scenery: District, who: str) -> None:
    assert browser.sign_in(getattr(scenery, who)).get(CHASE).status_code == 403


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_remind_denied_to_everybody_but_the_office(browser: Browser, scenery: District, who: str) -> None:
    response = browser.sign_in(getattr(scenery, who)).post(REMIND, {"unit": scenery.town.pk})
    assert response.status_code == 403
    with scope(scenery.tenant.pk):
        assert not Reminder.objects.exists()


@pytest.mark.parametrize("sent", ["", "x", "-1", "9" * 40, "１"])
def test_nonsense_for_a_unit_reminds_nobody(browser: Browser, scenery: District, sent: str) -> None:
    answer = browser.sign_in(scenery.reviewer).post(REMIND, {"unit": sent})
    assert answer.status_code in (302, 404)
    with scope(scenery.tenant.pk):
        assert not Reminder.objects.exists()


def test_queries_do_not_grow_with_units(browser: Browser, scenery: District) -> None:
    def more_units() -> None:
        with scope(scenery.tenant.pk):
            for number in range(6):
                make_unit(f"{number}号局", order=10 + number)

    few, many = queries_before_and_after(browser.sign_in(scenery.reviewer), CHASE, more_units)
    assert few == many
