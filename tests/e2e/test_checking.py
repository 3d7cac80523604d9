"""A circular checked in the browser: from choosing the file to the number that is wrong, by mouse and by keyboard."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.circular_files import of_paragraphs
from tests.e2e.visitor import DESK, PHONE, Visit
from tests.factories import District, close, sign_and_file
from units.scoping import scope

pytestmark = pytest.mark.e2e
PAGE = "/licheng/circulars/check"
TEXT = ("一、工作成效", "全区排查一般隐患100条，已整改50条，整改率40%。", "另有3家。")


@pytest.fixture
def circular(tmp_path: Path) -> Path:
    """A circular with a wrong rate."""
    path = tmp_path / "通报.docx"
    path.write_bytes(of_paragraphs(*TEXT))
    return path


@pytest.fixture
def closed(world: District) -> District:
    """As `world`, with its period closed."""
    with scope(world.tenant.pk):
        sign_and_file(world)
        close(world)
    return world


def checked(page: Page, circular: Path) -> None:
    """Send the circular, held against nothing but itself."""
    page.set_input_files("#id_circular", circular)
    expect(page.locator("[data-file-name]").first).to_have_text(circular.name)
    page.select_option("#id_period", "")
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.locator(".check-paper")).to_be_visible()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_wrong_number_is_found_and_asked_about(
    visit: Visit, closed: District, circular: Path, width: int
) -> None:
    visitor = visit(width)
    page = visitor.sign_in(closed.reviewer, PAGE)
    checked(page, circular)
    wrong = page.locator(".check-paper .check-wrong")
    expect(wrong).to_have_count(1)
    wrong.click()
    item = page.locator(".check-mark[data-chosen=true]")
    expect(item).to_contain_text("应为 50%")
    expect(item).to_be_in_viewport()
    assert visitor.overflow() == 0


def test_number_that_agrees_opens_its_list(visit: Visit, closed: District, circular: Path) -> None:
    page = visit().sign_in(closed.leader, PAGE)
    checked(page, circular)
    number = page.get_by_role("link", name="3家，无从核对")
    number.focus()
    page.keyboard.press("Enter")
    item = page.locator(".check-mark[data-chosen=true]")
    expect(item).to_be_visible()
    expect(item).to_be_focused()
    expect(number).to_have_attribute("aria-current", "true")


def test_list_of_faults_leads_to_the_number(visit: Visit, closed: District, circular: Path) -> None:
    page = visit(PHONE).sign_in(closed.reviewer, PAGE)
    checked(page, circular)
    page.locator(".check-faults a").first.click()
    wrong = page.locator(".check-paper .check-wrong")
    expect(wrong).to_be_focused()
    expect(wrong).to_be_in_viewport()


def test_refused_file_leaves_the_page_to_try_again(visit: Visit, closed: District, circular: Path) -> None:
    page = visit().sign_in(closed.reviewer, PAGE)
    broken = circular.with_name("坏.docx")
    broken.write_bytes(circular.read_bytes()[:900])
    page.set_input_files("#id_circular", broken)
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("不完整或已损坏")
    checked(page, circular)
