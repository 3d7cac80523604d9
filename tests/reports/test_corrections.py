"""Corrections as arithmetic on snapshots (I4, I9)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import corrections
from reports.corrections import ChangedFigure
from reports.figures import Figure, by_key, compute
from reports.snapshot import SnapshotData, Timeliness, UnitFiling, values_json
from tests.factories import CODES, CUTOFF, VALUES, specs

ZERO = Decimal(0)
amounts = st.decimals(min_value=0, max_value=10**9, places=3).map(lambda value: value.normalize() + ZERO)
tables = st.fixed_dictionaries(dict.fromkeys(CODES, amounts))


def unit(unit_id: int, **fields: object) -> UnitFiling:
    """A unit that filed the usual values on time."""
    made = UnitFiling(f"单位{unit_id}", "town", unit_id, Timeliness.ON_TIME, values=VALUES, unit_id=unit_id)
    return replace(made, **fields)  # type: ignore[arg-type]


def snapshot(*units: UnitFiling, typed_per_period: tuple[str, ...] = ()) -> SnapshotData:
    """A first revision of September with these units."""
    indicators = tuple(replace(spec, cumulative=spec.code not in typed_per_period) for spec in specs())
    return SnapshotData(
        tenant="licheng",
        tenant_name="荔城区",
        campaign="2023行动",
        period="2023-09",
        period_title="2023年9月",
        covers_from=date(2023, 5, 1),
        covers_to=date(2023, 9, 24),
        cutoff_at=CUTOFF,
        closed_at=CUTOFF,
        revision=1,
        first_of_campaign=False,
        synthetic=False,
        indicators=indicators,
        units=units,
    )


def values_of(data: SnapshotData, unit_id: int = 1) -> Mapping[str, Decimal]:
    found = corrections.unit_of(data, unit_id)
    assert found is not None
    assert found.values is not None
    return found.values


def test_deltas_are_exact_and_take_empty_for_nothing() -> None:
    changes = {"a": ("114.438", "114.5"), "b": ("", "3"), "c": ("2", "")}
    assert corrections.deltas_of(changes) == {"a": Decimal("0.062"), "b": 3, "c": -2}


@pytest.mark.parametrize(
    ("granted", "expected"),
    [
        ([], {"a": "1", "b": "2"}),
        ([{"a": ("1", "5")}], {"a": "5", "b": "2"}),
        ([{"a": ("1", "5")}, {"a": ("5", "6")}], {"a": "6", "b": "2"}),
        ([{"c": ("", "7")}], {"a": "1", "b": "2", "c": "7"}),
        ([{"a": ("1", "")}], {"b": "2"}),
    ],
)
def test_corrections_are_applied_in_order(
    granted: list[Mapping[str, tuple[str, str]]], expected: Mapping[str, str]
) -> None:
    assert corrections.applied({"a": "1", "b": "2"}, granted) == expected


@given(before=tables, after=tables)
def test_I4_corrected_values_are_those_asked_for(
    before: Mapping[str, Decimal], after: Mapping[str, Decimal]
) -> None:
    old, new = values_json(before), values_json(after)
    deltas = corrections.deltas_of({code: (old[code], new[code]) for code in CODES})
    data = snapshot(unit(1, values=before), unit(2))
    revised = corrections.corrected(data, 1, deltas)
    assert values_of(revised) == after
    assert revised.units[1] == data.units[1]
    assert revised.revision == 2


@given(found=st.integers(0, 1000), others=st.lists(st.integers(0, 1000), max_size=4))
def test_I9_total_of_a_revision_is_the_sum_of_its_rows(found: int, others: list[int]) -> None:
    rows = [
        unit(number, values={**VALUES, "general_found": Decimal(each)})
        for number, each in enumerate(others, 2)
    ]
    revised = corrections.corrected(snapshot(unit(1), *rows), 1, {"general_found": Decimal(found - 10)})
    assert by_key(compute(revised, None))["general.found"].value == found + sum(others)


def test_everything_but_the_unit_and_the_number_stays() -> None:
    data = snapshot(unit(1, nil=True, timeliness=Timeliness.LATE, extension="延期"), unit(2))
    revised = corrections.corrected(data, 1, {"general_found": Decimal(2)})
    assert replace(revised, revision=1, units=data.units) == data
    assert revised.units[0] == replace(
        data.units[0], nil=False, values={**VALUES, "general_found": Decimal(12)}
    )


@pytest.mark.parametrize("units", [(), (unit(2),), (unit(1, values=None),)])
def test_unit_without_figures_is_not_corrected(units: tuple[UnitFiling, ...]) -> None:
    with pytest.raises(KeyError):
        corrections.corrected(snapshot(*units), 1, {"general_found": Decimal(1)})


DELTAS = {"general_found": Decimal(2)}
SHIFTED = {**VALUES, "general_found": Decimal(12)}


@pytest.mark.parametrize(
    ("later", "values", "previous", "passed"),
    [
        (unit(1, previous=VALUES), VALUES, SHIFTED, {}),
        (unit(1, previous=None), VALUES, None, {}),
        (unit(1, values=None, previous=VALUES), None, SHIFTED, {}),
        (unit(1, nil=True, previous=VALUES), SHIFTED, SHIFTED, DELTAS),
        (unit(1, nil=True, previous={**VALUES, "general_found": ZERO}), VALUES, {**VALUES, "general_found": 2}, {}),
        (unit(1, nil=True, previous=None), VALUES, None, {}),
    ],
)  # fmt: skip
def test_later_period_is_carried_along(
    later: UnitFiling,
    values: Mapping[str, Decimal] | None,
    previous: Mapping[str, Decimal] | None,
    passed: Mapping[str, Decimal],
) -> None:
    revised, found = corrections.carried(snapshot(later, unit(2)), 1, DELTAS)
    assert (revised.units[0].values, revised.units[0].previous) == (values, previous)
    assert (found, revised.revision, revised.units[1]) == (passed, 2, unit(2))


@pytest.mark.parametrize("later", [unit(1, previous=VALUES), unit(1, previous=None)])
def test_column_typed_per_period_is_carried_as_a_total(later: UnitFiling) -> None:
    data = snapshot(later, typed_per_period=("general_found",))
    revised, passed = corrections.carried(data, 1, DELTAS)
    assert (values_of(revised), passed) == (SHIFTED, DELTAS)


@pytest.mark.parametrize("units", [(), (unit(1, values=None),)])
def test_unit_that_filed_nothing_passes_on_what_was_typed_per_period(units: tuple[UnitFiling, ...]) -> None:
    data = snapshot(*units, typed_per_period=("general_found",))
    revised, passed = corrections.carried(data, 1, {**DELTAS, "penalty_count": Decimal(1)})
    assert (revised.units, passed) == (units, DELTAS)


def test_column_that_the_later_form_lacks_is_left_out() -> None:
    _, passed = corrections.carried(snapshot(unit(1, nil=True, previous=VALUES)), 1, {"gone": Decimal(1)})
    assert passed == {}


def test_changed_cells_are_named_in_printed_order() -> None:
    before = snapshot(unit(1), unit(2, values={}))
    after = snapshot(
        unit(1, values={**VALUES, "penalty_amount": Decimal("114.438"), "general_found": Decimal(9)}),
        unit(2, values={"penalty_count": ZERO}),
    )
    found = [(cell.unit, cell.code, cell.old, cell.new) for cell in corrections.cells(before, after)]
    assert found == [
        ("单位1", "general_found", "10", "9"),
        ("单位1", "penalty_amount", "1.5", "114.438"),
        ("单位2", "penalty_count", "—", "0"),
    ]
    assert corrections.cells(before, before) == ()


def figure(key: str, text: str) -> Figure:
    return Figure(key, f"名{key}", None, "", text, "", ())


def test_changed_figures_are_named_in_the_later_order() -> None:
    before = [figure("a", "1条"), figure("b", "2条"), figure("gone", "3条")]
    after = [figure("b", "4条"), figure("a", "1条"), figure("new", "5条")]
    assert corrections.figures_changed(before, after) == (
        ChangedFigure("b", "名b", "2条", "4条"),
        ChangedFigure("new", "名new", "—", "5条"),
    )


def test_I4_revision_survives_its_json() -> None:
    revised = corrections.corrected(snapshot(unit(1)), 1, DELTAS)
    assert SnapshotData.from_json(revised.to_json()) == revised
    assert revised.closed_at == CUTOFF
