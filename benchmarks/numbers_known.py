"""What the number check knows beside the texts measured: the table of 荔城 and rows made up for 巴南.

The tables of the months before September are synthetic (`reports.demo_series`), so are all rows of 巴南: only its
totals are published. They stand for the data that an office has of its own.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from reports.demo_series import Table, synthetic_series
from reports.figures import Figure, by_key, compute
from reports.form_design import specs_from
from reports.snapshot import IndicatorSpec, SnapshotData, Timeliness, UnitFiling

_DATA = Path(__file__).resolve().parent.parent / "reports" / "data" / "licheng"
_DAY, _MOMENT = date(2023, 9, 26), datetime(2023, 9, 26, tzinfo=UTC)
_LED = {"区应急局": 46, "区住房城乡建委": 24}
_THIRD = 12
_UNITS, _MIDDLE = 50, 10
_FOUND, _DEPARTMENT = "major_enterprise_found", "major_department_found"
_RECTIFIED = {"major_enterprise_rectified": 59, "major_department_rectified": 64}
_TOTALS = {
    "enterprises_assisted": "736",
    "production_halted": "13",
    "judicial_transfer": "6",
    "penalty_amount": "109.33",
}


@dataclass(frozen=True, slots=True)
class Known:
    """Figures, rows and columns that a text is held against; `words` tell in Chinese what they are."""

    words: str
    figures: Mapping[str, Figure] | None = None
    units: tuple[UnitFiling, ...] = ()
    indicators: tuple[IndicatorSpec, ...] = ()


NOTHING = Known("仅凭文字")


def licheng() -> tuple[Known, ...]:
    """Nothing; the table of September; that and the synthetic months before it."""
    with (_DATA / "dispatch-2023-09.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["unit"]: row for row in csv.DictReader(file)}
    september: Table = {
        name: {code: Decimal(text) for code, text in row.items() if code != "unit"}
        for name, row in rows.items()
    }
    july, august = synthetic_series(september)
    now, before = _snapshot(september, august), _snapshot(august, july)
    alone = _snapshot(september, None)
    return (
        NOTHING,
        _known("加本期调度表", alone, None),
        _known("再加上期数据（合成）", now, before),
    )


def banan(third: str) -> tuple[Known, ...]:
    """Nothing; synthetic rows with the published totals, for October and the two months before.

    `third` is the unit with the third most hazards, whatever the text calls it.
    """
    october = _banan_table(156, 62, third)
    september, august = _less(october, 156 - 112), _less(october, 156 - 69)
    return NOTHING, _known(
        "加本单位数据（合成）", _snapshot(october, september), _snapshot(september, august)
    )


def _known(words: str, snapshot: SnapshotData, before: SnapshotData | None) -> Known:
    found = by_key(compute(snapshot, before))
    figures = {key: figure for key, figure in found.items() if figure.value is not None}
    return Known(words, figures, snapshot.units, snapshot.indicators)


def _banan_table(total: int, enterprise: int, third: str) -> Table:
    """Rows that add up to the published totals, with three units above ten and 37 below the mean."""
    counts = _LED | {third: _THIRD} | {f"合成单位{number}": 5 for number in range(1, _MIDDLE + 1)}
    left = total - sum(counts.values())
    for number in range(_MIDDLE + 1, _UNITS - len(_LED)):
        counts[f"合成单位{number}"] = int(number - _MIDDLE <= left)
    table: Table = {}
    for name, count in counts.items():
        own = min(count, enterprise)
        enterprise -= own
        table[name] = {_FOUND: Decimal(own), _DEPARTMENT: Decimal(count - own)} | dict.fromkeys(
            _TOTALS, Decimal(0)
        )
    for code, done in _RECTIFIED.items():
        _spread(table, code, code.replace("rectified", "found"), done)
    first = next(iter(table))
    table[first] |= {code: Decimal(text) for code, text in _TOTALS.items()}
    return table


def _spread(table: Table, code: str, whole: str, done: int) -> None:
    for row in table.values():
        row[code] = min(row[whole], Decimal(done))
        done -= int(row[code])


def _less(table: Table, fewer: int) -> Table:
    """The table with so many hazards fewer, taken from the last rows first."""
    copy = {name: dict(row) for name, row in table.items()}
    for row in reversed(copy.values()):
        for code in (_DEPARTMENT, _FOUND):
            taken = min(int(row[code]), fewer)
            row[code] -= taken
            fewer -= taken
        for code in _RECTIFIED:
            row[code] = min(row[code], row[code.replace("rectified", "found")])
    return copy


def _snapshot(table: Mapping[str, Mapping[str, Decimal]], before: Table | None) -> SnapshotData:
    codes = set(next(iter(table.values())))
    units = tuple(
        UnitFiling(name, "", order, Timeliness.ON_TIME, values=row, previous=before[name] if before else None)
        for order, (name, row) in enumerate(table.items(), start=1)
    )
    return SnapshotData(
        tenant="", tenant_name="", campaign="", period="", period_title="", covers_from=_DAY, covers_to=_DAY,
        cutoff_at=_MOMENT, closed_at=_MOMENT, revision=1, first_of_campaign=False, synthetic=True,
        indicators=tuple(spec for spec in _specs() if spec.code in codes), units=units,
    )  # fmt: skip


def _specs() -> Sequence[IndicatorSpec]:
    data: list[dict[str, Any]] = json.loads((_DATA / "indicators.json").read_text(encoding="utf-8"))
    return specs_from(data)
