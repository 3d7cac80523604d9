"""Refusals and failures as answers: a page, a fragment for htmx, JSON for the API."""

from http import HTTPStatus

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from rest_framework.exceptions import MethodNotAllowed

from config import errors
from config.urls import handler400, handler403, handler404, handler500  # noqa: F401  read by Django from here
from reports.services.submissions import InvalidFields
from tests.factories import District
from tests.fixtures import Browser
from units.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.urls(__name__)

RAISED: dict[str, Exception] = {
    "domain": DomainError("没有办成的事。"),
    "forbidden": NotAllowed("不能做的事。"),
    "missing": NotFound("没有的东西。"),
    "conflict": Conflict("别人先办了。"),
    "invalid": Invalid("内容不对。"),
    "fields": InvalidFields({"a": "甲不对。", "b": "乙不对。"}),
    "django404": Http404("secret detail"),
    "django403": PermissionDenied("secret detail"),
    "django400": BadRequest("secret detail"),
    "suspicious": SuspiciousOperation("secret detail"),
    "fault": ZeroDivisionError("secret detail"),
}


def fail(request: HttpRequest, kind: str) -> HttpResponse:
    raise RAISED[kind]


def take(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


urlpatterns = [
    path("fail/<str:kind>", fail),
    path("api/fail/<str:kind>", fail),
    path("take", take),
    path("", include("config.urls")),
]

STATUS = {
    "domain": 400, "forbidden": 403, "missing": 404, "conflict": 409, "invalid": 422, "fields": 422,
    "django404": 404, "django403": 403, "django400": 400, "suspicious": 400, "fault": 500,
}  # fmt: skip
OURS = ("domain", "forbidden", "missing", "conflict", "invalid", "fields")
WORDS = {
    "django404": "没有这个页面",
    "django403": "您没有这项权限",
    "django400": "请求不完整",
    "suspicious": "请求不完整",
    "fault": "系统出了故障",
}


@pytest.fixture
def client(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("kind", sorted(RAISED))
@pytest.mark.django_db
def test_failure_is_a_page_with_words_and_no_detail(client: Client, kind: str) -> None:
    answer = client.get(f"/fail/{kind}")
    page = answer.content.decode()
    assert answer.status_code == STATUS[kind]
    assert (str(RAISED[kind]) if kind in OURS else WORDS[kind]) in page
    assert "<html" in page
    assert "secret detail" not in page
    assert "Traceback" not in page


@pytest.mark.parametrize("kind", OURS)
@pytest.mark.django_db
def test_refusal_is_a_fragment_for_htmx(client: Client, kind: str) -> None:
    answer = client.get(f"/fail/{kind}", headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == STATUS[kind]
    assert str(RAISED[kind]) in page
    assert "<html" not in page


@pytest.mark.parametrize("kind", sorted(RAISED))
@pytest.mark.django_db
def test_failure_is_json_for_the_api(client: Client, kind: str) -> None:
    answer = client.get(f"/api/fail/{kind}")
    assert answer.status_code == STATUS[kind]
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    told = answer.json()
    assert "secret" not in answer.content.decode()
    assert told["detail"] == str(RAISED[kind]) if kind in OURS else WORDS[kind] in told["detail"]
    assert told.get("problems") == ({"a": "甲不对。", "b": "乙不对。"} if kind == "fields" else None)


@pytest.mark.django_db
def test_message_is_escaped(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RAISED, "domain", DomainError("<script>alert(1)</script>"))
    assert b"<script>alert(1)" not in client.get("/fail/domain").content


def test_refusal_inside_a_tenant_keeps_the_frame(scenery: District, browser: Browser) -> None:
    page = browser.sign_in(scenery.filer).get("/licheng/ranking/")
    assert page.status_code == HTTPStatus.FORBIDDEN
    assert "licheng区" in page.content.decode()
    assert "只供安委办和领导查看" in page.content.decode()


@pytest.mark.django_db
def test_form_without_its_forgery_token_is_refused_in_our_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/take")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "页面停留过久" in answer.content.decode()


def test_wrong_host_is_refused_without_a_session(client: Client) -> None:
    answer = client.get("/take", headers={"Host": "evil.example"})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "请求不完整" in answer.content.decode()


def test_page_of_a_failure_asks_neither_database_nor_session() -> None:
    """Without the mark of a database test any query would fail this one."""
    answer = errors.server_error(RequestFactory().get("/licheng/"))
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "已经保存的内容不受影响" in answer.content.decode()


def test_other_exceptions_are_left_to_the_failure_page() -> None:
    middleware = errors.DomainErrorMiddleware(lambda _: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), ZeroDivisionError()) is None


def test_rest_frameworks_own_refusals_stay_its_own() -> None:
    answer = errors.api_error(MethodNotAllowed("PUT"), {})
    assert answer is not None
    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert errors.api_error(ZeroDivisionError(), {}) is None
