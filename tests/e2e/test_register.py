"""The register, the counts and the unit's own page as people use them, at a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from hazards.life import Status
from hazards.models import Enterprise
from tests.e2e.visitor import DESK, PHONE, Visit
from tests.factories import District
from tests.ledgers import USCC, make_enterprise, registered, standing
from units.scoping import scope

LIST = "/licheng/enterprises/"
COUNTS = "/licheng/ledger/counts/"


@pytest.fixture
def ledger(world: District) -> District:
    """Three enterprises, one of them twice; three records that were excluded and one sent back."""
    with scope(world.tenant.pk):
        registered(world, regulators=[world.town])
        make_enterprise("西关化工有限公司", address="西关路2号")
        for _ in range(3):
            standing(world, Status.EXCLUDED)
        standing(world, Status.RETURNED)
    return world


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_register_narrows_while_typing_and_the_address_follows(
    visit: Visit, ledger: District, width: int
) -> None:
    visitor = visit(width=width)
    page = visitor.sign_in(ledger.filer, LIST)
    expect(page.locator("#register")).to_contain_text("3 家")
    page.get_by_label("查找").press_sequentially("西关")
    expect(page.locator("#register")).to_contain_text("2 家")
    expect(page).to_have_url(re.compile(r"\?q=%E8%A5%BF%E5%85%B3"))
    page.get_by_label("监管单位").select_option(label=ledger.town.name)
    expect(page.locator("#register")).to_contain_text("1 家")
    page.reload()
    expect(page.get_by_label("查找")).to_have_value("西关")
    expect(page.locator("#register")).to_contain_text("1 家")
    assert visitor.overflow() == 0


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_enterprise_is_registered_once_its_code_is_right(visit: Visit, ledger: District, width: int) -> None:
    visitor = visit(width=width)
    page = visitor.sign_in(ledger.filer, f"{LIST}new")
    page.get_by_label("企业名称").fill("东关食品厂")
    page.get_by_label("统一社会信用代码").fill(USCC[:-1] + "M")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator(".error")).to_contain_text("校验位不对")
    expect(page.get_by_label("企业名称")).to_have_value("东关食品厂")
    assert visitor.overflow() == 0
    page.get_by_label("统一社会信用代码").fill(USCC)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator(".error")).to_contain_text("已登记为“西关化工厂”")
    page.get_by_label("统一社会信用代码").fill("")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("东关食品厂")
    assert visitor.overflow() == 0


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_double_is_found_compared_and_merged(visit: Visit, ledger: District, width: int) -> None:
    visitor = visit(width=width)
    with scope(ledger.tenant.pk):
        kept = Enterprise.objects.get(uscc=USCC)
    page = visitor.sign_in(ledger.reviewer, f"{LIST}{kept.pk}/")
    page.get_by_role("link", name="合并重复登记").click()
    page.get_by_role("link", name="比较西关化工有限公司").click()
    expect(page.locator(".notice")).to_contain_text("合并不能撤销")
    assert visitor.overflow() == 0
    page.get_by_role("button", name="保留“西关化工厂”").click()
    expect(page.locator("#content")).to_contain_text("西关化工有限公司已并入西关化工厂")
    assert visitor.overflow() == 0


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_unit_reads_why_nothing_of_it_counts(visit: Visit, ledger: District, width: int) -> None:
    visitor = visit(width=width)
    page = visitor.sign_in(ledger.filer, "/licheng/unit/")
    expect(page.locator(".unit-ledger")).to_contain_text("退回：条款不符")
    assert visitor.overflow() == 0
    page.get_by_role("link", name="统计", exact=True).last.click()
    line = page.locator("tr", has_text=ledger.town.name)
    expect(line).to_contain_text("报送4条，纳入统计0条，不符合判定标准3条，待定1条")
    page.get_by_role("link", name=re.compile("^不纳入")).click()
    expect(page).to_have_url(re.compile("status=excluded"))
    expect(line).to_contain_text("符合条件的3条")
    assert visitor.overflow() == 0


def test_reviewer_follows_a_number_to_its_records(visit: Visit, ledger: District) -> None:
    page = visit().sign_in(ledger.reviewer, COUNTS)
    page.locator("tr", has_text=ledger.town.name).get_by_role("link", name="3", exact=True).click()
    expect(page).to_have_url(re.compile(rf"/ledger/\?status=excluded&unit={ledger.town.pk}"))
    expect(page.locator(".ledger-table tbody tr")).to_have_count(3)
