"""An uploaded table beside what is stored: what would change, cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.services.importing import Reading
from reports.snapshot import IndicatorSpec, decimal_text


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of the file; `old` is what it replaces, empty where nothing stands or nothing changes."""

    new: str
    old: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One unit's row; `is_new` when nothing of it is stored yet."""

    unit: str
    is_new: bool
    changes: int
    cells: tuple[Cell, ...]


def compared(reading: Reading, specs: Sequence[IndicatorSpec]) -> list[Row]:
    """The rows that can be stored, in the order of the file."""
    rows = []
    for row in reading.ready:
        held = reading.held.get(row.unit, {})
        cells = tuple(_cell(decimal_text(row.values[spec.code]), held.get(spec.code, "")) for spec in specs)
        rows.append(Row(row.unit, not held, sum(cell.changed for cell in cells), cells))
    return rows


def _cell(new: str, old: str) -> Cell:
    changed = new != old
    return Cell(new, old if changed else "", changed)
