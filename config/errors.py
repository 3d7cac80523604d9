"""Domain errors become pages or API answers here and nowhere else."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from rest_framework.response import Response
from rest_framework.views import exception_handler

from units.errors import DomainError, NotAllowed, NotFound


class DomainErrorMiddleware:
    """Answers a DomainError that left a view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Map a refusal; anything else goes on to the 500 page."""
        if isinstance(exception, DomainError):
            return error_response(request, exception)
        return None


def error_response(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A refusal as JSON for the API, a fragment for htmx, a page otherwise."""
    if request.path_info.startswith("/api/"):
        return _json(_body(error), error.status)
    context = {"title": error.title, "message": error.message, "status": error.status}
    template = "partials/problem.html" if getattr(request, "htmx", False) else "errors/domain.html"
    return render(request, template, context, status=error.status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form was not understood."""
    return error_response(request, DomainError("请求不完整，系统没有看懂。请返回上一页刷新后重试。"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: most often a form that was left open until the session ended."""
    return error_response(request, NotAllowed("您没有这项权限，或页面停留过久。请刷新页面、重新登录后再试。"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 for addresses nobody knows."""
    return error_response(request, NotFound("没有这个页面。请核对网址，或从首页重新进入。"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose forgery token is missing or out of date."""
    return forbidden(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without touching the database or the session: a plain page that says what to do."""
    if request.path_info.startswith("/api/"):
        return _json({"detail": "系统出了故障，这一步没有办成。请稍后再试。"}, 500)
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def api_error(exception: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's hook: our refusals keep their status and message."""
    if isinstance(exception, DomainError):
        return Response(_body(exception), status=exception.status)
    return exception_handler(exception, context)


def _body(error: DomainError) -> dict[str, Any]:
    """What API clients are told: the message, and messages by field where there are several."""
    return {"detail": error.message, **({"problems": dict(error.problems)} if error.problems else {})}


def _json(body: dict[str, Any], status: int) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")
