"""What stands between an address and a tenant's rows (I3), and what a refused request leaves behind."""

import json
from http import HTTPStatus

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.utils import timezone

from config.urls import handler400, handler403, handler404, handler500  # noqa: F401  read by Django from here
from tests.factories import District, join, make_district, make_unit, make_user, user_of
from tests.fixtures import Browser
from tests.walls import rows
from units.enums import Role
from units.errors import Conflict
from units.http import TenantRequest
from units.models import Tenant, Unit
from units.scoping import NoActiveScope, current, scope

pytestmark = pytest.mark.urls(__name__)


def write(request: TenantRequest, tenant: str, outcome: str) -> HttpResponse:
    """Stores a unit, then answers, refuses or fails as the address says."""
    make_unit("写入的单位", order=9)
    if outcome == "conflict":
        raise Conflict("别人先办了。")
    if outcome == "fault":
        raise ZeroDivisionError
    return HttpResponse(status=int(outcome))


def whoami(request: TenantRequest, tenant: str) -> HttpResponse:
    """What the middleware found out."""
    units = current().units
    return JsonResponse(
        {
            "tenant": request.tenant.slug,
            "roles": sorted(request.actor.roles),
            "units": None if units is None else sorted(units),
            "atomic": transaction.get_connection().in_atomic_block,
            "zone": timezone.get_current_timezone_name(),
        }
    )


def outside(request: HttpRequest) -> HttpResponse:
    """A page of no tenant."""
    try:
        current()
    except NoActiveScope:
        return HttpResponse("no scope")
    return HttpResponse("scope")


urlpatterns = [
    path("<slug:tenant>/write/<str:outcome>", write),
    path("<slug:tenant>/whoami", whoami),
    path("api/v1/<slug:tenant>/write/<str:outcome>", write),
    path("outside", outside),
    path("", include("config.urls")),
]


def stored(district: District) -> bool:
    with scope(district.tenant.pk):
        return Unit.objects.filter(name="写入的单位").exists()


@pytest.mark.parametrize(
    ("who", "roles", "sees"),
    [
        ("filer", ["filer"], ["town"]),
        ("head", ["head"], ["town"]),
        ("other_head", ["head"], ["other_town"]),
        ("reviewer", ["reviewer"], None),
        ("leader", ["leader"], None),
        ("admin", ["admin"], None),
    ],
)
def test_I3_request_sees_what_the_persons_roles_let_through(
    scenery: District, browser: Browser, who: str, roles: list[str], sees: list[str] | None
) -> None:
    found = browser.sign_in(getattr(scenery, who)).get("/licheng/whoami").json()
    units = None if sees is None else [getattr(scenery, name).pk for name in sees]
    assert found == {
        "tenant": "licheng",
        "roles": roles,
        "units": units,
        "atomic": True,
        "zone": "Asia/Shanghai",
    }


def test_I10_times_are_shown_in_the_tenants_zone(scenery: District, browser: Browser) -> None:
    Tenant.objects.filter(pk=scenery.tenant.pk).update(timezone="Asia/Urumqi")
    answer = browser.sign_in(scenery.reviewer).get("/licheng/whoami")
    assert answer.json()["zone"] == "Asia/Urumqi"


@pytest.mark.parametrize(
    "address", ["/licheng/", "/licheng/whoami", "/nowhere/whoami", "/licheng/unit/?unit=1"]
)
def test_anonymous_is_led_to_sign_in_and_back(scenery: District, browser: Browser, address: str) -> None:
    answer = browser.get(address)
    assert answer.status_code == HTTPStatus.FOUND
    assert answer.headers["Location"] == "/login?next=" + address.replace("?", "%3F").replace("=", "%3D")


@pytest.mark.parametrize("slug", ["licheng", "nowhere"])
def test_anonymous_api_client_is_told_to_sign_in(scenery: District, browser: Browser, slug: str) -> None:
    answer = browser.get(f"/api/v1/{slug}/units")
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.json() == {"detail": "请先登录。"}


@pytest.mark.parametrize("slug", ["hanjiang", "nowhere"])
def test_I3_foreign_and_unknown_tenants_look_the_same(scenery: District, browser: Browser, slug: str) -> None:
    make_district("hanjiang")
    answer = browser.sign_in(scenery.admin).get(f"/{slug}/whoami")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    page = answer.content.decode()
    assert f"没有辖区“{slug}”，或者您不是它的人员。请核对网址，或从首页重新进入。" in page
    assert f"{slug}区" not in page, "the tenant's name is not told"


