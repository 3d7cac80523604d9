"""The administrator's pages: who may open them, what they show, and what each button does."""

import re
from collections.abc import Iterator
from typing import cast

import pytest
import time_machine
from django.http import HttpResponse

from reports.models import Submission
from tests.factories import (
    BEFORE,
    ENTRIES,
    District,
    act_as,
    join,
    make_district,
    make_tenant,
    make_unit,
    make_user,
    user_of,
)
from tests.fixtures import Browser
from tests.pages import queries, queries_before_and_after, squeezed, text
from units import grants
from units.actors import FILE_FOR_UNIT, SIGN_FOR_UNIT, Actor
from units.enums import Role
from units.models import AuditEntry, Membership, Unit, UnitGrant, User
from units.scoping import scope

PEOPLE = "/licheng/people/"
ADD = f"{PEOPLE}add"
NEW = {"name": "测试新人", "username": "xin.ren", "phone": "", "email": "", "role": "filer"}


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    with time_machine.travel(BEFORE):
        yield


def page_of(actor: Actor) -> str:
    return f"{PEOPLE}{actor.user_id}/"


def post(browser: Browser, path: str, **fields: object) -> HttpResponse:
    return cast(HttpResponse, browser.post(path, fields))


def add(browser: Browser, district: District, **changed: object) -> HttpResponse:
    """The form for a new filer of the first town, unless told otherwise."""
    return post(browser, ADD, **{**NEW, "unit": district.town.pk, **changed})


def shown_password(response: HttpResponse) -> str:
    (password,) = re.findall(r'<output class="people-password">(\w+)</output>', response.content.decode())
    return str(password)


def role_of(district: District, actor: Actor) -> int:
    with scope(district.tenant.pk):
        return Membership.objects.get(user=user_of(actor)).pk


def grant(district: District, actor: Actor, unit: Unit, permission: str = FILE_FOR_UNIT) -> None:
    with scope(district.tenant.pk):
        grants.grant(actor=district.admin, user=user_of(actor), unit=unit, permission=permission, at=BEFORE)


def serve_elsewhere(actor: Actor) -> None:
    with scope(make_tenant("xiuyu").pk):
        join(user_of(actor), Role.LEADER)


def stored(district: District) -> list[object]:
    """Everything these pages can change."""
    with scope(district.tenant.pk):
        kept = (User, Membership, UnitGrant, AuditEntry)
        rows = [row for model in kept for row in model.objects.order_by("id").values()]
    # Signing in is not these pages' doing.
    return [{column: value for column, value in row.items() if column != "last_login"} for row in rows]


def writes(district: District, who: Actor) -> dict[str, dict[str, object]]:
    """Every address that changes something about this person, with what its form sends."""
    page = page_of(who)
    return {
        ADD: {**NEW, "unit": district.town.pk},
        f"{page}roles": {"role": "head", "unit": district.bureau.pk},
        f"{page}roles/{role_of(district, who)}/take": {},
        f"{page}grants": {"permission": FILE_FOR_UNIT, "unit": district.bureau.pk},
        f"{page}grants/{district.other_town.pk}/{FILE_FOR_UNIT}/take": {},
        f"{page}password": {},
        f"{page}active": {"active": "0"},
    }


@pytest.mark.parametrize("who", ["filer", "head", "reviewer", "leader"])
def test_I3_only_administrators_open_the_pages(browser: Browser, scenery: District, who: str) -> None:
    browser.sign_in(getattr(scenery, who))
    for path in (PEOPLE, ADD, page_of(scenery.filer)):
        response = browser.get(path)
        assert response.status_code == 403
        assert "人员由管理员维护" in response.content.decode()
        assert scenery.other_filer.name not in response.content.decode()


@pytest.mark.parametrize("who", ["filer", "head", "reviewer", "leader"])
def test_I8_only_administrators_change_people(browser: Browser, scenery: District, who: str) -> None:
    grant(scenery, scenery.other_filer, scenery.other_town)
    before = stored(scenery)
    browser.sign_in(getattr(scenery, who))
    for path, fields in writes(scenery, scenery.other_filer).items():
        assert post(browser, path, **fields).status_code == 403, path
    assert stored(scenery) == before


