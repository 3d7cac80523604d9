"""The desk's figures side by side, one cell's history, and both workbooks."""

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
import time_machine

from reports.models import Submission
from tests.factories import BEFORE, VALUES, District, close, file_for, make_unit, save_draft
from tests.fixtures import Browser
from tests.pages import queries_before_and_after, squeezed, text
from tests.reports.duties import extended, stated
from units.enums import UnitKind
from units.models import Unit
from units.scoping import scope

BOARD = "/licheng/periods/2023-09/board"
VALUES_PAGE = f"{BOARD}/values"
LARGER = {**VALUES, "general_found": Decimal(25), "general_rectified": Decimal(30)}


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(BEFORE):
        yield


@pytest.fixture
def filed(scenery: District) -> District:
    """The first town and the bureau have filed, the bureau more rectified than found."""
    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.town)
        file_for(scenery, scenery.bureau, LARGER)
    return scenery


def cell_path(district: District, unit: Unit, code: str = "general_found") -> str:
    return f"{VALUES_PAGE}/{unit.pk}/{code}"


def total(page: str) -> list[str]:
    row = squeezed(page).split('class="values-total"')[1].split("</tr>")[0]
    return [part.split("<")[0] for part in row.split('<td class="num">')[1:]]


def workbook(browser: Browser, path: str) -> list[tuple[Any, ...]]:
    response = browser.get(path)
    assert response.status_code == 200
    content = openpyxl.load_workbook(io.BytesIO(response.content))
    return list(content.worksheets[0].values)


def test_I9_total_row_is_the_sum_of_what_is_shown(browser: Browser, filed: District) -> None:
    page = text(browser.sign_in(filed.reviewer), VALUES_PAGE)
    assert "合计（2 家）" in page
    assert total(page)[:2] == ["35", "38"]
    assert total(text(browser, f"{VALUES_PAGE}?kind=town"))[:2] == ["10", "8"]


def test_who_has_not_filed_is_named_and_not_counted(browser: Browser, filed: District) -> None:
    page = squeezed(text(browser.sign_in(filed.reviewer), VALUES_PAGE))
    assert page.count("未计入合计") == 1
    assert filed.other_town.name in page


def test_cells_with_findings_are_marked_in_words_and_colour(browser: Browser, filed: District) -> None:
    page = text(browser.sign_in(filed.reviewer), VALUES_PAGE)
    assert "values-block" in page
    assert "<sup>改</sup>" in page


def test_comment_on_a_cell_is_marked(browser: Browser, filed: District) -> None:
    with scope(filed.tenant.pk):
        Submission.objects.filter(unit=filed.town).update(comments={"general_found": "请核对台账"})
    page = text(browser.sign_in(filed.reviewer), VALUES_PAGE)
    assert "<sup>批</sup>" in page
    assert "安委办批注：请核对台账" in page


def test_each_number_leads_to_its_history(browser: Browser, filed: District) -> None:
    path = cell_path(filed, filed.town)
    assert f'hx-get="{path}"' in text(browser.sign_in(filed.reviewer), VALUES_PAGE)
    page = squeezed(text(browser, path))
    assert 'id="cell-history"' in page
    assert "空 → 10" in page


def test_history_of_a_cell_never_filled_says_so(browser: Browser, scenery: District) -> None:
    page = text(browser.sign_in(scenery.reviewer), cell_path(scenery, scenery.town))
    assert "没有这一格的改动记录" in page


def test_closed_figures_say_which_snapshot_they_are_from(browser: Browser, filed: District) -> None:
    with scope(filed.tenant.pk):
        close(filed)
    page = text(browser.sign_in(filed.reviewer), VALUES_PAGE)
    assert "取自快照第1版" in page
    assert total(page)[:2] == ["35", "38"]


def test_filters_go_along_from_one_view_to_the_other(browser: Browser, filed: District) -> None:
    page = text(browser.sign_in(filed.reviewer), f"{BOARD}?kind=town")
    assert f'href="{VALUES_PAGE}?kind=town"' in page
    assert f'href="{BOARD}.xlsx?kind=town"' in page


@pytest.mark.parametrize("path", [VALUES_PAGE, f"{VALUES_PAGE}.xlsx", f"{BOARD}.xlsx"])
@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_I3_figures_denied_to_everybody_else(browser: Browser, filed: District, who: str, path: str) -> None:
    assert browser.sign_in(getattr(filed, who)).get(path).status_code == 403


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_I3_history_denied_to_everybody_else(browser: Browser, filed: District, who: str) -> None:
    assert browser.sign_in(getattr(filed, who)).get(cell_path(filed, filed.bureau)).status_code == 403


@pytest.mark.parametrize("code", ["nonsense", "%00", "values"])
def test_unknown_column_is_not_found(browser: Browser, filed: District, code: str) -> None:
    assert browser.sign_in(filed.reviewer).get(cell_path(filed, filed.town, code)).status_code == 404


def test_workbook_of_figures_holds_exactly_what_is_shown(browser: Browser, filed: District) -> None:
    found = workbook(browser.sign_in(filed.reviewer), f"{VALUES_PAGE}.xlsx?kind=town")
    assert found[0][0] == "2023年9月调度数据"
    assert [row[0] for row in found[2:5]] == ["合计", "东关镇", "西关街道"]
    assert found[2][1:3] == found[3][1:3] == (10, 8)
    assert found[4][1] is None
    assert found[5][0] == "没有报的1家不计入合计：西关街道。"


def test_workbook_of_duties_holds_exactly_what_is_shown(browser: Browser, filed: District) -> None:
    with scope(filed.tenant.pk):
        stated(filed, filed.bureau)
        extended(filed, filed.town)
    found = workbook(browser.sign_in(filed.reviewer), f"{BOARD}.xlsx?state=on_time")
    assert [row[1] for row in found[2:]] == ["东关镇", "区试验局"]
    town, bureau = (dict(zip(found[1], row, strict=True)) for row in found[2:])
    assert (town["台账"], town["调度表"], town["还没有报"]) == ("未开始", "已按时报送", "台账")
    assert town["延期"] == "延至9月26日 24:00：防汛抢险"
    assert (bureau["台账"], bureau["还没有报"], bureau["必须改正"]) == ("已按时报送", None, 1)


def test_workbooks_are_named_in_chinese(browser: Browser, filed: District) -> None:
    response = browser.sign_in(filed.reviewer).get(f"{BOARD}.xlsx")
    assert "2023年9月报送情况.xlsx" in unquote(response.headers["Content-Disposition"])


def test_name_that_looks_like_a_formula_stays_text(browser: Browser, filed: District) -> None:
    with scope(filed.tenant.pk):
        Unit.objects.filter(pk=filed.town.pk).update(name="=1+1")
    response = browser.sign_in(filed.reviewer).get(f"{VALUES_PAGE}.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("=1+1", "s")


@pytest.mark.parametrize("path", [VALUES_PAGE, f"{VALUES_PAGE}.xlsx", f"{BOARD}.xlsx"])
def test_queries_do_not_grow_with_units(browser: Browser, scenery: District, path: str) -> None:
    def more_units() -> None:
        with scope(scenery.tenant.pk):
            save_draft(scenery)
            for number in range(6):
                file_for(scenery, make_unit(f"{number}号局", order=10 + number, kind=UnitKind.BUREAU))

    with scope(scenery.tenant.pk):
        file_for(scenery, scenery.bureau)
    few, many = queries_before_and_after(browser.sign_in(scenery.reviewer), path, more_units)
    assert few == many
