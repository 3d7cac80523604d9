"""What an administrator may enter about the calendar."""

from datetime import date, time

import pytest

from units.forms.calendar import DayForm, HoursForm


def day_form(**changed: str) -> DayForm:
    return DayForm({"day": "2026-10-24", "works": "yes", "note": "补班", **changed})


def test_day_is_read() -> None:
    form = day_form()
    assert form.is_valid()
    assert form.cleaned_data == {"day": date(2026, 10, 24), "works": True, "note": "补班"}


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"day": ""}, "day", "请选择日期"),
        ({"day": "10月24日"}, "day", "日期写成"),
        ({"day": "2019-12-31"}, "day", "2020年到2050年"),
        ({"day": "2051-01-01"}, "day", "2020年到2050年"),
        ({"works": "maybe"}, "works", "请选择上班还是休息"),
        ({"note": ""}, "note", "请写明原因"),
        ({"note": "因" * 61}, "note", "最多60个字"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(changed: dict[str, str], field: str, words: str) -> None:
    form = day_form(**changed)
    assert not form.is_valid()
    assert words in form.errors[field][0]


def test_hours_are_read() -> None:
    form = HoursForm({"opens_at": "08:30", "closes_at": "18:00"})
    assert form.is_valid()
    assert form.cleaned_data == {"opens_at": time(8, 30), "closes_at": time(18)}


@pytest.mark.parametrize("closes", ["08:29", "08:30"])
def test_hours_end_after_they_begin(closes: str) -> None:
    form = HoursForm({"opens_at": "08:30", "closes_at": closes})
    assert not form.is_valid()
    assert "晚于上班时间" in form.errors["closes_at"][0]


def test_hours_that_are_no_time_are_refused() -> None:
    form = HoursForm({"opens_at": "八点半", "closes_at": ""})
    assert not form.is_valid()
    assert "09:00" in form.errors["opens_at"][0]
    assert "请写下班时间" in form.errors["closes_at"][0]
