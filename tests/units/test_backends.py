"""Sign-in by user name or mobile number."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from tests.factories import make_user
from units.backends import UsernameOrPhoneBackend
from units.forms.people import SignInForm
from units.models import User

PASSWORD = "zheshi-mima-1"


@pytest.fixture
def wang(db: None) -> User:
    return make_user("wang.wu", PASSWORD, phone="13800000000")


@pytest.mark.parametrize(
    "name",
    [
        "wang.wu",
        "WANG.WU",
        "  wang.wu ",
        "ｗａｎｇ.ｗｕ",
        "13800000000",
        "１３８００００００００",
        " 13800000000",
    ],
)
def test_sign_in_by_username_or_phone_however_it_was_typed(wang: User, name: str) -> None:
    assert authenticate(username=name, password=PASSWORD) == wang


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("wang.wu", "wrong-mima-1"),
        ("wang.wu", PASSWORD.upper()),
        ("wang.wu", PASSWORD + " "),
        ("wang", PASSWORD),
        ("1380000000", PASSWORD),
        ("138000000000", PASSWORD),
        ("", PASSWORD),
        ("wang.wu", ""),
        ("%", PASSWORD),
    ],
)
def test_wrong_name_or_password_is_refused(wang: User, name: str, password: str) -> None:
    assert authenticate(username=name, password=password) is None


@pytest.mark.parametrize("name", [None, ""])
def test_account_without_phone_is_not_found_by_an_empty_one(db: None, name: str | None) -> None:
    make_user("wang.wu", PASSWORD, phone=None)
    assert UsernameOrPhoneBackend().authenticate(None, username=name, password=PASSWORD) is None


def test_inactive_person_is_refused(wang: User) -> None:
    wang.is_active = False
    wang.save()
    assert authenticate(username="wang.wu", password=PASSWORD) is None


def test_person_without_usable_password_is_refused(db: None) -> None:
    make_user("wang.wu")
    assert authenticate(username="wang.wu", password="!") is None


def test_unknown_name_costs_as_much_hashing_as_a_known_one(
    wang: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(User, "set_password", lambda _, raw: hashed.append(raw))
    assert authenticate(username="nobody", password=PASSWORD) is None
    assert hashed == [PASSWORD]


def refusal(name: str, password: str) -> list[str]:
    form = SignInForm(None, {"username": name, "password": password})
    return [str(message) for message in form.non_field_errors()]


def test_refusal_does_not_tell_which_accounts_exist(wang: User) -> None:
    make_user("li.si", PASSWORD, is_active=False)
    wrong = refusal("wang.wu", "wrong-mima-1")
    assert len(wrong) == 1
    assert "用户名（手机号）或密码不对" in wrong[0]
    assert refusal("nobody", PASSWORD) == refusal("li.si", PASSWORD) == refusal("13900000000", "x") == wrong


def test_sign_in_with_the_right_password_has_no_refusal(wang: User) -> None:
    assert refusal("13800000000", PASSWORD) == []


def test_inactive_person_loses_the_session(wang: User) -> None:
    client = Client()
    client.force_login(wang, backend="units.backends.UsernameOrPhoneBackend")
    assert client.get("/password").status_code == 200
    wang.is_active = False
    wang.save()
    assert client.get("/password").status_code == 302


@pytest.mark.parametrize("name", ["wang\x00wu", "\x00"])
def test_name_with_a_null_character_is_refused_politely(db: None, name: str) -> None:
    form = SignInForm(None, {"username": name, "password": PASSWORD})
    assert not form.is_valid()
