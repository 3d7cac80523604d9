"""The page on which 安委办 extends a unit's deadline, and where the unit sees it."""

from datetime import timedelta

import pytest
import time_machine

from reports.models import DutyExtension, Period
from tests.factories import BEFORE, CUTOFF, District, close, file_for, make_unit
from tests.fixtures import Browser
from tests.pages import queries_before_and_after, squeezed, text
from tests.reports.duties import UNTIL, extended
from units.scoping import scope

PAGE = "/licheng/periods/2023-09/extensions/"


def asked(district: District, **changes: str) -> dict[str, str]:
    return {"unit": str(district.town.pk), "day": "2023-09-26", "time": "", "reason": "防汛抢险", **changes}


def granted(district: District) -> list[DutyExtension]:
    with scope(district.tenant.pk):
        return list(DutyExtension.objects.all())


@time_machine.travel(BEFORE)
def test_extension_is_granted_and_says_that_closing_moves(browser: Browser, scenery: District) -> None:
    answer = browser.sign_in(scenery.reviewer).post(PAGE, asked(scenery))
    assert answer.headers["Location"] == PAGE
    found = squeezed(text(browser, PAGE))
    assert "已准东关镇2023年9月延期至9月26日24:00" in found
    assert "本期关账时间随之移到9月26日24:00" in found
    assert [each.until for each in granted(scenery)] == [UNTIL]


@time_machine.travel(BEFORE)
def test_extension_to_a_time_of_day(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.reviewer).post(PAGE, asked(scenery, time="18:00"))
    assert [each.until for each in granted(scenery)] == [UNTIL - timedelta(hours=6)]


@time_machine.travel(BEFORE)
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": ""}, "请选择单位"),
        ({"unit": "999999999"}, "没有这个单位"),
        ({"day": ""}, "请选择延到哪一天"),
        ({"day": "2023-02-30"}, "请改成真实的日期"),
        ({"day": "2023-09-24"}, "要晚于报送截止时间（9月24日24:00）"),
        ({"day": "2024-09-26"}, "延期最长31天"),
        ({"time": "25:00"}, "时间没有看懂"),
        ({"reason": " "}, "请写明延期的原因"),
        ({"reason": "汛" * 201}, "最多200字"),
    ],
)
def test_what_cannot_be_granted_is_refused_with_what_was_typed_kept(
    browser: Browser, scenery: District, changes: dict[str, str], words: str
) -> None:
    answer = browser.sign_in(scenery.reviewer).post(PAGE, asked(scenery, **changes))
    found = answer.content.decode()
    assert answer.status_code == 422
    assert words in found
    assert changes.get("day", "2023-09-26") in found
    assert granted(scenery) == []


@time_machine.travel(BEFORE)
def test_extension_is_withdrawn(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        extended(scenery)
    browser.sign_in(scenery.reviewer).post(f"{PAGE}{scenery.town.pk}/withdraw")
    assert "已取消东关镇2023年9月的延期" in text(browser, PAGE)
    assert granted(scenery) == []


def test_extension_that_was_used_stays(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        extended(scenery)
        file_for(scenery, scenery.town, at=CUTOFF)
    with time_machine.travel(CUTOFF + timedelta(hours=1)):
        browser.sign_in(scenery.reviewer).post(f"{PAGE}{scenery.town.pk}/withdraw")
        assert "已经在延期之内报送，不能取消" in text(browser, PAGE)
    assert len(granted(scenery)) == 1


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_page_denied_to_units_and_leaders(browser: Browser, scenery: District, who: str) -> None:
    browser.sign_in(getattr(scenery, who))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, asked(scenery)).status_code == 403
    assert browser.post(f"{PAGE}{scenery.town.pk}/withdraw").status_code in (403, 404)
    assert granted(scenery) == []


def test_granting_denied_to_administrators_who_may_look(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.admin)
    assert "准予延期</button>" not in text(browser, PAGE)
    with time_machine.travel(BEFORE):
        assert browser.post(PAGE, asked(scenery)).status_code == 403
    assert granted(scenery) == []


def test_I4_closed_period_offers_nothing_to_extend(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        close(scenery)
    found = text(browser.sign_in(scenery.reviewer), PAGE)
    assert "已关账" in found
    assert "准予延期</button>" not in found


def test_unit_is_chosen_beforehand_by_the_address(browser: Browser, scenery: District) -> None:
    found = text(browser.sign_in(scenery.reviewer), f"{PAGE}?unit={scenery.town.pk}")
    assert f'<option value="{scenery.town.pk}" selected>东关镇</option>' in found


@time_machine.travel(BEFORE)
def test_I3_unit_sees_its_own_extension_with_reason_and_no_other(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        extended(scenery)
    found = squeezed(text(browser.sign_in(scenery.filer), "/licheng/unit/"))
    assert "同意延期到 <strong>9月26日 24:00" in found.replace("2023年", "")
    assert "防汛抢险" in found
    assert "防汛抢险" not in text(Browser().sign_in(scenery.other_filer), "/licheng/unit/")


@time_machine.travel(BEFORE)
def test_queries_do_not_grow_with_extensions(browser: Browser, scenery: District) -> None:
    def more() -> None:
        with scope(scenery.tenant.pk):
            scenery.period.refresh_from_db()
            for number in range(3):
                extended(scenery, make_unit(f"单位{number}", order=9))

    with scope(scenery.tenant.pk):
        extended(scenery)
    few, many = queries_before_and_after(browser.sign_in(scenery.reviewer), PAGE, more)
    assert few == many


def test_closing_time_shown_is_the_moved_one(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        extended(scenery)
        assert Period.objects.get().close_at == UNTIL
    with time_machine.travel(BEFORE):
        assert "9月26日 24:00 关账" in text(browser.sign_in(scenery.reviewer), PAGE)


def test_board_leads_to_the_extensions(browser: Browser, scenery: District) -> None:
    assert f'href="{PAGE}"' in text(browser.sign_in(scenery.reviewer), "/licheng/periods/2023-09/board")
