"""Reads of campaigns and their phases."""

from collections.abc import Sequence
from datetime import date

from reports.models import Campaign, Phase
from units.errors import NotFound


def all_campaigns() -> Sequence[Campaign]:
    """All campaigns of the open tenant with their phases, the latest first: two queries."""
    return list(Campaign.objects.select_related("tenant").prefetch_related("phases"))


def campaign(campaign_id: int) -> Campaign:
    """The campaign of this id; NotFound when the tenant has none such."""
    found = (
        Campaign.objects.select_related("tenant").prefetch_related("phases").filter(pk=campaign_id).first()
    )
    if found is None:
        raise NotFound("没有这个专项行动。请从“期次”页重新进入。")
    return found


def phase_on(campaign: Campaign, day: date) -> Phase | None:
    """The phase that holds this day: each lasts from the end of the one before to its own last day.

    None before the campaign, and after the last phase. No query when the phases were prefetched.
    """
    if day < campaign.starts_on:
        return None
    return next((phase for phase in campaign.phases.all() if day <= phase.ends_on), None)
