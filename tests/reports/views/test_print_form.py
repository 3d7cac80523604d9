"""The table on paper: everything that is signed, lines to sign on, and only for those who may see it."""

from collections.abc import Iterator

import pytest
import time_machine

from reports.findings_answered import unanswered
from reports.models import Indicator, Submission
from reports.selectors import findings
from tests.factories import (
    BEFORE,
    ENTRIES,
    District,
    close,
    file_for,
    make_form,
    make_previous,
    save_draft,
    sign_and_file,
)
from tests.fixtures import Browser
from tests.licheng import indicators
from tests.pages import queries_before_and_after, squeezed, text
from tests.reports.majors import proven_by_other
from units.scoping import scope


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(BEFORE):
        yield


def sheet_of(district: District, unit: str = "town") -> str:
    return f"/licheng/periods/2023-09/form/{getattr(district, unit).pk}/print"


def test_paper_carries_figures_people_version_and_time(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town, period=make_previous(scenery))
        sign_and_file(scenery)
    page = squeezed(text(browser.sign_in(scenery.head), sheet_of(scenery)))
    for words in ("东关镇", "2023年9月", "单位负责人（签字）", "填报人：", "已报送", "次保存", "累计数，"):
        assert words in page, words
    assert f"{scenery.head.name} 9月23日 00:00 在系统中审核签字" in page
    assert '<td class="num">10</td><td class="num">10</td><td class="num">0</td>' in page


def test_every_field_of_the_real_form_is_on_the_paper(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        scenery.period.form = make_form((), version=2)
        scenery.period.save()
    page = text(browser.sign_in(scenery.filer), sheet_of(scenery))
    assert page.count('<td class="sheet-order">') == len(indicators()) == 28
    assert "还没有开始填报" in page
    assert "不需填" in page


def test_field_asked_for_per_period_is_marked(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        Indicator.objects.filter(code="penalty_count").update(cumulative=False)
    page = text(browser.sign_in(scenery.filer), sheet_of(scenery))
    assert page.count("（当期数）") == 1
    assert "累计数，" not in page


def test_reasons_for_what_is_found_stand_on_the_paper(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town, period=make_previous(scenery))
        saved = save_draft(scenery, {**ENTRIES, "general_found": "9"})
        (finding,) = unanswered(findings.of_filing(scenery.period, scenery.town, saved), {})
        given = {"about": finding.message, "text": "上期<多报>"}
        outdated = {"about": "旧数字的提示。", "text": "不再需要的原因"}
        Submission.objects.filter(pk=saved.pk).update(reasons={finding.key: given, "a": outdated})
    page = text(browser.sign_in(scenery.filer), sheet_of(scenery))
    assert "原因：上期&lt;多报&gt;" in page
    assert "不再需要的原因" not in page


def test_I3_paper_of_another_unit_looks_like_none(browser: Browser, scenery: District) -> None:
    assert browser.sign_in(scenery.filer).get(sheet_of(scenery, "other_town")).status_code == 404


def test_I3_leader_prints_only_once_closed(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        sign_and_file(scenery)
    browser.sign_in(scenery.leader)
    assert browser.get(sheet_of(scenery)).status_code == 403
    with scope(scenery.tenant.pk):
        close(scenery)
    assert browser.get(sheet_of(scenery)).status_code == 200


def test_paper_costs_the_same_however_much_is_on_it(browser: Browser, scenery: District) -> None:
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.other_town)

    def grow() -> None:
        with scope(scenery.tenant.pk):
            for n in range(3):
                proven_by_other(scenery, scenery.period, f"{n}.pdf")

    few, many = queries_before_and_after(
        browser.sign_in(scenery.other_head), sheet_of(scenery, "other_town"), grow
    )
    assert few == many
