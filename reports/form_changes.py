"""What a new version of a dispatch form changes, in words, and what becomes of values entered before.

Pure rules. Columns are the same where their codes are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.form_design import NAMES
from reports.snapshot import SOURCE_LABELS, IndicatorSpec

NOTHING = "（空）"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a column that reads differently, as shown; `keeps_values` where what was entered still holds."""

    name: str
    before: str
    after: str
    keeps_values: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """A column that stays, with what changed about it."""

    column: IndicatorSpec
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The columns of two versions set against each other. `moved` are those that changed their place only."""

    added: tuple[IndicatorSpec, ...]
    removed: tuple[IndicatorSpec, ...]
    changed: tuple[Change, ...]
    moved: tuple[IndicatorSpec, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed or self.moved)


def compare(
    old: Sequence[IndicatorSpec], new: Sequence[IndicatorSpec], kinds: Mapping[str, str]
) -> Comparison:
    """Which columns came, went, changed and moved; `kinds` are the names of the kinds of unit."""
    before = {column.code: column for column in old}
    after = {column.code: column for column in new}
    changes = [
        Change(column, _parts(before[column.code], column, kinds)) for column in new if column.code in before
    ]
    same = {change.column.code for change in changes if not change.parts}
    return Comparison(
        added=tuple(column for column in new if column.code not in before),
        removed=tuple(column for column in old if column.code not in after),
        changed=tuple(change for change in changes if change.parts),
        moved=tuple(column for column in _moved(old, new) if column.code in same),
    )


def kept(
    values: Mapping[str, Decimal], old: Sequence[IndicatorSpec], new: Sequence[IndicatorSpec], kind: str
) -> dict[str, Decimal]:
    """The values of a unit of this kind that mean the same under the new columns."""
    before = {column.code: column for column in old}
    after = {column.code: column for column in new}
    return {
        code: value
        for code, value in values.items()
        if code in before and code in after and _holds(value, before[code], after[code], kind)
    }


def texts(column: IndicatorSpec, kinds: Mapping[str, str]) -> dict[str, str]:
    """The parts of a column as people read them, by the keys of `NAMES`."""
    return {
        "code": column.code,
        "group": "/".join(column.group),
        "label": column.label,
        "measure": column.measure,
        "decimals": str(column.decimals),
        "not_for": "、".join(name for kind, name in kinds.items() if kind in column.not_for),
        "cumulative": "累计" if column.cumulative else "当期",
        "source": SOURCE_LABELS[column.source],
        "evidence": column.evidence,
        "note": column.note,
    }


def _parts(old: IndicatorSpec, new: IndicatorSpec, kinds: Mapping[str, str]) -> tuple[Part, ...]:
    before, after = texts(old, kinds), texts(new, kinds)
    return tuple(
        Part(name, before[part] or NOTHING, after[part] or NOTHING, part not in ("measure", "cumulative"))
        for part, name in NAMES.items()
        if before[part] != after[part]
    )


def _holds(value: Decimal, old: IndicatorSpec, new: IndicatorSpec, kind: str) -> bool:
    """Whether a value says the same in the new column: measured alike, fitting its places, still to be filled."""
    alike = (old.measure, old.cumulative) == (new.measure, new.cumulative)
    fits = value == round(value, new.decimals)
    return alike and fits and (kind not in new.not_for or value == 0)


def _moved(old: Sequence[IndicatorSpec], new: Sequence[IndicatorSpec]) -> list[IndicatorSpec]:
    """Columns to pick up so that those in both forms come to stand in the new order: as few as possible."""
    places = {column.code: place for place, column in enumerate(old)}
    common = [column for column in new if column.code in places]
    longest: list[tuple[IndicatorSpec, ...]] = []
    for column in common:
        before = [run for run in longest if places[run[-1].code] < places[column.code]]
        longest.append((*max(before, key=len, default=()), column))
    stay = {column.code for column in max(longest, key=len, default=())}
    return [column for column in common if column.code not in stay]