def test_anonymous_is_led_to_sign_in(browser: Browser, scenery: District) -> None:
    before = stored(scenery)
    for path, fields in writes(scenery, scenery.filer).items():
        assert post(browser, path, **fields).headers["Location"].startswith("/login?next=")
    assert stored(scenery) == before


def test_I3_administrator_of_another_tenant_finds_nobody(browser: Browser, scenery: District) -> None:
    browser.sign_in(make_district("hanjiang").admin)
    before = stored(scenery)
    for path, fields in writes(scenery, scenery.filer).items():
        assert post(browser, path, **fields).status_code == 404, path
    assert browser.get(PEOPLE).status_code == 404
    assert stored(scenery) == before


def test_I3_person_of_another_tenant_is_not_found(browser: Browser, scenery: District) -> None:
    other = make_district("hanjiang")
    before = stored(scenery), stored(other)
    browser.sign_in(scenery.admin)
    assert browser.get(page_of(other.filer)).status_code == 404
    paths = writes(other, other.filer)
    del paths[ADD]
    for path, fields in paths.items():
        assert post(browser, path, **fields).status_code == 404, path
    assert (stored(scenery), stored(other)) == before


def test_I3_unit_of_another_tenant_is_not_found(browser: Browser, scenery: District) -> None:
    foreign = make_district("hanjiang").town.pk
    before = stored(scenery)
    browser.sign_in(scenery.admin)
    page = page_of(scenery.filer)
    assert add(browser, scenery, unit=foreign).status_code == 404
    assert post(browser, f"{page}roles", role="filer", unit=foreign).status_code == 404
    assert post(browser, f"{page}grants", permission=FILE_FOR_UNIT, unit=foreign).status_code == 404
    assert post(browser, f"{page}grants/{foreign}/{FILE_FOR_UNIT}/take").status_code == 404
    assert stored(scenery) == before


def test_I3_role_of_another_person_is_not_taken_by_a_mixed_address(
    browser: Browser, scenery: District
) -> None:
    before = stored(scenery)
    path = f"{page_of(scenery.filer)}roles/{role_of(scenery, scenery.head)}/take"
    assert post(browser.sign_in(scenery.admin), path).status_code == 404
    assert stored(scenery) == before


@pytest.mark.parametrize("number", ["x", "", "0", "9" * 30])
def test_unit_that_is_none_is_not_found_or_asked_for(
    browser: Browser, scenery: District, number: str
) -> None:
    response = add(browser.sign_in(scenery.admin), scenery, unit=number)
    assert response.status_code == (404 if number else 422)


def test_writes_take_only_posts(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.admin)
    paths = set(writes(scenery, scenery.filer)) - {ADD}
    assert {browser.get(path).status_code for path in paths} == {405}
    assert post(browser, PEOPLE).status_code == 405


def test_writes_need_the_forms_token(scenery: District) -> None:
    before = stored(scenery)
    strict = Browser(enforce_csrf_checks=True).sign_in(scenery.admin)
    for path, fields in writes(scenery, scenery.filer).items():
        assert post(strict, path, **fields).status_code == 403, path
    assert stored(scenery) == before


def test_list_shows_units_roles_and_grants(browser: Browser, scenery: District) -> None:
    grant(scenery, scenery.filer, scenery.bureau)
    page = squeezed(text(browser.sign_in(scenery.admin), PEOPLE))
    assert "3 家单位，7 人" in page
    assert "1 家应报单位没有填报员" in page
    assert page.index("安委办</th>") < page.index(scenery.reviewer.name) < page.index("领导</th>")
    rows = page.split("<tr>")
    (bureau,) = [row for row in rows if f">{scenery.bureau.name}</th>" in row]
    assert "没有填报员" in bureau
    assert f'{scenery.filer.name}</a> <span class="muted small">代为填报' in bureau
    assert f"{ADD}?unit={scenery.bureau.pk}" in bureau


def test_list_is_filtered_by_the_address(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.admin)
    page = text(browser, f"{PEOPLE}?q=西关")
    assert scenery.other_filer.name in page
    assert scenery.town.name not in page
    assert 'value="西关"' in page
    page = text(browser, f"{PEOPLE}?q=没有的")
    assert "没有符合的单位" in page
    assert 'href="?"' in page
    assert "&lt;b&gt;" in text(browser, f"{PEOPLE}?q=<b>")


