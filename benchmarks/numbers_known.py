"""What the number check knows beside the text of 荔城: its table, and synthetic tables of the months before it."""

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
    now, before = snapshot(september, august), snapshot(august, july)
    alone = snapshot(september, None)
    return (
        NOTHING,
        known("加本期调度表", alone, None),
        known("再加上期数据（合成）", now, before),
    )


def known(words: str, now: SnapshotData, before: SnapshotData | None) -> Known:
    """What a snapshot and the one before it tell."""
    found = by_key(compute(now, before))
    figures = {key: figure for key, figure in found.items() if figure.value is not None}
    return Known(words, figures, now.units, now.indicators)


def snapshot(
    table: Mapping[str, Mapping[str, Decimal]], before: Table | None, further: Sequence[IndicatorSpec] = ()
) -> SnapshotData:
    """A table as a closed period; `further` are columns that the shipped form has not."""
    codes = set(next(iter(table.values())))
    units = tuple(
        UnitFiling(name, "", order, Timeliness.ON_TIME, values=row, previous=before[name] if before else None)
        for order, (name, row) in enumerate(table.items(), start=1)
    )
    return SnapshotData(
        tenant="", tenant_name="", campaign="", period="", period_title="", covers_from=_DAY, covers_to=_DAY,
        cutoff_at=_MOMENT, closed_at=_MOMENT, revision=1, first_of_campaign=False, synthetic=True,
        indicators=tuple(spec for spec in (*specs(), *further) if spec.code in codes), units=units,
    )  # fmt: skip


def specs() -> Sequence[IndicatorSpec]:
    """The columns of the shipped form."""
    data: list[dict[str, Any]] = json.loads((_DATA / "indicators.json").read_text(encoding="utf-8"))
    return specs_from(data)
