"""The two buttons of a unit's page that speak of its ledger."""

import pytest
import time_machine

from hazards.life import Status
from reports.models import LedgerStatement
from tests.factories import BEFORE, CUTOFF, INSTANT, District, close
from tests.fixtures import Browser
from tests.ledgers import standing
from tests.pages import squeezed, text
from tests.reports.duties import stated
from units.scoping import scope

HOME = "/licheng/unit/"


def address(district: District) -> str:
    return f"/licheng/periods/2023-09/ledger/{district.town.pk}/state"


def home(browser: Browser) -> str:
    return squeezed(text(browser, HOME))


def statements(district: District) -> list[tuple[bool, int]]:
    with scope(district.tenant.pk):
        return list(LedgerStatement.objects.values_list("nil", "records"))


@time_machine.travel(BEFORE)
@pytest.mark.parametrize("who", ["filer", "head"])
def test_I12_nil_is_stated_by_one_click(browser: Browser, scenery: District, who: str) -> None:
    browser.sign_in(getattr(scenery, who))
    assert "本期无重大事故隐患（零报告）</button>" in home(browser)
    answer = browser.post(address(scenery), {"say": "nil"})
    assert answer.headers["Location"] == f"{HOME}?unit={scenery.town.pk}"
    found = home(browser)
    assert "本期无重大事故隐患（零报告），已记入。" in found
    assert "零报告</span>" in found
    assert 'name="say"' not in found
    assert statements(scenery) == [(True, 0)]


@time_machine.travel(BEFORE)
def test_complete_ledger_is_stated_by_one_click(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        standing(scenery, Status.FILED)
    browser.sign_in(scenery.filer)
    assert "台账已报齐（本期1条）</button>" in home(browser)
    browser.post(address(scenery), {"say": "complete"})
    assert "已按时报齐" in home(browser)
    assert statements(scenery) == [(False, 1)]


@time_machine.travel(BEFORE)
def test_record_filed_after_the_word_asks_to_renew_it(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        stated(scenery)
        standing(scenery, Status.FILED)
    found = home(browser.sign_in(scenery.filer))
    assert "作了零报告，现在是 1 条，请重新确认" in found
    assert "台账已报齐（本期1条）</button>" in found


@time_machine.travel(BEFORE)
def test_nil_against_the_records_is_refused_in_words(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        standing(scenery, Status.FILED)
    browser.sign_in(scenery.filer).post(address(scenery), {"say": "nil"})
    assert "已经报送隐患1条，不能作零报告" in home(browser)
    assert statements(scenery) == []


@pytest.mark.parametrize("said", ["", "x", "true"])
def test_button_that_there_is_not_is_refused(browser: Browser, scenery: District, said: str) -> None:
    answer = browser.sign_in(scenery.filer).post(address(scenery), {"say": said})
    assert answer.status_code == 422
    assert "没有看懂要声明什么" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("reviewer", 403), ("leader", 403), ("admin", 403), ("other_filer", 404)]
)
def test_statement_denied_to_everybody_but_the_units_people(
    browser: Browser, scenery: District, who: str, status: int
) -> None:
    answer = browser.sign_in(getattr(scenery, who)).post(address(scenery), {"say": "nil"})
    assert answer.status_code == status
    assert statements(scenery) == []


def test_I4_closed_period_refuses_and_says_since_when(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        close(scenery)
    with time_machine.travel(CUTOFF + INSTANT):
        browser.sign_in(scenery.filer).post(address(scenery), {"say": "nil"})
        assert "自2023年9月25日00:00起" in home(browser)
    assert statements(scenery) == []


def test_address_serves_the_button_only(browser: Browser, scenery: District) -> None:
    assert browser.sign_in(scenery.filer).get(address(scenery)).status_code == 405
