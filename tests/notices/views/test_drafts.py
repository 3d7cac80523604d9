"""A closed period's page: its circulars by kind, the buttons that draft what is missing, what waits."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from notices.models import Circular
from notices.services.automatic import draft_due
from tests.factories import CUTOFF, District
from tests.fixtures import Browser
from tests.notices.dispatches import closed, months
from tests.pages import queries_before_and_after, squeezed, text
from tests.reports.corrected import LATER, ask, grant
from units.scoping import scope

PERIOD = "/licheng/periods/2023-09/"
DOCUMENTS = f"{PERIOD}documents"


@pytest.fixture
def quarter(scenery: District) -> Iterator[District]:
    """August and September closed; nothing drafted; it is November."""
    with scope(scenery.tenant.pk):
        closed(scenery, months(scenery, [8, 9]))
    with time_machine.travel(LATER):
        yield scenery


def press(district: District, kind: str) -> str:
    """The page that follows when 安委办 drafts this kind."""
    browser = Browser().sign_in(district.reviewer)
    return squeezed(browser.post(DOCUMENTS, {"kind": kind}, follow=True).content.decode())


def kinds(district: District) -> list[str]:
    with scope(district.tenant.pk):
        return list(Circular.objects.order_by("id").values_list("kind", flat=True))


def test_page_offers_what_can_be_drafted(browser: Browser, quarter: District) -> None:
    page = squeezed(text(browser.sign_in(quarter.reviewer), PERIOD))
    for name in ("月度调度通报", "专项行动进展通报", "2023年第三季度通报", "函件"):
        assert f"<h3>{name}</h3>" in page
    assert page.count('name="kind"') == 3
    assert "quarterly" not in text(browser, "/licheng/periods/2023-08/")


@pytest.mark.parametrize("kind", ["monthly", "progress", "quarterly"])
def test_button_drafts_its_kind_once_and_shows_it(quarter: District, kind: str) -> None:
    assert "已起草，文中每个数字都可点开看算法和来源。" in press(quarter, kind)
    press(quarter, kind)
    assert kinds(quarter) == [kind]


def test_year_that_is_not_over_is_refused_in_words(quarter: District) -> None:
    assert "2023年度还没有结束" in press(quarter, "yearly")
    assert kinds(quarter) == []


@pytest.mark.parametrize("kind", ["", "chase", "<b>", "monthly\0"])
def test_unknown_kind_is_refused(quarter: District, kind: str) -> None:
    assert "没有这一种通报" in press(quarter, kind)
    assert kinds(quarter) == []


def test_open_period_has_nothing_to_draft(browser: Browser, scenery: District) -> None:
    with time_machine.travel(CUTOFF - timedelta(days=1)):
        assert "还没有关账" in press(scenery, "monthly")
        assert "draft_document" not in text(browser.sign_in(scenery.reviewer), PERIOD)
    assert kinds(scenery) == []


def test_drafted_circular_stands_with_its_state(browser: Browser, quarter: District) -> None:
    press(quarter, "monthly")
    page = squeezed(text(browser.sign_in(quarter.reviewer), PERIOD))
    assert "草稿</span>" in page
    assert f"{quarter.reviewer.name} 11月4日 00:00 起草 · 依据快照第1版" in page
    assert page.count('name="kind"') == 2


def test_I4_corrected_data_are_told_beside_the_draft(browser: Browser, quarter: District) -> None:
    press(quarter, "monthly")
    with scope(quarter.tenant.pk):
        grant(quarter, ask(quarter, quarter.period, {"general_found": "35"}), LATER + timedelta(minutes=1))
    page = squeezed(text(browser.sign_in(quarter.reviewer), PERIOD))
    assert "起草以后数据有更正，已到第2版。" in page
    assert "查看改了什么" in page


def test_waiting_drafts_are_told_to_the_office_alone(browser: Browser, quarter: District) -> None:
    with scope(quarter.tenant.pk):
        draft_due(actor=quarter.system, at=LATER)
    assert "2023年9月月度调度通报草稿已备好" in text(browser.sign_in(quarter.reviewer), PERIOD)
    for who in (quarter.leader, quarter.admin):
        assert "草稿已备好" not in text(Browser().sign_in(who), PERIOD)


@pytest.mark.parametrize("who", ["leader", "admin"])
def test_others_look_but_are_offered_nothing(browser: Browser, quarter: District, who: str) -> None:
    page = text(browser.sign_in(getattr(quarter, who)), PERIOD)
    assert 'name="kind"' not in page
    assert "本期通报还没有起草，由安委办起草。" in page
    assert "起草函件" not in page


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_drafting_denied_to_everybody_but_the_office(browser: Browser, quarter: District, who: str) -> None:
    answer = browser.sign_in(getattr(quarter, who)).post(DOCUMENTS, {"kind": "progress"})
    assert answer.status_code == 403
    assert kinds(quarter) == []


def test_unknown_period_is_not_found(browser: Browser, quarter: District) -> None:
    answer = browser.sign_in(quarter.reviewer).post("/licheng/periods/2031-01/documents")
    assert answer.status_code == 404


def test_queries_do_not_grow_with_circulars(browser: Browser, quarter: District) -> None:
    def grow() -> None:
        press(quarter, "progress")
        press(quarter, "quarterly")

    press(quarter, "monthly")
    few, many = queries_before_and_after(browser.sign_in(quarter.reviewer), PERIOD, grow)
    assert many <= few + 3, "three more to see whether a quarter has been corrected since"
