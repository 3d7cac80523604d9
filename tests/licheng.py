"""The real table of 荔城区, September 2023, as snapshots for tests of the pure rules."""

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from reports.snapshot import IndicatorSpec, SnapshotData, Source, Timeliness, UnitFiling

DATA = Path(__file__).parent.parent / "reports" / "data" / "licheng"
ZONE = ZoneInfo("Asia/Shanghai")

PUBLISHED_TOTALS: Mapping[str, Decimal] = {
    "general_found": Decimal(4993),
    "general_rectified": Decimal(4643),
    "major_enterprise_found": Decimal(81),
    "major_enterprise_rectified": Decimal(79),
    "major_department_found": Decimal(74),
    "major_department_rectified": Decimal(63),
    "listed_found": Decimal(20),
    "listed_rectified": Decimal(10),
    "enterprises_inspected": Decimal(2075),
    "towns_assisted": Decimal(366),
    "enterprises_assisted": Decimal(2848),
    "penalty_count": Decimal(672),
    "penalty_amount": Decimal("114.438"),
    "double_penalty": Decimal(5),
    "judicial_transfer": Decimal(3),
    "production_halted": Decimal(33),
    "exposed_interviewed_sanctioned": Decimal(92),
    "typical_cases_published": Decimal(9),
    "accountability": Decimal(1),
    "regions_interviewed": Decimal(20),
    "closed_down": Decimal(13),
    "case_leads_transferred": Decimal(4),
    "leader_onsite_supervision": Decimal(149),
    "official_enterprise_lectures": Decimal(281),
    "officer_training_sessions": Decimal(98),
    "officer_training_attendees": Decimal(816),
    "report_reward_total": Decimal("1.7"),
    "report_reward_anonymous": Decimal(0),
}
"""The row 累计 as printed; 帮扶指导重点县区（镇街） is misprinted there: its rows add up to 386."""

Table = dict[str, dict[str, Decimal]]
"""Unit name → indicator code → value."""


def indicators() -> tuple[IndicatorSpec, ...]:
    """The 28 columns of the dispatch form."""
    rows: list[dict[str, Any]] = json.loads((DATA / "indicators.json").read_text(encoding="utf-8"))
    return tuple(
        IndicatorSpec(
            code=row["code"],
            order=row["order"],
            group=tuple(row["group"].split("/")),
            label=row["label"],
            measure=row["unit"],
            decimals=row["decimals"],
            note=row["note"],
            not_for=tuple(row["not_for"]),
            source=Source(row.get("source", Source.TYPED)),
            evidence=row.get("evidence", ""),
        )
        for row in rows
    )


def unit_kinds() -> dict[str, str]:
    """The 27 units in printed order with their kinds."""
    with (DATA / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["name"]: row["kind"] for row in csv.DictReader(file)}


def september() -> Table:
    """The 27 real rows."""
    with (DATA / "dispatch-2023-09.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["unit"]: {code: Decimal(text) for code, text in row.items() if code != "unit"} for row in rows
    }


def snapshot(
    values: Mapping[str, Mapping[str, Decimal]] | None = None,
    previous: Mapping[str, Mapping[str, Decimal]] | None = None,
    **changes: Any,
) -> SnapshotData:
    """A snapshot of `values` (default: the real table), all on time; a unit absent from them is missing.

    `previous` holds the values of the period before. `changes` replace fields of the snapshot.
    """
    table = september() if values is None else values
    units = tuple(
        UnitFiling(
            name=name,
            kind=kind,
            order=order,
            timeliness=Timeliness.ON_TIME if name in table else Timeliness.MISSING,
            values=table.get(name),
            previous=None if previous is None else previous.get(name),
        )
        for order, (name, kind) in enumerate(unit_kinds().items(), start=1)
    )
    return replace(_september_2023(units), **changes)


def tables(units: int = 6) -> st.SearchStrategy[Table]:
    """Tables in which any of the first units may be missing and any values may stand, plausible or not."""
    counts = st.integers(0, 9).map(Decimal)
    money = st.decimals(0, 99, places=3)
    row = {spec.code: money if spec.measure == "万元" else counts for spec in indicators()}
    names = st.sampled_from(list(unit_kinds())[:units])
    return st.dictionaries(names, st.fixed_dictionaries(row), max_size=units)


def with_unit(data: SnapshotData, name: str, **changes: Any) -> SnapshotData:
    """The snapshot with one unit's filing changed."""
    units = tuple(replace(unit, **changes) if unit.name == name else unit for unit in data.units)
    return replace(data, units=units)


def missing(data: SnapshotData, name: str) -> SnapshotData:
    """The snapshot as if the unit had not filed."""
    return with_unit(data, name, timeliness=Timeliness.MISSING, values=None)


def _september_2023(units: tuple[UnitFiling, ...]) -> SnapshotData:
    cutoff = datetime(2023, 9, 25, tzinfo=ZONE)
    return SnapshotData(
        tenant="licheng",
        tenant_name="荔城区",
        campaign="重大事故隐患专项排查整治2023行动",
        period="2023-09",
        period_title="2023年9月",
        covers_from=date(2023, 5, 1),
        covers_to=date(2023, 9, 26),
        cutoff_at=cutoff,
        closed_at=cutoff + timedelta(seconds=1),
        revision=1,
        first_of_campaign=False,
        synthetic=False,
        indicators=indicators(),
        units=units,
    )
