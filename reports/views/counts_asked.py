"""What the address of the counts page asks for; the page and its workbook share it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from hazards.life import Status
from reports.models import Campaign, Period
from reports.selectors import ledger, ledger_counts
from reports.selectors.ledger_counts import Matrix, Narrowed
from units.actors import Actor


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, as far as there is such a thing. The campaign under way is the first choice."""

    campaigns: Sequence[Campaign]
    campaign: Campaign
    periods: Sequence[Period]
    period: Period | None
    narrowed: Narrowed

    def query(self, **changed: str | None) -> str:
        """The address's end with these filters changed; None takes one away."""
        chosen = {
            "campaign": str(self.campaign.pk) if len(self.campaigns) > 1 else None,
            "period": self.narrowed.window,
            "sector": self.narrowed.sector,
            "status": self.narrowed.status and self.narrowed.status.value,
            **changed,
        }
        return "?" + urlencode({name: value for name, value in chosen.items() if value})

    @property
    def records(self) -> Mapping[str, str]:
        """The filters of the ledger that say the same."""
        first, last = (
            (self.period.starts_on, self.period.ends_on)
            if self.period
            else ledger_counts.days_of(self.campaign, self.campaigns)
        )
        chosen = {
            "sector": self.narrowed.sector,
            "status": self.narrowed.status and self.narrowed.status.value,
            "first_day": first.isoformat() if first else None,
            "last_day": last.isoformat() if last else None,
        }
        return {name: value for name, value in chosen.items() if value}


def asked_for(given: QueryDict, today: date) -> Asked | None:
    """What the address asks for; None while the tenant has no campaign."""
    campaigns = ledger_counts.campaigns()
    if not campaigns:
        return None
    under_way = next((each for each in campaigns if each.starts_on <= today <= each.ends_on), campaigns[0])
    campaign = next((each for each in campaigns if str(each.pk) == given.get("campaign")), under_way)
    periods = ledger_counts.periods_of(campaign)
    period = next((each for each in periods if each.label == given.get("period")), None)
    status = given.get("status", "")
    narrowed = Narrowed(
        window=period.label if period else None,
        sector=given.get("sector", "") or None,
        status=Status(status) if status in set(Status) else None,
    )
    return Asked(campaigns, campaign, periods, period, narrowed)


def matrix(actor: Actor, asked: Asked) -> Matrix:
    """The counts asked for, as this person may see them."""
    counted = ledger.counted(actor, asked.campaign)
    return ledger_counts.matrix(actor, counted, asked.narrowed)
