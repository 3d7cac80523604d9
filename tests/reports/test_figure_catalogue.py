"""The catalogue as data: complete, without doubles, and written against the real form."""

import re

import pytest

from reports.figure_catalogue import (
    CATALOGUE,
    TOTAL_KEYS,
    Before,
    Change,
    Definition,
    Filing,
    Rate,
    Sign,
    TopShare,
    TopUnits,
    Total,
    Units,
)
from reports.measures import Basis
from reports.snapshot import Timeliness
from tests import licheng

CODES = {spec.code for spec in licheng.indicators()}
AGREED = {
    "general.found", "general.rectified", "general.rectification_rate", "major.found.total",
    "major.found.enterprise", "major.found.department", "major.rectified.total", "major.rectification_rate",
    "listed.found", "listed.rate", "penalty.count", "penalty.amount", "penalty.top3.count_share",
    "penalty.top3.amount_share", "towns_assisted", "enterprises_inspected", "enterprises_assisted",
    "major.new.total", "major.new.enterprise", "major.new.department", "major.new.change_rate",
    "zero_units.major",
}  # fmt: skip


def keys() -> list[str]:
    totals = [TOTAL_KEYS[code][0] if code in TOTAL_KEYS else code for code in sorted(CODES)]
    return [*totals, *(definition.key for definition in CATALOGUE)]


def of(kind: type[Definition]) -> list[Definition]:
    return [definition for definition in CATALOGUE if isinstance(definition, kind)]


def test_agreed_keys_are_all_there() -> None:
    assert set(keys()) >= AGREED


def test_every_key_is_defined_once() -> None:
    assert len(keys()) == len(set(keys()))


def test_every_label_is_used_once() -> None:
    labels = [label for _, label in TOTAL_KEYS.values()] + [definition.label for definition in CATALOGUE]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("key", keys())
def test_keys_are_dotted_lower_case_words(key: str) -> None:
    assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)*", key)


@pytest.mark.parametrize("definition", CATALOGUE, ids=lambda definition: definition.key)
def test_definitions_rest_on_columns_of_the_real_form(definition: Definition) -> None:
    assert set(definition.codes) <= CODES
    assert definition.label


def test_total_keys_name_columns_of_the_real_form() -> None:
    assert set(TOTAL_KEYS) <= CODES


def test_rates_set_a_part_against_another_column() -> None:
    for definition in of(Rate):
        assert isinstance(definition, Rate)
        assert not set(definition.part) & set(definition.whole)


def test_every_change_stands_beside_both_increments_it_compares() -> None:
    increments = {item.codes for item in of(Total) if isinstance(item, Total) and item.basis is Basis.NEW}
    before = {item.codes for item in of(Before)}
    assert {item.codes for item in of(Change)} <= increments & before


def test_every_share_of_leaders_has_its_list_of_leaders() -> None:
    lists = {(item.by, item.then) for item in of(TopUnits) if isinstance(item, TopUnits)}
    shares = {(item.by, item.then) for item in of(TopShare) if isinstance(item, TopShare)}
    assert shares <= lists


def test_conditions_have_a_right_side_only_where_they_compare_with_one() -> None:
    for definition in of(Units):
        assert isinstance(definition, Units)
        assert definition.conditions
        for condition in definition.conditions:
            assert bool(condition.right) == (condition.sign in (Sign.BELOW, Sign.ABOVE))


def test_filing_counts_cover_every_standing() -> None:
    counts = {item.key: item.standing for item in of(Filing) if isinstance(item, Filing) and not item.names}
    assert set(counts["filing.obliged"]) == set(Timeliness)
    assert set(counts["filing.filed"]) | set(counts["filing.missing"]) == set(Timeliness)
    assert set(counts["filing.on_time"]) | set(counts["filing.late"]) == set(counts["filing.filed"])
