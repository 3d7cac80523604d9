"""Days as the dispatch's forms take them."""

from datetime import date

import pytest
from django import forms

from reports.forms.days import DutyDayField


@pytest.mark.parametrize("text", ["2000-01-01", "2023-09-24", "2100-12-31"])
def test_day_of_the_century_is_taken(text: str) -> None:
    assert DutyDayField(missing="请选择。").clean(text) == date.fromisoformat(text)


@pytest.mark.parametrize("text", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_day_of_another_one_is_a_slip(text: str) -> None:
    with pytest.raises(forms.ValidationError, match=f"{text}的年份不对，应在2000年到2100年之间"):
        DutyDayField(missing="请选择。").clean(text)


def test_no_day_is_still_none_where_none_is_needed() -> None:
    assert DutyDayField().clean("") is None
