"""The list of all circulars and letters, and what units did with one of them."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from notices.models import Publication
from notices.services import publishing
from tests.factories import District
from tests.fixtures import Browser
from tests.notices.issued import AFTER, NUMBER, delivery_to, drafted, issued, letter
from tests.pages import queries, squeezed, text
from units.scoping import scope

LIST = "/licheng/circulars/"
DUE = date(2023, 9, 28)


@pytest.fixture
def world(scenery: District) -> Iterator[District]:
    """An issued circular and a letter in draft; the first town has replied."""
    with scope(scenery.tenant.pk):
        circular = issued(scenery, reply_by=DUE)
        sent = delivery_to(circular, scenery.town)
        publishing.reply(actor=scenery.filer, delivery=sent, text="已整改<三>条。", at=AFTER)
        letter(scenery, scenery.bureau)
    with time_machine.travel(AFTER + timedelta(hours=1), tick=False):
        yield scenery


def deliveries(world: District) -> str:
    with scope(world.tenant.pk):
        return f"{LIST}{Publication.objects.get().circular_id}/deliveries"


@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
def test_list_shows_state_number_and_receipts(browser: Browser, world: District, who: str) -> None:
    page = squeezed(text(browser.sign_in(getattr(world, who)), LIST))
    assert NUMBER in page
    assert "签收 1/3" in page
    assert "回复 1/3" in page
    assert "催报函 · 区试验局" in page
    assert "全部 <b>2</b>" in page


@pytest.mark.parametrize(
    ("query", "circular", "letters"),
    [
        ("kind=monthly", True, False),
        ("kind=chase", False, True),
        ("state=draft", False, True),
        ("kind=monthly&state=draft", False, False),
        ("kind=nonsense&state=nonsense", True, True),
    ],
)
def test_list_is_narrowed_by_its_address(
    browser: Browser, world: District, query: str, circular: bool, letters: bool
) -> None:
    page = text(browser.sign_in(world.reviewer), f"{LIST}?{query}")
    assert (NUMBER in page, "催报函 · 区试验局" in page) == (circular, letters)


def test_nothing_left_by_the_filters_is_said(browser: Browser, world: District) -> None:
    page = text(browser.sign_in(world.reviewer), f"{LIST}?kind=monthly&state=draft")
    assert "没有这样的文稿" in page


def test_empty_list_teaches(browser: Browser, scenery: District) -> None:
    assert "还没有文稿" in text(browser.sign_in(scenery.reviewer), LIST)


@pytest.mark.parametrize("who", ["filer", "head"])
def test_I3_list_and_receipts_denied_to_units(browser: Browser, world: District, who: str) -> None:
    browser.sign_in(getattr(world, who))
    assert browser.get(LIST).status_code == 403
    assert browser.get(deliveries(world)).status_code == 403


@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
def test_receipts_are_told_unit_by_unit(browser: Browser, world: District, who: str) -> None:
    page = squeezed(text(browser.sign_in(getattr(world, who)), deliveries(world)))
    first = page[page.index('<th scope="row">东关镇') :]
    assert first.index("已签收") < first.index("已回复") < first.index("已整改&lt;三&gt;条。")
    assert page.count("未签收") == 2
    assert page.count("未回复") == 2


def test_draft_has_no_receipts(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        circular = drafted(scenery)
    answer = browser.sign_in(scenery.reviewer).get(f"{LIST}{circular.pk}/deliveries")
    assert answer.status_code == 404
    assert "还没有印发" in answer.content.decode()


def test_list_needs_the_same_queries_for_many(browser: Browser, world: District) -> None:
    browser.sign_in(world.reviewer).get(LIST)
    few = queries(browser, LIST)
    with scope(world.tenant.pk):
        for unit in world.units:
            issued(world, letter(world, unit))
    assert queries(browser, LIST) == few
