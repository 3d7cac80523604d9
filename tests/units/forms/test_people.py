"""Both entries of a new password must agree; whether it is good enough is asked elsewhere."""

import pytest

from units.forms.people import PasswordForm


def form(**entries: str) -> PasswordForm:
    return PasswordForm({"old": "old", "new": "new", "again": "new", **entries})


def test_equal_entries_are_accepted() -> None:
    assert form().is_valid()


def test_blanks_are_part_of_a_password() -> None:
    assert not form(new=" new").is_valid()
    assert form(new=" new ", again=" new ").is_valid()


@pytest.mark.parametrize("field", ["old", "new", "again"])
def test_missing_entry_is_named(field: str) -> None:
    found = form(**{field: ""})
    assert not found.is_valid()
    assert list(found.errors) == [field]


def test_different_entries_are_refused() -> None:
    found = form(again="other")
    assert found.errors["again"] == ["两次输入的新密码不一样，请重新输入。"]


def test_missing_new_password_is_not_also_called_different() -> None:
    assert list(form(new="", again="x").errors) == ["new"]
