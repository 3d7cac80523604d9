"""Campaigns, their phases and periods."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from reports import schedule
from reports.models.forms import DispatchForm
from units.calendar import SHIFT_WORDS, Shift
from units.models import User
from units.scoping import TenantModel


class Campaign(TenantModel):
    """专项行动: periods are counted from `starts_on`; filings are due at the end of `cutoff_day`.

    `shift` says what becomes of a cutoff on a day that is not worked, when periods are made by rule.
    """

    name = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    cutoff_day = models.PositiveSmallIntegerField(default=24)
    shift = models.CharField(
        max_length=6,
        choices=[(each.value, words) for each, words in SHIFT_WORDS.items()],
        default=Shift.NONE.value,
    )

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "name"], name="campaign_name_once"),
            models.UniqueConstraint(fields=["tenant", "id"], name="campaign_tenant_and_id"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="campaign_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(cutoff_day__range=(1, 28)), name="campaign_cutoff_every_month"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Phase(TenantModel):
    """阶段 of a campaign (动员部署、集中排查 …)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="phases")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    ends_on = models.DateField()

    class Meta:
        ordering = ["campaign", "order"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "campaign", "order"], name="phase_order_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PeriodState(models.TextChoices):
    """A period takes filings until it is closed (I4)."""

    OPEN = "open", "填报中"
    CLOSED = "closed", "已关账"


class Cycle(models.TextChoices):
    """How often a series of periods is due (月调度、周调度), or that one was called for by hand (0904期)."""

    MONTHLY = "monthly", "月调度"
    WEEKLY = "weekly", "周调度"
    IRREGULAR = "irregular", "临时调度"


class Period(TenantModel):
    """期: `starts_on` … `ends_on` are its days; late from `cutoff_at`; closed by itself at `close_at`.

    `cycle` tells which periods follow each other: increments are taken against the one before of its cycle.
    `synthetic` marks demonstration data, `note` says where the figures come from.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="periods")
    form = models.ForeignKey(DispatchForm, on_delete=models.PROTECT, related_name="+")
    cycle = models.CharField(max_length=10, choices=Cycle.choices, default=Cycle.MONTHLY)
    label = models.CharField(max_length=20)
    title = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()
    cutoff_at = models.DateTimeField()
    close_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PeriodState.choices, default=PeriodState.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    synthetic = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-cutoff_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "label"], name="period_label_once"),
            models.UniqueConstraint(fields=["tenant", "id"], name="period_tenant_and_id"),
            models.CheckConstraint(condition=Q(cycle__in=Cycle.values), name="period_cycle_known"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="period_ends_after_start"),
            models.CheckConstraint(
                condition=Q(close_at__gte=F("cutoff_at")), name="period_closes_after_cutoff"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state="closed", closed_at__isnull=False),
                name="period_closed_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "close_at"], condition=Q(state="open"), name="period_due_to_close")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == PeriodState.OPEN

    def is_late_at(self, instant: datetime) -> bool:
        """Whether a filing made at `instant` is late."""
        return schedule.is_late(instant, self.cutoff_at)
