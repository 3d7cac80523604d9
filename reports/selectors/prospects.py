"""Where hazards would count if they were accepted: told to who files them and to 安委办 before it decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from hazards import counting
from hazards.counting import REASONS, Reason
from hazards.life import Status
from hazards.models import Hazard
from reports.models import Campaign, Cycle, Period
from reports.selectors.ledger import first_of


@dataclass(frozen=True, slots=True)
class Prospect:
    """The period it would count in, or why in none; neither when its day belongs to no period so far.

    `cutoff_at` is the one it missed.
    """

    period: str = ""
    reason: Reason | None = None
    cutoff_at: datetime | None = None

    @property
    def word(self) -> str:
        """Why it would not count; empty when nothing stands against it."""
        return REASONS[self.reason] if self.reason else ""


def prospects(hazards: Iterable[Hazard]) -> Mapping[int, Prospect]:
    """Of each hazard by its id, by the rule of counting (I1); two queries however many there are."""
    campaigns, periods = _calendar()
    return {hazard.pk: _prospect(_accepted(hazard), campaigns, periods) for hazard in hazards}


def if_filed(hazard: Hazard, *, on: date, at: datetime) -> Prospect:
    """Of a record being written, were it discovered on this day and filed, if not before, at this instant.

    Before the enterprise is chosen nothing is said of its kind.
    """
    facts = replace(
        _accepted(hazard),
        discovered_on=on,
        first_filed_at=hazard.first_filed_at or at,
        is_enterprise=hazard.enterprise is None or hazard.facts.is_enterprise,
    )
    return _prospect(facts, *_calendar())


def _calendar() -> tuple[Sequence[Campaign], Sequence[Period]]:
    return list(Campaign.objects.order_by("starts_on", "id")), list(
        Period.objects.order_by(*first_of(Cycle.MONTHLY))
    )


def _accepted(hazard: Hazard) -> counting.Facts:
    return replace(hazard.facts, status=Status.RECTIFYING, excluded_for=None)


def _prospect(facts: counting.Facts, campaigns: Sequence[Campaign], periods: Sequence[Period]) -> Prospect:
    day = facts.discovered_on
    campaign = _answering(day, campaigns)
    if campaign is None:
        return Prospect()
    own = {each.label: each for each in periods if each.campaign_id == campaign.pk}
    windows = [
        counting.Window(each.label, each.starts_on, each.ends_on, each.cutoff_at) for each in own.values()
    ]
    found = counting.count(facts, campaign.starts_on, windows)
    missed = next((each for each in windows if each.starts_on <= day <= each.ends_on), None)
    return Prospect(
        period=own[found.period].title if found.period else "",
        reason=found.reason,
        cutoff_at=missed.cutoff_at if missed and found.reason is Reason.AFTER_CUTOFF else None,
    )


def _answering(day: date, campaigns: Sequence[Campaign]) -> Campaign | None:
    """The campaign under way on its day; else the next one, before which it was found; else the last to end."""
    under_way = [each for each in campaigns if each.starts_on <= day <= each.ends_on]
    coming = [each for each in campaigns if each.starts_on > day]
    last = sorted(campaigns, key=lambda each: each.ends_on, reverse=True)
    return next(iter([*under_way, *coming, *last]), None)
