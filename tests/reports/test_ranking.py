"""Rankings: shared ranks, units that are not ranked, and what a value is made of."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.ranking import CRITERIA, RULE, RankRow, rank
from tests import licheng


def places(rows: tuple[RankRow, ...]) -> list[tuple[int | None, str]]:
    return [(row.rank, row.unit) for row in rows]


def by_unit(rows: tuple[RankRow, ...]) -> dict[str, RankRow]:
    return {row.unit: row for row in rows}


def table(column: str, values: dict[str, int]) -> licheng.Table:
    """The real units named in `values`, all zeros but for one column."""
    zeros = dict.fromkeys((spec.code for spec in licheng.indicators()), Decimal(0))
    return {name: zeros | {column: Decimal(value)} for name, value in values.items()}


def test_units_are_ranked_from_the_largest_down() -> None:
    rows = rank(licheng.snapshot(), "major_found")
    assert places(rows)[:3] == [(1, "区应急局"), (2, "区卫健局"), (3, "黄石工业园区")]
    assert rows[0].text == "57条"


def test_equal_values_share_a_rank_and_the_next_ranks_are_skipped() -> None:
    values = {"西天尾镇": 5, "北高镇": 7, "新度镇": 5, "黄石镇": 9, "镇海街道": 1}
    rows = rank(licheng.snapshot(table("general_found", values)), "general_found")
    assert places(rows)[:5] == [(1, "黄石镇"), (2, "北高镇"), (3, "西天尾镇"), (3, "新度镇"), (5, "镇海街道")]


def test_equal_units_stand_in_printed_order() -> None:
    rows = rank(licheng.snapshot(), "penalty_amount")
    idle = [row.unit for row in rows if row.value == 0]
    assert idle == [name for name in licheng.unit_kinds() if name in idle]
    assert len({row.rank for row in rows if row.value == 0}) == 1


def test_money_is_shown_whole() -> None:
    row = by_unit(rank(licheng.snapshot(), "penalty_amount"))["区交警大队"]
    assert (row.value, row.text) == (Decimal("26.248"), "26.248万元")


def test_sum_shows_the_columns_it_is_made_of() -> None:
    row = by_unit(rank(licheng.snapshot(), "major_found"))["区应急局"]
    assert row.components == (
        ("“重大隐患/企业自查上报/排查”", "42条"),
        ("“重大隐患/部门排查/排查”", "15条"),
    )


def test_rate_shows_its_parts_and_wholes() -> None:
    row = by_unit(rank(licheng.snapshot(), "general_rectification_rate"))["西天尾镇"]
    assert row.text == "94.01%"
    assert row.components == (("“一般隐患/已整改”", "251条"), ("“一般隐患/排查”", "267条"))


@pytest.mark.parametrize(("unit", "small"), [("区水利局", True), ("区市场监管局", True), ("拱辰街道", False)])
def test_rate_over_few_is_marked(unit: str, small: bool) -> None:
    assert by_unit(rank(licheng.snapshot(), "major_rectification_rate"))[unit].small_base is small


@pytest.mark.parametrize(("whole", "small"), [(4, True), (5, False), (6, False)])
def test_small_base_ends_at_five(whole: int, small: bool) -> None:
    rows = rank(licheng.snapshot(table("general_found", {"北高镇": whole})), "general_rectification_rate")
    assert by_unit(rows)["北高镇"].small_base is small


def test_amount_is_never_marked_as_resting_on_little() -> None:
    assert not any(row.small_base for row in rank(licheng.snapshot(), "major_found"))


def test_I9_unit_without_anything_to_rectify_is_not_ranked_rather_than_at_hundred() -> None:
    row = by_unit(rank(licheng.snapshot(), "major_rectification_rate"))["区住建局"]
    assert (row.rank, row.value, row.text) == (None, None, "—")
    assert row.note == "分母为零，不排名"


def test_I9_unit_with_part_above_whole_is_not_ranked_and_says_why() -> None:
    values = licheng.september()
    values["北高镇"] = {**values["北高镇"], "general_rectified": Decimal(179)}
    row = by_unit(rank(licheng.snapshot(values), "general_rectification_rate"))["北高镇"]
    assert row.rank is None
    assert "部分大于整体" in row.note
    assert row.components[0] == ("“一般隐患/已整改”", "179条")


def test_I12_missing_unit_is_listed_last_without_a_rank() -> None:
    rows = rank(licheng.missing(licheng.snapshot(), "区应急局"), "major_found")
    assert places(rows)[-1] == (None, "区应急局")
    assert rows[-1].note == "本期未报送，不排名"
    assert places(rows)[0] == (1, "区卫健局")


def test_I12_nil_return_is_listed_without_a_rank() -> None:
    zeros = {spec.code: Decimal(0) for spec in licheng.indicators()}
    data = licheng.with_unit(licheng.snapshot(), "区鞋服城", nil=True, values=zeros)
    row = by_unit(rank(data, "general_found"))["区鞋服城"]
    assert (row.rank, row.note) == (None, "零报告，不排名")


def test_unit_silent_in_the_period_before_has_no_rank_by_increment() -> None:
    previous = licheng.september()
    del previous["区应急局"]
    row = by_unit(rank(licheng.snapshot(previous=previous), "major_new"))["区应急局"]
    assert (row.rank, row.note) == (None, "上期未报送，不排名")


def test_ranking_by_increment_counts_this_period_only() -> None:
    previous = licheng.september()
    previous["北高镇"] = {**previous["北高镇"], "major_department_found": Decimal(0)}
    rows = rank(licheng.snapshot(previous=previous), "major_new")
    assert places(rows)[0] == (1, "北高镇")
    assert rows[0].components[1] == ("“重大隐患/部门排查/排查”", "1条")


def test_unknown_criterion_is_an_error() -> None:
    with pytest.raises(KeyError):
        rank(licheng.snapshot(), "height")


def test_rule_says_how_ties_and_unranked_units_are_treated() -> None:
    for word in ("并列", "顺延", "未报送", "零报告", "基数小"):
        assert word in RULE


@pytest.mark.parametrize("by", sorted(CRITERIA))
def test_every_criterion_lists_each_unit_once(by: str) -> None:
    rows = rank(licheng.snapshot(previous=licheng.september()), by)
    assert sorted(row.unit for row in rows) == sorted(licheng.unit_kinds())
    assert all((row.rank is None) == bool(row.note) for row in rows)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(licheng.unit_kinds())), st.integers(0, 5), min_size=1))
def test_rank_is_one_more_than_the_number_of_larger_units(values: dict[str, int]) -> None:
    rows = rank(licheng.snapshot(table("general_found", values)), "general_found")
    for row in rows:
        if row.rank is not None:
            assert row.rank == 1 + sum(value > values[row.unit] for value in values.values())
    assert {row.unit for row in rows if row.rank is not None} == set(values)


@settings(deadline=None, max_examples=25)
@given(licheng.tables())
def test_I9_any_table_ranks_rates_between_zero_and_hundred_largest_first(table: licheng.Table) -> None:
    rows = rank(licheng.snapshot(table), "general_rectification_rate")
    rates = [row.value for row in rows if row.rank is not None and row.value is not None]
    assert rates == sorted(rates, reverse=True)
    assert all(0 <= rate <= 100 for rate in rates)
    for row in rows:
        if row.unit in table:
            found, done = (table[row.unit][code] for code in ("general_found", "general_rectified"))
            assert (row.rank is None) == (found == 0 or done > found)
            assert row.small_base == (row.rank is not None and found < 5)


@settings(deadline=None, max_examples=25)
@given(licheng.tables(), st.sampled_from(sorted(CRITERIA)))
def test_equal_texts_have_equal_ranks(table: licheng.Table, by: str) -> None:
    rows = [row for row in rank(licheng.snapshot(table, table), by) if row.rank is not None]
    for first in rows:
        for second in rows:
            assert (first.text == second.text) == (first.rank == second.rank)
