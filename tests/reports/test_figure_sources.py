"""What figures are made of: sums over the same units, leaders, conditions, rows and their wording."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.figure_catalogue import Condition, Sign
from reports.figure_sources import (
    change_rows,
    condition_words,
    holds,
    indicator_words,
    int_or_decimal,
    leaders,
    leading_rule,
    left_out,
    measure_of,
    pair,
    side_by_side,
    unit_rows,
)
from reports.measures import Basis, Book
from tests import licheng

FOUND, RECTIFIED = ("general_found",), ("general_rectified",)
COUNT, AMOUNT = ("penalty_count",), ("penalty_amount",)


def book(**values: tuple[int, int]) -> Book:
    """Units by name with what they found and rectified (also used as penalty count and amount)."""
    table = {
        name: {
            "general_found": Decimal(first),
            "general_rectified": Decimal(second),
            "penalty_count": Decimal(first),
            "penalty_amount": Decimal(second),
        }
        for name, (first, second) in values.items()
    }
    return Book(licheng.snapshot(table))


def names(units: Book, then: tuple[str, ...] = AMOUNT) -> list[str]:
    return [unit.name for unit in leaders(units, COUNT, then)]


def test_pair_sums_both_sides_and_shows_each_unit() -> None:
    part, whole, rows = pair(book(西天尾镇=(5, 3), 北高镇=(2, 2)), RECTIFIED, FOUND)
    assert part == 5
    assert whole == 7
    assert dict(rows)["西天尾镇"] == "3/5"
    assert dict(rows)["新度镇"] == "本期未报送"


def test_I9_pair_leaves_a_unit_with_one_side_only_out_of_both_sums() -> None:
    data = licheng.snapshot({"西天尾镇": {"general_found": Decimal(5), "general_rectified": Decimal(3)}})
    data = licheng.with_unit(data, "北高镇", values={"general_rectified": Decimal(9)})
    part, whole, rows = pair(Book(data), RECTIFIED, FOUND)
    assert part == 3
    assert whole == 5
    assert dict(rows)["北高镇"] == "未填此项"


def test_I12_pair_without_any_filing_has_no_sums() -> None:
    part, whole, _ = pair(Book(licheng.snapshot({})), RECTIFIED, FOUND)
    assert (part, whole) == (None, None)


def test_leaders_are_the_three_largest_in_falling_order() -> None:
    assert names(book(西天尾镇=(1, 1), 北高镇=(4, 1), 新度镇=(2, 1), 黄石镇=(3, 1))) == [
        "北高镇",
        "黄石镇",
        "新度镇",
    ]


def test_leaders_with_equal_count_are_ordered_by_amount() -> None:
    assert names(book(西天尾镇=(3, 1), 北高镇=(3, 5), 新度镇=(3, 2))) == ["北高镇", "新度镇", "西天尾镇"]


def test_leaders_equal_in_both_keep_printed_order() -> None:
    units = book(黄石镇=(3, 1), 新度镇=(3, 1), 北高镇=(3, 1), 西天尾镇=(3, 1))
    assert names(units) == ["西天尾镇", "北高镇", "新度镇"]


def test_leaders_without_second_measure_keep_printed_order() -> None:
    assert names(book(北高镇=(3, 9), 西天尾镇=(3, 1)), then=()) == ["西天尾镇", "北高镇"]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_leaders_are_at_most_three_and_never_idle_units(count: int) -> None:
    idle = dict.fromkeys(list(licheng.unit_kinds())[10:], (0, 0))
    busy = dict.fromkeys(list(licheng.unit_kinds())[:count], (2, 1))
    assert len(names(book(**busy, **idle))) == min(count, 3)


def test_leading_rule_names_the_second_measure_only_if_there_is_one() -> None:
    units = book(西天尾镇=(1, 1))
    assert leading_rule(units, FOUND, ()) == "前3位按“一般隐患/排查”从大到小取，相同的按调度表顺序"
    assert "相同的先比“一般隐患/已整改”，再按调度表顺序" in leading_rule(units, FOUND, RECTIFIED)


@pytest.mark.parametrize(
    ("sign", "below", "equal", "over"),
    [(Sign.BELOW, True, False, False), (Sign.ABOVE, False, False, True)],
)
def test_condition_between_two_columns(sign: Sign, below: bool, equal: bool, over: bool) -> None:
    units = book(西天尾镇=(5, 4), 北高镇=(5, 5), 新度镇=(5, 6))
    condition = Condition(RECTIFIED, sign, FOUND)
    found = [holds(units, unit, condition, Basis.CUMULATIVE) for unit in units.snapshot.filed]
    assert found == [below, equal, over]


@pytest.mark.parametrize(("sign", "none", "some"), [(Sign.NONE, True, False), (Sign.SOME, False, True)])
def test_condition_on_one_column(sign: Sign, none: bool, some: bool) -> None:
    units = book(西天尾镇=(0, 0), 北高镇=(1, 0))
    condition = Condition(FOUND, sign)
    assert [holds(units, unit, condition, Basis.CUMULATIVE) for unit in units.snapshot.filed] == [none, some]


@pytest.mark.parametrize(("before", "idle"), [(4, False), (5, True), (6, True)])
def test_unit_whose_value_fell_has_not_increased_either(before: int, idle: bool) -> None:
    previous = {"西天尾镇": {"general_found": Decimal(before)}}
    units = Book(licheng.snapshot({"西天尾镇": {"general_found": Decimal(5)}}, previous))
    condition = Condition(FOUND, Sign.NOT_ABOVE_ZERO)
    assert holds(units, units.snapshot.units[0], condition, Basis.NEW) is idle


@pytest.mark.parametrize("sign", [Sign.NONE, Sign.SOME, Sign.NOT_ABOVE_ZERO])
def test_I12_condition_never_holds_for_a_silent_unit(sign: Sign) -> None:
    units = book(西天尾镇=(1, 1))
    silent = units.snapshot.units[1]
    assert not holds(units, silent, Condition(FOUND, sign), Basis.CUMULATIVE)


def test_condition_reads_as_a_sentence() -> None:
    units = book(西天尾镇=(1, 1))
    assert condition_words(units, Condition(FOUND, Sign.NONE)) == "“一般隐患/排查”为零"
    assert condition_words(units, Condition(RECTIFIED, Sign.BELOW, FOUND)) == (
        "“一般隐患/已整改”小于“一般隐患/排查”"
    )


def test_rows_side_by_side_show_equal_amounts_twice_and_a_gap_once() -> None:
    rows = dict(side_by_side(book(西天尾镇=(4, 4)), (FOUND, RECTIFIED)))
    assert rows["西天尾镇"] == "4条；4条"
    assert rows["北高镇"] == "本期未报送"


def test_rows_show_each_unit_with_its_amount_or_reason() -> None:
    rows = unit_rows(book(西天尾镇=(4, 4)).amounts(FOUND), "条")
    assert rows[:2] == (("西天尾镇", "4条"), ("北高镇", "本期未报送"))
    assert len(rows) == 27


def test_change_rows_set_both_periods_side_by_side() -> None:
    now = book(西天尾镇=(4, 0)).amounts(FOUND)
    before = book(西天尾镇=(7, 0), 北高镇=(1, 0)).amounts(FOUND)
    rows = dict(change_rows(now, before, "条"))
    assert rows["西天尾镇"] == "本期：4条；上期：7条"
    assert rows["北高镇"] == "本期：本期未报送；上期：1条"
    assert dict(change_rows(now, (), "条"))["西天尾镇"] == "本期：4条；上期：—"


def test_nothing_is_said_when_no_unit_is_left_out() -> None:
    assert left_out(Book(licheng.snapshot()).amounts(FOUND)) == ""


def test_units_left_out_are_named_each_with_its_reason() -> None:
    previous = licheng.september()
    del previous["北高镇"]
    data = licheng.missing(licheng.snapshot(previous=previous), "西天尾镇")
    said = left_out(Book(data).amounts(FOUND, Basis.NEW))
    assert said == "；未计入：西天尾镇（本期未报送）、北高镇（上期未报送）"


def test_all_units_left_out_for_one_reason_are_not_listed_one_by_one() -> None:
    assert left_out(Book(licheng.snapshot({})).amounts(FOUND)) == "；全部单位本期未报送，无法计算"


def test_several_columns_are_named_together() -> None:
    units = book(西天尾镇=(1, 1))
    assert indicator_words(units, (*FOUND, *RECTIFIED)) == "“一般隐患/排查”与“一般隐患/已整改”"
    assert (measure_of(units, FOUND), measure_of(units, AMOUNT)) == ("条", "万元")


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [("5", int, 5), ("5.000", int, 5), ("0", int, 0), ("114.438", Decimal, Decimal("114.438"))],
)
def test_whole_amounts_are_counts(value: str, kind: type, expected: Decimal | int) -> None:
    number = int_or_decimal(Decimal(value))
    assert isinstance(number, kind)
    assert number == expected


def test_unknown_amount_stays_unknown() -> None:
    assert int_or_decimal(None) is None


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(sorted(licheng.unit_kinds())),
        st.tuples(st.integers(0, 4), st.integers(0, 4)),
        max_size=8,
    )
)
def test_no_unit_left_behind_is_ahead_of_a_leader(values: dict[str, tuple[int, int]]) -> None:
    leading = names(book(**values))
    behind = [values[name] for name in values if name not in leading and values[name][0] > 0]
    assert all(values[name] >= other for name in leading for other in behind)
    assert len(leading) == min(3, sum(count > 0 for count, _ in values.values()))
