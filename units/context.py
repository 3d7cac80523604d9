"""What every template knows: the tenant and the person with their roles."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def tenancy(request: HttpRequest) -> dict[str, Any]:
    """`tenant` and `actor` are None outside a tenant's pages; `demo_server` marks a demonstration."""
    return {
        "tenant": getattr(request, "tenant", None),
        "actor": getattr(request, "actor", None),
        "demo_server": settings.DEMO,
    }
