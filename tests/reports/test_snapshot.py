"""The frozen state of a period: its JSON, its hash, its exact numbers (I4)."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.snapshot import (
    IndicatorSpec,
    SnapshotData,
    Timeliness,
    canonical,
    decimal_text,
    digest,
    values_from,
    values_json,
)
from tests import licheng

DECIMALS = st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=6)


def test_I4_snapshot_survives_its_json() -> None:
    data = licheng.missing(licheng.snapshot(previous=licheng.september()), "西天尾镇")
    assert SnapshotData.from_json(json.loads(json.dumps(data.to_json()))) == data


def test_I4_hash_is_the_same_after_a_round_trip() -> None:
    content = licheng.snapshot().to_json()
    again = SnapshotData.from_json(json.loads(canonical(content))).to_json()
    assert digest(again) == digest(content)


def test_I4_hash_does_not_depend_on_the_order_of_keys() -> None:
    content = licheng.snapshot().to_json()
    turned = dict(reversed(content.items()))
    assert list(turned) != list(content)
    assert digest(turned) == digest(content)


def test_I4_hash_of_a_known_content_never_changes() -> None:
    """Snapshots of past years must verify with the program of today."""
    assert canonical({"b": "乙", "a": ["1.5", None, True]}) == '{"a":["1.5",null,true],"b":"乙"}'
    assert (
        digest({"b": "乙", "a": ["1.5", None, True]})
        == "8033822b5957b72409941f4b73344b0d8e36edb678a315e673a8a98b822dd0ca"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"revision": 2},
        {"synthetic": True},
        {"first_of_campaign": True},
        {"closed_at": datetime(2023, 9, 25, 0, 0, 2, tzinfo=UTC)},
        {"period": "2023-08"},
    ],
)
def test_I4_any_change_shows_in_the_hash(change: dict[str, object]) -> None:
    data = licheng.snapshot()
    assert digest(replace(data, **change).to_json()) != digest(data.to_json())  # type: ignore[arg-type]


def test_I4_a_changed_value_shows_in_the_hash() -> None:
    data = licheng.snapshot()
    name = data.units[0].name
    values = {**(data.units[0].values or {}), "general_found": Decimal(1)}
    assert digest(licheng.with_unit(data, name, values=values).to_json()) != digest(data.to_json())
    late = licheng.with_unit(data, name, timeliness=Timeliness.LATE)
    assert digest(late.to_json()) != digest(data.to_json())


def test_I12_nothing_filed_is_not_zero() -> None:
    data = licheng.missing(licheng.snapshot(), "西天尾镇")
    content = next(unit for unit in data.to_json()["units"] if unit["name"] == "西天尾镇")
    assert content["values"] is None
    assert content["timeliness"] == "missing"
    assert "西天尾镇" not in {unit.name for unit in data.filed}
    assert len(data.filed) == len(data.units) - 1


def test_numbers_are_stored_as_texts() -> None:
    content = licheng.snapshot().to_json()
    assert all(isinstance(text, str) for unit in content["units"] for text in unit["values"].values())


@pytest.mark.parametrize("schema", [0, 2, "1", None])
def test_unknown_schema_is_refused(schema: object) -> None:
    with pytest.raises(ValueError, match="unknown snapshot schema"):
        SnapshotData.from_json({**licheng.snapshot().to_json(), "schema": schema})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("114.438", "114.438"),
        ("114.4380", "114.438"),
        ("26", "26"),
        ("26.0", "26"),
        ("2600", "2600"),
        ("0", "0"),
        ("0.0", "0"),
        ("0.000001", "0.000001"),
        ("1E+3", "1000"),
        ("1e-6", "0.000001"),
        ("-53.850", "-53.85"),
    ],
)
def test_I10_decimal_is_written_exactly(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


@given(DECIMALS)
def test_I10_decimal_survives_its_text(value: Decimal) -> None:
    text = decimal_text(value)
    assert Decimal(text) == value
    assert "E" not in text
    assert decimal_text(Decimal(text)) == text


@given(st.dictionaries(st.text(min_size=1, max_size=5), DECIMALS))
def test_I10_values_survive_storing(values: dict[str, Decimal]) -> None:
    assert values_from(json.loads(json.dumps(values_json(values)))) == values


def test_indicator_is_found_by_its_code() -> None:
    data = licheng.snapshot()
    assert data.indicator("penalty_amount").measure == "万元"
    with pytest.raises(KeyError):
        data.indicator("no_such_column")


def test_indicator_path_is_the_printed_header() -> None:
    spec = IndicatorSpec("x", 1, ("重大隐患", "部门排查"), "排查", "条")
    assert spec.path == ("重大隐患", "部门排查", "排查")
    assert spec.full_label == "重大隐患/部门排查/排查"
