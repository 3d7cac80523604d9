"""Per-unit amounts of a closed period: cumulative values and the increments of the period.

Figures and rankings are both sums and comparisons of these amounts, so what counts, and why something
does not, is decided here once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reports.snapshot import SnapshotData, UnitFiling

Codes = tuple[str, ...]
"""Indicator codes whose values are added up."""


class Basis(StrEnum):
    """Which amount of a unit is meant: everything since the campaign began, or what this period added."""

    CUMULATIVE = "cumulative"
    NEW = "new"


class Gap(StrEnum):
    """Why a unit has no amount; the value is what a reader is shown."""

    MISSING = "本期未报送"
    NO_PREVIOUS = "上期未报送"
    NOT_FILLED = "未填此项"


@dataclass(frozen=True, slots=True)
class UnitAmount:
    """A unit's amount, or the reason why it has none (silence is not a zero, I12)."""

    unit: UnitFiling
    value: Decimal | None
    gap: Gap | None = None


class Book:
    """A snapshot prepared for reading amounts."""

    def __init__(self, snapshot: SnapshotData) -> None:
        self.snapshot = snapshot
        self._specs = {indicator.code: indicator for indicator in snapshot.indicators}
        # Many figures rest on the same amounts.
        self._amounts: dict[tuple[str, Codes, Basis], UnitAmount] = {}

    def has(self, codes: Codes) -> bool:
        """Whether the form of this snapshot has all the indicators."""
        return all(code in self._specs for code in codes)

    def amounts(self, codes: Codes, basis: Basis = Basis.CUMULATIVE) -> tuple[UnitAmount, ...]:
        """One amount for each obliged unit, in printed order; KeyError for an unknown code."""
        return tuple(self.amount(unit, codes, basis) for unit in self.snapshot.units)

    def amount(self, unit: UnitFiling, codes: Codes, basis: Basis) -> UnitAmount:
        """The sum of a unit's values for `codes`.

        On the NEW basis it is the value less the value of the period before; everything counts as new in
        the first period of a campaign. A unit that did not file in the period before has no increment:
        taking all of its cumulative value for new would be wrong.
        """
        key = (unit.name, codes, basis)
        if key not in self._amounts:
            self._amounts[key] = self._amount(unit, codes, basis)
        return self._amounts[key]

    def _amount(self, unit: UnitFiling, codes: Codes, basis: Basis) -> UnitAmount:
        if unit.values is None:
            return UnitAmount(unit, None, Gap.MISSING)
        now = self._sum(unit.values, unit.kind, codes)
        if now is None:
            return UnitAmount(unit, None, Gap.NOT_FILLED)
        if basis is Basis.CUMULATIVE or self.snapshot.first_of_campaign:
            return UnitAmount(unit, now)
        before = None if unit.previous is None else self._sum(unit.previous, unit.kind, codes)
        if before is None:
            return UnitAmount(unit, None, Gap.NO_PREVIOUS)
        return UnitAmount(unit, now - before)

    def _sum(self, values: Mapping[str, Decimal], kind: str, codes: Codes) -> Decimal | None:
        """The sum of the values for `codes`, None when one of them is due and not filled."""
        result = Decimal(0)
        for code in codes:
            value = values.get(code)
            if value is not None:
                result += value
            elif kind not in self._specs[code].not_for:
                return None
        return result


@dataclass(frozen=True, slots=True)
class Books:
    """The period, when there is one the period before it, and all before it in the campaign, the oldest first."""

    now: Book
    before: Book | None
    earlier: tuple[Book, ...] = ()


def total(amounts: tuple[UnitAmount, ...]) -> Decimal | None:
    """The sum of the amounts there are; None when no unit has one."""
    values = [item.value for item in amounts if item.value is not None]
    return sum(values, Decimal(0)) if values else None
