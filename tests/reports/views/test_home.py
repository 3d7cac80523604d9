"""Where a person lands, and what a unit sees on its own page."""

from datetime import datetime, timedelta

import pytest
import time_machine

from hazards.life import Status
from tests.factories import (
    BEFORE,
    CUTOFF,
    ZONE,
    District,
    close,
    join,
    make_period,
    save_draft,
    send_back,
    sign_and_file,
    user_of,
)
from tests.fixtures import Browser
from tests.ledgers import standing
from tests.pages import queries_before_and_after, squeezed, text
from units import grants
from units.actors import SIGN_FOR_UNIT
from units.enums import Role
from units.scoping import scope

DAY = timedelta(days=1)
HOME = "/licheng/unit/"


def page(browser: Browser, path: str = HOME) -> str:
    return text(browser, path)


@pytest.mark.parametrize(
    ("who", "lands_on"),
    [
        ("filer", "/licheng/unit/"),
        ("head", "/licheng/unit/"),
        ("reviewer", "/licheng/periods/2023-09/board"),
        ("admin", "/licheng/periods/2023-09/board"),
        ("leader", "/licheng/ranking/"),
    ],
)
def test_each_role_lands_on_its_page(browser: Browser, scenery: District, who: str, lands_on: str) -> None:
    response = browser.sign_in(getattr(scenery, who)).get("/licheng/")
    assert response.headers["Location"] == lands_on


@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
def test_those_without_a_unit_have_no_unit_page(browser: Browser, scenery: District, who: str) -> None:
    response = browser.sign_in(getattr(scenery, who)).get(HOME)
    assert response.status_code == 404
    assert "没有“本单位”页" in response.content.decode()


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=3), "还有 3 天"),
        (timedelta(hours=5, minutes=20), "还有 5 小时 20 分"),
        (timedelta(), "已截止"),
        (-timedelta(days=1), "已截止"),
    ],
)
def test_countdown_runs_to_the_cutoff(
    browser: Browser, scenery: District, left: timedelta, text: str
) -> None:
    with time_machine.travel(CUTOFF - left, tick=False):
        found = page(browser.sign_in(scenery.filer))
    assert "离9月24日 24:00" in found
    assert f"<strong data-left>{text}</strong>" in found


@time_machine.travel(BEFORE)
def test_nothing_begun_invites_to_begin(browser: Browser, scenery: District) -> None:
    found = page(browser.sign_in(scenery.filer))
    assert "未开始" in found
    assert "开始填报" in found


