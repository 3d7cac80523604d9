"""What every template knows."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from units.actors import Actor
from units.context import tenancy


@pytest.mark.parametrize("demo", [True, False])
def test_outside_a_tenant_there_is_neither_tenant_nor_actor(settings: Settings, demo: bool) -> None:
    settings.DEMO = demo
    assert tenancy(RequestFactory().get("/")) == {"tenant": None, "actor": None, "demo_server": demo}


def test_inside_a_tenant_both_are_known() -> None:
    request = RequestFactory().get("/licheng/")
    request.tenant, request.actor = "荔城区", Actor.system(1)  # type: ignore[attr-defined]
    known = tenancy(request)
    assert (known["tenant"], known["actor"]) == ("荔城区", Actor.system(1))
