"""A unit's Excel in the browser: template, what would change, storing it."""

import io
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from reports.models import Submission
from tests.factories import BEFORE, District
from tests.fixtures import Browser
from tests.pages import squeezed
from units.scoping import scope


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(BEFORE):
        yield


def address(district: District, end: str = "import/") -> str:
    return f"/licheng/periods/2023-09/form/{district.town.pk}/{end}"


def filled(browser: Browser, district: District, value: object) -> bytes:
    """The template as downloaded, with a number typed into its first line."""
    response = browser.get(address(district, "template.xlsx"))
    assert response.status_code == 200
    workbook = load_workbook(io.BytesIO(response.content))
    workbook.worksheets[0]["F5"] = value  # type: ignore[assignment]
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def upload(browser: Browser, district: District, content: bytes) -> tuple[int, str]:
    response = browser.post(address(district), {"table": SimpleUploadedFile("9月.xlsx", content)})
    return response.status_code, response.content.decode()


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def stored(district: District) -> dict[str, str]:
    with scope(district.tenant.pk):
        found = Submission.objects.first()
        return found.values if found else {}


def test_upload_shows_what_would_change_and_stores_nothing(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.filer)
    status, page = upload(browser, scenery, filled(browser, scenery, 10))
    assert status == 200
    assert "存入 1 项" in squeezed(page)
    assert stored(scenery) == {}


def test_accepted_file_is_stored_and_the_form_opened(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.filer)
    _, page = upload(browser, scenery, filled(browser, scenery, 10))
    sent = {"token": hidden(page, "token"), "version": hidden(page, "version")}
    response = browser.post(address(scenery, "import/accept"), sent, follow=True)
    assert response.request["PATH_INFO"] == address(scenery, "")
    assert "已从“9月.xlsx”存入" in response.content.decode()
    assert stored(scenery) == {"general_found": "10"}


def test_wrong_cell_is_named_and_offers_no_storing(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.filer)
    _, page = upload(browser, scenery, filled(browser, scenery, -3))
    assert "F5" in page
    assert "不能是负数" in page
    assert 'name="token"' not in page


def test_any_other_file_is_refused_at_its_field(browser: Browser, scenery: District) -> None:
    status, page = upload(browser.sign_in(scenery.filer), scenery, b"PK nothing")
    assert status == 422
    assert "“9月.xlsx”读不了" in page


def test_expired_upload_says_so(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.filer)
    _, page = upload(browser, scenery, filled(browser, scenery, 10))
    cache.clear()
    response = browser.post(
        address(scenery, "import/accept"), {"token": hidden(page, "token"), "version": "0"}
    )
    assert response.status_code == 404
    assert stored(scenery) == {}


@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
def test_only_who_fills_gets_the_template(browser: Browser, scenery: District, who: str) -> None:
    response = browser.sign_in(getattr(scenery, who)).get(address(scenery, "template.xlsx"))
    assert response.status_code == 403


def test_I3_other_unit_is_not_found(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.other_filer)
    assert browser.get(address(scenery)).status_code == 404
