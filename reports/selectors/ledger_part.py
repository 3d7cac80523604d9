"""The ledger as it is frozen with a period: who reported how much, what counts and why the rest does not (I1, I4)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F

from hazards.counting import Reason
from reports.ledger_part import Closing, LedgerCount, Misjudged, belongs_to, gathered
from reports.models import Cycle, Period
from reports.selectors import ledger
from units.actors import Actor

LONGEST = 60
"""So many characters of a clause are kept."""
_FIELDS = (
    "unit_id", "unit__name", "sector", "found_by", "label", "period", "reason", "first_filed_at", "closed_at",
    "due_on", "reopened", "clause",
)  # fmt: skip
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The campaign's periods up to this one: all by label, and those of its chain with when they were closed."""

    period: Period
    at: datetime
    labels: frozenset[str]
    closings: Sequence[Closing]

    @property
    def today(self) -> date:
        """The tenant's day on which the period is closed (I10)."""
        return self.at.astimezone(self.period.tenant.zone).date()

    def place(self, row: Row) -> str | None:
        """The period a record is told of in; None for those that are a later period's."""
        if row["period"] is not None:
            return row["period"] if row["period"] in self.labels else None
        if row["label"] is not None and row["label"] not in self.labels:
            return None
        return belongs_to(row["label"], row["first_filed_at"], self.closings)


def part_of(period: Period, at: datetime) -> tuple[tuple[LedgerCount, ...], tuple[Misjudged, ...]]:
    """The campaign's records up to this period as they stand when it is closed at `at`; two queries.

    What was filed afterwards is left out, and what is discovered in later periods.
    """
    calendar = _calendar(period, at)
    hazards = ledger.in_campaign(Actor.system(period.tenant.pk), period.campaign)
    rows = (
        ledger.placed(hazards.filter(first_filed_at__lt=at), period.campaign, Cycle(period.cycle))
        .order_by(F("unit__order").asc(), "unit_id", "sector", "found_by", "id")
        .values(*_FIELDS)
    )
    told = [(row, place) for row in rows for place in [calendar.place(row)] if place is not None]
    return gathered(_count(row, place, calendar) for row, place in told), tuple(_misjudged(told))


def _calendar(period: Period, at: datetime) -> _Calendar:
    """Of a period that is being closed the instant is `at`, whatever its row says."""
    known = list(
        Period.objects.filter(campaign=period.campaign_id, cutoff_at__lte=period.cutoff_at).order_by(
            "cutoff_at", "id"
        )
    )
    closings = [
        Closing(each.label, closed_at)
        for each in known
        for closed_at in [at if each.pk == period.pk else each.closed_at]
        if closed_at is not None and _follows(period, each)
    ]
    return _Calendar(period, at, frozenset(each.label for each in known), closings)


def _follows(period: Period, earlier: Period) -> bool:
    """Whether a period is compared with this earlier one, see `periods.chain_before`."""
    return period.cycle in {Cycle.IRREGULAR, earlier.cycle}


def _count(row: Row, place: str, calendar: _Calendar) -> LedgerCount:
    counts = row["period"] is not None
    closed_at, due_on = row["closed_at"], row["due_on"]
    is_open = closed_at is None or closed_at >= calendar.at
    return LedgerCount(
        unit=row["unit__name"],
        unit_id=row["unit_id"],
        sector=row["sector"],
        found_by=row["found_by"],
        period=place,
        counts=counts,
        reason=Reason(row["reason"]) if row["reason"] else None,
        total=1,
        rectified=int(counts and closed_at is not None and closed_at < calendar.period.cutoff_at),
        overdue=int(counts and is_open and due_on is not None and due_on < calendar.today),
        reopened=int(counts and row["reopened"] > 0),
    )


def _misjudged(told: Sequence[tuple[Row, str]]) -> Iterator[Misjudged]:
    """The clauses of the records excluded because it was not met; what they say is the wording kept with them (I2)."""
    totals: Counter[tuple[str, str]] = Counter()
    clauses: dict[tuple[str, str], Mapping[str, Any]] = {}
    for row, place in told:
        if row["reason"] == Reason.CRITERION_NOT_MET and row["clause"]:
            key = place, row["clause"]["code"]
            totals[key] += 1
            clauses.setdefault(key, row["clause"])
    for (place, code), total in sorted(totals.items()):
        clause = clauses[place, code]
        name = f"《{clause['standard']}》{clause['article']}"
        yield Misjudged(place, code, name, _shortened(clause["text"]), total)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
