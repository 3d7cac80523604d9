"""What closing a period freezes: duties, the snapshot and its later revisions; extensions before, corrections after."""

from django.db import models
from django.db.models import Q

from reports.models.campaigns import Period
from reports.snapshot import TIMELINESS_LABELS, SnapshotData
from units.models import Unit, User
from units.scoping import TenantModel


class Duty(models.TextChoices):
    """What a period owes: the ledger of hazards found (台账), and the dispatch table (调度表)."""

    LEDGER = "ledger", "台账"
    FORM = "form", "调度表"


class Obligation(TenantModel):
    """A duty a unit owed when the period was closed, and how it stood. Frozen with the period.

    `extended_until` and `extension_reason` repeat the extension granted, if any.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="obligations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=6, choices=Duty.choices, default=Duty.FORM)
    timeliness = models.CharField(
        max_length=10, choices=[(each.value, label) for each, label in TIMELINESS_LABELS.items()]
    )
    nil = models.BooleanField(default=False)
    extended_until = models.DateTimeField(null=True, blank=True)
    extension_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["period", "unit", "duty"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "period", "unit", "duty"], name="obligation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_duty_display()}{self.get_timeliness_display()}"


class DutyExtension(TenantModel):
    """延期: until when one unit may file a period's duties without being late, and why. Visible in rankings."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="extensions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    reason = models.CharField(max_length=200)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["period", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "period", "unit"], name="duty_extension_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="duty_extension_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.until}"


class Snapshot(TenantModel):
    """The frozen state of a closed period, one revision of it (I4). Never changed, never deleted.

    `reason` says why there is a later revision than the first; `changes` lists what it changed:
    [{"unit", "code", "label", "old", "new"}], texts.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="snapshots")
    revision = models.PositiveIntegerField()
    content = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=list, blank=True)
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


class Correction(TenantModel):
    """更正 of a unit's figures in a closed period: asked for, then granted or refused by another person (I4, I8).

    `changes` maps indicator codes to [old, new] texts; `snapshot` is the revision a granted one led to.
    """

    class State(models.TextChoices):
        ASKED = "asked", "待审批"
        GRANTED = "granted", "已更正"
        REFUSED = "refused", "未同意"

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="corrections")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    changes = models.JSONField()
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=300, blank=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "period", "unit"],
                condition=Q(state="asked"),
                name="correction_one_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True)
                | (~Q(state="asked") & Q(decided_at__isnull=False)),
                name="correction_decided_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(snapshot__isnull=False),
                name="correction_granted_has_snapshot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period} {self.get_state_display()}"
