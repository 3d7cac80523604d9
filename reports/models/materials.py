"""材料报送: one-off papers a campaign asks its units for (方案, 动员部署情况, 总结)."""

from django.db import models
from django.db.models import Q

from reports.models.campaigns import Campaign
from units.models import Unit, User
from units.scoping import TenantModel


class MaterialTask(TenantModel):
    """A paper that is due once. Late from `due_at` on. `kinds` are the kinds of unit that owe it, all when empty."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="materials")
    name = models.CharField(max_length=60)
    demand = models.CharField(max_length=300, blank=True)
    kinds = models.JSONField(default=list, blank=True)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-due_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "campaign", "name"], name="material_task_once"),
            models.UniqueConstraint(fields=["tenant", "id"], name="material_task_tenant_and_id"),
        ]

    def __str__(self) -> str:
        return self.name


class MaterialFiling(TenantModel):
    """A unit's paper: one file, replaced by a newer one until 安委办 is content.

    A returned one has to be filed again; `first_filed_at` decides on time or late.
    """

    class State(models.TextChoices):
        FILED = "filed", "已报送"
        RETURNED = "returned", "已退回"

    task = models.ForeignKey(MaterialTask, on_delete=models.PROTECT, related_name="filings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.FILED)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=100)
    first_filed_at = models.DateTimeField()
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    return_reason = models.CharField(max_length=300, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["task", "unit__order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "task", "unit"], name="material_filing_once"),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""), name="material_returned_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.task}"
