"""Workbooks to take away: export of the list, the blank, faulty rows."""

import io
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
import time_machine

from hazards.ledger_workbook_out import HEADER
from hazards.life import Status
from hazards.models import Hazard
from tests.factories import District
from tests.fixtures import Browser
from tests.ledgers import FILED_AT, drafted, standing
from tests.pages import queries_before_and_after, refusal
from tests.sheets import checked, several, typed
from units.scoping import scope

EXPORT = "/licheng/ledger/export.xlsx"
TEMPLATE = "/licheng/ledger/template.xlsx"


def book(response: Any) -> Any:
    assert response.status_code == 200
    assert response.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert response.headers["Cache-Control"] == "private, no-store"
    return openpyxl.load_workbook(io.BytesIO(response.content))


def names(response: Any) -> list[str]:
    sheet = book(response).worksheets[0]
    return [str(row[12].value) for row in sheet.iter_rows(min_row=HEADER + 1)]


def file_name(response: Any) -> str:
    return unquote(response.headers["Content-Disposition"].partition("filename*=utf-8''")[2])


def test_export_holds_exactly_what_is_listed(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        standing(scenery, Status.FILED, description="甲处")
        standing(scenery, Status.CLOSED, description="乙处")
        drafted(scenery, description="丙处")
    browser.sign_in(scenery.filer)
    assert set(names(browser.get(EXPORT))) == {"甲处", "乙处", "丙处"}
    assert names(browser.get(f"{EXPORT}?status=closed")) == ["乙处"]
    assert names(browser.get(f"{EXPORT}?q=甲处&first_day=2023-09-10")) == ["甲处"]
    assert names(browser.get(f"{EXPORT}?last_day=2023-09-09")) == []


def test_I3_export_holds_what_one_may_see(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        standing(scenery, Status.FILED, description="甲处")
        drafted(scenery, description="丙处")
    assert names(browser.sign_in(scenery.reviewer).get(EXPORT)) == ["甲处"]
    assert names(browser.sign_in(scenery.leader).get(EXPORT)) == ["甲处"]
    assert names(browser.sign_in(scenery.other_filer).get(EXPORT)) == []


def test_overdue_records_are_told_by_today(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        standing(scenery, Status.RECTIFYING, description="甲处")
    browser.sign_in(scenery.reviewer)
    with time_machine.travel("2023-09-29T16:30:00Z"):
        assert names(browser.get(f"{EXPORT}?overdue=on")) == []
    with time_machine.travel("2023-09-30T16:30:00Z"):
        assert names(browser.get(f"{EXPORT}?overdue=on")) == ["甲处"]


def test_export_says_whose_and_when(scenery: District, browser: Browser) -> None:
    browser.sign_in(scenery.reviewer)
    with time_machine.travel(FILED_AT, tick=False):
        response = browser.get(EXPORT)
    assert file_name(response) == "重大事故隐患台账20230911.xlsx"
    subtitle = book(response).worksheets[0]["A2"].value
    assert subtitle == "licheng区　共0条　导出时间：2023-09-11 09:30"


def test_export_says_how_many_records_are_synthetic(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        standing(scenery, Status.FILED)
        invented = standing(scenery, Status.FILED)
        Hazard.objects.filter(pk=invented.pk).update(synthetic=True)
    response = browser.sign_in(scenery.filer).get("/licheng/ledger/export.xlsx")
    assert "共2条　其中合成数据1条" in book(response).worksheets[0]["A2"].value


def test_filters_that_make_no_sense_are_refused(scenery: District, browser: Browser) -> None:
    response = browser.sign_in(scenery.filer).get(f"{EXPORT}?first_day=2023-02-30")
    assert response.status_code == 422
    assert "没有“2023-02-30”这一天" in refusal(response)


def test_export_needs_the_same_queries_for_many(scenery: District, browser: Browser) -> None:
    def grow() -> None:
        with scope(scenery.tenant.pk):
            for status in Status:
                standing(scenery, status)

    with scope(scenery.tenant.pk):
        standing(scenery, Status.FILED)
    few, many = queries_before_and_after(browser.sign_in(scenery.filer), EXPORT, grow)
    assert few == many


@pytest.mark.parametrize("who", ["filer", "reviewer", "leader"])
def test_blank_is_for_everybody(scenery: District, browser: Browser, who: str) -> None:
    response = browser.sign_in(getattr(scenery, who)).get(TEMPLATE)
    assert book(response).sheetnames == ["台账", "选项", "填写说明"]
    assert file_name(response) == "重大事故隐患台账（模板）.xlsx"


def test_I3_blank_names_only_units_one_may_import_for(scenery: District, browser: Browser) -> None:
    cells = book(browser.sign_in(scenery.filer).get(TEMPLATE))["选项"].iter_rows(values_only=True)
    said = {value for row in cells for value in row}
    assert "东关镇" in said
    assert not {"西关街道", "区试验局"} & said


def test_faulty_rows_are_exactly_those(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        rows = several(20)
        for number in (3, 8, 19):
            rows[number]["discovered_at"] = "2023-02-30"
        batch = checked(scenery, *rows)
    response = browser.sign_in(scenery.filer).get(f"/licheng/ledger/imports/{batch.pk}/errors.xlsx")
    assert names(response) == [f"第{number}号污水池没有警示标志" for number in (4, 9, 20)]
    assert file_name(response) == "台账（3行待改）.xlsx"


def test_import_without_faults_has_nothing_to_give_back(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        batch = checked(scenery, typed())
    response = browser.sign_in(scenery.filer).get(f"/licheng/ledger/imports/{batch.pk}/errors.xlsx")
    assert response.status_code == 404
    assert "没有有问题的行" in refusal(response)


def test_I3_faulty_rows_of_another_unit_are_not_found(scenery: District, browser: Browser) -> None:
    with scope(scenery.tenant.pk):
        batch = checked(scenery, typed(funds="x"))
    for who in (scenery.other_filer, scenery.leader, scenery.admin):
        response = browser.sign_in(who).get(f"/licheng/ledger/imports/{batch.pk}/errors.xlsx")
        assert response.status_code == 404
