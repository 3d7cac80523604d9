"""The synthetic months: each statement of the published circular about September holds."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.demo_series import synthetic_series
from reports.figures import Figure, by_key, compute
from reports.validation import Severity
from tests import licheng
from tests.reports.rulebook import check

JULY, AUGUST = synthetic_series(licheng.september())
SEPTEMBER = licheng.september()
MAJOR = ("major_enterprise_found", "major_department_found")


def total(table: licheng.Table, *codes: str) -> Decimal:
    return sum((values[code] for values in table.values() for code in codes), Decimal(0))


def september_figures() -> dict[str, Figure]:
    august = licheng.snapshot(AUGUST, JULY, period="2023-08", synthetic=True)
    return by_key(compute(licheng.snapshot(previous=AUGUST), august))


def test_months_have_the_units_and_columns_of_september_in_its_order() -> None:
    for month in (JULY, AUGUST):
        assert list(month) == list(SEPTEMBER)
        assert all(list(month[name]) == list(SEPTEMBER[name]) for name in SEPTEMBER)


@pytest.mark.parametrize("code", sorted(licheng.PUBLISHED_TOTALS))
def test_every_cell_only_grows(code: str) -> None:
    for name in SEPTEMBER:
        assert 0 <= JULY[name][code] <= AUGUST[name][code] <= SEPTEMBER[name][code], name


@pytest.mark.parametrize("month", [JULY, AUGUST], ids=["july", "august"])
def test_I9_no_row_is_blocked_or_doubtful(month: licheng.Table) -> None:
    for name, kind in licheng.unit_kinds().items():
        assert check(month[name], licheng.indicators(), previous=None, unit_kind=kind) == (), name


def test_following_months_raise_no_doubt_but_the_known_one() -> None:
    for name, kind in licheng.unit_kinds().items():
        august = check(AUGUST[name], licheng.indicators(), previous=JULY[name], unit_kind=kind)
        september = check(SEPTEMBER[name], licheng.indicators(), previous=AUGUST[name], unit_kind=kind)
        assert august == ()
        assert Severity.BLOCK not in {item.severity for item in september}
        assert [item.code for item in september] == (
            ["listed_above_department"] if name == "区文旅局" else []
        )


def test_new_major_hazards_are_thirteen_then_six() -> None:
    assert [total(month, *MAJOR) for month in (JULY, AUGUST, SEPTEMBER)] == [136, 149, 155]


def test_six_new_major_hazards_are_one_and_five() -> None:
    assert [total(AUGUST, code) for code in MAJOR] == [80, 69]


def test_two_named_units_and_only_idle_ones_found_no_new_general_hazard() -> None:
    same = [name for name in SEPTEMBER if AUGUST[name]["general_found"] == SEPTEMBER[name]["general_found"]]
    assert same == ["区商务局", "区交警大队"]


@pytest.mark.parametrize("code", ["penalty_count", "penalty_amount"])
def test_penalties_of_september_are_below_those_of_august(code: str) -> None:
    august, september = total(AUGUST, code) - total(JULY, code), total(SEPTEMBER, code) - total(AUGUST, code)
    assert 0 < september < august


@pytest.mark.parametrize("unit", ["区文旅局", "区住建局", "区公安分局", "区自然资源局"])
def test_named_units_have_no_major_hazard_in_any_month(unit: str) -> None:
    assert all(month[unit][code] == 0 for month in (JULY, AUGUST, SEPTEMBER) for code in MAJOR)


def test_rates_of_the_synthetic_months_look_like_real_ones() -> None:
    for month in (JULY, AUGUST):
        assert Decimal("0.8") < total(month, "general_rectified") / total(month, "general_found") <= 1


def test_figures_of_september_over_the_synthetic_august_are_the_published_ones() -> None:
    found = september_figures()
    keys = ("major.new.total", "major.new.enterprise", "major.new.department", "major.new.change_rate")
    assert [found[key].value for key in keys] == [6, 1, 5, Decimal("-53.85")]
    assert found["zero_units.general_new"].value == ("区商务局", "区交警大队")
    falling = [found[f"penalty.new.{name}.change_rate"].value for name in ("count", "amount")]
    assert all(isinstance(value, Decimal) and value < 0 for value in falling)


def test_series_is_the_same_every_time() -> None:
    assert synthetic_series(licheng.september()) == (JULY, AUGUST)


def test_series_leaves_the_given_table_alone() -> None:
    given_table = licheng.september()
    synthetic_series(given_table)
    assert given_table == licheng.september()


def test_table_with_too_few_major_hazards_is_refused() -> None:
    table = {"西天尾镇": {**SEPTEMBER["西天尾镇"], "major_enterprise_found": Decimal(4)}}
    with pytest.raises(ValueError, match="fewer than 4"):
        synthetic_series(table)


def one_busy_unit(**idle: int) -> tuple[licheng.Table, licheng.Table, licheng.Table]:
    """July, August, September of two units: 区应急局 with many major hazards, 区发改局 with none but `idle`."""
    zeros = dict.fromkeys((spec.code for spec in licheng.indicators()), Decimal(0))
    busy = zeros | {MAJOR[0]: Decimal(20), MAJOR[1]: Decimal(30)}
    september = {"区应急局": busy, "区发改局": zeros | {code: Decimal(value) for code, value in idle.items()}}
    return (*synthetic_series(september), september)


def test_hazards_are_taken_back_only_where_there_are_any() -> None:
    july, august, _ = one_busy_unit()
    assert [month["区发改局"][code] for month in (july, august) for code in MAJOR] == [0, 0, 0, 0]
    assert [july["区应急局"][code] for code in MAJOR] == [15, 16]


@pytest.mark.parametrize("found", [1, 2, 3, 6, 7])
def test_unit_with_any_general_hazard_has_new_ones_in_september(found: int) -> None:
    _, august, _ = one_busy_unit(general_found=found)
    assert august["区发改局"]["general_found"] < found


@pytest.mark.parametrize(("september", "august", "july"), [(1, 1, 1), (2, 2, 1), (5, 4, 3), (9, 8, 5)])
def test_other_counts_are_rounded_to_the_nearest(september: int, august: int, july: int) -> None:
    tables = one_busy_unit(closed_down=september)
    assert [table["区发改局"]["closed_down"] for table in tables] == [july, august, september]


def test_I9_listed_hazards_shrink_with_what_departments_found_and_so_do_their_parts() -> None:
    july, august, _ = one_busy_unit(listed_found=10, listed_rectified=10)
    for month in (july, august):
        assert [month["区发改局"][code] for code in ("listed_found", "listed_rectified")] == [0, 0]


@pytest.mark.parametrize(("count", "amount"), [(0, 0), (1, 5), (4, 7)])
def test_penalty_amount_stands_only_beside_a_count(count: int, amount: int) -> None:
    for month in one_busy_unit(penalty_count=count, penalty_amount=amount):
        row = month["区发改局"]
        assert (row["penalty_count"] > 0) == (row["penalty_amount"] > 0)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(sorted(licheng.unit_kinds())),
        st.tuples(st.integers(5, 60), st.integers(14, 60)),
        min_size=1,
    )
)
def test_any_table_with_enough_hazards_gives_growing_months_without_blocks(
    hazards: dict[str, tuple[int, int]],
) -> None:
    table = {
        name: SEPTEMBER[name] | {MAJOR[0]: Decimal(enterprise), MAJOR[1]: Decimal(department)}
        for name, (enterprise, department) in hazards.items()
    }
    july, august = synthetic_series(table)
    assert total(table, *MAJOR) - total(august, *MAJOR) == 6
    assert total(august, *MAJOR) - total(july, *MAJOR) == 13
    for name, kind in licheng.unit_kinds().items():
        for month in (july, august):
            blocks = (
                check(month[name], licheng.indicators(), previous=None, unit_kind=kind)
                if name in month
                else ()
            )
            assert all(item.severity is Severity.HINT for item in blocks)
