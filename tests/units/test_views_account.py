"""Signing in and out, the password, the choice of a tenant, and the pages that refuse."""

import json
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import Settings

from tests.factories import District, join, make_tenant, make_user
from tests.fixtures import Browser
from units.demo_accounts import FILE
from units.enums import Role
from units.models import User
from units.scoping import scope

PASSWORD = "xiao-shan-1949"
WRONG = "用户名（手机号）或密码不对"


@pytest.fixture
def person(scenery: District) -> User:
    user = make_user("clerk", PASSWORD, phone="13800000000")
    with scope(scenery.tenant.pk):
        join(user, Role.FILER, scenery.town)
    return user


def sign_in(browser: Browser, username: str, password: str, **extra: str) -> str:
    """Post the sign-in form; the page it leads to, as text, behind its address."""
    response = browser.post("/login", {"username": username, "password": password, **extra}, follow=True)
    return f"{response.request['PATH_INFO']} {response.content.decode()}"


@pytest.mark.parametrize("name", ["clerk", "CLERK", " clerk ", "13800000000", "１３８０００00000"])
def test_sign_in_takes_user_name_or_phone(browser: Browser, person: User, name: str) -> None:
    assert sign_in(browser, name, PASSWORD).startswith("/licheng/unit/ ")


@pytest.mark.parametrize(
    ("name", "password"), [("clerk", "wrong"), ("nobody", PASSWORD), ("13800000001", PASSWORD)]
)
def test_wrong_sign_in_does_not_tell_which_part(
    browser: Browser, person: User, name: str, password: str
) -> None:
    page = sign_in(browser, name, password)
    assert page.startswith("/login ")
    assert WRONG in page


def test_inactive_account_is_refused_in_the_same_words(browser: Browser, person: User) -> None:
    User.objects.update(is_active=False)
    assert WRONG in sign_in(browser, "clerk", PASSWORD)


def test_empty_sign_in_names_both_fields(browser: Browser, person: User) -> None:
    page = sign_in(browser, "", "")
    assert "请输入用户名或手机号。" in page
    assert "请输入密码。" in page


def test_sign_in_leads_on_to_the_page_asked_for(browser: Browser, person: User) -> None:
    assert browser.get("/licheng/me").headers["Location"] == "/login?next=/licheng/me"
    assert sign_in(browser, "clerk", PASSWORD, next="/licheng/me").startswith("/licheng/me ")


def test_sign_in_never_leads_off_the_site(browser: Browser, person: User) -> None:
    assert sign_in(browser, "clerk", PASSWORD, next="https://example.com/").startswith("/licheng/unit/ ")


def test_sign_in_needs_the_forms_token(person: User) -> None:
    strict = Browser(enforce_csrf_checks=True)
    response = strict.post("/login", {"username": "clerk", "password": PASSWORD})
    assert response.status_code == 403
    assert "重新登录" in response.content.decode()


def test_demo_lists_its_accounts(browser: Browser, person: User, settings: Settings, tmp_path: Path) -> None:
    row = {
        "tenant": "licheng",
        "username": "clerk",
        "password": "pw-shown",
        "role": "filer",
        "unit": "东关镇",
    }
    (tmp_path / FILE).write_text(json.dumps([row]), encoding="utf-8")
    settings.DATA_DIR, settings.DEMO = tmp_path, True
    page = browser.get("/login").content.decode()
    assert "演示账号" in page
    assert "仅演示库有效" in page
    assert "pw-shown" in page
    settings.DEMO = False
    assert "pw-shown" not in browser.get("/login").content.decode()


def test_sign_out_is_a_post(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.filer)
    assert browser.get("/logout").status_code == 405
    assert browser.post("/logout").headers["Location"] == "/login"
    assert browser.get("/licheng/me").headers["Location"].startswith("/login")


