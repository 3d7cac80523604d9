"""Campaigns, periods, dispatch forms, filings and snapshots."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from reports import schedule
from reports.snapshot import IndicatorSpec, SnapshotData, Timeliness
from reports.transitions import EDITABLE, LABELS, State
from units.models import Unit, User
from units.scoping import TenantModel

TIMELINESS_LABELS = {Timeliness.ON_TIME: "按时", Timeliness.LATE: "迟报", Timeliness.MISSING: "缺报"}


class Campaign(TenantModel):
    """专项行动: periods are counted from `starts_on`; filings are due at the end of `cutoff_day`."""

    name = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    cutoff_day = models.PositiveSmallIntegerField(default=24)

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


class DispatchForm(TenantModel):
    """调度表, one version of it. A form in use is never edited; a new version applies to later periods."""

    version = models.PositiveIntegerField()
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "version"], name="form_version_once"),
            models.UniqueConstraint(fields=["tenant", "id"], name="form_tenant_and_id"),
        ]

    def __str__(self) -> str:
        return f"{self.name} 第{self.version}版"

    def specs(self) -> tuple[IndicatorSpec, ...]:
        """The form's columns in printed order (one query unless prefetched)."""
        return tuple(indicator.spec for indicator in self.indicators.all())


class Indicator(TenantModel):
    """A column of a form, see `IndicatorSpec`."""

    form = models.ForeignKey(DispatchForm, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    group = models.JSONField()
    label = models.CharField(max_length=60)
    measure = models.CharField(max_length=10)
    decimals = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    not_for = models.JSONField(default=list)

    class Meta:
        ordering = ["form", "order"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "form", "code"], name="indicator_code_once"),
            models.UniqueConstraint(fields=["tenant", "form", "order"], name="indicator_order_once"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def spec(self) -> IndicatorSpec:
        return IndicatorSpec(
            code=self.code,
            order=self.order,
            group=tuple(self.group),
            label=self.label,
            measure=self.measure,
            decimals=self.decimals,
            note=self.note,
            not_for=tuple(self.not_for),
        )


class PeriodState(models.TextChoices):
    """A period takes filings until it is closed (I4)."""

    OPEN = "open", "填报中"
    CLOSED = "closed", "已关账"


class Period(TenantModel):
    """期: `starts_on` … `ends_on` are its days; late from `cutoff_at`; closed by itself at `close_at`.

    `synthetic` marks demonstration data, `note` says where the figures come from.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="periods")
    form = models.ForeignKey(DispatchForm, on_delete=models.PROTECT, related_name="+")
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


class Obligation(TenantModel):
    """A unit that owed a filing when the period was closed, and how it stood. Frozen with the period."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="obligations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    timeliness = models.CharField(max_length=10, choices=list(TIMELINESS_LABELS.items()))

    class Meta:
        ordering = ["period", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "period", "unit"], name="obligation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_timeliness_display()}"


class Submission(TenantModel):
    """A unit's filing for a period.

    `values` maps indicator codes to exact decimal strings; a missing key is an empty field. `nil` says
    that the unit expressly reported nothing new (I12). `version` grows with every change, so that a stale
    page is refused. `first_filed_at` decides on time or late; refiling after a return does not move it.
    """

    class Origin(models.TextChoices):
        TYPED = "typed", "在线填报"
        IMPORTED = "imported", "安委办导入"

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="submissions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(max_length=10, choices=list(LABELS.items()), default=State.DRAFT.value)
    nil = models.BooleanField(default=False)
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.TYPED)
    filled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    filled_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    filed_at = models.DateTimeField(null=True, blank=True)
    first_filed_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["period", "unit__order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "period", "unit"], name="submission_once"),
            models.CheckConstraint(
                condition=~Q(state="filed") | Q(filed_at__isnull=False, first_filed_at__isnull=False),
                name="submission_filed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""), name="submission_returned_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"

    @property
    def is_editable(self) -> bool:
        return State(self.state) in EDITABLE and self.period.is_open


class Snapshot(TenantModel):
    """The frozen state of a closed period, one revision of it (I4). Never changed, never deleted."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="snapshots")
    revision = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["period", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "period", "revision"], name="snapshot_revision_once"),
            models.UniqueConstraint(fields=["tenant", "id"], name="snapshot_tenant_and_id"),
        ]

    def __str__(self) -> str:
        return f"{self.period} 第{self.revision}版"

    @property
    def data(self) -> SnapshotData:
        """The content as the figures read it."""
        return SnapshotData.from_json(self.content)
