"""A quarter or a year as a snapshot compiled from those of its periods, so that the same figures tell of it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from reports.ledger_part import LedgerCount, Misjudged, gathered
from reports.snapshot import SnapshotData, Timeliness, UnitFiling

_BEST_FIRST = (Timeliness.ON_TIME, Timeliness.EXTENDED, Timeliness.LATE, Timeliness.MISSING)


def span(
    snapshots: Sequence[SnapshotData], title: str, label: str, since: date | None = None
) -> SnapshotData:
    """One snapshot for consecutive periods of a campaign, the oldest first; ValueError for none or for mixed ones.

    Values are cumulative, hence those of the last period; what a unit had before is what it had before the first
    one, so that increments are those of the whole span. Where the campaign's first period goes back beyond `since`,
    what is new in the span cannot be told from what came before it, and increments are undefined.

    A unit counts as in time only if it was so in each period in which it owed the duty, and as a nil return only if
    it was one in each. The ledger is that of the last period, in which the records of all periods stand as they have
    become; those of the span's periods are new in it.
    """
    if not snapshots or len({(each.tenant, each.campaign) for each in snapshots}) > 1:
        raise ValueError("a span takes consecutive periods of one campaign")
    first, last = snapshots[0], snapshots[-1]
    labels = {each.period for each in snapshots}
    return replace(
        last,
        period=label,
        period_title=title,
        covers_from=min(each.covers_from for each in snapshots),
        first_of_campaign=first.first_of_campaign and (since is None or first.covers_from >= since),
        synthetic=any(each.synthetic for each in snapshots),
        units=tuple(_unit(unit, snapshots) for unit in last.units),
        ledger=None if last.ledger is None else _ledger(last.ledger, labels, label),
        misjudged=_misjudged(last.misjudged, labels, label),
    )


def _unit(unit: UnitFiling, snapshots: Sequence[SnapshotData]) -> UnitFiling:
    first, *_ = there = [found for each in snapshots for found in each.units if _same(found, unit)]
    ledgers = [each.ledger for each in there if each.ledger is not None]
    owed = [each for each in there if each.ledger is not None]
    return replace(
        unit,
        timeliness=_worst(each.timeliness for each in there),
        nil=all(each.nil for each in there),
        previous=first.previous if any(first is each for each in snapshots[0].units) else None,
        ledger=_worst(ledgers) if ledgers else None,
        ledger_nil=bool(owed) and all(each.ledger_nil for each in owed),
        extension="；".join(dict.fromkeys(each.extension for each in there if each.extension)),
    )


def _same(found: UnitFiling, unit: UnitFiling) -> bool:
    """The same unit in two snapshots, though it may have been renamed."""
    return found.name == unit.name if unit.unit_id is None else found.unit_id == unit.unit_id


def _worst(standings: Iterable[Timeliness]) -> Timeliness:
    return max(standings, key=_BEST_FIRST.index)


def _ledger(rows: Iterable[LedgerCount], labels: set[str], label: str) -> tuple[LedgerCount, ...]:
    return gathered(replace(row, period=label) if row.period in labels else row for row in rows)


def _misjudged(clauses: Iterable[Misjudged], labels: set[str], label: str) -> tuple[Misjudged, ...]:
    """The same clause of several periods as one."""
    found: dict[tuple[str, str], Misjudged] = {}
    for clause in clauses:
        period = label if clause.period in labels else clause.period
        held = found.get((period, clause.code))
        total = clause.total + (held.total if held else 0)
        found[period, clause.code] = replace(held or clause, period=period, total=total)
    return tuple(found.values())
