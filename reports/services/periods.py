"""Campaigns, dispatch forms and periods."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from reports import policies, schedule
from reports.models import Campaign, Cycle, DispatchForm, Period, Phase
from reports.schedule import PlannedPeriod
from reports.selectors import planning
from reports.selectors.planning import Fate, planned
from units import audit
from units.actors import Actor
from units.calendar import Shift
from units.days import full_day
from units.errors import Conflict, Invalid, NotAllowed

LABEL = re.compile(r"[\w-]{1,20}")
"""A label is part of addresses."""
LONGEST = timedelta(days=3653)
"""A campaign longer than ten years is taken for a slip of the pen (a wrong year)."""


@transaction.atomic
def create_campaign(
    *,
    actor: Actor,
    name: str,
    starts_on: date,
    ends_on: date,
    phases: Iterable[tuple[str, date]] = (),
    cutoff_day: int = 24,
    shift: Shift = Shift.NONE,
    at: datetime,
) -> Campaign:
    """Start a campaign; `phases` are (name, last day) in order, each after the one before, none after its end."""
    _require_set_up(actor)
    phases = list(phases)
    if not name.strip():
        raise Invalid("请写明专项行动的名称。")
    if ends_on < starts_on:
        raise Invalid(f"“{name}”的结束日期早于开始日期，请核对。")
    if ends_on - starts_on > LONGEST:
        raise Invalid(f"“{name}”长达{(ends_on - starts_on).days}天，超过十年，请核对年份。")
    if cutoff_day not in schedule.CUTOFF_DAYS:
        raise Invalid(f"报送截止日应为每月都有的1–28日，现为{cutoff_day}日。请另选一天。")
    _require_order(starts_on, ends_on, phases)
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(
                name=name, starts_on=starts_on, ends_on=ends_on, cutoff_day=cutoff_day, shift=shift.value
            )
    except IntegrityError:
        raise Conflict(f"已有名为“{name}”的专项行动，请换一个名称。") from None
    Phase.objects.bulk_create(
        Phase(campaign=campaign, order=order, name=phase, ends_on=last_day)
        for order, (phase, last_day) in enumerate(phases, start=1)
    )
    audit.record(
        actor=actor, at=at, action="campaign.created", about=campaign, summary=f"建立专项行动“{name}”"
    )
    return campaign


@transaction.atomic
def generate_periods(
    *,
    actor: Actor,
    campaign: Campaign,
    form: DispatchForm,
    at: datetime,
    cycle: Cycle = Cycle.MONTHLY,
    weekday: int = planning.SUNDAY,
    since: datetime | None = None,
    synthetic: bool = False,
) -> Sequence[Period]:
    """Create the campaign's monthly or weekly periods from its rule; weeks are due on `weekday` (ISO 8601).

    Those that exist already stay as they are; none is created before a period that is closed (I4), nor, when
    `since` is given, one that would be due by then: it would be closed at once. Invalid for irregular periods,
    which follow no rule, and for a weekday there is not.
    """
    _require_set_up(actor)
    if cycle is Cycle.IRREGULAR or weekday not in range(1, len(schedule.WEEKDAYS) + 1):
        raise Invalid("只有月调度和周调度按规则生成，周调度要选周一到周日中的一天。临时调度请逐期新增。")
    # Of two people who generate at the same time the second finds what the first has made.
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    created = [
        _create(campaign, form, each.plan, each.plan.cutoff_at, cycle, synthetic=synthetic)
        for each in planning.forecast(campaign, cycle, planned(campaign, cycle, weekday), since)
        if each.fate is Fate.NEW
    ]
    audit.record(
        actor=actor,
        at=at,
        action="periods.generated",
        about=campaign,
        summary=f"按规则生成{campaign.name}的{len(created)}期",
        detail={"cycle": cycle.value, "labels": [period.label for period in created]},
    )
    return created


@transaction.atomic
def create_period(
    *,
    actor: Actor,
    campaign: Campaign,
    form: DispatchForm,
    plan: PlannedPeriod,
    at: datetime,
    close_at: datetime | None = None,
    cycle: Cycle = Cycle.MONTHLY,
) -> Period:
    """Add one period by hand (label such as 0912期).

    Conflict when the label is taken, or when a later period of the campaign is closed already. `close_at`
    may leave a grace time after the cutoff in which late filings are still taken.
    """
    _require_set_up(actor)
    close_at = close_at or plan.cutoff_at
    if not LABEL.fullmatch(plan.label):
        raise Invalid("期号最多20个字，只能用汉字、字母、数字和连字符，例如0904期。")
    if plan.starts_on < campaign.starts_on or plan.ends_on > campaign.ends_on:
        first, last = full_day(campaign.starts_on), full_day(campaign.ends_on)
        raise Invalid(f"“{plan.label}”的统计区间超出了{campaign.name}（{first}至{last}），请核对。")
    if plan.ends_on < plan.starts_on or close_at < plan.cutoff_at:
        raise Invalid(f"“{plan.label}”的日期前后颠倒：开始不晚于结束，关账不早于截止。请核对。")
    if closed := planning.closed_from(campaign, cycle, plan.cutoff_at):
        raise Conflict(
            f"{closed.title}已经关账，不能在它之前再加一期“{plan.label}”。请把新的一期排在它之后。"
        )
    try:
        with transaction.atomic():
            period = _create(campaign, form, plan, close_at, cycle)
    except IntegrityError:
        raise Conflict(f"已有“{plan.label}”这一期，请换一个期号。") from None
    audit.record(
        actor=actor, at=at, action="period.created", about=period, summary=f"新增{campaign.name}{plan.title}"
    )
    return period


def _create(
    campaign: Campaign,
    form: DispatchForm,
    plan: PlannedPeriod,
    close_at: datetime,
    cycle: Cycle,
    *,
    synthetic: bool = False,
) -> Period:
    return Period.objects.create(
        campaign=campaign,
        form=form,
        cycle=cycle,
        label=plan.label,
        title=plan.title,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        cutoff_at=plan.cutoff_at,
        close_at=close_at,
        synthetic=synthetic,
    )


def _require_order(starts_on: date, ends_on: date, phases: Sequence[tuple[str, date]]) -> None:
    """Invalid unless each phase ends after the one before it, within the campaign."""
    before = starts_on
    for number, (name, last_day) in enumerate(phases):
        if last_day < before or last_day > ends_on or (number and last_day == before):
            raise Invalid(
                f"阶段“{name}”到{full_day(last_day)}结束，应晚于前一阶段、不晚于专项行动结束的{full_day(ends_on)}。"
            )
        before = last_day


def _require_set_up(actor: Actor) -> None:
    if not policies.may_set_up(actor):
        raise NotAllowed("专项行动、期次和调度表由安委办或管理员设置，请与他们联系。")
