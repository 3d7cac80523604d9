"""All figures together: of any tables, any ledger and any periods before; and fast."""

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from hazards.counting import Reason
from reports.figure import by_key
from reports.figure_names import known
from reports.figures import compute
from reports.ledger_part import LedgerCount, Misjudged
from reports.snapshot import SnapshotData
from tests import licheng
from tests.reports.ledger_rows import BEFORE, NOW, agreeing, row, with_ledger
from tests.reports.test_figures import august, september

LIMIT = 0.03
"""Seconds of computing for 60 units: many pages compute figures as they are asked for."""
rows = st.builds(
    row,
    st.integers(1, 9),
    st.sampled_from(["工贸", "消防", "卫生健康", ""]),
    unit=st.sampled_from([*list(licheng.unit_kinds())[:4], "已撤并的镇"]),
    period=st.sampled_from([NOW, BEFORE]),
    reason=st.none() | st.sampled_from(list(Reason)),
    overdue=st.integers(0, 1),
    reopened=st.integers(0, 1),
)
clauses = st.builds(
    Misjudged,
    st.sampled_from([NOW, BEFORE]),
    st.text("甲乙丙", min_size=1, max_size=2),
    st.just("《标准》第一条"),
    st.just("内容"),
    st.integers(1, 5),
)
anything = st.builds(
    lambda now, before, ledger, misjudged: with_ledger(ledger, misjudged, licheng.snapshot(now, before)),
    licheng.tables(),
    licheng.tables(),
    st.lists(rows, max_size=6),
    st.lists(clauses, max_size=3),
)


@settings(max_examples=25, deadline=None)
@given(anything, st.lists(anything, max_size=2))
def test_I5_every_figure_is_known_labelled_explained_and_written_as_json(
    data: SnapshotData, earlier: Sequence[SnapshotData]
) -> None:
    found = compute(data, earlier[-1] if earlier else None, earlier)
    labels = known(data.indicators)
    assert len(found) == len(by_key(found))
    for figure in found:
        assert labels[figure.key] == figure.label
        assert figure.text
        assert figure.formula
        assert (figure.value is None) <= (figure.text == "—")
        assert json.loads(json.dumps(figure.to_json(), allow_nan=False)) == figure.to_json()


@settings(max_examples=25, deadline=None)
@given(anything)
def test_I9_every_share_lies_between_zero_and_a_hundred(data: SnapshotData) -> None:
    for figure in compute(data, None):
        if figure.unit == "%" and figure.value is not None and figure.key != "major.new.of_before":
            assert isinstance(figure.value, Decimal)
            assert 0 <= figure.value <= 100
            assert (figure.text == "100%") == (figure.value == 100)


@settings(max_examples=25, deadline=None)
@given(anything)
def test_I9_sector_shares_add_up_or_are_all_undefined(data: SnapshotData) -> None:
    shares = [
        figure.value
        for figure in compute(data, None)
        if figure.key.startswith("sector.") and figure.key.endswith(".share")
    ]
    assert shares
    known_shares = [share for share in shares if isinstance(share, Decimal)]
    assert known_shares == [] or (len(known_shares) == len(shares) and sum(known_shares) == 100)


@settings(max_examples=15, deadline=None)
@given(anything)
def test_I4_figures_are_the_same_after_the_snapshot_was_stored(data: SnapshotData) -> None:
    again = SnapshotData.from_json(json.loads(json.dumps(data.to_json())))
    assert compute(again, None) == compute(data, None)


def test_ledger_of_units_not_in_the_tables_is_told_all_the_same() -> None:
    named = by_key(compute(with_ledger([row(2, unit="已撤并的镇", reason=Reason.DUPLICATE)]), None))
    assert named["excluded.units"].text == "已撤并的镇（报送2条，均重复报送）"
    assert "已撤并的镇" not in named["units.major.none_reasons"].text


def test_earlier_periods_change_nothing_but_the_series() -> None:
    data = with_ledger(agreeing())
    alone, chained = (by_key(compute(data, august(), chain)) for chain in ((), (august(),)))
    assert [key for key in alone if alone[key] != chained[key]] == []
    longer = by_key(compute(data, august(), (replace(august(), period_title="2023年7月"), august())))
    assert {key for key in alone if alone[key] != longer[key]} == {
        "series.major.new",
        "series.general.new",
        "series.penalty.new",
    }


def sixty(data: SnapshotData) -> SnapshotData:
    """The month with its units given thrice under other names, sixty of them."""
    units = [
        replace(unit, name=f"{unit.name}{turn}", order=unit.order + 27 * turn)
        for turn in range(3)
        for unit in data.units
    ]
    return replace(data, units=tuple(units[:60]))


def test_sixty_units_with_a_year_of_records_take_less_than_thirty_milliseconds() -> None:
    now, before = sixty(september()), sixty(august())
    ledger: list[LedgerCount] = [
        row(1, sector, unit=unit.name, period=period)
        for unit in now.units
        for sector in ("工贸", "消防", "卫生健康")
        for period in (NOW, BEFORE)
    ]
    data = with_ledger(ledger, data=now)
    times = []
    for _ in range(5):
        begun = process_time()
        compute(data, before, (before,))
        times.append(process_time() - begun)
    assert min(times) < LIMIT
