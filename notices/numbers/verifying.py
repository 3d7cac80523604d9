"""The number check as a whole: a document, what is known of its period, a table beside it; one report."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path

from notices.numbers.check import check
from notices.numbers.printed import PrintedTable
from notices.numbers.reading import Document
from notices.numbers.tables import Reference, judge, merged, unknown_units
from notices.numbers.verdicts import JudgedCell, Report
from reports.figures import Figure, by_key, compute
from reports.form_design import specs_from
from reports.snapshot import IndicatorSpec, SnapshotData, Timeliness, UnitFiling

Indicators = Sequence[IndicatorSpec]

_FORM = Path(__file__).parents[2] / "reports" / "data" / "licheng" / "indicators.json"
_NO_DAY = date(1, 1, 1)
_NO_MOMENT = datetime(1, 1, 1, tzinfo=UTC)
_OF_FILING = "filing."
_NAMED = 5


@dataclass(frozen=True)
class Known:
    """What a text is held against: a period, the one before it, and how a reader is told of them.

    `from_table` tells that only a table is known, so that nothing is known of who filed when.
    """

    snapshot: SnapshotData
    previous: SnapshotData | None
    source: str
    from_table: bool = False

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """Every figure that has a value, by key."""
        found = by_key(compute(self.snapshot, self.previous))
        return {
            key: figure
            for key, figure in found.items()
            if figure.value is not None and not (self.from_table and key.startswith(_OF_FILING))
        }

    @property
    def reference(self) -> Reference:
        """The rows that tables are compared with."""
        filed = {unit.name: unit.values for unit in self.snapshot.units if unit.values is not None}
        return Reference(self.source, filed)


@cache
def default_indicators() -> tuple[IndicatorSpec, ...]:
    """The columns of the published form, for where no period is known."""
    return specs_from(json.loads(_FORM.read_text(encoding="utf-8")))


def of_table(
    table: PrintedTable,
    indicators: Indicators,
    source: str,
    before: PrintedTable | None = None,
) -> Known:
    """What a table alone tells: cumulative figures, and with the table of the period before the changes on it."""
    old = {row.label: before.values(row) for row in before.units} if before else {}
    columns = {column.code for column in table.columns}
    specs = tuple(spec for spec in indicators if spec.code in columns)
    previous = None if before is None else _snapshot(before, specs, {})
    return Known(_snapshot(table, specs, old), previous, source, from_table=True)


def _snapshot(
    table: PrintedTable, specs: tuple[IndicatorSpec, ...], old: Mapping[str, Mapping[str, Decimal]]
) -> SnapshotData:
    units = tuple(
        UnitFiling(
            row.label, "", order, Timeliness.ON_TIME, values=table.values(row), previous=old.get(row.label)
        )
        for order, row in enumerate(table.units, start=1)
    )
    return SnapshotData(
        tenant="",
        tenant_name="",
        campaign="",
        period="",
        period_title="",
        covers_from=_NO_DAY,
        covers_to=_NO_DAY,
        cutoff_at=_NO_MOMENT,
        closed_at=_NO_MOMENT,
        revision=1,
        first_of_campaign=False,
        synthetic=False,
        indicators=specs,
        units=units,
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """A table given beside the document, and that of the period before if there is one."""

    table: PrintedTable
    name: str
    before: PrintedTable | None = None


def verify(document: Document, known: Known | None = None, beside: Beside | None = None) -> Report:
    """A verdict for every number of a document and every cell of its tables.

    The text is held against `known`; else against the table beside it; else against the dispatch table that stands
    in it. A table is held against itself first, then against what is known.
    """
    indicators = known.snapshot.indicators if known else default_indicators()
    held = known or _of_tables(document, beside, indicators)
    numbers = check(
        document.text,
        figures=held.figures if held else None,
        units=held.snapshot.units if held else (),
        indicators=held.snapshot.indicators if held else (),
        skip=tuple((table.start, table.end) for table in document.tables),
    )
    cells = tuple(_cells(document, held, indicators))
    notes = [*document.notes, *_told(document, held)]
    if beside is not None:
        other = judge(beside.table, indicators, known.reference if known else None)
        cells = merged(cells, other, beside.name) if cells else other
        notes += beside.table.notes
    return Report(numbers, cells, tuple(notes))


def _of_tables(document: Document, beside: Beside | None, indicators: Indicators) -> Known | None:
    if beside is not None:
        return of_table(beside.table, indicators, beside.name, beside.before)
    own = [table for table in document.tables if table.is_dispatch]
    return of_table(own[0], indicators, "文中的调度表") if len(own) == 1 else None


def _cells(document: Document, held: Known | None, indicators: Indicators) -> Iterator[JudgedCell]:
    for table in document.tables:
        own = held is None or (held.from_table and table.is_dispatch and held.source == "文中的调度表")
        yield from judge(table, indicators, None if own or held is None else held.reference)


def _told(document: Document, held: Known | None) -> Iterator[str]:
    """What the document was held against, and what of its tables could not be."""
    if held is None:
        yield "没有指定期次，也没有调度表：只核对文中的数字前后是否一致。"
        return
    yield f"文中的数字与{held.source}核对。"
    if held.previous is None:
        yield "没有上一期的数据：“环比”和“本月新增”没有核对。"
    for table in document.tables:
        strangers = unknown_units(table, held.reference) if table.is_dispatch else ()
        if strangers:
            more = f"等{len(strangers)}家" if len(strangers) > _NAMED else ""
            yield f"{held.source}里没有{'、'.join(strangers[:_NAMED])}{more}，文中表格的这些行没有核对。"
