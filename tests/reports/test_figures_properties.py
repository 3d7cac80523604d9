"""What holds for the figures of any table, plausible or not."""

import json
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.figures import Figure, by_key, compute
from reports.snapshot import SnapshotData
from tests import licheng

ENTERPRISE, DEPARTMENT = "major_enterprise_found", "major_department_found"


def figures(snapshot: SnapshotData, previous: SnapshotData | None = None) -> dict[str, Figure]:
    return by_key(compute(snapshot, previous))


@settings(max_examples=25, deadline=None)
@given(licheng.tables(), licheng.tables())
def test_I9_any_table_gives_rates_between_zero_and_hundred_or_none(
    now: licheng.Table, before: licheng.Table
) -> None:
    found = figures(licheng.snapshot(now, before), licheng.snapshot(before))
    for figure in found.values():
        # Changes, and what is set against a base it is no part of, may be above all.
        compared = figure.key.endswith(("change_rate", ".of_before"))
        if figure.unit == "%" and not compared and figure.value is not None:
            assert isinstance(figure.value, Decimal)
            assert 0 <= figure.value <= 100


@settings(max_examples=25, deadline=None)
@given(licheng.tables())
def test_I5_rows_of_a_total_add_up_to_its_value(table: licheng.Table) -> None:
    for figure in compute(licheng.snapshot(table), None)[: len(licheng.indicators())]:
        shown = [Decimal(text.removesuffix(figure.unit)) for _, text in figure.rows if text != "本期未报送"]
        assert len(shown) == len(table)
        assert figure.value == (sum(shown) if shown else None)


@settings(max_examples=25, deadline=None)
@given(licheng.tables(), licheng.tables())
def test_new_hazards_are_what_the_months_differ_by(now: licheng.Table, before: licheng.Table) -> None:
    both = [name for name in now if name in before]
    expected = sum(now[name][code] - before[name][code] for name in both for code in (ENTERPRISE, DEPARTMENT))
    figure = figures(licheng.snapshot(now, before))["major.new.total"]
    assert figure.value == (expected if both else None)


@settings(max_examples=25, deadline=None)
@given(licheng.tables())
def test_units_without_hazards_and_with_them_make_up_all_that_filed(table: licheng.Table) -> None:
    without = figures(licheng.snapshot(table))["zero_units.major"].value
    with_some = [name for name, row in table.items() if row[ENTERPRISE] + row[DEPARTMENT] > 0]
    if table:
        assert isinstance(without, tuple)
        assert sorted([*without, *with_some]) == sorted(table)


@settings(max_examples=25, deadline=None)
@given(licheng.tables(), st.randoms(use_true_random=False))
def test_figures_do_not_depend_on_the_order_in_which_units_filed(
    table: licheng.Table, chance: Random
) -> None:
    names = list(table)
    chance.shuffle(names)
    shuffled = {name: table[name] for name in names}
    assert compute(licheng.snapshot(shuffled), None) == compute(licheng.snapshot(table), None)


@settings(max_examples=25, deadline=None)
@given(licheng.tables(), licheng.tables())
def test_any_figures_can_be_written_as_strict_json(now: licheng.Table, before: licheng.Table) -> None:
    content = [
        figure.to_json() for figure in compute(licheng.snapshot(now, before), licheng.snapshot(before))
    ]
    assert json.loads(json.dumps(content, allow_nan=False)) == content
