"""Figures by kind of unit, by finder, and of units with many, few and no major hazards."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from reports.figure import Figure, by_key
from reports.figures_units import MANY, figures
from reports.measures import Book, Books
from reports.snapshot import SnapshotData
from reports.validation import KIND_NAMES
from tests import licheng
from tests.reports.test_figures import september
from units.enums import UnitKind

TOWNS = list(licheng.unit_kinds())[:6]


def found(data: SnapshotData) -> dict[str, Figure]:
    return by_key(figures(Books(Book(data), None)))


def majors(**departments: int) -> SnapshotData:
    """Only these units, each with its number of major hazards found by departments."""
    zeros = {spec.code: Decimal(0) for spec in licheng.indicators()}
    table = {name: {**zeros, "major_department_found": Decimal(count)} for name, count in departments.items()}
    data = licheng.snapshot(table)
    return replace(data, units=tuple(unit for unit in data.units if unit.name in departments))


def test_real_month_by_kind() -> None:
    figure = found(september())["kinds.major"]
    assert figure.value == ("部门", "镇街", "园区")
    assert figure.text == "部门105条、占比67.74%；镇街36条、占比23.23%；园区14条、占比9.03%"
    assert dict(found(september())["kind.major.园区.count"].rows) == {
        "黄石工业园区": "14条",
        "区鞋服城": "0条",
    }


def test_kinds_are_called_as_everywhere() -> None:
    assert dict(UnitKind.choices) == KIND_NAMES


def test_real_month_by_finder() -> None:
    by_finder = found(september())
    assert by_finder["major.enterprise_share"].text == "52.26%"
    assert by_finder["major.department_share"].text == "47.74%"
    assert "81 ÷ 155" in by_finder["major.enterprise_share"].formula


def test_real_month_names_units_with_many_the_largest_first() -> None:
    figure = found(september())["units.major.above_ten"]
    assert figure.text == "区应急局57条、区卫健局18条、黄石工业园区14条、西天尾镇11条"
    assert found(september())["units.major.above_ten.count"].text == "4家"


@pytest.mark.parametrize(("count", "named"), [(MANY - 1, ()), (MANY, ()), (MANY + 1, ("北高镇",))])
def test_ten_is_not_above_ten(count: int, named: tuple[str, ...]) -> None:
    assert found(majors(北高镇=count, 西天尾镇=1))["units.major.above_ten"].value == named


def test_units_with_equally_many_keep_printed_order() -> None:
    data = majors(黄石镇=12, 新度镇=12, 北高镇=13, 西天尾镇=12)
    assert found(data)["units.major.above_ten"].value == ("北高镇", "西天尾镇", "新度镇", "黄石镇")


def test_kinds_with_equally_many_keep_the_order_of_kinds() -> None:
    data = majors(西天尾镇=2, 区应急局=2, 黄石工业园区=2)
    assert found(data)["kinds.major"].value == ("镇街", "部门", "园区")


def test_below_mean_compares_with_the_exact_mean() -> None:
    data = majors(西天尾镇=3, 北高镇=3, 新度镇=4)
    assert found(data)["units.major.below_mean"].value == ("西天尾镇", "北高镇")
    assert "平均数 10 ÷ 3" in found(data)["units.major.below_mean"].formula
    assert found(data)["units.major.below_mean.count"].value == 2


def test_all_equal_leaves_nobody_below_the_mean() -> None:
    figure = found(majors(西天尾镇=3, 北高镇=3))["units.major.below_mean"]
    assert (figure.value, figure.text) == ((), "无")


def test_one_unit_only_is_all_of_its_kind() -> None:
    alone = found(majors(北高镇=7))
    assert alone["kinds.major"].text == "镇街7条、占比100%"
    assert alone["units.major.below_mean"].value == ()


def test_I12_silent_unit_is_neither_below_the_mean_nor_without_hazards() -> None:
    named = found(licheng.missing(september(), "区文旅局"))
    for key in ("units.major.below_mean", "units.major.none"):
        value = named[key].value
        assert isinstance(value, tuple)
        assert "区文旅局" not in value
        assert "区文旅局（本期未报送）" in named[key].formula
    assert named["units.major.none.count"].text == "4家"


def test_period_without_filings_has_no_figures_but_dashes() -> None:
    named = found(licheng.snapshot({}))
    assert {figure.text for figure in named.values()} == {"—"}


def test_no_hazard_at_all_has_no_shares() -> None:
    named = found(majors(北高镇=0, 区应急局=0))
    assert named["kinds.major"].text == "无"
    assert named["major.enterprise_share"].text == "—"
    assert named["units.major.none"].value == ("北高镇", "区应急局")


def test_form_without_major_hazards_has_none_of_these() -> None:
    data = september()
    shorter = tuple(spec for spec in data.indicators if spec.code != "major_department_found")
    assert found(replace(data, indicators=shorter)) == {}


def test_unknown_kind_of_unit_stands_under_its_own_word() -> None:
    data = licheng.with_unit(majors(北高镇=7), "北高镇", kind="team")
    assert found(data)["kinds.major"].value == ("team",)


@settings(max_examples=25, deadline=None)
@given(licheng.tables())
def test_I9_kinds_make_up_the_total_and_their_shares_a_hundred(table: licheng.Table) -> None:
    named = found(licheng.snapshot(table))
    counts = [
        figure.value for key, figure in named.items() if key.startswith("kind.") and key.endswith("count")
    ]
    shares = [
        figure.value for key, figure in named.items() if key.startswith("kind.") and key.endswith("share")
    ]
    finders = [named["major.enterprise_share"].value, named["major.department_share"].value]
    total = sum(row["major_enterprise_found"] + row["major_department_found"] for row in table.values())
    if not table:
        assert set(counts) | set(shares) == {None}
        return
    assert sum(count for count in counts if isinstance(count, int | Decimal)) == total
    for values in (shares, finders):
        known = [value for value in values if isinstance(value, Decimal)]
        assert known == [] if total == 0 else sum(known) == 100


@settings(max_examples=25, deadline=None)
@given(licheng.tables())
def test_I9_every_list_is_as_long_as_its_count(table: licheng.Table) -> None:
    named = found(licheng.snapshot(table))
    for key in ("above_ten", "below_mean", "none"):
        names, count = named[f"units.major.{key}"].value, named[f"units.major.{key}.count"].value
        assert count == (len(names) if isinstance(names, tuple) else None)
