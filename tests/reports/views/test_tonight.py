"""今晚24:00: the dry run of closing."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine

from reports.models import Obligation
from tests.factories import BEFORE, CUTOFF, INSTANT, District, close, file_for, make_previous, make_unit
from tests.fixtures import Browser
from tests.pages import queries_before_and_after, squeezed, text
from tests.reports.duties import UNTIL, extended, stated
from units.scoping import scope

TONIGHT = "/licheng/periods/2023-09/tonight"
BOARD = "/licheng/periods/2023-09/board"
DUTIES = ("ledger", "form")


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(BEFORE):
        yield


def count(page: str, key: str) -> int:
    """The number behind one of the standings, here and on the desk; 0 when it is not offered."""
    found = re.search(rf'data-count="{key}"[^>]*>(?:(?!</b>).)*?(\d+)</b>', squeezed(page))
    return int(found[1]) if found else 0


def test_page_names_who_would_be_missing(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town)
        stated(scenery, scenery.town)
    page = squeezed(text(browser.sign_in(scenery.reviewer), TONIGHT))
    assert "到 9月24日 24:00 会怎样" in page
    assert (count(page, "form-on_time"), count(page, "form-missing")) == (1, 2)
    assert (count(page, "ledger-on_time"), count(page, "ledger-missing")) == (1, 2)
    assert page.count(f">{scenery.bureau.name}</a>") == 2


def test_units_left_out_are_named_with_why(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        make_unit("无关公司", order=9, obliged=False)
    page = squeezed(text(browser.sign_in(scenery.reviewer), TONIGHT))
    assert "不在名单里" in page
    assert "无关公司" in page


def test_extension_that_still_runs_is_said(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        extended(scenery)
    page = squeezed(text(browser.sign_in(scenery.reviewer), TONIGHT))
    assert "1 家的延期还没有到，到期前不能关账" in page
    assert "防汛抢险" in page


@pytest.mark.parametrize("page", [TONIGHT, "/licheng/periods/2023-09/"])
@pytest.mark.parametrize(
    ("now", "offered"), [(UNTIL - INSTANT, False), (UNTIL, True), (UNTIL + INSTANT, True)]
)
def test_closing_is_not_offered_while_an_extension_runs_and_says_why(
    browser: Browser, scenery: District, page: str, now: datetime, offered: bool
) -> None:
    with scope(scenery.tenant.pk):
        extended(scenery)
    with time_machine.travel(now, tick=False):
        shown = squeezed(text(browser.sign_in(scenery.reviewer), page))
    assert ('id="close-dialog"' in shown) is offered
    assert ('data-open="close-dialog" disabled' in shown) is not offered
    why = "还有 1 家在延期之内没有报齐：东关镇（延期至9月26日24:00（防汛抢险））"
    assert (why in shown) is not offered


@pytest.mark.parametrize(
    ("now", "offered"), [(CUTOFF - INSTANT, False), (CUTOFF, True), (CUTOFF + INSTANT, True)]
)
def test_I4_closing_is_offered_from_the_cutoff_on(
    browser: Browser, scenery: District, now: object, offered: bool
) -> None:
    with time_machine.travel(now, tick=False):  # type: ignore[arg-type]
        page = squeezed(text(browser.sign_in(scenery.reviewer), TONIGHT))
    assert ('id="close-dialog"' in page) is offered
    assert "关账后名单和数据永久冻结" in page


def test_period_waits_for_the_one_before(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        make_previous(scenery)
    with time_machine.travel(CUTOFF):
        page = squeezed(text(browser.sign_in(scenery.reviewer), TONIGHT))
    assert "上一期（2023年8月）还没有关账" in page


def test_administrator_sees_but_does_not_close(browser: Browser, scenery: District) -> None:
    with time_machine.travel(CUTOFF):
        page = text(browser.sign_in(scenery.admin), TONIGHT)
    assert "关账由安委办办理" in page
    assert "close-dialog" not in page


def _mixed(district: District) -> None:
    """One on time, one late, one missing in the table; one stated, two silent in the ledger."""
    with scope(district.tenant.pk):
        file_for(district, district.town)
        file_for(district, district.bureau, at=CUTOFF)
        stated(district, district.town)


def test_counts_agree_with_the_desk_and_with_what_closing_freezes(
    browser: Browser, scenery: District
) -> None:
    _mixed(scenery)
    with time_machine.travel(CUTOFF + timedelta(hours=1)):
        tonight = text(browser.sign_in(scenery.reviewer), TONIGHT)
        desk = text(browser, BOARD)
    with scope(scenery.tenant.pk):
        close(scenery, at=CUTOFF + timedelta(hours=1))
        frozen = list(Obligation.objects.values_list("duty", "timeliness"))
    for duty in DUTIES:
        for key in ("on_time", "extended", "late", "missing"):
            counts = [count(page, f"{duty}-{key}") for page in (tonight, desk)]
            assert counts == [frozen.count((duty, key))] * 2, (duty, key)


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_dry_run_denied_to_everybody_else(browser: Browser, scenery: District, who: str) -> None:
    assert browser.sign_in(getattr(scenery, who)).get(TONIGHT).status_code == 403


def test_queries_do_not_grow_with_units(browser: Browser, scenery: District) -> None:
    def more_units() -> None:
        with scope(scenery.tenant.pk):
            for number in range(6):
                file_for(scenery, make_unit(f"{number}号局", order=10 + number))

    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.bureau)
    few, many = queries_before_and_after(browser.sign_in(scenery.reviewer), TONIGHT, more_units)
    assert few == many
