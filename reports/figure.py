"""What a named figure is: its value, how it is printed, its formula in words and the rows behind it (I5)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from reports.measures import Codes
from reports.rounding import UNDEFINED, percent_text
from reports.wording import amount_text

Value = Decimal | int | tuple[str, ...] | None

Rows = tuple[tuple[str, str], ...]
"""Pairs of unit name (or sector, period) and the value it contributed, as text."""

EXACT = "不取舍"
"""The rounding of what is counted or added up."""
NOTHING = "无"
"""What is printed for an empty list."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One named figure.

    `value` is an int for counts, an exact Decimal for money, rates and changes (in per cent), a tuple of
    names for lists, None when undefined. `unit` is 条, 家次, 万元, % … (empty for lists), `text` the
    value as printed, `rows` pairs of unit name and source value.
    """

    key: str
    label: str
    value: Value
    unit: str
    text: str
    formula: str
    rows: Rows

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready mapping; the value is a number, a list of names or null."""
        return {
            "key": self.key,
            "label": self.label,
            "value": _json_value(self.value),
            "unit": self.unit,
            "text": self.text,
            "formula": self.formula,
            "rows": [list(row) for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of a figure before any number is known: the one definition of those made by functions.

    `codes` are the indicators it needs. `{}` in key, label and formula stands for a name, as in one figure for each
    sector; `names` are those there may be.
    """

    key: str
    label: str
    formula: str
    rounding: str = EXACT
    codes: Codes = ()
    names: tuple[str, ...] = ()

    def named(self, name: str) -> "Entry":
        """The definition for one name."""
        key, label, formula = (text.replace("{}", name) for text in (self.key, self.label, self.formula))
        return replace(self, key=key, label=label, formula=formula, names=())

    def all(self) -> tuple["Entry", ...]:
        """One definition for each name there may be, itself where it has no place for one."""
        return tuple(self.named(name) for name in self.names) if "{}" in self.key else (self,)

    def amount(self, value: Decimal | int | None, unit: str, rows: Rows, note: str = "") -> Figure:
        """The figure as an amount; `note` tells of the numbers at hand."""
        return self._figure(value, unit, amount_text(value, unit), rows, note)

    def percent(self, value: Decimal | None, rows: Rows, note: str = "") -> Figure:
        """The figure as a share."""
        return self._figure(value, "%", percent_text(value), rows, note)

    def listed(
        self,
        names: tuple[str, ...] | None,
        rows: Rows,
        note: str = "",
        *,
        shown: Iterable[str] = (),
        by: str = "、",
    ) -> Figure:
        """The figure as a list of names, printed as `shown` where they come with amounts; None is unknown."""
        text = UNDEFINED if names is None else by.join(tuple(shown) or names) or NOTHING
        return self._figure(names, "", text, rows, note)

    def _figure(self, value: Value, unit: str, text: str, rows: Rows, note: str) -> Figure:
        formula = "；".join(
            filter(None, (self.formula, note, "" if self.rounding == EXACT else self.rounding))
        )
        return Figure(self.key, self.label, value, unit, text, formula, rows)


def by_key(figures: Iterable[Figure]) -> dict[str, Figure]:
    """Figures by their key."""
    return {figure.key: figure for figure in figures}


def _json_value(value: Value) -> int | float | list[str] | None:
    """Figures have at most 15 significant digits, so a JSON number shows them exactly."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return list(value)
    return int(value) if value == int(value) else float(value)
