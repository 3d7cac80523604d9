"""安委办 in the browser: the board, a return, an import, closing, the circular and its files."""

import io
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visit
from tests.factories import CODES, District, file_for, sign_and_file
from units.scoping import scope

pytestmark = pytest.mark.e2e
BOARD = "/licheng/periods/2023-09/board"


def test_office_closes_drafts_and_downloads(visit: Visit, world: District, tmp_path: Path) -> None:
    with scope(world.tenant.pk):
        sign_and_file(world)
        file_for(world, world.bureau)
    page = visit().sign_in(world.reviewer, BOARD)
    page.get_by_role("link", name="关账预演").click()
    page.get_by_role("button", name="关账", exact=True).click()
    expect(page.locator("#close-dialog")).to_contain_text("还没有报的 1 家记为未报")
    page.get_by_role("button", name="关账，不再改动").click()
    expect(page.locator(".notice-green")).to_contain_text("2023年9月已关账")
    page.get_by_role("button", name="起草", exact=True).first.click()
    page.locator(".figure-link").first.click()
    expect(page.locator(".figure-item[data-chosen=true] .figure-detail")).to_be_visible()
    with page.expect_download() as word:
        page.get_by_role("link", name="Word").click()
    with page.expect_download() as excel:
        page.get_by_role("link", name="附件1（Excel）").click()
    assert word.value.suggested_filename.endswith("通报（草稿）.docx")
    assert docx.Document(io.BytesIO(word.value.path().read_bytes())).paragraphs
    assert openpyxl.load_workbook(io.BytesIO(excel.value.path().read_bytes())).worksheets


def test_filter_changes_the_address_and_the_list(visit: Visit, world: District) -> None:
    with scope(world.tenant.pk):
        sign_and_file(world)
    page = visit().sign_in(world.reviewer, BOARD)
    page.get_by_role("navigation", name="按调度表报送情况筛选").get_by_role(
        "link", name=re.compile("缺报")
    ).click()
    page.wait_for_url("**/board?state=missing")
    expect(page.locator(".board-table tbody tr")).to_have_count(2)
    page.reload()
    expect(page.locator(".board-table tbody tr")).to_have_count(2)
    page.go_back()
    expect(page.locator(".board-table tbody tr")).to_have_count(3)


def test_return_reaches_the_unit_with_its_reason(visit: Visit, world: District) -> None:
    with scope(world.tenant.pk):
        sign_and_file(world)
    page = visit().sign_in(world.reviewer, BOARD)
    page.get_by_role("button", name="退回").click()
    dialog = page.locator("#return-dialog")
    expect(dialog).to_contain_text(f"退回{world.town.name}的调度表")
    dialog.get_by_role("button", name="退回").click()
    expect(dialog).to_be_visible()
    dialog.locator("textarea").fill("罚款金额请核对")
    dialog.get_by_role("button", name="退回").click()
    expect(page.locator(".notice-green")).to_contain_text("已退回")
    unit = visit(width=390).sign_in(world.filer)
    expect(unit.locator(".notice-amber")).to_contain_text("罚款金额请核对")


def test_bad_table_is_answered_cell_by_cell(visit: Visit, world: District, tmp_path: Path) -> None:
    table = tmp_path / "9月.csv"
    rows = (
        ("unit", *CODES),
        (world.town.name, "10", "8", "0", "2", "1.5"),
        (world.bureau.name, "x", "8", "0", "2", "1.5"),
    )
    table.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    page = visit().sign_in(world.reviewer, "/licheng/periods/2023-09/import/")
    page.set_input_files("input[type=file]", table)
    expect(page.locator("[data-file-name]")).to_have_text("9月.csv")
    page.get_by_role("button", name="上传核对").click()
    expect(page.locator(".problem-table tbody tr")).to_have_count(1)
    expect(page.locator(".problem-table")).to_contain_text("B3")
    page.get_by_role("button", name="只存没有问题的 1 家").click()
    expect(page.locator(".notice-green")).to_contain_text("存入1家")


def test_unreadable_file_is_answered_in_place(visit: Visit, world: District, tmp_path: Path) -> None:
    photo = tmp_path / "照片.xlsx"
    photo.write_bytes(b"\x89PNG")
    page = visit().sign_in(world.reviewer, "/licheng/periods/2023-09/import/")
    page.get_by_role("button", name="上传核对").click()
    expect(page.locator(".field .error")).to_contain_text("请先选择要导入的文件")
    page.set_input_files("input[type=file]", photo)
    page.get_by_role("button", name="上传核对").click()
    expect(page.locator(".field .error")).to_contain_text("“照片.xlsx”读不了")


def test_charts_are_drawn_and_follow_the_measure(visit: Visit, world: District) -> None:
    with scope(world.tenant.pk):
        file_for(world, world.town)
    page = visit().sign_in(world.reviewer, "/licheng/periods/2023-09/")
    page.get_by_role("button", name="关账", exact=True).click()
    page.get_by_role("button", name="关账，不再改动").click()
    page.goto("/licheng/ranking/")
    expect(page.locator("#ranking canvas")).to_have_count(1)
    page.get_by_role("link", name="行政处罚金额").click()
    page.wait_for_url("**by=penalty_amount")
    expect(page.locator("#ranking h2").first).to_have_text("行政处罚金额排名")
    expect(page.locator("#ranking canvas")).to_have_count(1)
