"""安委办's board: counts, filters in the address, one way to each filing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from tests.factories import (
    BEFORE,
    CUTOFF,
    INSTANT,
    District,
    close,
    file_for,
    make_unit,
    save_draft,
    send_back,
    sign_and_file,
)
from tests.fixtures import Browser
from tests.pages import queries_before_and_after, squeezed, text
from units.enums import UnitKind
from units.models import Unit
from units.scoping import scope

BOARD = "/licheng/periods/2023-09/board"


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(BEFORE):
        yield


def rows(page: str) -> list[str]:
    """The names in the table, from top to bottom."""
    return [part.split("</a>")[0].split(">")[-1] for part in page.split('data-cell="name"')[1:]]


def count(page: str, key: str) -> str:
    """The number behind one of the standings on top: ledger-… or form-…; 0 when it is not offered."""
    marked = squeezed(page).split(f'data-count="{key}"')
    return marked[1].split("<b>")[1].split("<")[0] if len(marked) > 1 else "0"


def test_board_lists_units_in_printed_order(browser: Browser, scenery: District) -> None:
    page = text(browser.sign_in(scenery.reviewer), BOARD)
    assert rows(page) == [unit.name for unit in scenery.units]
    assert "应报 3 家，台账已报 0 家，调度表已报 0 家" in squeezed(page)
    assert count(page, "form-untouched") == "3"


def test_each_unit_is_one_click_away(browser: Browser, scenery: District) -> None:
    page = text(browser.sign_in(scenery.reviewer), BOARD)
    for unit in scenery.units:
        path = f"/licheng/periods/2023-09/form/{unit.pk}/review"
        assert f'href="{path}"' in page
        assert browser.get(path).status_code == 200


def test_counts_follow_the_filings(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
        file_for(scenery, scenery.bureau)
    page = text(browser.sign_in(scenery.reviewer), BOARD)
    assert (count(page, "form-on_time"), count(page, "form-untouched")) == ("2", "1")
    assert "安委办导入" in page
    assert scenery.head.name in page


@pytest.mark.parametrize(("at", "label"), [(CUTOFF - INSTANT, "untouched"), (CUTOFF, "missing")])
def test_I10_silence_turns_into_missing_at_the_cutoff(
    browser: Browser, scenery: District, at: object, label: str
) -> None:
    with time_machine.travel(at, tick=False):  # type: ignore[arg-type]
        page = text(browser.sign_in(scenery.reviewer), BOARD)
    assert count(page, f"form-{label}") == count(page, f"ledger-{label}") == "3"


def test_filter_by_standing_is_in_the_address(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
    browser.sign_in(scenery.reviewer)
    assert rows(text(browser, f"{BOARD}?state=on_time")) == [scenery.town.name]
    untouched = text(browser, f"{BOARD}?state=untouched")
    assert rows(untouched) == [scenery.other_town.name, scenery.bureau.name]
    assert "清除筛选，看全部 3 家" in untouched


def test_filters_of_standing_and_kind_combine(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.reviewer)
    assert rows(text(browser, f"{BOARD}?kind=bureau")) == [scenery.bureau.name]
    page = text(browser, f"{BOARD}?kind=town&state=untouched")
    assert rows(page) == [scenery.town.name, scenery.other_town.name]
    assert "?state=untouched&amp;kind=bureau" in page


def test_filter_that_leaves_nobody_says_how_to_go_on(browser: Browser, scenery: District) -> None:
    page = text(browser.sign_in(scenery.reviewer), f"{BOARD}?kind=bureau&state=late")
    assert rows(page) == []
    assert "没有符合条件的单位" in page


@pytest.mark.parametrize("query", ["state=nonsense", "kind=%27;--", "state=&kind=", "x=1"])
def test_unknown_filter_is_no_filter(browser: Browser, scenery: District, query: str) -> None:
    assert len(rows(text(browser.sign_in(scenery.reviewer), f"{BOARD}?{query}"))) == 3


def test_returned_filing_shows_as_returned(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        send_back(scenery, sign_and_file(scenery))
    assert count(text(browser.sign_in(scenery.reviewer), BOARD), "form-returned") == "1"


def test_return_is_offered_only_for_what_is_filed(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
    page = text(browser.sign_in(scenery.reviewer), BOARD)
    assert page.count('data-open="return-dialog"') == 1
    assert f'data-subject="{scenery.town.name}"' in page


def test_administrator_looks_but_does_not_return(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
    page = text(browser.sign_in(scenery.admin), BOARD)
    assert "return-dialog" not in page
    assert "导入调度表" not in page


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_board_denied_to_everybody_else(browser: Browser, scenery: District, who: str) -> None:
    response = browser.sign_in(getattr(scenery, who)).get(BOARD)
    assert response.status_code == 403
    assert "调度看板由安委办和管理员使用" in response.content.decode()


def test_I4_closed_board_keeps_the_units_of_that_time(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
        close(scenery)
        make_unit("新设镇", order=9)
        Unit.objects.filter(pk=scenery.bureau.pk).update(is_active=False)
    with time_machine.travel(CUTOFF + timedelta(days=30)):
        page = text(browser.sign_in(scenery.reviewer), BOARD)
    assert rows(page) == [unit.name for unit in scenery.units]
    assert (count(page, "form-on_time"), count(page, "form-missing")) == ("1", "2")


def test_district_without_units_is_told_what_to_do(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        Unit.objects.update(obliged=False)
    assert "还没有应报送的单位" in text(browser.sign_in(scenery.reviewer), BOARD)


def test_queries_do_not_grow_with_units(browser: Browser, scenery: District) -> None:
    def more_units() -> None:
        with scope(scenery.tenant.pk):
            save_draft(scenery)
            for number in range(6):
                file_for(scenery, make_unit(f"{number}号局", order=10 + number, kind=UnitKind.BUREAU))

    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.bureau)
    few, many = queries_before_and_after(browser.sign_in(scenery.reviewer), BOARD, more_units)
    assert few == many


def test_htmx_gets_the_same_page_to_pick_from(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.reviewer)
    page = browser.get(f"{BOARD}?state=untouched", headers={"HX-Request": "true"}).content.decode()
    assert 'id="board"' in page