def test_first_password_is_set_before_anything_else(browser: Browser, person: User) -> None:
    User.objects.update(must_change_password=True)
    page = sign_in(browser, "clerk", PASSWORD)
    assert page.startswith("/password ")
    assert "首次登录，请设置自己的密码" in page
    new = {"old": PASSWORD, "new": "da-he-shang-xia", "again": "da-he-shang-xia"}
    response = browser.post("/password", new, follow=True)
    assert response.request["PATH_INFO"] == "/licheng/unit/"
    assert "新密码已生效" in response.content.decode()


def test_changed_password_keeps_the_person_signed_in(browser: Browser, person: User) -> None:
    sign_in(browser, "clerk", PASSWORD)
    browser.post("/password", {"old": PASSWORD, "new": "da-he-shang-xia", "again": "da-he-shang-xia"})
    assert browser.get("/licheng/me").status_code == 200
    assert sign_in(Browser(), "clerk", "da-he-shang-xia").startswith("/licheng/unit/ ")


@pytest.mark.parametrize(
    ("old", "new", "again", "message"),
    [
        ("wrong", "da-he-shang-xia", "da-he-shang-xia", "原密码不对"),
        (PASSWORD, "da-he-shang-xia", "da-he-shang", "两次输入的新密码不一样"),
        (PASSWORD, PASSWORD, PASSWORD, "新密码不能与原密码相同"),
        (PASSWORD, "1234567890", "1234567890", "新密码不够安全"),
        (PASSWORD, "", "", "请输入新密码。"),
    ],
)
def test_bad_new_password_is_refused_with_reason(
    browser: Browser, person: User, old: str, new: str, again: str, message: str
) -> None:
    sign_in(browser, "clerk", PASSWORD)
    response = browser.post("/password", {"old": old, "new": new, "again": again})
    assert response.status_code == 422
    assert message in response.content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_person_of_several_tenants_chooses(browser: Browser, person: User) -> None:
    second = make_tenant("hanjiang")
    with scope(second.pk):
        join(person, Role.LEADER)
    page = sign_in(browser, "clerk", PASSWORD)
    assert page.startswith("/ ")
    assert reverse("reports:home", args=["licheng"]) in page
    assert reverse("reports:home", args=["hanjiang"]) in page


def test_person_of_one_tenant_may_still_see_the_choice(browser: Browser, scenery: District) -> None:
    browser.sign_in(scenery.filer)
    assert browser.get("/").headers["Location"] == "/licheng/"
    assert "选择辖区" in browser.get("/?choose=1").content.decode()


def test_person_without_role_is_told_whom_to_ask(browser: Browser, db: None) -> None:
    make_user("newcomer", PASSWORD)
    page = sign_in(browser, "newcomer", PASSWORD)
    assert "您还没有加入任何辖区" in page
    assert "请联系本辖区管理员" in page


def test_me_shows_name_and_roles(browser: Browser, scenery: District) -> None:
    page = browser.sign_in(scenery.head).get("/licheng/me").content.decode()
    assert scenery.head.name in page
    assert "单位负责人" in page
    assert "没有登记" in page


def test_I3_foreign_tenant_looks_like_none(browser: Browser, scenery: District) -> None:
    make_tenant("hanjiang")
    browser.sign_in(scenery.reviewer)
    foreign, missing = browser.get("/hanjiang/"), browser.get("/nowhere/")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content.decode().replace("hanjiang", "nowhere") == missing.content.decode()


@pytest.mark.parametrize("path", ["/licheng/no-such-page", "/a/b/c/d"])
def test_unknown_address_gets_a_designed_page(browser: Browser, scenery: District, path: str) -> None:
    response = browser.sign_in(scenery.filer).get(path)
    assert response.status_code == 404
    assert "没有这个页面" in response.content.decode()
    assert "回到首页" in response.content.decode()


def test_pages_forbid_inline_script_and_style(browser: Browser, scenery: District) -> None:
    response = browser.sign_in(scenery.filer).get("/licheng/me")
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe-" not in policy
    page = response.content.decode()
    assert " style=" not in page
    assert "<script>" not in page
    assert " onclick=" not in page
