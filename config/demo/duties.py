"""The second duty in the demonstration: what the units said of their ledgers, and an extension. 合成数据.

What the units said of closed periods is counted from the tables and scripts that their records follow, since the
records are written later. In the period under way the units speak through the service, of the records there are.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from config.demo.cases import read
from config.demo.ledger_plan import FINDERS, Table
from config.demo.people import Hands
from reports.models import LedgerStatement, Period
from reports.selectors import standing_board
from reports.services import extensions, ledger_statements
from units.actors import Actor
from units.models import Unit

BEFORE_CUTOFF = timedelta(hours=26)
EXTENSION = timedelta(days=2)
REASON = "防汛值守，人员全部在一线（合成数据）"
SILENT = (0, 6)
"""Places of units that have not spoken of their ledger yet: the one the demonstration offers, and one that sent
only its table."""


def state_past(
    period: Period, tables: Sequence[Table], units: Mapping[str, Unit], hands: Mapping[int, Hands]
) -> None:
    """What every unit said of its ledger a day before the cutoff; `tables` are this one's and those before."""
    at = period.cutoff_at - BEFORE_CUTOFF
    counted = {name: _found(tables[-1], name) - _found_before(tables, name) for name in units}
    for row in read("extras"):
        found, filed = row["found"].split()[0], {step[0]: step[1] for step in row["steps"]}["file"]
        if f"{period.starts_on}" <= found <= f"{period.ends_on}" and filed <= f"{at:%Y-%m-%d %H}":
            counted[row["unit"]] += 1
    LedgerStatement.objects.bulk_create(
        LedgerStatement(
            period=period,
            unit=unit,
            nil=not counted[name],
            records=counted[name],
            first_stated_at=at,
            stated_at=at,
            stated_by_id=hands[unit.pk].filer.user_id,
        )
        for name, unit in units.items()
    )


def state_now(period: Period, units: Mapping[str, Unit], hands: Mapping[int, Hands], at: datetime) -> None:
    """Two units of three have spoken of their ledger by now, as their records stand."""
    records = standing_board.ledger_records(period)
    for place, unit in enumerate(units.values()):
        if place % 3 != 2 and place not in SILENT:
            nil = not records.get(unit.pk)
            ledger_statements.state(actor=hands[unit.pk].filer, period=period, unit=unit, nil=nil, at=at)


def extend(reviewer: Actor, period: Period, unit: Unit, at: datetime) -> None:
    """Two more days for one unit."""
    extensions.grant(
        actor=reviewer,
        period=period,
        unit=unit,
        until=period.cutoff_at + EXTENSION,
        reason=REASON,
        at=at,
    )


def _found(table: Table, unit: str) -> int:
    return sum(int(table[unit][f"major_{finder}_found"]) for finder in FINDERS)


def _found_before(tables: Sequence[Table], unit: str) -> int:
    return _found(tables[-2], unit) if len(tables) > 1 else 0