@time_machine.travel(BEFORE)
def test_draft_invites_to_go_on(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        save_draft(scenery)
    found = page(browser.sign_in(scenery.filer))
    assert "草稿" in found
    assert "继续填报" in found


@time_machine.travel(BEFORE)
def test_returned_filing_shows_reason_and_by_whom(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        send_back(scenery, sign_and_file(scenery))
    found = page(browser.sign_in(scenery.filer))
    assert "退回原因：请核对罚款金额" in found
    assert scenery.reviewer.name in found
    assert "改正后重报" in found


@time_machine.travel(BEFORE)
def test_I3_another_units_return_is_not_seen(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        send_back(scenery, sign_and_file(scenery))
    assert "请核对罚款金额" in page(browser.sign_in(scenery.filer))
    found = page(Browser().sign_in(scenery.other_filer))
    assert "请核对罚款金额" not in found
    assert scenery.town.name not in found


def test_closed_period_moves_to_the_past(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
        close(scenery)
    with time_machine.travel(CUTOFF + timedelta(days=1)):
        found = page(browser.sign_in(scenery.filer))
        other = page(Browser().sign_in(scenery.other_filer))
    assert "现在没有要报的" in found
    assert "已按时报送" in found
    assert "缺报" in other


@time_machine.travel(BEFORE)
def test_period_not_yet_begun_is_only_announced(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        make_period(scenery.campaign, scenery.form, "2023-11", CUTOFF + timedelta(days=61))
    found = page(browser.sign_in(scenery.filer))
    assert "下一期：2023年11月" in found
    assert "periods/2023-11/form" not in found


@time_machine.travel(BEFORE)
def test_person_of_two_units_chooses_between_them(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        join(user_of(scenery.filer), Role.FILER, scenery.bureau)
    browser.sign_in(scenery.filer)
    assert f"<h1>{scenery.town.name}</h1>" in page(browser)
    assert f"<h1>{scenery.bureau.name}</h1>" in page(browser, f"{HOME}?unit={scenery.bureau.pk}")


@pytest.mark.parametrize("asked", ["0", "x", "", "999999999999"])
def test_I3_unit_that_is_not_ones_own_is_not_shown(browser: Browser, scenery: District, asked: str) -> None:
    browser.sign_in(scenery.filer)
    assert f"<h1>{scenery.town.name}</h1>" in page(browser, f"{HOME}?unit={asked}")
    assert f"<h1>{scenery.town.name}</h1>" in page(browser, f"{HOME}?unit={scenery.other_town.pk}")


@time_machine.travel(BEFORE)
def test_queries_do_not_grow_with_periods(browser: Browser, scenery: District) -> None:
    def more_periods() -> None:
        with scope(scenery.tenant.pk):
            for number in range(4):
                make_period(scenery.campaign, scenery.form, f"p{number}", CUTOFF - timedelta(days=number + 1))

    few, many = queries_before_and_after(browser.sign_in(scenery.filer), HOME, more_periods)
    assert few == many


@time_machine.travel(BEFORE)
def test_returned_record_stands_on_top_with_its_reason(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        returned = standing(scenery, Status.RETURNED)
        excluded = standing(scenery, Status.EXCLUDED)
    found = page(browser.sign_in(scenery.filer))
    assert "退回：条款不符" in found
    assert f"/licheng/ledger/{returned.pk}/edit" in found
    assert "不符合判定标准" in found.split("不纳入统计</h3>")[1]
    assert f"/licheng/ledger/{excluded.pk}/" in found
    assert found.index("退回：条款不符") < found.index("不纳入统计</h3>")


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (BEFORE, "还有8天"),
        (datetime(2023, 9, 30, 23, tzinfo=ZONE), "今天到期"),
        (CUTOFF + 7 * DAY, "逾期2天"),
    ],
)
def test_term_of_rectification_is_told(
    browser: Browser, scenery: District, now: datetime, words: str
) -> None:
    with scope(scenery.tenant.pk):
        standing(scenery, Status.RECTIFYING)
    with time_machine.travel(now):
        found = page(browser.sign_in(scenery.filer))
    assert (words in found) == (words != "还有8天")
    assert ("逾期未整改 1 条" in found) == words.startswith("逾期")


@time_machine.travel(BEFORE)
def test_hazard_is_reported_from_the_units_page(browser: Browser, scenery: District) -> None:
    found = squeezed(page(browser.sign_in(scenery.filer)))
    assert 'action="/licheng/ledger/new"' in found
    answer = browser.post("/licheng/ledger/new", {"unit": scenery.town.pk})
    assert answer.headers["Location"].endswith("/edit")
    assert "草稿 1 条没有报" in page(browser)


@time_machine.travel(BEFORE)
def test_who_may_only_sign_for_a_unit_is_not_offered_to_report(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        returned = standing(scenery, Status.RETURNED)
        grants.grant(
            actor=scenery.admin,
            user=user_of(scenery.other_filer),
            unit=scenery.town,
            permission=SIGN_FOR_UNIT,
            at=BEFORE,
        )
    found = page(browser.sign_in(scenery.other_filer), f"{HOME}?unit={scenery.town.pk}")
    assert "退回：条款不符" in found
    assert "/licheng/ledger/new" not in found
    assert f"/licheng/ledger/{returned.pk}/edit" not in found


@time_machine.travel(BEFORE)
def test_I3_another_units_records_are_not_on_the_page(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        standing(scenery, Status.RETURNED)
    found = page(browser.sign_in(scenery.other_filer))
    assert "条款不符" not in found
    assert "报送 <b>0</b> 条" in found


@time_machine.travel(BEFORE)
def test_queries_do_not_grow_with_records(browser: Browser, scenery: District) -> None:
    def more_records() -> None:
        with scope(scenery.tenant.pk):
            for status in (Status.RETURNED, Status.EXCLUDED, Status.RECTIFYING, Status.DRAFT):
                standing(scenery, status)

    more_records()
    few, many = queries_before_and_after(browser.sign_in(scenery.filer), HOME, more_records)
    assert few == many


@time_machine.travel(BEFORE)
def test_board_leads_the_reviewer_to_what_waits(browser: Browser, scenery: District) -> None:
    board = "/licheng/periods/2023-09/board"
    assert "审核隐患" not in page(browser.sign_in(scenery.reviewer), board)
    with scope(scenery.tenant.pk):
        standing(scenery, Status.FILED)
    assert "审核隐患 1 条" in page(browser, board)
    assert "审核隐患" not in page(Browser().sign_in(scenery.admin), board)
