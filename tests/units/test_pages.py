"""What every view of a tenant has in common."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

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
    response = reading(getattr(RequestFactory(), method)("/"), tenant="licheng", label="x")
    assert response.status_code == 405


@pytest.mark.parametrize(("method", "status"), [("post", 200), ("get", 405), ("head", 405)])
def test_page_for_writing_takes_only_its_method(method: str, status: int) -> None:
    assert writing(getattr(RequestFactory(), method)("/"), tenant="licheng").status_code == status


def test_head_is_answered_where_get_is() -> None:
    assert reading(RequestFactory().head("/"), tenant="licheng", label="x").status_code == 200


def test_view_keeps_its_name() -> None:
    assert reading.__name__ == "reading"
