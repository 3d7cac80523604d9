"""A quarter or a year compiled from its periods: the same figures, over a longer time."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hazards.counting import Reason
from reports.figure import Figure, by_key
from reports.figures import compute
from reports.ledger_part import Misjudged
from reports.snapshot import SnapshotData, Timeliness, digest
from reports.spans import span
from tests import licheng
from tests.reports.ledger_rows import agreeing, row, with_ledger
from tests.reports.test_figures import august, july_table, september

TITLE, LABEL = "2023年第三季度", "2023-Q3"
EXTENSION = "延期至9月26日24:00（防汛抢险）"
standings = st.sampled_from(list(Timeliness))


def july() -> SnapshotData:
    return licheng.snapshot(july_table(), period="2023-07", period_title="2023年7月", first_of_campaign=True)


def quarter(*changed: SnapshotData) -> SnapshotData:
    return span(changed or (july(), august(), september()), TITLE, LABEL)


def figures(data: SnapshotData, before: SnapshotData | None = None) -> dict[str, Figure]:
    return by_key(compute(data, before))


def test_span_is_called_and_dated_as_a_whole() -> None:
    first = replace(july(), covers_from=date(2023, 5, 1))
    data = quarter(first, august(), september())
    assert (data.period, data.period_title) == (LABEL, TITLE)
    assert (data.covers_from, data.covers_to) == (date(2023, 5, 1), september().covers_to)
    assert (data.cutoff_at, data.closed_at) == (september().cutoff_at, september().closed_at)
    assert data.first_of_campaign


def test_totals_are_those_of_the_last_period_and_increments_of_the_whole_span() -> None:
    named = figures(span((august(), september()), TITLE, LABEL))
    assert named["major.found.total"].value == 155
    assert named["major.new.total"].value == 6 + 13
    assert named["major.rectification_rate"].text == "91.61%"


def test_span_from_the_campaigns_beginning_counts_everything_as_new() -> None:
    assert figures(quarter())["major.new.total"].value == 155


@pytest.mark.parametrize(
    ("since", "known"),
    [(date(2023, 4, 30), True), (date(2023, 5, 1), True), (date(2023, 5, 2), False)],
)
def test_span_claims_nothing_new_that_came_before_it(since: date, known: bool) -> None:
    found = figures(span((july(), august(), september()), TITLE, LABEL, since))
    assert (found["general.new.found"].value is not None) is known
    assert found["general.found"].value == 4993


def test_span_is_compared_with_the_span_before_it() -> None:
    before = span((july(), august()), "之前", "2023-之前")
    named = figures(span((september(),), TITLE, LABEL), before)
    assert named["major.new.previous"].value == 149
    assert named["major.new.change_rate"].text == "下降95.97%"


def test_span_of_one_period_says_the_same_as_the_period() -> None:
    alone = span((with_ledger(agreeing()),), "2023年9月", "2023-09")
    assert alone == with_ledger(agreeing())


def test_unit_is_in_time_only_if_it_was_so_each_time() -> None:
    late = licheng.with_unit(august(), "北高镇", timeliness=Timeliness.LATE)
    longer = licheng.with_unit(september(), "北高镇", timeliness=Timeliness.EXTENDED, extension=EXTENSION)
    data = quarter(july(), late, longer)
    filing = next(each for each in data.units if each.name == "北高镇")
    assert (filing.timeliness, filing.extension) == (Timeliness.LATE, EXTENSION)
    assert figures(data)["filing.late_units"].value == ("北高镇",)
    assert figures(data)["filing.on_time"].value == 26


@settings(max_examples=30, deadline=None)
@given(st.lists(standings, min_size=1, max_size=5), st.lists(standings | st.none(), min_size=5, max_size=5))
def test_standing_of_a_span_is_never_better_than_that_of_a_period(
    forms: list[Timeliness], ledgers: list[Timeliness | None]
) -> None:
    order = [Timeliness.ON_TIME, Timeliness.EXTENDED, Timeliness.LATE, Timeliness.MISSING]
    months = [
        licheng.with_unit(september(), "北高镇", timeliness=form, ledger=ledger)
        for form, ledger in zip(forms, ledgers, strict=False)
    ]
    filing = next(each for each in span(months, TITLE, LABEL).units if each.name == "北高镇")
    owed = [each for each in ledgers[: len(forms)] if each is not None]
    assert filing.timeliness == max(forms, key=order.index)
    assert filing.ledger == (max(owed, key=order.index) if owed else None)


@pytest.mark.parametrize(("nil", "expected"), [((True, True), True), ((True, False), False)])
def test_nil_return_of_a_span_is_one_of_every_period(nil: Sequence[bool], expected: bool) -> None:
    months = [
        licheng.with_unit(data, "北高镇", nil=each, ledger=Timeliness.ON_TIME, ledger_nil=each)
        for data, each in zip((august(), september()), nil, strict=True)
    ]
    filing = next(each for each in span(months, TITLE, LABEL).units if each.name == "北高镇")
    assert (filing.nil, filing.ledger_nil) == (expected, expected)


def test_unit_that_joined_within_the_span_has_no_increment() -> None:
    first = replace(august(), units=tuple(each for each in august().units if each.name != "北高镇"))
    figure = figures(span((first, september()), TITLE, LABEL))["major.new.total"]
    assert "北高镇（上期未报送）" in figure.formula


def test_renamed_unit_is_the_same_by_its_number() -> None:
    first = licheng.with_unit(july(), "北高镇", unit_id=7, timeliness=Timeliness.LATE)
    units = tuple(replace(each, name="旧名") if each.unit_id == 7 else each for each in first.units)
    last = licheng.with_unit(september(), "北高镇", unit_id=7)
    assert figures(span((replace(first, units=units), last), TITLE, LABEL))["filing.late_units"].value == (
        "北高镇",
    )


def test_unit_no_longer_obliged_is_not_in_the_span() -> None:
    last = replace(september(), units=september().units[:-1])
    assert len(span((august(), last), TITLE, LABEL).units) == 26


def test_ledger_of_a_span_is_the_last_ones_with_all_its_periods_new() -> None:
    rows = (
        *agreeing(),
        row(2, reason=Reason.DUPLICATE, period="2023-08"),
        row(1, pending=True, period="2023-06"),
    )
    data = span((august(), with_ledger(rows)), TITLE, LABEL)
    named = figures(data)
    assert named["counted.total"].value == 155
    assert named["excluded.duplicate"].value == 2
    assert named["pending.total"].value == 0
    assert named["sector.major.工贸.share"].value == Decimal("63.23")
    assert sum(each.total for each in data.ledger or ()) == 158


def test_misjudged_clauses_of_the_periods_are_added_up() -> None:
    clauses = [Misjudged(period, "甲", "《标准》甲", "", 2) for period in ("2023-07", "2023-08", "2023-09")]
    data = span((august(), with_ledger((), clauses)), TITLE, LABEL)
    assert figures(data)["misjudged.clauses"].text == "《标准》甲（4条）"


def test_span_is_synthetic_if_any_of_its_periods_is() -> None:
    assert quarter(july(), replace(august(), synthetic=True), september()).synthetic
    assert not quarter().synthetic


def test_span_without_ledger_has_none() -> None:
    assert quarter().ledger is None


def test_I4_span_survives_its_json() -> None:
    data = span((august(), with_ledger(agreeing())), TITLE, LABEL)
    content = json.loads(json.dumps(data.to_json()))
    assert SnapshotData.from_json(content) == data
    assert digest(content) == digest(data.to_json())


@pytest.mark.parametrize("mixed", [{"campaign": "另一行动"}, {"tenant": "hanjiang"}])
def test_periods_of_different_campaigns_make_no_span(mixed: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="one campaign"):
        span((replace(august(), **mixed), september()), TITLE, LABEL)  # type: ignore[arg-type]


def test_no_period_makes_no_span() -> None:
    with pytest.raises(ValueError, match="one campaign"):
        span((), TITLE, LABEL)
