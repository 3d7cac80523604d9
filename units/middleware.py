"""Opens the tenant's scope around every request under `/<tenant>/…` and `/api/v1/<tenant>/…`."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, resolve
from django.utils import timezone

from units import scoping, selectors
from units.errors import DomainError, NotFound
from units.http import TenantRequest
from units.models import User

GetResponse = Callable[[HttpRequest], HttpResponse]
# From here on an answer says that nothing was done, so nothing may remain done.
REFUSED = 400


class TenantMiddleware:
    """Resolves the tenant from the address, checks membership, opens the database scope and its time zone.

    The whole request is one transaction: it is committed before the answer leaves (I7), and rolled back
    when the answer is a refusal or a failure.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        slug = _tenant_slug(request)
        if slug is None:
            return self.get_response(request)
        if not isinstance(request.user, User):
            return _ask_to_sign_in(request)
        from config.errors import error_response  # noqa: PLC0415  config sits above the apps

        try:
            return self._serve(request, request.user, slug)
        except DomainError as error:
            return error_response(request, error)

    def _serve(self, request: HttpRequest, user: User, slug: str) -> HttpResponse:
        tenant = selectors.tenant_by_slug(slug)
        # Nobody's units are visible until the person's roles are known.
        with scoping.scope(tenant.pk, units=()), timezone.override(tenant.zone):
            actor = selectors.actor_for(user)
            if actor is None:
                raise NotFound(f"没有辖区“{slug}”，或者您不是它的人员。请核对网址，或从首页重新进入。")
            scoping.narrow(actor.visible_units)
            served = cast(TenantRequest, request)
            served.tenant, served.actor = tenant, actor
            response = self.get_response(request)
            if response.status_code >= REFUSED:
                transaction.set_rollback(True)
            return response


class PasswordChangeMiddleware:
    """A person with a first-login password sets their own before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if isinstance(user, User) and user.must_change_password:
            allowed = {resolve_url("password"), resolve_url("logout")}
            if _is_api(request):
                return _api_refusal(
                    "请先修改初始密码：登录网页后按提示设置自己的密码。", HTTPStatus.FORBIDDEN
                )
            if request.path_info not in allowed and not request.path_info.startswith("/static/"):
                return redirect("password")
        return self.get_response(request)


def _tenant_slug(request: HttpRequest) -> str | None:
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    return match.kwargs.get("tenant")


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if _is_api(request):
        return _api_refusal("请先登录。", HTTPStatus.UNAUTHORIZED)
    return redirect_to_login(request.get_full_path())


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _api_refusal(message: str, status: HTTPStatus) -> HttpResponse:
    return JsonResponse({"detail": message}, status=status, json_dumps_params={"ensure_ascii": False})
