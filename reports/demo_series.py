"""Synthetic July and August tables for the demonstration, derived from a real September table.

The published circular gives September and its changes on August, but not the tables of the months
before. These are made up so that every statement it makes about the month comes out: 6 new major hazards
after 13, two units without new general hazards, enforcement slowing down. They are labelled synthetic
wherever they are shown.
"""

from collections.abc import Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

Table = dict[str, dict[str, Decimal]]
"""Unit name → indicator code → cumulative value."""

SEPTEMBER_NEW = {"major_enterprise_found": 1, "major_department_found": 5}
AUGUST_NEW = {"major_enterprise_found": 4, "major_department_found": 9}
"""New major hazards of a month; those of August are 13 in all, how they split is made up."""

NO_NEW_GENERAL = ("区商务局", "区交警大队")
"""Units that found no new general hazard in September."""

# Shares of the September value reached by the end of the month: growth slows down towards September.
_JULY, _AUGUST = Decimal("0.60"), Decimal("0.84")
_MONEY = frozenset({"penalty_amount", "report_reward_total", "report_reward_anonymous"})
_WHOLE_OF = {
    "general_rectified": "general_found",
    "major_enterprise_rectified": "major_enterprise_found",
    "major_department_rectified": "major_department_found",
    "listed_rectified": "listed_found",
    "listed_found": "major_department_found",
    "report_reward_anonymous": "report_reward_total",
}
_ONLY_WITH = {"penalty_amount": "penalty_count", "officer_training_attendees": "officer_training_sessions"}


def synthetic_series(september: Mapping[str, Mapping[str, Decimal]]) -> tuple[Table, Table]:
    """July and August, each with the units and columns of `september`, every cell July ≤ August ≤ September.

    ValueError when the table has fewer major hazards than the two months are to add.
    """
    august_major = {code: _fewer(_column(september, code), new) for code, new in SEPTEMBER_NEW.items()}
    july_major = {code: _fewer(august_major[code], new) for code, new in AUGUST_NEW.items()}
    return _scaled(september, _JULY, july_major, ()), _scaled(
        september, _AUGUST, august_major, NO_NEW_GENERAL
    )


def _scaled(
    september: Mapping[str, Mapping[str, Decimal]],
    ratio: Decimal,
    major: Mapping[str, Mapping[str, Decimal]],
    finished: tuple[str, ...],
) -> Table:
    """A month's table: cells scaled down, major hazards as given, no part above its whole."""
    table: Table = {}
    for name, values in september.items():
        row = {code: _cell(code, value, ratio) for code, value in values.items()}
        row |= {code: column[name] for code, column in major.items()}
        if name in finished:
            row["general_found"] = values["general_found"]
        table[name] = _consistent(row)
    return table


def _cell(code: str, value: Decimal, ratio: Decimal) -> Decimal:
    if code in _MONEY:
        return (value * ratio).quantize(Decimal("0.001"), ROUND_DOWN)
    # Down, so that a unit with any general hazards always has new ones in September.
    rounding = ROUND_DOWN if code == "general_found" else ROUND_HALF_UP
    return (value * ratio).quantize(Decimal(1), rounding)


def _consistent(row: dict[str, Decimal]) -> dict[str, Decimal]:
    fixed = dict(row)
    # Wholes before their parts: listed_found is both, so it is capped before listed_rectified.
    for part in sorted(_WHOLE_OF, key=lambda code: code == "listed_rectified"):
        fixed[part] = min(fixed[part], fixed[_WHOLE_OF[part]])
    for dependent, needed in _ONLY_WITH.items():
        if fixed[needed] == 0:
            fixed[dependent] = Decimal(0)
    return fixed


def _column(table: Mapping[str, Mapping[str, Decimal]], code: str) -> dict[str, Decimal]:
    return {name: values[code] for name, values in table.items()}


def _fewer(column: Mapping[str, Decimal], count: int) -> dict[str, Decimal]:
    """The column with `count` taken back: one from each of the largest units in turn."""
    if sum(column.values()) < count:
        raise ValueError(f"the table has fewer than {count} hazards to take back")
    left = dict(column)
    while count:
        # Sorting is stable: equal units keep the order of the table.
        for name in sorted(left, key=lambda unit: -left[unit]):
            if count and left[name] > 0:
                left[name] -= 1
                count -= 1
    return left
