"""The columns of a form as they are typed into the editor: read, moved, added, taken out. Stores nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from reports.form_design import Flaw
from reports.snapshot import IndicatorSpec, Source
from units.errors import Invalid

_SLASHES = str.maketrans("／", "/")


@dataclass(frozen=True, slots=True)
class Row:
    """One column as typed. `key` names its fields on the page; `problems` are messages by part."""

    key: str
    column: IndicatorSpec
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def group_text(self) -> str:
        return "/".join(self.column.group)


def rows_of(columns: Iterable[IndicatorSpec]) -> tuple[Row, ...]:
    """Stored columns as rows to edit."""
    return tuple(Row(column.code, column) for column in columns)


def read_rows(columns: Iterable[IndicatorSpec]) -> tuple[Row, ...]:
    """Columns read from a file, whose codes may be missing or doubled."""
    return tuple(Row(f"new-{place}", column) for place, column in enumerate(columns, start=1))


def typed_rows(data: QueryDict) -> tuple[Row, ...]:
    """The rows of a submitted page in their order. Invalid for a page that was tampered with."""
    keys = data.getlist("row")
    if len(set(keys)) != len(keys):
        raise Invalid("页面不完整，请刷新后再试。")
    return tuple(Row(key, _column(data, key, order)) for order, key in enumerate(keys, start=1))


def acted(rows: Sequence[Row], act: str) -> tuple[Row, ...]:
    """The rows after a button: up:key, down:key, remove:key, add:key (below it), add; anything else changes nothing."""
    name, _, key = act.partition(":")
    place = next((at for at, row in enumerate(rows) if row.key == key), None)
    if name == "add":
        at = len(rows) if place is None else place + 1
        return (*rows[:at], _fresh(rows, at), *rows[at:])
    if place is None:
        return tuple(rows)
    others = [row for row in rows if row.key != key]
    if name == "remove":
        return tuple(others)
    target = place + {"up": -1, "down": 1}.get(name, 0)
    if 0 <= target < len(rows):
        others.insert(target, rows[place])
        return tuple(others)
    return tuple(rows)


def with_flaws(rows: Sequence[Row], found: Iterable[Flaw]) -> tuple[Row, ...]:
    """The rows, each with what is wrong with it."""
    problems: dict[int, dict[str, str]] = {}
    for flaw in found:
        problems.setdefault(flaw.place, {}).setdefault(flaw.part, flaw.message)
    return tuple(replace(row, problems=problems.get(place, {})) for place, row in enumerate(rows))


def _column(data: QueryDict, key: str, order: int) -> IndicatorSpec:
    """What was typed under one key; texts without the blanks around them."""
    texts = {
        part: data.get(f"{key}-{part}", "").strip()
        for part in ("code", "label", "measure", "note", "evidence")
    }
    group = data.get(f"{key}-group", "").translate(_SLASHES).strip()
    try:
        return IndicatorSpec(
            **texts,
            order=order,
            group=tuple(level.strip() for level in group.split("/")) if group else (),
            decimals=int(data.get(f"{key}-decimals", "0")),
            not_for=tuple(data.getlist(f"{key}-not_for")),
            cumulative=data.get(f"{key}-cumulative", "yes") == "yes",
            source=Source(data.get(f"{key}-source", Source.TYPED)),
        )
    except ValueError:
        raise Invalid("页面不完整，请刷新后再试。") from None


def _fresh(rows: Sequence[Row], at: int) -> Row:
    """An empty column in the group of the one above it."""
    numbers = [int(row.key[4:]) for row in rows if row.key.startswith("new-") and row.key[4:].isdecimal()]
    above = rows[at - 1].column if at else IndicatorSpec("", 0, (), "", "")
    key = f"new-{max(numbers, default=0) + 1}"
    return Row(key, IndicatorSpec("", 0, above.group, "", above.measure, not_for=above.not_for))
