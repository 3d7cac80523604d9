"""What may be entered into a record: one step before, at and after each limit."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hazards.entries import LABELS, Entries, InvalidFields, clean, shown
from hazards.models import Enterprise, Hazard

SHANGHAI = ZoneInfo("Asia/Shanghai")


def problems(**entries: Any) -> dict[str, str]:
    """What is said of entries that are refused."""
    with pytest.raises(InvalidFields) as refusal:
        clean(entries)  # type: ignore[arg-type]
    return dict(refusal.value.problems)


def test_every_field_of_the_entries_has_a_name_and_a_column() -> None:
    assert set(LABELS) == set(Entries.__annotations__)
    assert set(LABELS) <= {field.name for field in Hazard._meta.get_fields()}


def test_blanks_and_null_characters_are_taken_off() -> None:
    assert clean({"place": " 二楼\0 ", "plan": "\n有\n"}) == {"place": "二楼", "plan": "有"}


@pytest.mark.parametrize(
    ("name", "limit"),
    [("place", 200), ("sector", 200), ("inspectors", 120), ("responsible", 60), ("description", 4000)],
)
def test_text_may_be_as_long_as_its_column(name: str, limit: int) -> None:
    assert clean({name: "长" * limit}) == {name: "长" * limit}  # type: ignore[misc]
    said = problems(**{name: "长" * (limit + 1)})
    assert said == {name: f"{LABELS[name]}最多{limit}字，现有{limit + 1}字，请写短一些。"}


@pytest.mark.parametrize("text", ["0", "0.000001", "99999999.999999", "114.438", "0E+3"])
def test_I10_funds_are_stored_without_loss(text: str) -> None:
    assert clean({"funds": Decimal(text)}) == {"funds": Decimal(text)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-0.000001", "不小于0"),
        ("100000000", "小于1亿"),
        ("0.0000001", "最多6位小数"),
        ("NaN", "不小于0"),
        ("Infinity", "小于1亿"),
    ],
)
def test_I10_funds_beyond_the_column_are_refused(text: str, words: str) -> None:
    assert words in problems(funds=Decimal(text))["funds"]


@pytest.mark.parametrize(("name", "value"), [("found_by", "police"), ("halt", ""), ("found_by", "部门检查")])
def test_choice_outside_the_list_is_refused(name: str, value: str) -> None:
    assert "不在可选范围内" in problems(**{name: value})[name]


@pytest.mark.parametrize("value", [date(2000, 1, 1), date(9999, 12, 31), None])
def test_day_may_be_of_this_age_or_missing(value: date | None) -> None:
    assert clean({"due_on": value}) == {"due_on": value}


@pytest.mark.parametrize(
    ("name", "value"),
    [("due_on", date(1999, 12, 31)), ("discovered_at", datetime(23, 9, 1, tzinfo=SHANGHAI))],
)
def test_day_of_another_age_is_refused(name: str, value: date) -> None:
    assert problems(**{name: value}) == {name: f"{LABELS[name]}的年份{value.year}不对，请核对日期。"}


def test_all_faults_are_told_at_once() -> None:
    assert set(problems(halt="?", funds=Decimal(-1), place="长" * 201)) == {"halt", "funds", "place"}


def test_unknown_field_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="status"):
        clean({"status": "closed"})  # type: ignore[typeddict-unknown-key]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("place", "", ""),
        ("enterprise", None, ""),
        ("enterprise", Enterprise(tenant_id=1, name="东关机械厂"), "东关机械厂"),
        ("found_by", "enterprise", "企业自查"),
        ("halt", "part", "局部停产"),
        ("funds", Decimal("0.350000"), "0.35"),
        ("funds", Decimal("100.000000"), "100"),
        ("funds", Decimal(0), "0"),
        ("due_on", date(2023, 9, 30), "2023-09-30"),
        ("discovered_at", datetime(2023, 9, 10, 9, 5, tzinfo=SHANGHAI), "2023-09-10 09:05"),
    ],
)
def test_value_as_the_trail_shows_it(name: str, value: Any, expected: str) -> None:
    assert shown(name, value) == expected
