"""What the page for asking a correction shows: the form's columns with what stands and what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from reports.selectors.corrections import UnitCorrections
from reports.snapshot import IndicatorSpec


@dataclass(frozen=True, slots=True)
class Line:
    """One column: `stored` as it stands, `text` as typed, `problem` why that is no value."""

    spec: IndicatorSpec
    stored: str
    text: str
    problem: str

    @property
    def name(self) -> str:
        """The column's name below the heading of its section."""
        return "·".join(self.spec.path[1:] or self.spec.path)

    @property
    def changed(self) -> bool:
        return self.text != self.stored


@dataclass(frozen=True, slots=True)
class Section:
    """Columns under one outer header group."""

    title: str
    lines: tuple[Line, ...]


def sections(
    found: UnitCorrections, entries: Mapping[str, str], problems: Mapping[str, str]
) -> tuple[Section, ...]:
    """The columns that the unit's kind fills, in the order of the form; none where nothing may be asked.

    A column of another kind that was filled all the same can be put right, too.
    """
    if not found.may_ask or found.values is None:
        return ()
    values = found.values
    lines = [
        Line(
            spec,
            values.get(spec.code, ""),
            entries.get(spec.code, values.get(spec.code, "")),
            problems.get(spec.code, ""),
        )
        for spec in found.period.form.specs()
        if found.unit.kind not in spec.not_for or Decimal(values.get(spec.code, 0))
    ]
    return tuple(
        Section(title, tuple(members))
        for title, members in groupby(lines, key=lambda line: line.spec.path[0])
    )
