"""Figures kept beside a circular come back as they were."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings

from notices.stored_figures import restored, stored
from reports.figures import Figure, Value, compute
from tests import licheng


def figure(value: Value) -> Figure:
    return Figure("x.y", "名称", value, "万元", "114.438万元", "合计", (("东关镇", "3条"),))


def there_and_back(figures: list[Figure]) -> list[Figure]:
    return list(restored(json.loads(json.dumps(stored(figures)))).values())


@pytest.mark.parametrize(
    "value",
    [None, 0, 7, -3, Decimal("114.438"), Decimal("0.10"), Decimal(12), Decimal("92.99"), (), ("甲", "乙")],
)
def test_value_comes_back_exactly_and_of_its_kind(value: Value) -> None:
    (back,) = there_and_back([figure(value)])
    assert back == figure(value)
    assert type(back.value) is type(value)
    assert str(back.value) == str(value)


@settings(max_examples=15, deadline=None)
@given(licheng.tables())
def test_every_figure_of_any_period_comes_back(table: licheng.Table) -> None:
    figures = list(compute(licheng.snapshot(table), None))
    assert there_and_back(figures) == figures


def test_order_and_keys_are_kept() -> None:
    figures = list(compute(licheng.snapshot(), None))
    assert list(restored(stored(figures))) == [each.key for each in figures]


def test_figures_kept_without_exact_amounts_are_read_as_shown() -> None:
    (back,) = restored([figure(Decimal("1.7")).to_json()]).values()
    assert back.value == Decimal("1.7")
    assert isinstance(back.value, Decimal)
