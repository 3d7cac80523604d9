"""What the pages may be asked for: days, sectors, lengths."""

from datetime import date

import pytest
import time_machine

from hazards.forms.fields import QUERY
from hazards.forms.standards import LONGEST, JudgeForm, StandardsForm

NOON = "2024-05-10T04:00:00Z"
TODAY = date(2024, 5, 10)


@pytest.mark.parametrize("fields", [{}, {"on": ""}])
@time_machine.travel(NOON)
def test_day_is_today_unless_given(fields: dict[str, str]) -> None:
    form = StandardsForm(fields)
    assert form.is_valid()
    assert form.cleaned_data == {"q": "", "sector": "", "on": TODAY}
    assert 'value="2024-05-10"' in str(form["on"])


@pytest.mark.parametrize("day", ["2023-02-30", "2023-13-01", "2023/05/15", "昨天", "2023-05-15 08:00", "0"])
def test_day_there_is_not_is_refused_in_words(day: str) -> None:
    form = StandardsForm({"on": day})
    assert form.errors == {"on": [f"没有“{day}”这一天，请改成真实的日期，写成 2023-09-10 这样。"]}


def test_long_nonsense_is_not_repeated_whole() -> None:
    assert f"“{'9' * 20}”" in str(StandardsForm({"on": "9" * 500}).errors["on"])


@pytest.mark.parametrize(
    ("day", "accepted"), [("2024-05-09", True), ("2024-05-10", True), ("2024-05-11", False)]
)
@time_machine.travel(NOON)
def test_hazard_is_not_found_tomorrow(day: str, accepted: bool) -> None:
    form = JudgeForm({"on": day})
    assert form.is_valid() is accepted
    assert accepted or form.errors["on"] == ["发现日期还没有到，请填今天或以前的日期。"]


def test_future_day_may_be_asked_of_the_library() -> None:
    assert StandardsForm({"on": "2099-01-01"}).is_valid()


@pytest.mark.parametrize("form", [StandardsForm, JudgeForm])
def test_unknown_sector_is_refused(form: type[StandardsForm | JudgeForm]) -> None:
    assert form({"sector": "工贸"}).is_valid()
    assert form({"sector": "炼金"}).errors["sector"] == ["没有这个领域，请从列表里选。"]


@pytest.mark.parametrize(
    ("form", "name", "limit"), [(StandardsForm, "q", QUERY), (JudgeForm, "description", LONGEST)]
)
def test_text_has_a_limit(form: type[StandardsForm | JudgeForm], name: str, limit: int) -> None:
    assert form({name: "尘" * limit}).is_valid()
    assert f"最多 {limit} 个字" in str(form({name: "尘" * (limit + 1)}).errors[name])


def test_text_with_a_null_character_is_refused() -> None:
    assert not StandardsForm({"q": "尘\0"}).is_valid()


def test_sectors_without_standards_can_be_told_apart_from_not_knowing() -> None:
    labels = [label for _, label in JudgeForm({}).fields["sector"].choices]  # type: ignore[attr-defined]
    assert (labels[0], labels[-1]) == ("不确定", "其他领域（没有专门的标准）")
    assert len(labels) == len(set(labels))
