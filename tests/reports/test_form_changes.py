"""Two versions of a form set against each other, and what becomes of values."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.form_changes import NOTHING, Part, compare, kept, texts
from reports.form_design import NAMES, numbered
from reports.snapshot import IndicatorSpec, Source
from tests import licheng

KINDS = {"town": "镇街", "bureau": "部门"}
OLD = tuple(
    IndicatorSpec(code, order, ("甲",), code, "条") for order, code in enumerate(("a", "b", "c"), start=1)
)
A, B, C = OLD


def test_same_form_has_no_changes() -> None:
    assert compare(OLD, OLD, KINDS).is_empty


def test_columns_that_came_and_went_are_told() -> None:
    new = replace(A, code="d", label="丁")
    comparison = compare(OLD, (A, C, new), KINDS)
    assert (comparison.added, comparison.removed, comparison.moved) == ((new,), (B,), ())
    assert not comparison.is_empty


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"label": "乙"}, Part("指标名称", "a", "乙")),
        ({"group": ("甲", "乙")}, Part("表头分组", "甲", "甲/乙")),
        ({"measure": "家"}, Part("计量单位", "条", "家", keeps_values=False)),
        ({"decimals": 2}, Part("小数位数", "0", "2")),
        ({"cumulative": False}, Part("口径", "累计", "当期", keeps_values=False)),
        ({"source": Source.LEDGER}, Part("数据来源", "填报", "台账")),
        ({"not_for": ("bureau", "town")}, Part("不填的单位", NOTHING, "镇街、部门")),
        ({"evidence": "清单"}, Part("佐证材料", NOTHING, "清单")),
        ({"note": "按次"}, Part("填表说明", NOTHING, "按次")),
    ],
)
def test_each_change_is_told_in_words(changes: dict[str, object], part: Part) -> None:
    (change,) = compare(OLD, (replace(A, **changes), B, C), KINDS).changed  # type: ignore[arg-type]
    assert (change.column.code, change.parts) == ("a", (part,))


def test_column_that_only_moved_is_told_as_moved() -> None:
    comparison = compare(OLD, numbered((C, A, B)), KINDS)
    assert [column.code for column in comparison.moved] == ["c"]
    assert comparison.changed == ()


def test_column_that_moved_and_changed_is_told_as_changed() -> None:
    comparison = compare(OLD, numbered((replace(C, note="按次"), A, B)), KINDS)
    assert ([change.column.code for change in comparison.changed], comparison.moved) == (["c"], ())


def test_column_has_words_for_all_its_parts() -> None:
    assert tuple(texts(A, KINDS)) == tuple(NAMES)
    assert texts(licheng.indicators()[9], KINDS)["not_for"] == "镇街"


@given(st.permutations(OLD), st.sets(st.sampled_from("abc")))
def test_applying_a_comparison_gives_the_new_form(order: list[IndicatorSpec], gone: set[str]) -> None:
    new = numbered(column for column in order if column.code not in gone)
    comparison = compare(OLD, new, KINDS)
    assert {column.code for column in comparison.removed} == gone
    moved = {column.code for column in comparison.moved}
    stay = [column.code for column in new if column.code not in moved]
    assert stay == [column.code for column in OLD if column.code in stay], "the others kept their order"


def test_values_of_columns_that_stay_are_kept() -> None:
    values = {"a": Decimal(1), "b": Decimal(2)}
    assert kept(values, OLD, (A, replace(C, order=2)), "town") == {"a": Decimal(1)}


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({"label": "乙", "group": (), "note": "按次"}, True),
        ({"measure": "家"}, False),
        ({"cumulative": False}, False),
        ({"not_for": ("bureau",)}, True),
        ({"not_for": ("town",)}, False),
    ],
)
def test_value_is_kept_where_it_still_says_the_same(changes: dict[str, object], holds: bool) -> None:
    new = (replace(A, **changes), B, C)  # type: ignore[arg-type]
    assert bool(kept({"a": Decimal(1)}, OLD, new, "town")) == holds


@pytest.mark.parametrize(
    ("value", "decimals", "holds"), [("1.5", 1, True), ("1.5", 0, False), ("2.0", 0, True)]
)
def test_value_is_kept_where_its_places_fit(value: str, decimals: int, holds: bool) -> None:
    old, new = (replace(A, decimals=2),), (replace(A, decimals=decimals),)
    assert bool(kept({"a": Decimal(value)}, old, new, "town")) == holds


def test_zero_of_a_kind_that_no_longer_fills_is_kept() -> None:
    assert kept({"a": Decimal(0)}, OLD, (replace(A, not_for=("town",)),), "town") == {"a": Decimal(0)}


def test_value_of_a_column_neither_form_knows_is_not_kept() -> None:
    assert kept({"x": Decimal(1)}, OLD, OLD, "town") == {}
