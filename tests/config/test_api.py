"""What every API view shares."""

from django.test import RequestFactory
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from config.api import TenantViewSet
from config.pagination import Pages
from units.actors import Actor


def test_view_knows_who_asks_from_the_middleware() -> None:
    raw = RequestFactory().get("/")
    raw.actor = Actor.system(7)  # type: ignore[attr-defined]
    view = TenantViewSet()
    view.request = Request(raw)
    assert view.actor == Actor.system(7)


def test_lists_are_limited() -> None:
    pages = Pages()
    for asked, size in (("1", 1), ("500", 500), ("501", 500), ("999999", 500), ("-1", 100), ("x", 100)):
        assert pages.get_page_size(Request(APIRequestFactory().get(f"/?page_size={asked}"))) == size
