"""The entry page: beginning with what is known, 安委办's comments, and what the page costs."""

from collections.abc import Iterator

import pytest
import time_machine

from reports.models import Submission
from tests.factories import (
    BEFORE,
    ENTRIES,
    District,
    file_for,
    make_previous,
    save_draft,
    send_back,
    sign_and_file,
)
from tests.fixtures import Browser
from tests.pages import queries_before_and_after, text
from tests.reports.views.test_form import act, form_of, stored
from units.scoping import scope


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(BEFORE):
        yield


def test_begin_fills_what_is_empty_and_keeps_what_was_typed(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town, period=make_previous(scenery))
    assert "带入上期累计数和台账数</button>" in text(browser.sign_in(scenery.filer), form_of(scenery))
    page = act(browser, scenery, "begin", 0, general_found="15")
    assert "已带入上期累计数和台账数" in page
    assert "带入上期累计数和台账数</button>" not in page
    assert stored(scenery).values["general_found"] == "15"
    assert stored(scenery).values["penalty_count"] == "2"


def test_begin_with_nothing_known_is_neither_offered_nor_done(browser: Browser, scenery: District) -> None:
    assert "带入上期" not in text(browser.sign_in(scenery.filer), form_of(scenery))
    assert "没有上期数或台账数可以带入" in act(browser, scenery, "begin", 0)


def test_begin_denied_to_those_who_do_not_fill(browser: Browser, scenery: District) -> None:
    posted = {"act": "begin", "version": "0"}
    assert browser.sign_in(scenery.reviewer).post(form_of(scenery), posted).status_code == 403


def test_comments_on_cells_stand_on_top_and_at_their_fields(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        send_back(scenery, sign_and_file(scenery))
        Submission.objects.update(comments={"penalty_count": "与处罚决定书不符"})
    page = text(browser.sign_in(scenery.filer), form_of(scenery))
    assert 'href="#row-penalty_count">次数</a>' in page
    assert "安委办意见：与处罚决定书不符" in page


def test_form_costs_the_same_however_much_is_said_of_it(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        save_draft(scenery, {"general_found": "1"})

    def grow() -> None:
        with scope(scenery.tenant.pk):
            save_draft(scenery, {**ENTRIES, "general_found": "1"}, version=1)
            Submission.objects.update(comments=dict.fromkeys(ENTRIES, "请核对"))

    few, many = queries_before_and_after(browser.sign_in(scenery.filer), form_of(scenery), grow)
    assert few == many