@pytest.mark.parametrize("slug", ["hanjiang", "nowhere"])
def test_I3_foreign_tenants_api_is_not_found(scenery: District, browser: Browser, slug: str) -> None:
    make_district("hanjiang")
    answer = browser.sign_in(scenery.admin).get(f"/api/v1/{slug}/units")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert answer.json()["detail"].startswith(f"没有辖区“{slug}”")


def test_I3_person_of_two_tenants_is_who_they_are_in_each(scenery: District, browser: Browser) -> None:
    other = make_district("hanjiang")
    with scope(other.tenant.pk):
        join(user_of(scenery.head), Role.LEADER)
    browser.sign_in(scenery.head)
    assert browser.get("/licheng/whoami").json()["roles"] == ["head"]
    assert browser.get("/hanjiang/whoami").json()["roles"] == ["leader"]


def test_I3_page_of_no_tenant_has_no_scope(scenery: District, browser: Browser) -> None:
    assert browser.sign_in(scenery.admin).get("/outside").content == b"no scope"


def test_unknown_address_is_a_designed_page(scenery: District, browser: Browser) -> None:
    answer = browser.sign_in(scenery.admin).get("/licheng/no/such/page")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "没有这个页面" in answer.content.decode()


@pytest.mark.parametrize("outcome", ["200", "201", "204", "302", "399"])
def test_I7_answered_request_is_stored(scenery: District, browser: Browser, outcome: str) -> None:
    answer = browser.sign_in(scenery.admin).get(f"/licheng/write/{outcome}")
    assert answer.status_code == int(outcome)
    assert stored(scenery)


@pytest.mark.parametrize("prefix", ["/licheng", "/api/v1/licheng"])
@pytest.mark.parametrize("outcome", ["400", "403", "404", "409", "422", "500", "503", "conflict", "fault"])
def test_refused_request_stores_nothing(
    scenery: District, browser: Browser, outcome: str, prefix: str
) -> None:
    browser.raise_request_exception = False
    answer = browser.sign_in(scenery.admin).get(f"{prefix}/write/{outcome}")
    assert answer.status_code == {"conflict": 409, "fault": 500}.get(outcome) or int(outcome)
    assert not stored(scenery)


@pytest.mark.parametrize("outcome", ["200", "409", "conflict", "fault"])
def test_I3_no_scope_on_the_pooled_connection_after_a_request(
    scenery: District, browser: Browser, outcome: str
) -> None:
    browser.raise_request_exception = False
    browser.sign_in(scenery.admin).get(f"/licheng/write/{outcome}")
    assert rows("SELECT count(*) FROM units_unit") == [(0,)]
    assert rows("SELECT coalesce(current_setting('qinghuan.tenant', true), '')") == [("",)]
    with pytest.raises(NoActiveScope):
        current()


def test_conflict_is_told_in_words(scenery: District, browser: Browser) -> None:
    page = browser.sign_in(scenery.admin).get("/licheng/write/conflict")
    assert "别人先办了。" in page.content.decode()
    answer = browser.get("/api/v1/licheng/write/conflict")
    assert json.loads(answer.content) == {"detail": "别人先办了。"}


@pytest.mark.parametrize(
    "address", ["/", "/licheng/whoami", "/licheng/write/200", "/licheng/no/such/page", "/nowhere/"]
)
def test_first_password_is_changed_before_anything_else(
    scenery: District, browser: Browser, address: str
) -> None:
    user = user_of(scenery.admin)
    user.must_change_password = True
    user.save()
    answer = browser.sign_in(scenery.admin).get(address)
    assert (answer.status_code, answer.headers["Location"]) == (HTTPStatus.FOUND, "/password")
    assert not stored(scenery)


def test_first_password_blocks_the_api_with_words(scenery: District, browser: Browser) -> None:
    user = user_of(scenery.admin)
    user.must_change_password = True
    user.save()
    answer = browser.sign_in(scenery.admin).get("/api/v1/licheng/write/200")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "请先修改初始密码" in answer.json()["detail"]
    assert not stored(scenery)


def test_first_password_page_is_open(scenery: District, browser: Browser) -> None:
    user = user_of(scenery.admin)
    user.must_change_password = True
    user.save()
    assert browser.sign_in(scenery.admin).get("/password").status_code == HTTPStatus.OK


def test_person_without_any_tenant_meets_no_rows(scenery: District, browser: Browser) -> None:
    browser.force_login(make_user("wang.wu"), backend="units.backends.UsernameOrPhoneBackend")
    assert browser.get("/licheng/whoami").status_code == HTTPStatus.NOT_FOUND
