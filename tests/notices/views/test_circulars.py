"""A period's own page, the circular as paper, and the three files."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import unquote

import docx
import openpyxl
import pytest
import time_machine

from notices.models import Circular
from tests.factories import BEFORE, CUTOFF, INSTANT, District, close, file_for, make_previous, sign_and_file
from tests.fixtures import Browser
from tests.pages import queries, squeezed, text
from units.scoping import scope

PERIOD = "/licheng/periods/2023-09/"
CIRCULAR = f"{PERIOD}circular"
DRAFT = f"{PERIOD}documents"
FILES = ("circular.docx", "dispatch.xlsx", "figures.json")
AFTER = CUTOFF + timedelta(hours=9)


@pytest.fixture
def closed(scenery: District) -> Iterator[District]:
    """Two of three units filed, the period closed; it is the morning after."""
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
        file_for(scenery, scenery.bureau, at=CUTOFF - INSTANT)
        close(scenery)
    with time_machine.travel(AFTER):
        yield scenery


def page_of(district: District) -> str:
    """The address of the one circular there is."""
    with scope(district.tenant.pk):
        return f"/licheng/circulars/{Circular.objects.get().pk}/"


@pytest.fixture
def drafted(closed: District) -> District:
    """As `closed`, with its circular drafted."""
    Browser().sign_in(closed.reviewer).post(DRAFT)
    return closed


@time_machine.travel(BEFORE)
def test_open_period_cannot_be_closed_before_its_cutoff(browser: Browser, scenery: District) -> None:
    page = squeezed(text(browser.sign_in(scenery.reviewer), PERIOD))
    assert "还没有到报送截止时间（9月24日 24:00），不能关账" in page
    assert 'data-open="close-dialog" disabled' in page
    assert 'id="close-dialog"' not in page


@time_machine.travel(CUTOFF)
def test_closing_names_its_consequences(browser: Browser, scenery: District) -> None:
    page = squeezed(text(browser.sign_in(scenery.reviewer), PERIOD))
    assert 'data-open="close-dialog" disabled' not in page
    assert "还没有报的 <strong>3</strong> 家记为未报" in page
    assert "数据永久冻结" in page


@time_machine.travel(CUTOFF)
def test_period_waits_for_the_one_before(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        make_previous(scenery)
    page = squeezed(text(browser.sign_in(scenery.reviewer), PERIOD))
    assert "上一期（2023年8月）还没有关账" in page
    assert 'data-open="close-dialog" disabled' in page


@time_machine.travel(CUTOFF)
@pytest.mark.parametrize("who", ["leader", "admin"])
def test_closing_is_not_offered_to_others(browser: Browser, scenery: District, who: str) -> None:
    page = text(browser.sign_in(getattr(scenery, who)), PERIOD)
    assert "close-dialog" not in page
    assert "关账由安委办办理" in page


@pytest.mark.parametrize("who", ["filer", "head"])
@pytest.mark.parametrize("path", [PERIOD, CIRCULAR, *(PERIOD + name for name in FILES)])
def test_I3_pages_and_files_denied_to_units(browser: Browser, drafted: District, who: str, path: str) -> None:
    response = browser.sign_in(getattr(drafted, who)).get(path)
    assert response.status_code == 403
    assert drafted.bureau.name not in response.content.decode().split("<main")[1]


def test_closed_period_shows_counts_and_seal(browser: Browser, closed: District) -> None:
    page = squeezed(text(browser.sign_in(closed.leader), PERIOD))
    assert "已关账" in page
    assert "校验码" in page
    assert "本期通报还没有起草，由安委办起草。" in page


def test_draft_is_made_once_and_shown(browser: Browser, closed: District) -> None:
    browser.sign_in(closed.reviewer)
    response = browser.post(DRAFT, follow=True)
    assert response.request["PATH_INFO"] == page_of(closed)
    assert "2023年9月调度情况的通报”已起草" in response.content.decode()
    browser.post(DRAFT)
    with scope(closed.tenant.pk):
        assert Circular.objects.count() == 1


@time_machine.travel(BEFORE)
def test_I4_open_period_has_no_circular(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.reviewer)
    response = browser.post(DRAFT, follow=True)
    assert response.request["PATH_INFO"] == PERIOD
    assert "还没有关账" in response.content.decode()
    assert browser.get(CIRCULAR).status_code == 404


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_drafting_denied_to_everybody_but_the_office(browser: Browser, closed: District, who: str) -> None:
    assert browser.sign_in(getattr(closed, who)).post(DRAFT).status_code == 403
    with scope(closed.tenant.pk):
        assert not Circular.objects.exists()


def test_I5_every_number_of_the_paper_leads_to_its_figure(browser: Browser, drafted: District) -> None:
    page = squeezed(text(browser.sign_in(drafted.reviewer), page_of(drafted)))
    keys = {part.split('"')[0] for part in page.split('class="figure-link" href="#figure-')[1:]}
    assert "general.found" in keys
    assert all(f'id="figure-{key}"' in page for key in keys)
    assert "全部与指标相符" in page


def test_I5_rows_of_a_figure_lead_to_the_filings_they_were_taken_from(
    browser: Browser, drafted: District
) -> None:
    filing = f"{PERIOD}form/{drafted.town.pk}/"
    assert f'<a href="{filing}">{drafted.town.name}</a>' in text(
        browser.sign_in(drafted.leader), page_of(drafted)
    )
    assert browser.get(filing).status_code == 200


def test_leader_reads_and_downloads_but_does_not_draft(browser: Browser, drafted: District) -> None:
    browser.sign_in(drafted.leader)
    assert browser.get(CIRCULAR, follow=True).status_code == 200
    assert browser.get(f"{PERIOD}circular.docx").status_code == 200
    assert "起草通报" not in text(browser, PERIOD)


def test_files_have_chinese_names_and_open(browser: Browser, drafted: District) -> None:
    browser.sign_in(drafted.reviewer)
    word, excel, data = (browser.get(PERIOD + name) for name in FILES)
    assert "通报.docx" in unquote(word.headers["Content-Disposition"])
    assert "2023年9月调度表.xlsx" in unquote(excel.headers["Content-Disposition"])
    assert any("通报" in paragraph.text for paragraph in docx.Document(io.BytesIO(word.content)).paragraphs)
    sheet = openpyxl.load_workbook(io.BytesIO(excel.content)).worksheets[0]
    assert drafted.town.name in {cell.value for row in sheet.iter_rows() for cell in row}
    content = json.loads(data.content)
    assert (content["tenant"], content["period"], content["revision"]) == ("licheng", "2023-09", 1)
    assert {figure["key"]: figure["value"] for figure in content["figures"]}["general.found"] == 20


@pytest.mark.parametrize("name", FILES)
def test_files_wait_for_the_circular(browser: Browser, closed: District, name: str) -> None:
    response = browser.sign_in(closed.reviewer).get(PERIOD + name)
    assert response.status_code == 404
    assert "还没有起草通报" in response.content.decode()


@pytest.mark.parametrize("name", FILES)
def test_files_are_the_same_each_time(browser: Browser, drafted: District, name: str) -> None:
    browser.sign_in(drafted.reviewer)
    if name == "figures.json":
        assert browser.get(PERIOD + name).content == browser.get(PERIOD + name).content
    assert browser.get(PERIOD + name).headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("path", ["", "circular", "circular.docx"])
def test_unknown_period_names_those_there_are(browser: Browser, closed: District, path: str) -> None:
    response = browser.sign_in(closed.reviewer).get(f"/licheng/periods/2031-01/{path}")
    assert response.status_code == 404
    assert "2023-09" in response.content.decode()


def test_period_page_asks_few_questions(browser: Browser, drafted: District) -> None:
    browser.sign_in(drafted.reviewer)
    assert queries(browser, PERIOD) <= 28
    assert queries(browser, page_of(drafted)) <= 34
