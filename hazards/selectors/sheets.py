"""What goes into workbooks of the ledger: records, faulty rows, and what the drop-down lists offer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from hazards import ledger_rows, ledger_sheet
from hazards.ledger_sheet import BY_NAME, Kind
from hazards.ledger_workbook_out import LAST_ROW, Marked, Options
from hazards.models import ImportRow, LedgerImport
from hazards.selectors import catalogue, imports
from hazards.selectors.ledger import Filters, ledger
from hazards.selectors.standards import standards_in_force
from units.actors import Actor
from units.errors import Invalid

_TYPED = frozenset({Kind.MOMENT, Kind.DAY, Kind.MONEY})
CHUNK = 500


def options(actor: Actor, *, on: date) -> Options:
    """The lists: units this person may import for, all sectors, the standards in force on the day."""
    return Options(
        units=[unit.name for unit in imports.importing_units(actor)],
        sectors=catalogue.sectors(),
        standards=[str(standard) for standard in standards_in_force(on=on).order_by("sector", "code")],
    )


@dataclass(frozen=True, slots=True)
class Records:
    """How many records a list has, how many of them are synthetic, and each as a row, fetched when written."""

    count: int
    synthetic: int
    rows: Iterator[Mapping[str, Any]]


def records(actor: Actor, filters: Filters) -> Records:
    """The records of a filtered list; Invalid when there are too many for one workbook."""
    found = ledger(actor, filters)
    counts = found.order_by().aggregate(all=Count("id"), synthetic=Count("id", filter=Q(synthetic=True)))
    count = counts["all"]
    if count > LAST_ROW:
        raise Invalid(
            f"共{count}条，超过一次导出的{LAST_ROW}条。请用单位、状态或发现日期缩小范围，分次导出。"
        )
    rows = (ledger_rows.row(record) for record in found.iterator(chunk_size=CHUNK))
    return Records(count, counts["synthetic"], rows)


def faulty(batch: LedgerImport) -> Iterator[Marked]:
    """The rows of an import that cannot be taken, as they were typed."""
    return (Marked(_typed(row), row.problems) for row in imports.bad_rows(batch))


def _typed(row: ImportRow) -> Mapping[str, Any]:
    """What a row says; days and numbers that can be read are days and numbers again."""
    said = {name: text for name, text in row.values.items() if BY_NAME[name].kind in _TYPED}
    return {**row.values, **ledger_sheet.parse(said).values}