def test_list_without_units_teaches_what_to_do(browser: Browser, scenery: District) -> None:
    tenant = make_tenant("xiuyu")
    with scope(tenant.pk):
        join(user_of(scenery.admin), Role.ADMIN)
    page = text(browser.sign_in(scenery.admin), "/xiuyu/people/")
    assert "还没有单位" in page
    assert scenery.admin.name in page


def test_closed_account_and_merged_unit_are_marked(browser: Browser, scenery: District) -> None:
    User.objects.filter(pk=user_of(scenery.filer).pk).update(is_active=False)
    with scope(scenery.tenant.pk):
        Unit.objects.filter(pk=scenery.bureau.pk).update(is_active=False)
    page = text(browser.sign_in(scenery.admin), PEOPLE)
    assert page.count("已停用") == 1
    assert page.count("已撤并") == 1
    assert f"{ADD}?unit={scenery.bureau.pk}" not in page
    assert scenery.bureau.name not in text(browser, ADD), "nobody joins a unit that is no more"


def test_I3_list_has_nobody_of_another_tenant(browser: Browser, scenery: District) -> None:
    make_district("hanjiang")
    assert "hanjiang" not in text(browser.sign_in(scenery.admin), PEOPLE)


def test_queries_of_the_list_do_not_grow(browser: Browser, scenery: District) -> None:
    def more() -> None:
        with scope(scenery.tenant.pk):
            for number in range(60):
                unit = make_unit(f"单位{number}", order=9)
                join(make_user(f"wang{number}"), Role.FILER, unit)
                join(make_user(f"li{number}"), Role.LEADER)
        for number in range(3):
            with scope(scenery.tenant.pk):
                unit = Unit.objects.get(name=f"单位{number}")
            grant(scenery, scenery.filer, unit)

    few, many = queries_before_and_after(browser.sign_in(scenery.admin), PEOPLE, more)
    assert few == many


def test_queries_of_a_person_do_not_grow(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.admin)
    grant(scenery, scenery.filer, scenery.bureau)
    few = queries(browser, page_of(scenery.filer))
    with scope(scenery.tenant.pk):
        for number in range(10):
            join(user_of(scenery.filer), Role.HEAD, make_unit(f"单位{number}", order=9))
    grant(scenery, scenery.filer, scenery.other_town)
    assert queries(browser, page_of(scenery.filer)) == few


def test_navigation_offers_people_to_administrators_at_desk_and_phone(
    browser: Browser, scenery: District
) -> None:
    page = text(browser.sign_in(scenery.admin), "/licheng/me")
    assert page.count(f'href="{PEOPLE}"') == 2
    for other in (scenery.filer, scenery.head, scenery.reviewer, scenery.leader):
        assert PEOPLE not in text(Browser().sign_in(other), "/licheng/me")


def test_form_starts_from_where_one_came(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.admin)
    assert f'value="{scenery.bureau.pk}" selected' in text(browser, f"{ADD}?unit={scenery.bureau.pk}")
    assert '<option value="leader" selected' in text(browser, f"{ADD}?role=leader")
    assert " selected" not in text(browser, f"{ADD}?role=nobody&unit=x").replace(
        '<option value="" selected', ""
    )


def test_first_password_is_shown_once(browser: Browser, scenery: District) -> None:
    response = add(browser.sign_in(scenery.admin), scenery, phone="139 0000-0001")
    password = shown_password(response)
    page = response.content.decode()
    assert "密码只显示这一次" in page
    assert "首次登录时系统要求本人改成自己的密码" in page
    assert "no-store" in response.headers["Cache-Control"]
    user = User.objects.get(username="xin.ren")
    assert (user.phone, user.check_password(password)) == ("13900000001", True)
    for path in (f"{PEOPLE}{user.pk}/", PEOPLE, ADD):
        assert password not in text(browser, path)
    again = add(browser, scenery)
    assert again.status_code == 422
    assert "已是本辖区的测试新人" in again.content.decode()


def test_first_sign_in_is_led_to_an_own_password(browser: Browser, scenery: District) -> None:
    password = shown_password(add(browser.sign_in(scenery.admin), scenery))
    person = Browser()
    person.post("/login", {"username": "xin.ren", "password": password})
    assert person.get("/licheng/").headers["Location"] == "/password"
    assert "首次登录" in text(person, "/password")
    kept = {"old": password, "new": password, "again": password}
    assert person.post("/password", kept).status_code == 422
    own = {"old": password, "new": "xiao-shan-1949", "again": "xiao-shan-1949"}
    assert person.post("/password", own).headers["Location"] == "/"
    assert "东关镇" in text(person, "/licheng/unit/")
    assert not User.objects.get(username="xin.ren").must_change_password


