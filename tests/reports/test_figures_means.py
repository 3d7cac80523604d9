"""Means, and amounts of the leading units."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.figure import Figure, by_key
from reports.figures_means import figures
from reports.measures import Book, Books
from reports.snapshot import SnapshotData, UnitFiling
from tests import licheng
from tests.reports.test_figures import penalties, september


def found(data: SnapshotData) -> dict[str, Figure]:
    return by_key(figures(Books(Book(data), None)))


def test_real_month() -> None:
    named = found(september())
    assert named["mean.major"].text == "5.74条"
    assert "155 ÷ 27" in named["mean.major"].formula
    assert named["penalty.mean_amount"].text == "0.17万元/次"
    assert named["major.top3.amounts"].text == "区应急局57条、区卫健局18条、黄石工业园区14条"
    assert named["penalty.top3.amounts"].text == (
        "区交警大队566次、26.248万元；区消防救援大队30次、35.54万元；区应急局26次、37.2万元"
    )


def test_amounts_of_leaders_add_up_to_their_shares() -> None:
    """622 of 672 and 98.988 of 114.438, as published."""
    rows = dict(found(september())["penalty.top3.amounts"].rows)
    names = found(september())["penalty.top3.amounts"].value
    assert isinstance(names, tuple)
    pairs = [rows[name].split("；") for name in names]
    assert sum(int(count.removesuffix("次")) for count, _ in pairs) == 622
    assert sum(Decimal(money.removesuffix("万元")) for _, money in pairs) == Decimal("98.988")


def test_mean_of_fifty_units_is_as_published() -> None:
    """巴南: 156 over 50 units, printed as 3.1."""
    zeros = {spec.code: Decimal(0) for spec in licheng.indicators()}
    first = {**zeros, "major_enterprise_found": Decimal(62), "major_department_found": Decimal(94)}
    filing = september().units[0]
    units = tuple(
        UnitFiling(f"单位{at}", filing.kind, at, filing.timeliness, values=zeros if at else first)
        for at in range(50)
    )
    assert found(replace(september(), units=units))["mean.major"].value == Decimal("3.12")


def test_I12_silent_unit_counts_in_the_denominator_and_is_named() -> None:
    figure = found(licheng.missing(september(), "区文旅局"))["mean.major"]
    assert figure.value == Decimal("5.74")
    assert "区文旅局（本期未报送）" in figure.formula


def test_no_penalty_has_no_mean_amount() -> None:
    figure = found(penalties({}))["penalty.mean_amount"]
    assert (figure.value, figure.text) == (None, "—")
    assert found(penalties({}))["penalty.top3.amounts"].text == "无"


def test_amount_without_count_has_no_mean() -> None:
    assert found(penalties({"北高镇": (0, "14")}))["penalty.mean_amount"].value is None


def test_I9_negative_correction_leaves_the_mean_out() -> None:
    assert found(penalties({"北高镇": (3, "-1")}))["penalty.mean_amount"].value is None


@pytest.mark.parametrize(
    "key", ["mean.major", "penalty.mean_amount", "major.top3.amounts", "penalty.top3.amounts"]
)
def test_period_without_filings_is_a_dash(key: str) -> None:
    assert found(licheng.snapshot({}))[key].text == "—"


@pytest.mark.parametrize(
    ("without", "left"),
    [
        ("penalty_amount", {"mean.major", "major.top3.amounts"}),
        ("major_enterprise_found", {"penalty.mean_amount", "penalty.top3.amounts"}),
    ],
)
def test_form_without_a_column_leaves_out_what_needs_it(without: str, left: set[str]) -> None:
    data = september()
    shorter = tuple(spec for spec in data.indicators if spec.code != without)
    assert set(found(replace(data, indicators=shorter))) == left
