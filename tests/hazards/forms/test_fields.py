"""Fields that several forms have."""

from datetime import date

import pytest
from django import forms

from hazards.forms.fields import DayField, VersionField, first_problem


class _Asked(forms.Form):
    version = VersionField()
    first = DayField(label="从", missing="从哪天起还没有填。")
    last = DayField(label="到")


def _asked(**fields: str) -> _Asked:
    return _Asked({"version": "3", "first": "2023-09-10", **fields})


def test_days_are_read_and_one_may_be_left_open() -> None:
    form = _asked(last="")
    assert form.is_valid()
    assert form.cleaned_data == {"version": 3, "first": date(2023, 9, 10), "last": None}


def test_day_that_must_be_given_is_asked_for_in_its_own_words() -> None:
    assert _asked(first="").errors == {"first": ["从哪天起还没有填。"]}


@pytest.mark.parametrize("day", ["2023-02-30", "昨天", "2023/9/10", "0000-01-01"])
def test_day_there_is_not_is_quoted(day: str) -> None:
    assert _asked(last=day).errors == {
        "last": [f"没有“{day}”这一天，请改成真实的日期，写成 2023-09-10 这样。"]
    }


def test_day_endless_in_length_is_cut() -> None:
    assert "“" + "9" * 20 + "”" in first_problem(_asked(last="9" * 5000))


@pytest.mark.parametrize("version", ["", "x", "1.5"])
def test_page_without_a_version_is_asked_to_be_loaded_again(version: str) -> None:
    assert first_problem(_asked(version=version)) == "页面不完整，请刷新后再试。"
