"""The list of periods: by cycle, each with its phase, narrowed by what the address asks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reports.models import Campaign, Cycle, PeriodState, Phase
from reports.selectors import campaigns, overview
from reports.selectors.overview import PeriodLine
from units.actors import Actor


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address narrows the list to; empty for everything."""

    cycle: str = ""
    campaign: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class ListedPeriod:
    """A period with its counts and the phase of its campaign in which its days end."""

    line: PeriodLine
    phase: Phase | None


@dataclass(frozen=True, slots=True)
class Group:
    """The periods of a cycle, the latest first; those that have not begun by today, the next one first."""

    cycle: Cycle
    begun: Sequence[ListedPeriod]
    upcoming: Sequence[ListedPeriod]


@dataclass(frozen=True, slots=True)
class Listing:
    """The groups that are left; `all_campaigns` are offered for narrowing, `counts` by cycle and state."""

    groups: Sequence[Group]
    all_campaigns: Sequence[Campaign]
    counts: Mapping[str, int]


def asked(fields: Mapping[str, str]) -> Asked:
    """What an address asks for; what is not known is left out."""
    cycle, state, campaign = (fields.get(name, "") for name in ("cycle", "state", "campaign"))
    return Asked(
        cycle if cycle in Cycle.values else "",
        campaign if campaign.isdecimal() else "",
        state if state in PeriodState.values else "",
    )


def listing(actor: Actor, wanted: Asked, today: date) -> Listing:
    """The periods as asked for: as many queries as the overview, and two for campaigns with their phases.

    NotAllowed for units.
    """
    lines = overview.overview(actor)
    known = campaigns.all_campaigns()
    by_id = {campaign.pk: campaign for campaign in known}
    listed = [
        ListedPeriod(line, campaigns.phase_on(by_id[line.period.campaign_id], line.period.ends_on))
        for line in lines
    ]
    counts = {
        name: sum(name in (line.period.cycle, line.period.state) for line in lines)
        for name in (*Cycle.values, *PeriodState.values)
    }
    left = [each for each in listed if _is_wanted(each, wanted)]
    groups = [_group(cycle, left, today) for cycle in Cycle]
    return Listing([group for group in groups if group.begun or group.upcoming], known, counts)


def _is_wanted(each: ListedPeriod, wanted: Asked) -> bool:
    period = each.line.period
    return (
        wanted.cycle in {"", period.cycle}
        and wanted.campaign in {"", str(period.campaign_id)}
        and wanted.state in {"", period.state}
    )


def _group(cycle: Cycle, listed: Iterable[ListedPeriod], today: date) -> Group:
    mine = [each for each in listed if each.line.period.cycle == cycle]
    begun = [each for each in mine if each.line.period.starts_on <= today]
    upcoming = [each for each in reversed(mine) if each.line.period.starts_on > today]
    return Group(cycle, begun, upcoming)
