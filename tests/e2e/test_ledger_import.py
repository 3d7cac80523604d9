"""A ledger goes from Excel into the product and back: template, progress, preview, filing, faulty rows, export."""

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import Workbook
from playwright.sync_api import Download, Page, expect

from hazards.life import Status
from hazards.models import Hazard, LedgerImport
from hazards.services import import_jobs
from tests.e2e.visitor import PHONE, Visit
from tests.factories import District
from tests.ledgers import drafted
from tests.rivals import at_once
from tests.sheets import FIRST, several, typed, workbook
from units.scoping import scope

pytestmark = pytest.mark.e2e
IMPORTS = "/licheng/ledger/imports/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(page: Page, content: bytes, name: str = "东关镇台账.xlsx") -> None:
    page.set_input_files("#id_ledger", {"name": name, "mimeType": XLSX, "buffer": content})
    page.get_by_role("button", name="上传核对").click()


def work(district: District) -> None:
    """What the worker does, in a thread of its own."""
    with scope(district.tenant.pk):
        batch = LedgerImport.objects.latest("id")

    def run() -> None:
        import_jobs.run(tenant_id=district.tenant.pk, batch_id=batch.pk, at=timezone.now())
        connection.close()

    at_once(run)


def book_of(download: Download) -> Workbook:
    return openpyxl.load_workbook(BytesIO(Path(download.path()).read_bytes()))


def ledger_of(district: District) -> list[dict[str, Any]]:
    """Forty good rows, a changed draft, and three faulty rows."""
    with scope(district.tenant.pk):
        draft = drafted(district, description="早先填的一处")
        rows = several(40)
        rows[5]["discovered_at"] = "2023-02-30"
        rows[9]["funds"] = "三万"
        rows[20] |= {"uscc": "91110000600037341M", "criterion": "第九百条"}
        rows[7]["enterprise"] = "新来的厂"
        rows[8]["funds"] = ""
        return [*rows, typed(draft=str(draft.pk), description="早先填的一处", funds="2.5")]


def test_ledger_is_checked_filed_and_faulty_rows_come_back(visit: Visit, world: District) -> None:
    content = workbook(ledger_of(world))
    page = visit().sign_in(world.filer, IMPORTS)
    expect(page.locator(".empty")).to_contain_text("还没有导入过台账")
    upload(page, content)
    expect(page.locator("#import-progress")).to_contain_text("正在逐行核对：0 / 41 行")
    work(world)
    expect(page.get_by_role("link", name="有问题 3行")).to_be_visible()
    for words in (f"L{FIRST + 5}", "没有“2023-02-30”这一天", f"O{FIRST + 20}", "没有“第九百条”这一条"):
        expect(page.locator(".import-rows")).to_contain_text(words)
    page.get_by_role("link", name="修改 1行").click()
    expect(page.locator(".import-changes")).to_contain_text("整改资金（万元）")
    expect(page.locator(".import-changes ins")).to_have_text("2.5")
    page.get_by_role("button", name="导入 38 条，报送齐全的 37 条").click()
    expect(page.locator("#import-progress")).to_contain_text("正在导入：0 / 38 行")
    work(world)
    expect(page.locator(".notice-green").last).to_contain_text("已导入 38 条")
    with scope(world.tenant.pk):
        assert Hazard.objects.filter(status=Status.FILED).count() == 37
        assert Hazard.objects.filter(status=Status.DRAFT).count() == 1
    with page.expect_download() as given:
        page.get_by_role("link", name="下载有问题的 3 行").click()
    assert given.value.suggested_filename == "东关镇台账（3行待改）.xlsx"
    sheet = book_of(given.value).worksheets[0]
    assert [sheet.cell(row, 13).value for row in (5, 6, 7)] == [
        "第6号污水池没有警示标志", "第10号污水池没有警示标志", "第21号污水池没有警示标志",
    ]  # fmt: skip
    assert "2023-02-30" in sheet["L5"].comment.text


def test_what_was_exported_can_be_corrected_and_taken_in_again(visit: Visit, world: District) -> None:
    with scope(world.tenant.pk):
        drafted(world)
    page = visit().sign_in(world.filer, "/licheng/ledger/")
    with page.expect_download() as given:
        page.get_by_role("link", name="导出").click()
    book = book_of(given.value)
    assert book.worksheets[0]["M5"].value == "污水池入口处没有设置有限空间安全警示标志"
    book.worksheets[0]["S5"] = 0.5
    buffer = BytesIO()
    book.save(buffer)
    page.goto(IMPORTS)
    upload(page, buffer.getvalue(), "改过的台账.xlsx")
    work(world)
    expect(page.get_by_role("link", name="修改 1行")).to_be_visible()
    expect(page.locator(".import-changes")).to_contain_text("0.35")
    expect(page.get_by_role("link", name="新增 0行")).to_be_visible()


def test_import_fits_a_phone(visit: Visit, world: District) -> None:
    content = workbook(ledger_of(world))
    filer = visit(width=PHONE)
    page = filer.sign_in(world.filer, IMPORTS)
    assert filer.overflow() == 0
    upload(page, content)
    expect(page.locator("#import-progress")).to_be_visible()
    assert filer.overflow() == 0
    work(world)
    for tab in ("有问题", "新增", "修改", "还缺内容"):
        page.locator(f".fact:has-text('{tab}')").click()
        expect(page.locator(f".fact[aria-current=true]:has-text('{tab}')")).to_be_visible()
        assert filer.overflow() == 0, tab
    page.goto(IMPORTS)
    expect(page.locator(".imports-table")).to_contain_text("待确认")
    assert filer.overflow() == 0


def test_file_that_is_no_ledger_is_refused_on_the_page(visit: Visit, world: District) -> None:
    page = visit().sign_in(world.reviewer, IMPORTS)
    upload(page, b"PK not really", "照片.xlsx")
    expect(page.locator(".error")).to_contain_text("“照片.xlsx”读不了：文件不完整或已损坏")
