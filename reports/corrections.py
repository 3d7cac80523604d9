"""更正 of a closed period as arithmetic on its snapshot, and on those of the periods that follow (I4). Pure.

A correction is a difference for each column. It is added to the frozen values, so that it is right for columns
typed as totals and for those typed as what the period added, which the snapshot holds as totals as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from reports.cell_changes import Changes
from reports.figures import Figure, by_key
from reports.rounding import UNDEFINED
from reports.snapshot import IndicatorSpec, SnapshotData, UnitFiling, decimal_text

Deltas = Mapping[str, Decimal]
"""By how much values change, by indicator code, in the column's unit of measure."""


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """One value of one unit that differs between two revisions; texts as shown, — for none."""

    unit: str
    code: str
    label: str
    old: str
    new: str

    def to_json(self) -> dict[str, str]:
        """As it is kept with the revision."""
        return {
            "unit": self.unit,
            "code": self.code,
            "label": self.label,
            "old": self.old,
            "new": self.new,
        }


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """One named figure whose printed text differs between two revisions."""

    key: str
    label: str
    old: str
    new: str


def deltas_of(changes: Changes) -> dict[str, Decimal]:
    """By how much each column changes; an empty text counts as nothing."""
    return {code: Decimal(new or 0) - Decimal(old or 0) for code, (old, new) in changes.items()}


def applied(values: Mapping[str, str], corrections: Iterable[Changes]) -> dict[str, str]:
    """What was filed, with the corrections granted since, the oldest first; emptied fields are left out."""
    result = dict(values)
    for changes in corrections:
        result.update({code: new for code, (_, new) in changes.items()})
    return {code: text for code, text in result.items() if text}


def corrected(data: SnapshotData, unit_id: int, deltas: Deltas) -> SnapshotData:
    """The next revision, in which one unit's values differ; KeyError when that unit filed nothing.

    Who stood as a nil return no longer does: a correction says that there was something.
    """
    unit = unit_of(data, unit_id)
    if unit is None or unit.values is None:
        raise KeyError(unit_id)
    return _revised(data, replace(unit, values=_shifted(unit.values, deltas), nil=False))


def carried(later: SnapshotData, unit_id: int, deltas: Deltas) -> tuple[SnapshotData, Deltas]:
    """The next revision of a period that rests on a corrected one, and what its own values change by.

    `deltas` are those of the period before. What the unit had then changes by all of them; its values only in the
    columns of which it typed what the period added, and, in a nil return, where they repeat the period before.
    A unit that filed nothing passes on what the columns of the first kind change by.
    """
    unit = unit_of(later, unit_id)
    passed = {spec.code: deltas[spec.code] for spec in later.indicators if _passes(unit, spec, deltas)}
    if unit is None:
        return replace(later, revision=later.revision + 1), passed
    revised = replace(
        unit,
        values=None if unit.values is None else _shifted(unit.values, passed),
        previous=None if unit.previous is None else _shifted(unit.previous, deltas),
    )
    return _revised(later, revised), passed


def cells(before: SnapshotData, after: SnapshotData) -> tuple[ChangedCell, ...]:
    """The values that differ between two revisions of a period, in printed order."""
    old = {unit.unit_id: unit.values or {} for unit in before.units}
    return tuple(
        ChangedCell(unit.name, spec.code, spec.full_label, was, now)
        for unit in after.units
        for spec in after.indicators
        for was, now in [(_text(old.get(unit.unit_id, {}), spec), _text(unit.values or {}, spec))]
        if was != now
    )


def figures_changed(before: Iterable[Figure], after: Iterable[Figure]) -> tuple[ChangedFigure, ...]:
    """The named figures printed otherwise in the second set, in its order."""
    old = by_key(before)
    return tuple(
        ChangedFigure(figure.key, figure.label, was, figure.text)
        for figure in after
        for was in [old[figure.key].text if figure.key in old else UNDEFINED]
        if was != figure.text
    )


def unit_of(data: SnapshotData, unit_id: int) -> UnitFiling | None:
    """One unit in a snapshot; None when it owed nothing then."""
    return next((unit for unit in data.units if unit.unit_id == unit_id), None)


def _passes(unit: UnitFiling | None, spec: IndicatorSpec, deltas: Deltas) -> bool:
    if spec.code not in deltas:
        return False
    if not spec.cumulative:
        return True
    if unit is None or not unit.nil or unit.values is None or unit.previous is None:
        return False
    return unit.values.get(spec.code) == unit.previous.get(spec.code)


def _shifted(values: Mapping[str, Decimal], deltas: Deltas) -> dict[str, Decimal]:
    zero = Decimal(0)
    return {**values, **{code: values.get(code, zero) + delta for code, delta in deltas.items()}}


def _revised(data: SnapshotData, unit: UnitFiling) -> SnapshotData:
    units = tuple(unit if each.unit_id == unit.unit_id else each for each in data.units)
    return replace(data, revision=data.revision + 1, units=units)


def _text(values: Mapping[str, Decimal], spec: IndicatorSpec) -> str:
    value = values.get(spec.code)
    return UNDEFINED if value is None else decimal_text(value)
