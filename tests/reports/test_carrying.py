"""What an empty field is filled with, in order of preference; what was typed and what is not asked for stays."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.carrying import carried
from reports.snapshot import IndicatorSpec
from tests.factories import CODES, specs

LAST = {code: Decimal(7) for code in CODES}
FOUND = "general_found"


def brought(
    *columns: IndicatorSpec,
    stored: tuple[str, ...] = (),
    last: dict[str, Decimal] | None = None,
    held: dict[str, Decimal] | None = None,
    kind: str = "town",
) -> dict[str, Decimal]:
    return carried(columns or specs(), kind, stored=stored, last=last or {}, held=held or {})


def per_period(code: str = FOUND) -> IndicatorSpec:
    return replace(specs((code,))[0], cumulative=False)


def test_cumulative_field_takes_the_value_last_filed() -> None:
    assert brought(last=LAST)[FOUND] == 7


def test_I12_field_never_filed_stays_empty() -> None:
    assert brought() == {}


def test_what_the_product_counts_itself_comes_first() -> None:
    assert brought(last=LAST, held={FOUND: Decimal(6)})[FOUND] == 6


def test_field_asked_for_per_period_begins_with_nothing_new() -> None:
    assert brought(per_period(), last=LAST) == {FOUND: Decimal(0)}


@pytest.mark.parametrize(("kind", "asked"), [("town", False), ("bureau", True), ("park", True)])
def test_field_not_for_this_kind_is_left_alone(kind: str, asked: bool) -> None:
    held = {"towns_assisted": Decimal(1)}
    assert ("towns_assisted" in brought(last=LAST, held=held, kind=kind)) is asked


def test_typed_value_is_never_replaced() -> None:
    found = brought(last=LAST, held={FOUND: Decimal(6)}, stored=(FOUND,))
    assert FOUND not in found
    assert "penalty_count" in found


AMOUNTS = st.dictionaries(
    st.sampled_from(CODES), st.decimals(0, 10**6, places=2, allow_nan=False), max_size=len(CODES)
)


@given(stored=st.sets(st.sampled_from(CODES)), last=AMOUNTS, held=AMOUNTS)
def test_only_empty_fields_that_are_due_and_known_are_filled(
    stored: set[str], last: dict[str, Decimal], held: dict[str, Decimal]
) -> None:
    found = carried(specs(), "town", stored=stored, last=last, held=held)
    due = {spec.code for spec in specs() if "town" not in spec.not_for}
    assert found.keys() == (due - stored) & (last.keys() | held.keys())
    assert all(value == held.get(code, last.get(code)) for code, value in found.items())


@given(last=AMOUNTS, held=AMOUNTS)
def test_second_time_brings_nothing(last: dict[str, Decimal], held: dict[str, Decimal]) -> None:
    first = carried(specs(), "town", stored=(), last=last, held=held)
    assert carried(specs(), "town", stored=first, last=last, held=held) == {}