@pytest.mark.parametrize(
    ("entered", "told"),
    [
        ({"name": ""}, "请输入姓名。"),
        ({"name": " "}, "请输入姓名。"),
        ({"username": ""}, "请输入用户名。"),
        ({"username": "张三"}, "用户名由小写字母、数字和 . _ - 组成，至少3位。"),
        ({"username": "13900000001"}, "用户名不能是手机号的样子"),
        ({"username": "licheng.head"}, "已是本辖区的测试licheng.head。要加岗位，请到他的页面办理。"),
        ({"phone": "12345"}, "手机号应为11位数字。"),
        ({"phone": "13800000000"}, "这个手机号已登记在别的账号上，请核对"),
        ({"email": "xin"}, "邮箱不像邮箱地址"),
        ({"role": ""}, "请选择岗位。"),
        ({"role": "king"}, "请从列表中选择岗位。"),
        ({"unit": ""}, "填报员要有单位，请选择他所在的单位。"),
        ({"role": "head", "unit": ""}, "单位负责人要有单位，请选择他所在的单位。"),
        ({"role": "leader"}, "领导属于整个辖区，请把单位改回“不属于单位”。"),
    ],
)
def test_bad_entry_is_named_and_nothing_is_stored(
    browser: Browser, scenery: District, entered: dict[str, str], told: str
) -> None:
    make_user("zhang.san", phone="13800000000")
    before = stored(scenery)
    response = add(browser.sign_in(scenery.admin), scenery, **entered)
    assert response.status_code == 422
    page = response.content.decode()
    assert told in page
    assert page.count('class="error"') == 1
    assert 'value="测试新人"' in page or not entered.get("name", "x").strip(), "what was typed stays"
    assert stored(scenery) == before


def test_I3_account_of_another_tenant_is_asked_about_then_only_gets_the_role(
    browser: Browser, scenery: District
) -> None:
    other = make_district("hanjiang")
    before = User.objects.filter(pk=user_of(other.head).pk).values().get()
    browser.sign_in(scenery.admin)
    asked = add(browser, scenery, username="hanjiang.head")
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "用户名“hanjiang.head”已有账号，但不在本辖区。" in page
    assert other.head.name not in page, "nothing else is told"
    assert other.tenant.name not in page
    done = browser.post(
        ADD,
        {**NEW, "username": "hanjiang.head", "unit": scenery.town.pk, "confirmed": "hanjiang.head"},
        follow=True,
    )
    page = done.content.decode()
    assert "原来就有账号，只加了岗位，姓名和密码没有改动" in page
    assert "people-password" not in page.replace("css/people", "")
    assert "测试新人" not in page
    assert User.objects.filter(pk=user_of(other.head).pk).values().get() == before


@pytest.mark.parametrize("confirmed", ["", "on", "hanjiang.filer"])
def test_I3_confirming_one_name_does_not_let_in_another(
    browser: Browser, scenery: District, confirmed: str
) -> None:
    make_district("hanjiang")
    before = stored(scenery)
    browser.sign_in(scenery.admin)
    response = add(browser, scenery, username="hanjiang.head", confirmed=confirmed)
    assert response.status_code == 422
    assert stored(scenery) == before


def test_I3_contacts_of_a_person_who_serves_elsewhere_are_not_shown(
    browser: Browser, scenery: District
) -> None:
    User.objects.filter(pk=user_of(scenery.filer).pk).update(phone="13911112222", email="a@example.cn")
    browser.sign_in(scenery.admin)
    page = text(browser, page_of(scenery.filer))
    assert "13911112222" in page
    assert "重置密码" in page
    serve_elsewhere(scenery.filer)
    page = text(browser, page_of(scenery.filer))
    assert "他在本辖区以外也有岗位" in page
    for hidden in ("13911112222", "a@example.cn", f"{page_of(scenery.filer)}password", "停用账号", "xiuyu"):
        assert hidden not in page


