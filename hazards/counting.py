"""Whether a hazard counts, in which period, or why not (I1). Pure.

A hazard counts in exactly one period, by its day of discovery, or in none, for one reason of a closed
list. The SQL of `reports/selectors/ledger.py` and this function are tested against each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hazards.life import ACCEPTED, Status


class Reason(StrEnum):
    """Why a hazard does not count."""

    CRITERION_NOT_MET = "criterion_not_met"
    AFTER_CUTOFF = "after_cutoff"
    BEFORE_CAMPAIGN = "before_campaign"
    NOT_AN_ENTERPRISE = "not_an_enterprise"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


REASONS = {
    Reason.CRITERION_NOT_MET: "不符合判定标准",
    Reason.AFTER_CUTOFF: "超过规定报送时限",
    Reason.BEFORE_CAMPAIGN: "专项行动开展前发现",
    Reason.NOT_AN_ENTERPRISE: "不是生产经营单位",
    Reason.DUPLICATE: "重复报送",
    Reason.WITHDRAWN: "报送单位撤回",
}


EXCLUSIONS = tuple(reason for reason in Reason if reason is not Reason.WITHDRAWN)
"""The reasons 安委办 may give; withdrawing is the unit's own."""


@dataclass(frozen=True, slots=True)
class Window:
    """A period as counting sees it: its days, both included, and the first instant that is late."""

    label: str
    starts_on: date
    ends_on: date
    cutoff_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What counting asks of a record. `first_filed_at` is None while it is a draft."""

    status: Status
    discovered_on: date
    first_filed_at: datetime | None
    excluded_for: Reason | None
    is_enterprise: bool


@dataclass(frozen=True, slots=True)
class Count:
    """The period a hazard counts in, or the reason why in none; neither while review is pending."""

    period: str | None = None
    reason: Reason | None = None


PENDING = Count()


def count(facts: Facts, campaign_starts_on: date, windows: Sequence[Window]) -> Count:
    """Where a hazard counts. The first reason that applies is the one given, in the order of this list:

    withdrawn · excluded by 安委办 for its own reason · not an enterprise · before the campaign · late.
    A record never filed was not reported; one returned, waiting for review, or discovered on a day of no
    period so far counts nowhere yet. Of overlapping windows the first given holds.
    """
    if facts.first_filed_at is None:
        return PENDING
    if facts.status is Status.WITHDRAWN:
        return Count(reason=Reason.WITHDRAWN)
    if facts.status is Status.EXCLUDED:
        return Count(reason=facts.excluded_for)
    if facts.status not in ACCEPTED:
        return PENDING
    if not facts.is_enterprise:
        return Count(reason=Reason.NOT_AN_ENTERPRISE)
    if facts.discovered_on < campaign_starts_on:
        return Count(reason=Reason.BEFORE_CAMPAIGN)
    for window in windows:
        if window.starts_on <= facts.discovered_on <= window.ends_on:
            late = facts.first_filed_at >= window.cutoff_at
            return Count(reason=Reason.AFTER_CUTOFF) if late else Count(period=window.label)
    return PENDING
