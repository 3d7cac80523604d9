"""What a period's snapshot holds, read from filings, statements, extensions and the snapshots before it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from reports import cumulation
from reports.models import DutyExtension, Period, Snapshot
from reports.schedule import cutoff_text
from reports.selectors import ledger_part, periods
from reports.selectors.standing_board import UnitDuties
from reports.snapshot import IndicatorSpec, SnapshotData, Timeliness, UnitFiling, values_from
from reports.transitions import State

FIRST_REVISION = 1
Totals = Mapping[int, Mapping[str, Decimal]]
"""Cumulative values by unit and indicator code."""


def content_of(
    period: Period,
    before: Period | None,
    found: Sequence[UnitDuties],
    at: datetime,
    revision: int = FIRST_REVISION,
) -> SnapshotData:
    """The content of a snapshot of `period` made at `at`, for the units and standings `found`.

    `before` is the closed period its increments are taken against. What can still come in is missing.
    The ledger is counted as of that instant.
    """
    counted, misjudged = ledger_part.part_of(period, at)
    specs = period.form.specs()
    earlier = values_by_unit(before)
    totals = totals_before(period, cumulation.per_period(specs))
    return SnapshotData(
        tenant=period.tenant.slug,
        tenant_name=period.tenant.name,
        campaign=period.campaign.name,
        period=period.label,
        period_title=period.title,
        covers_from=period.campaign.starts_on,
        covers_to=period.ends_on,
        cutoff_at=period.cutoff_at,
        closed_at=at,
        revision=revision,
        first_of_campaign=before is None,
        synthetic=period.synthetic,
        indicators=specs,
        units=tuple(
            _unit_filing(
                duties,
                _values(duties, specs, totals.get(duties.unit.pk, {})),
                earlier.get(duties.unit.pk),
                extension_words(period, duties.extension),
            )
            for duties in found
        ),
        ledger=counted,
        misjudged=misjudged,
    )


def settled(standing: Timeliness | None) -> Timeliness:
    """How a duty stands once nothing more can come in: what is undecided by then is missing."""
    return standing or Timeliness.MISSING


def extension_words(period: Period, extension: DutyExtension | None) -> str:
    """An extension in words: 延期至9月26日24:00（防汛抢险）; empty without one."""
    if extension is None:
        return ""
    return f"延期至{cutoff_text(extension.until, period.tenant.zone)}（{extension.reason}）"


def values_by_unit(period: Period | None) -> Totals:
    """The units' values in the newest snapshot of a closed period; of no period none."""
    snapshot = periods.latest_snapshot(period) if period else None
    return {} if snapshot is None else _filed(snapshot)


def totals_before(period: Period, codes: Sequence[str]) -> Totals:
    """Each unit's last known totals of these columns in the closed periods before (one query, none for no codes).

    A unit that missed the period before goes on from the last one it filed in.
    """
    if not codes:
        return {}
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    snapshots = (
        Snapshot.objects.filter(period__in=periods.chain_before(period).order_by())
        .order_by("-period__cutoff_at", "-period_id", "-revision")
        .distinct("period__cutoff_at", "period_id")
    )
    for snapshot in snapshots:
        for unit_id, values in _filed(snapshot).items():
            known = found[unit_id]
            known.update({code: values[code] for code in codes if code in values and code not in known})
    return found


def _filed(snapshot: Snapshot) -> Totals:
    return {
        unit.unit_id: unit.values
        for unit in snapshot.data.filed
        if unit.unit_id is not None and unit.values is not None
    }


def _values(
    duties: UnitDuties, specs: Sequence[IndicatorSpec], known: Mapping[str, Decimal]
) -> Mapping[str, Decimal] | None:
    """What was filed, as totals. What was returned and not filed again is no filing: it was not accepted."""
    submission = duties.submission
    if submission is None or submission.state != State.FILED:
        return None
    return cumulation.cumulated(values_from(submission.values), specs, known)


def _unit_filing(
    duties: UnitDuties,
    values: Mapping[str, Decimal] | None,
    previous: Mapping[str, Decimal] | None,
    extension: str,
) -> UnitFiling:
    unit = duties.unit
    return UnitFiling(
        name=unit.name,
        kind=unit.kind,
        order=unit.order,
        timeliness=settled(duties.form),
        nil=duties.form_nil,
        values=values,
        previous=previous,
        unit_id=unit.pk,
        ledger=settled(duties.ledger) if duties.owes_ledger else None,
        ledger_nil=duties.ledger_nil,
        extension=extension,
    )
