"""Per-period columns become totals."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reports.cumulation import cumulated, per_period
from tests.factories import specs

SPECS = tuple(replace(spec, cumulative=spec.code != "general_found") for spec in specs())
amounts = st.decimals(min_value=0, max_value=10**6, places=3)


def test_columns_asked_for_per_period_are_known_by_their_code() -> None:
    assert per_period(SPECS) == ("general_found",)
    assert per_period(specs()) == ()


@given(amounts, amounts, amounts)
def test_per_period_value_is_added_to_the_last_total_and_others_stand(
    value: Decimal, before: Decimal, other: Decimal
) -> None:
    found = cumulated(
        {"general_found": value, "penalty_count": other},
        SPECS,
        {"general_found": before, "penalty_count": value},
    )
    assert found == {"general_found": value + before, "penalty_count": other}


@given(st.lists(amounts, min_size=1, max_size=12))
def test_totals_period_by_period_are_the_sum_of_what_was_filed(filed: list[Decimal]) -> None:
    total: dict[str, Decimal] = {}
    for value in filed:
        total = cumulated({"general_found": value}, SPECS, total)
    assert total == {"general_found": sum(filed)}


def test_I12_empty_field_stays_empty_and_first_value_is_its_own_total() -> None:
    assert cumulated({}, SPECS, {"general_found": Decimal(5)}) == {}
    assert cumulated({"general_found": Decimal(5)}, SPECS, {}) == {"general_found": Decimal(5)}
