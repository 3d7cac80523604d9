"""Rows of a snapshot's ledger for tests, in accord with the real table or not."""

from collections.abc import Iterable
from dataclasses import replace

from hazards.counting import Reason
from reports.ledger_part import LedgerCount, Misjudged
from reports.snapshot import SnapshotData
from tests.reports.test_figures import september

NOW, BEFORE = "2023-09", "2023-08"
SECTORS = {
    "工贸": 98,
    "化工和危险化学品": 12,
    "道路运输、城市客运": 8,
    "消防（火灾）": 6,
    "卫生健康": 18,
    "教育": 2,
    "特种设备": 5,
    "水利工程": 6,
}
"""The published month by sector; how the 31 others split is made up."""


def row(
    total: int,
    sector: str = "工贸",
    *,
    unit: str = "区应急局",
    period: str = NOW,
    reason: Reason | None = None,
    pending: bool = False,
    overdue: int = 0,
    reopened: int = 0,
) -> LedgerCount:
    """Records of one unit; they count unless a reason is given or they are pending."""
    counts = reason is None and not pending
    return LedgerCount(unit, None, sector, "department", period, counts, reason, total, 0, overdue, reopened)


def agreeing() -> tuple[LedgerCount, ...]:
    """155 records that count, six of them new and all of these 工贸, as published."""
    old = {**SECTORS, "工贸": 92}
    return (*(row(total, sector, period=BEFORE) for sector, total in old.items()), row(6))


def with_ledger(
    rows: Iterable[LedgerCount], misjudged: Iterable[Misjudged] = (), data: SnapshotData | None = None
) -> SnapshotData:
    """The real month, or another one, with these records."""
    return replace(data or september(), ledger=tuple(rows), misjudged=tuple(misjudged))
