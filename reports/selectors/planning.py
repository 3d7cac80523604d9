"""Which periods a campaign's rule would add, and why not the others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from reports import schedule
from reports.models import Campaign, Cycle, Period, PeriodState
from reports.schedule import PlannedPeriod
from units import selectors as units
from units.calendar import NoWorkingDay, Shift
from units.errors import Invalid

SUNDAY = 7


class Fate(Enum):
    """What becomes of a planned period."""

    NEW = "new"
    EXISTS = "exists"
    TAKEN = "taken"
    BEFORE_CLOSED = "before_closed"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Forecast:
    """A planned period and its fate; `standing` is the period in its way, if any."""

    plan: PlannedPeriod
    fate: Fate
    standing: Period | None = None

    @property
    def words(self) -> str:
        """The fate as the preview tells it."""
        if self.fate is Fate.OVER:
            return "不新增：截止时间已经过去，一建就会关账，各单位全部缺报"
        if self.standing is None:
            return "将新增"
        if self.fate is Fate.TAKEN:
            return f"不新增：期号已被“{self.standing.campaign.name}”占用"
        if self.fate is Fate.BEFORE_CLOSED:
            return f"不新增：{self.standing.title}已经关账，不能在它之前再加一期"
        return "已有，保持不变"


def planned(
    campaign: Campaign, cycle: Cycle = Cycle.MONTHLY, weekday: int = SUNDAY
) -> Iterator[PlannedPeriod]:
    """The periods that the campaign's rule yields in its tenant's time zone; weeks are due on `weekday`.

    Deadlines on days of rest move as the campaign says, by the tenant's calendar (one query if they may).
    """
    zone, days = campaign.tenant.zone, (campaign.starts_on, campaign.ends_on)
    if cycle is Cycle.WEEKLY:
        return schedule.weekly(*days, weekday, zone, _shifted(campaign))
    return schedule.monthly(*days, campaign.cutoff_day, zone, _shifted(campaign))


def _shifted(campaign: Campaign) -> schedule.Shifted:
    shift = Shift(campaign.shift)
    if shift is Shift.NONE:
        return schedule.unmoved
    calendar = units.calendar_of(campaign.tenant)

    def shifted(day: date) -> date:
        try:
            return calendar.shifted(day, shift)
        except NoWorkingDay as error:
            raise Invalid(str(error)) from None

    return shifted


def forecast(
    campaign: Campaign, cycle: Cycle, plans: Iterable[PlannedPeriod], since: datetime | None = None
) -> Sequence[Forecast]:
    """The fate of each plan, in two queries. What is due at `since` or before is over, unless none is given."""
    standing = {period.label: period for period in Period.objects.select_related("campaign")}
    closed = _last_closed(campaign, cycle)
    found = (_forecast(campaign, plan, standing.get(plan.label), closed) for plan in plans)
    return [
        Forecast(each.plan, Fate.OVER)
        if since is not None and each.fate is Fate.NEW and each.plan.cutoff_at <= since
        else each
        for each in found
    ]


def closed_from(campaign: Campaign, cycle: Cycle, cutoff_at: datetime) -> Period | None:
    """A closed period due at this instant or later whose increments would refer to one put in here (I4).

    Monthly periods follow monthly ones and weekly follow weekly; an irregular one follows whatever came before.
    """
    closed = _last_closed(campaign, cycle)
    return closed if closed is not None and closed.cutoff_at >= cutoff_at else None


def _last_closed(campaign: Campaign, cycle: Cycle) -> Period | None:
    found = Period.objects.filter(
        campaign=campaign, state=PeriodState.CLOSED, cycle__in={cycle, Cycle.IRREGULAR}
    )
    return found.order_by("-cutoff_at", "-id").first()


def _forecast(
    campaign: Campaign, plan: PlannedPeriod, standing: Period | None, closed: Period | None
) -> Forecast:
    if standing is not None:
        return Forecast(plan, Fate.EXISTS if standing.campaign_id == campaign.pk else Fate.TAKEN, standing)
    if closed is not None and closed.cutoff_at >= plan.cutoff_at:
        return Forecast(plan, Fate.BEFORE_CLOSED, closed)
    return Forecast(plan, Fate.NEW)
