"""What all views under `/<tenant>/…` have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse

from units.errors import WrongMethod
from units.http import TenantRequest

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to narrow a list, with how many rows it leaves; `query` is its address's end."""

    label: str
    count: int
    query: str
    chosen: bool


def tenant_page(
    *methods: str,
) -> Callable[[Callable[Concatenate[TenantRequest, P], HttpResponse]], Callable[..., HttpResponse]]:
    """A view for these HTTP methods (default GET) inside the tenant that the middleware has opened.

    The address's tenant stands in `request.tenant` already, so the view is not handed its slug again.
    WrongMethod for any other method.
    """
    permitted = methods or ("GET", "HEAD")

    def decorate(view: Callable[Concatenate[TenantRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(request: TenantRequest, tenant: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in permitted:
                raise WrongMethod("这个网址只供页面上的按钮使用。请返回上一页，或从左侧菜单重新进入。")
            return view(request, *args, **kwargs)

        return page

    return decorate
