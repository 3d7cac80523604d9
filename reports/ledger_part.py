"""The ledger in a snapshot: how many records count, how many do not and why, as a period was closed. Pure (I1).

Counts only: neither an enterprise nor a person is named. Each row tells of the period its records belong to, so
that what is new, and what a quarter added, can be read from the last snapshot alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from hazards.counting import REASONS, Reason


@dataclass(frozen=True, slots=True)
class LedgerCount:
    """How many filed records (条) of a unit share sector, finder, period and standing.

    `counts` tells that they count, in `period`; `reason` why they do not; neither that nothing is decided yet. What
    does not count belongs to the first period that was closed after it was filed. `rectified` are closed by the
    cutoff, `overdue` still open past their term when the period is closed, `reopened` were once closed in vain; all
    three only of those that count.
    """

    unit: str
    unit_id: int | None
    sector: str
    found_by: str
    period: str
    counts: bool
    reason: Reason | None
    total: int
    rectified: int = 0
    overdue: int = 0
    reopened: int = 0

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready mapping."""
        return {
            "unit": self.unit,
            "unit_id": self.unit_id,
            "sector": self.sector,
            "found_by": self.found_by,
            "period": self.period,
            "counts": self.counts,
            "reason": None if self.reason is None else self.reason.value,
            "total": self.total,
            "rectified": self.rectified,
            "overdue": self.overdue,
            "reopened": self.reopened,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "LedgerCount":
        """Back from `to_json`."""
        return cls(**{**data, "reason": None if data["reason"] is None else Reason(data["reason"])})


@dataclass(frozen=True, slots=True)
class Misjudged:
    """How often (条) a clause was held to be met that was not, in the records of one period.

    `clause` names standard and article, `text` is what the clause says, shortened.
    """

    period: str
    code: str
    clause: str
    text: str
    total: int

    def to_json(self) -> dict[str, Any]:
        """A JSON-ready mapping."""
        return {
            "period": self.period,
            "code": self.code,
            "clause": self.clause,
            "text": self.text,
            "total": self.total,
        }


@dataclass(frozen=True, slots=True)
class Closing:
    """A period of the chain and the instant it was closed."""

    label: str
    at: datetime


def belongs_to(window: str | None, filed_at: datetime, closings: Sequence[Closing]) -> str | None:
    """The period in which a record that does not count is told of; None when in none of these.

    `window` is the period of its day of discovery, None for a day of no period. It is the first of `closings`, the
    oldest first, that was closed after the record was filed and does not come before the window. Hence a record is
    told of once, also one that came too late for its own period.
    """
    labels = [each.label for each in closings]
    first = labels.index(window) if window in labels else 0
    return next((each.label for each in closings[first:] if filed_at < each.at), None)


def gathered(rows: Iterable[LedgerCount]) -> tuple[LedgerCount, ...]:
    """Rows that differ in nothing but their numbers as one, in the order in which they first come."""
    found: dict[LedgerCount, LedgerCount] = {}
    for row in rows:
        key = replace(row, total=0, rectified=0, overdue=0, reopened=0)
        held = found.get(key, key)
        found[key] = replace(
            held,
            total=held.total + row.total,
            rectified=held.rectified + row.rectified,
            overdue=held.overdue + row.overdue,
            reopened=held.reopened + row.reopened,
        )
    return tuple(found.values())


def reported_words(counts: int, excluded: Mapping[Reason, int], pending: int) -> str:
    """What became of the records a unit filed, as circulars put it: 报送3条，均不符合判定标准."""
    reported = counts + sum(excluded.values()) + pending
    if not reported:
        return "未报送"
    if len(excluded) == 1 and reported == sum(excluded.values()):
        word = REASONS[next(iter(excluded))]
        return f"报送{reported}条，均{word}" if reported > 1 else f"报送1条，{word}"
    parts = [f"报送{reported}条", f"纳入统计{counts}条"]
    parts += [f"{REASONS[reason]}{excluded[reason]}条" for reason in Reason if reason in excluded]
    return "，".join([*parts, f"待定{pending}条"] if pending else parts)