@pytest.mark.parametrize("act", ["password", "active"])
def test_I3_account_of_a_person_who_serves_elsewhere_is_refused_in_words(
    browser: Browser, scenery: District, act: str
) -> None:
    serve_elsewhere(scenery.filer)
    before = stored(scenery)
    path = f"{page_of(scenery.filer)}{act}"
    page = browser.sign_in(scenery.admin).post(path, {"active": "0"}, follow=True).content.decode()
    assert "在本辖区以外也有岗位，本辖区不能" in page
    assert stored(scenery) == before


def test_role_is_given_and_taken(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.admin)
    page = page_of(scenery.filer)
    given = browser.post(f"{page}roles", {"role": "head", "unit": scenery.bureau.pk}, follow=True)
    assert f"{scenery.filer.name}现任{scenery.bureau.name}单位负责人。" in given.content.decode()
    with scope(scenery.tenant.pk):
        second = Membership.objects.get(user=user_of(scenery.filer), role=Role.HEAD).pk
    taken = browser.post(f"{page}roles/{second}/take", follow=True)
    assert f"已收回{scenery.filer.name}的单位负责人岗位。" in taken.content.decode()
    with scope(scenery.tenant.pk):
        assert act_as(user_of(scenery.filer)) == scenery.filer


def test_role_form_names_what_is_missing(browser: Browser, scenery: District) -> None:
    before = stored(scenery)
    response = post(browser.sign_in(scenery.admin), f"{page_of(scenery.filer)}roles", role="head", unit="")
    assert response.status_code == 422
    assert "单位负责人要有单位" in response.content.decode()
    assert stored(scenery) == before


def test_last_role_taken_leads_back_to_the_list_and_shuts_the_person_out(
    browser: Browser, scenery: District
) -> None:
    person = Browser().sign_in(scenery.filer)
    path = f"{page_of(scenery.filer)}roles/{role_of(scenery, scenery.filer)}/take"
    response = browser.sign_in(scenery.admin).post(path, follow=True)
    assert response.request["PATH_INFO"] == PEOPLE
    assert "他在本辖区没有岗位了" in response.content.decode()
    assert browser.get(page_of(scenery.filer)).status_code == 404
    assert person.get("/licheng/").status_code == 404


def test_administrators_are_told_why_they_stay(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.admin)
    page = text(browser, page_of(scenery.admin))
    path = f"{page_of(scenery.admin)}roles/{role_of(scenery, scenery.admin)}/take"
    assert "要由另一名管理员办理" in page
    assert path not in page
    told = browser.post(path, follow=True).content.decode()
    assert "自己的管理员岗位不能自己收回，以免本辖区没有管理员" in told
    for act in ("password", "active"):
        assert "自己的" in browser.post(f"{page_of(scenery.admin)}{act}", follow=True).content.decode()
    assert browser.get(PEOPLE).status_code == 200


def test_reset_password_is_shown_once_and_ends_the_persons_sessions(
    browser: Browser, scenery: District
) -> None:
    person = Browser().sign_in(scenery.filer)
    assert person.get("/licheng/unit/").status_code == 200
    response = post(browser.sign_in(scenery.admin), f"{page_of(scenery.filer)}password")
    password = shown_password(response)
    assert "no-store" in response.headers["Cache-Control"]
    assert "他在各处的登录也已退出" in response.content.decode()
    assert password not in text(browser, page_of(scenery.filer))
    assert "等本人首次登录修改" in text(browser, page_of(scenery.filer))
    assert person.get("/licheng/unit/").headers["Location"].startswith("/login")
    person.post("/login", {"username": "licheng.filer", "password": password})
    assert person.get("/licheng/unit/").headers["Location"] == "/password"


def test_closed_account_is_signed_out_and_cannot_sign_in_until_opened(
    browser: Browser, scenery: District
) -> None:
    user = user_of(scenery.filer)
    user.set_password("xiao-shan-1949")
    user.save()
    person = Browser().sign_in(scenery.filer)
    path = f"{page_of(scenery.filer)}active"
    browser.sign_in(scenery.admin)
    assert "不能再登录" in browser.post(path, {"active": "0"}, follow=True).content.decode()
    assert person.get("/licheng/unit/").headers["Location"].startswith("/login")
    known = {"username": "licheng.filer", "password": "xiao-shan-1949"}
    assert "密码不对" in person.post("/login", known).content.decode()
    assert "他可以登录了" in browser.post(path, {"active": "1"}, follow=True).content.decode()
    assert person.post("/login", known).headers["Location"] == "/"


