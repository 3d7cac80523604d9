"""What every view of a tenant has in common."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from tests.factories import District
from tests.fixtures import Browser
from units.errors import WrongMethod
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page()
def reading(request: TenantRequest, label: str) -> HttpResponse:
    """Says which label it was given."""
    return HttpResponse(label)


@tenant_page("POST")
def writing(request: TenantRequest) -> HttpResponse:
    """Says that it was reached."""
    return HttpResponse("done")


def test_view_is_not_handed_the_tenants_slug() -> None:
    response = reading(RequestFactory().get("/"), tenant="licheng", label="2023-09")
    assert response.content == b"2023-09"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_page_for_reading_refuses_other_methods(method: str) -> None:
    with pytest.raises(WrongMethod):
        reading(getattr(RequestFactory(), method)("/"), tenant="licheng", label="x")


def test_page_for_writing_takes_its_method() -> None:
    assert writing(RequestFactory().post("/"), tenant="licheng").content == b"done"


@pytest.mark.parametrize("method", ["get", "head", "put"])
def test_page_for_writing_takes_no_other(method: str) -> None:
    with pytest.raises(WrongMethod):
        writing(getattr(RequestFactory(), method)("/"), tenant="licheng")


def test_address_for_sending_that_is_opened_says_so_in_the_frame(browser: Browser, scenery: District) -> None:
    response = browser.sign_in(scenery.filer).get("/licheng/ledger/1/moves/file")
    assert response.status_code == 405
    assert "只供页面上的按钮使用" in response.content.decode()
    assert "主导航" in response.content.decode()


def test_head_is_answered_where_get_is() -> None:
    assert reading(RequestFactory().head("/"), tenant="licheng", label="x").status_code == 200


def test_view_keeps_its_name() -> None:
    assert reading.__name__ == "reading"
