"""The API's default permission."""

import pytest
from django.conf import settings
from django.test import RequestFactory
from rest_framework.request import Request

from config.api import TenantViewSet
from units.actors import Actor
from units.permissions import IsMember


@pytest.mark.parametrize(("actor", "admitted"), [(Actor.system(7), True), (None, False)])
def test_I3_only_people_the_middleware_let_in_are_admitted(actor: Actor | None, admitted: bool) -> None:
    raw = RequestFactory().get("/")
    if actor is not None:
        raw.actor = actor  # type: ignore[attr-defined]
    assert IsMember().has_permission(Request(raw), TenantViewSet()) is admitted


def test_I3_no_view_is_open_by_default() -> None:
    assert settings.REST_FRAMEWORK["DEFAULT_PERMISSION_CLASSES"] == ["units.permissions.IsMember"]