def test_grant_is_given_and_taken_on_the_persons_page(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.admin)
    page = page_of(scenery.filer)
    fields = {"permission": SIGN_FOR_UNIT, "unit": scenery.bureau.pk}
    given = browser.post(f"{page}grants", fields, follow=True).content.decode()
    assert f"已授权{scenery.filer.name}为{scenery.bureau.name}代为签发" in given
    assert f"{scenery.bureau.name} · <strong>代为签发</strong>" in given
    taken = browser.post(f"{page}grants/{scenery.bureau.pk}/{SIGN_FOR_UNIT}/take", follow=True)
    assert f"已收回{scenery.filer.name}为{scenery.bureau.name}代为签发的授权。" in taken.content.decode()
    assert "没有代办授权。" in taken.content.decode()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"permission": "rule_unit"}, "请从列表中选择授权。"),
        ({"permission": ""}, "请选择授权。"),
        ({"unit": ""}, "请选择为哪个单位代办。"),
    ],
)
def test_unknown_grant_is_refused(
    browser: Browser, scenery: District, fields: dict[str, str], told: str
) -> None:
    before = stored(scenery)
    sent = {"permission": FILE_FOR_UNIT, "unit": scenery.bureau.pk, **fields}
    response = post(browser.sign_in(scenery.admin), f"{page_of(scenery.filer)}grants", **sent)
    assert response.status_code == 422
    assert told in response.content.decode()
    wrong = f"{page_of(scenery.filer)}grants/{scenery.bureau.pk}/change_unit/take"
    assert post(browser, wrong).status_code == 422
    assert stored(scenery) == before


def form_of(unit: Unit) -> str:
    return f"/licheng/periods/2023-09/form/{unit.pk}/"


def test_granted_person_fills_in_the_other_units_form(browser: Browser, scenery: District) -> None:
    person = Browser().sign_in(scenery.other_filer)
    assert person.get(form_of(scenery.town)).status_code == 404
    fields = {"permission": FILE_FOR_UNIT, "unit": scenery.town.pk}
    post(browser.sign_in(scenery.admin), f"{page_of(scenery.other_filer)}grants", **fields)
    home = text(person, "/licheng/unit/")
    assert f"<h1>{scenery.other_town.name}</h1>" in home, "one's own unit comes first"
    assert f'href="?unit={scenery.town.pk}"' in home
    assert form_of(scenery.other_town) in home
    assert form_of(scenery.town) in text(person, f"/licheng/unit/?unit={scenery.town.pk}")
    filled = person.post(form_of(scenery.town), {"act": "submit", "version": "0", **ENTRIES}, follow=True)
    assert "已提请单位负责人审核" in filled.content.decode()
    with scope(scenery.tenant.pk):
        submission = Submission.objects.get(unit=scenery.town)
        assert (submission.state, submission.filled_by_id) == ("ready", scenery.other_filer.user_id)


def test_grant_to_fill_in_is_none_to_sign_and_ends_when_taken(browser: Browser, scenery: District) -> None:
    grant(scenery, scenery.other_filer, scenery.town)
    person = Browser().sign_in(scenery.other_filer)
    sent = {"act": "sign_and_file", "version": "0", **ENTRIES}
    person.post(form_of(scenery.town), sent)
    with scope(scenery.tenant.pk):
        assert not Submission.objects.filter(unit=scenery.town, signed_by__isnull=False).exists()
    path = f"{page_of(scenery.other_filer)}grants/{scenery.town.pk}/{FILE_FOR_UNIT}/take"
    post(browser.sign_in(scenery.admin), path)
    assert person.get(form_of(scenery.town)).status_code == 404


def test_granted_signer_signs_and_files(browser: Browser, scenery: District) -> None:
    for permission in (FILE_FOR_UNIT, SIGN_FOR_UNIT):
        grant(scenery, scenery.other_head, scenery.town, permission)
    sent = {"act": "sign_and_file", "version": "0", **ENTRIES}
    Browser().sign_in(scenery.other_head).post(form_of(scenery.town), sent)
    with scope(scenery.tenant.pk):
        submission = Submission.objects.get(unit=scenery.town)
        assert (submission.state, submission.signed_by_id) == ("filed", scenery.other_head.user_id)
