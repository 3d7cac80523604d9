"""What all views under `/<tenant>/…` have in common."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from units.http import TenantRequest

P = ParamSpec("P")


def tenant_page(
    *methods: str,
) -> Callable[[Callable[Concatenate[TenantRequest, P], HttpResponse]], Callable[..., HttpResponse]]:
    """A view for these HTTP methods (default GET) inside the tenant that the middleware has opened.

    The address's tenant stands in `request.tenant` already, so the view is not handed its slug again.
    """

    def decorate(view: Callable[Concatenate[TenantRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(request: TenantRequest, tenant: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return view(request, *args, **kwargs)

        return require_http_methods(methods or ("GET", "HEAD"))(page)

    return decorate
