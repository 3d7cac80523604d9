"""What each period added, one after the other, and the last against all before it."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from reports.figure import Figure, by_key
from reports.figures import compute
from reports.snapshot import SnapshotData
from tests import licheng
from tests.reports.test_figures import august, august_table, july_table, september


def july() -> SnapshotData:
    return licheng.snapshot(july_table(), period="2023-07", period_title="2023年7月", first_of_campaign=True)


def found(
    data: SnapshotData, previous: SnapshotData | None = None, earlier: Sequence[SnapshotData] = ()
) -> dict[str, Figure]:
    return by_key(compute(data, previous, earlier))


def test_series_gives_every_period_of_the_campaign_so_far() -> None:
    figure = found(september(), august(), (july(), august()))["series.major.new"]
    assert figure.text == "2023年7月136条、2023年8月13条、2023年9月6条"
    assert figure.value == ("2023年7月", "2023年8月", "2023年9月")
    assert figure.rows[-1] == ("2023年9月", "6条")
    assert "更早各期" not in figure.formula


def test_I9_series_adds_up_to_the_total() -> None:
    named = found(september(), august(), (july(), august()))
    new = [int(text.removesuffix("条")) for _, text in named["series.major.new"].rows]
    assert sum(new) == named["major.found.total"].value == 155


def test_series_without_the_first_periods_says_from_when_it_goes() -> None:
    figure = found(september(), august())["series.major.new"]
    assert figure.text == "2023年8月13条、2023年9月6条"
    assert "自2023年8月起，更早各期没有快照可用" in figure.formula


def test_series_of_a_first_period_is_that_period() -> None:
    figure = found(july())["series.major.new"]
    assert (figure.text, figure.value) == ("2023年7月136条", ("2023年7月",))


def test_period_without_filings_is_a_gap_in_the_series() -> None:
    silent = licheng.snapshot({}, july_table(), period_title="2023年8月")
    figure = found(licheng.snapshot(previous={}), silent, (july(), silent))["series.major.new"]
    assert figure.text == "2023年7月136条、2023年8月—、2023年9月—"


def test_series_of_nothing_known_is_a_dash() -> None:
    assert found(licheng.snapshot({}))["series.general.new"].text == "—"


def test_earlier_form_without_the_column_is_a_gap() -> None:
    shorter = tuple(spec for spec in july().indicators if spec.code != "penalty_count")
    first = replace(july(), indicators=shorter)
    figure = found(september(), august(), (first, august()))["series.penalty.new"]
    assert figure.text.startswith("2023年7月—、2023年8月0次")


def test_increment_against_all_before_is_as_recomputed() -> None:
    figure = found(september(), august())["major.new.of_before"]
    assert figure.text == "4.03%"
    assert "6 ÷ 149" in figure.formula
    assert dict(figure.rows)["区应急局"] == "本期新增4，此前53"


@pytest.mark.parametrize(("before", "value"), [(69, "62.32"), (10, "430.00"), (0, None)])
def test_increment_may_exceed_all_before(before: int, value: str | None) -> None:
    """巴南: 43 in September after 69 in all months before."""
    zeros = {spec.code: Decimal(0) for spec in licheng.indicators()}
    was = {"北高镇": {**zeros, "major_department_found": Decimal(before)}}
    now = {"北高镇": {**zeros, "major_department_found": Decimal(before + 43)}}
    figure = found(licheng.snapshot(now, was))["major.new.of_before"]
    assert figure.value == (None if value is None else Decimal(value))


def test_first_period_has_nothing_before_it() -> None:
    assert found(july())["major.new.of_before"].text == "—"


def test_fallen_total_has_no_ratio() -> None:
    assert found(licheng.snapshot(august_table(), licheng.september()))["major.new.of_before"].value is None


@settings(max_examples=20, deadline=None)
@given(licheng.tables(3), licheng.tables(3))
def test_I9_new_and_all_before_make_up_the_total_of_the_same_units(
    now: licheng.Table, before: licheng.Table
) -> None:
    figure = found(licheng.snapshot(now, before))["major.new.of_before"]
    both = [name for name in now if name in before]
    assert [name for name, _ in figure.rows] == [name for name in licheng.unit_kinds() if name in both]
    for name, text in figure.rows:
        new, earlier = text.removeprefix("本期新增").split("，此前")
        row = now[name]
        assert (
            Decimal(new) + Decimal(earlier) == row["major_enterprise_found"] + row["major_department_found"]
        )
