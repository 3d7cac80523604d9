"""What rules may ask of a filing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.facts import Facts
from reports.snapshot import IndicatorSpec

SPEC = IndicatorSpec("found", 1, ("一般隐患",), "排查", "条")
TOWNS = IndicatorSpec("towns", 2, (), "帮扶镇街", "个次", not_for=("town",))


def facts(now: str | None, *past: str, kind: str = "bureau", **more: object) -> Facts:
    values = {} if now is None else {"found": Decimal(now)}
    return Facts((SPEC, TOWNS), kind, values, [{"found": Decimal(text)} for text in past], **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("past", "new"), [((), "10"), (("4",), "6"), (("1", "4"), "6"), (("12",), "-2"), (("10",), "0")]
)
def test_new_is_what_was_added_since_the_last_filing(past: tuple[str, ...], new: str) -> None:
    assert facts("10", *past).new("found") == Decimal(new)


def test_empty_field_has_no_value_under_any_name() -> None:
    names = facts(None, "4").of_form()
    assert "found" not in names
    assert "new_found" not in names
    assert names["before_found"] == 4


def test_names_of_the_table() -> None:
    names = facts(
        "10", "1", "4", ledger={"found": Decimal(9)}, nil=True, office={"ledger_new": Decimal(2)}
    ).of_form()
    assert names == {
        "periods_filed": 2, "is_nil": 1, "ledger_new": 2,
        "found": 10, "before_found": 4, "new_found": 6, "ledger_found": 9,
    }  # fmt: skip


def test_names_of_a_column() -> None:
    names = facts("10", "1", "4", "9", ledger={"found": Decimal(9)}).of_column(SPEC)
    assert names == {
        "periods_filed": 3, "is_nil": 0, "now": 10, "before": 9, "increment": 1, "ledger": 9,
        "usual": 4, "most": 5, "is_cumulative": 1,
    }  # fmt: skip


@pytest.mark.parametrize("past", [(), ("4",)])
def test_usual_needs_two_earlier_filings(past: tuple[str, ...]) -> None:
    names = facts("10", *past).of_column(SPEC)
    assert "usual" not in names
    assert "most" not in names


def test_columns_due_are_those_this_kind_of_unit_fills() -> None:
    assert facts("1").due() == [SPEC, TOWNS]
    assert facts("1", kind="town").due() == [SPEC]


@given(st.lists(st.integers(0, 10**6), max_size=6), st.integers(0, 10**6))
def test_before_and_new_always_add_up_to_now(past: list[int], now: int) -> None:
    names = facts(str(now), *map(str, past)).of_form()
    assert names.get("before_found", Decimal(0)) + names["new_found"] == names["found"]


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=8).map(sorted))
def test_usual_is_never_above_most(past: list[int]) -> None:
    names = facts("0", *map(str, past)).of_column(SPEC)
    assert 0 <= names["usual"] <= names["most"]
