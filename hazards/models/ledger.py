"""Hazard records, their numbers and their trail."""

from django.db import models
from django.db.models import Q

from hazards import counting, life
from hazards.counting import Facts
from hazards.life import Status
from hazards.models.register import Enterprise, EnterpriseKind
from hazards.models.standards import Criterion
from hazards.standards import SHORT
from units.models import Unit, User
from units.scoping import TenantModel

STATUSES = [(status.value, label) for status, label in life.LABELS.items()]
REASONS = [(reason.value, label) for reason, label in counting.REASONS.items()]


class FoundBy(models.TextChoices):
    """Who found the hazard: the two columns of the dispatch form."""

    DEPARTMENT = "department", "部门检查"
    ENTERPRISE = "enterprise", "企业自查"


class Halt(models.TextChoices):
    """Whether production was stopped because of it."""

    NONE = "none", "未停产"
    PART = "part", "局部停产"
    WHOLE = "whole", "全部停产"


class NumberSeries(TenantModel):
    """The last hazard number given out in a year. Numbers are never used twice."""

    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "year"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.year}-{self.last:05d}"


class Hazard(TenantModel):
    """重大事故隐患: a record from discovery to close-out.

    A draft may lack anything but its unit and time. `number` is given at the first filing. `clause` keeps
    the clause as it was when filed (I2), whatever becomes of the library; `answers` maps paths of its
    conditions to {"value", "fact", "evidence"}. `version` grows with every change, so that a stale page is
    refused. The five 五落实 are `responsible`, `measures`, `funds` (万元), `due_on` and `plan`.
    `first_filed_at` decides whether the report was in time. `discovered_on` is the tenant's local day.
    """

    number = models.CharField(max_length=20, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="hazards")
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, null=True, blank=True, related_name="hazards"
    )
    place = models.CharField(max_length=SHORT, blank=True)
    sector = models.CharField(max_length=SHORT, blank=True)
    found_by = models.CharField(max_length=12, choices=FoundBy.choices, default=FoundBy.DEPARTMENT)
    inspectors = models.CharField(max_length=120, blank=True)
    discovered_at = models.DateTimeField()
    discovered_on = models.DateField()
    description = models.TextField(blank=True)
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    clause = models.JSONField(default=dict, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    responsible = models.CharField(max_length=60, blank=True)
    measures = models.TextField(blank=True)
    funds = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    plan = models.TextField(blank=True)
    halt = models.CharField(max_length=6, choices=Halt.choices, default=Halt.NONE)
    coordination = models.CharField(max_length=SHORT, blank=True)
    status = models.CharField(max_length=12, choices=STATUSES, default=Status.DRAFT.value)
    exclusion = models.CharField(max_length=20, choices=REASONS, blank=True)
    review_reason = models.CharField(max_length=SHORT, blank=True)
    version = models.PositiveIntegerField(default=0)
    first_filed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    failed_inspections = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-discovered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "number"], condition=~Q(number=""), name="hazard_number_once"
            ),
            models.UniqueConstraint(fields=["tenant", "id"], name="hazard_tenant_and_id"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]), name="hazard_status_known"
            ),
            models.CheckConstraint(condition=Q(found_by__in=FoundBy.values), name="hazard_finder_known"),
            models.CheckConstraint(
                condition=Q(status="excluded", exclusion__in=[reason.value for reason in counting.EXCLUSIONS])
                | (~Q(status="excluded") & Q(exclusion="")),
                name="hazard_excluded_for_a_known_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["excluded", "returned"]) | ~Q(review_reason=""),
                name="hazard_sent_back_with_words",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"])
                | (
                    Q(first_filed_at__isnull=False, criterion__isnull=False, enterprise__isnull=False)
                    & ~Q(number="")
                ),
                name="hazard_filed_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(number="", first_filed_at__isnull=True)
                | (~Q(number="") & Q(first_filed_at__isnull=False)),
                name="hazard_numbered_when_filed",
            ),
            models.CheckConstraint(
                condition=Q(funds__isnull=True) | Q(funds__gte=0), name="hazard_funds_positive"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "unit", "discovered_on"], name="hazard_by_unit_and_day"),
            models.Index(fields=["tenant", "status", "discovered_on"], name="hazard_by_status"),
            models.Index(fields=["tenant", "enterprise"], name="hazard_by_enterprise"),
        ]

    def __str__(self) -> str:
        return self.number or f"草稿{self.pk}"

    @property
    def round(self) -> int:
        """How often the record was sent back to rectification or reopened: photos belong to one round."""
        return self.failed_inspections + self.reopened

    @property
    def facts(self) -> Facts:
        """What counting asks of this record."""
        return Facts(
            status=Status(self.status),
            discovered_on=self.discovered_on,
            first_filed_at=self.first_filed_at,
            excluded_for=counting.Reason(self.exclusion) if self.exclusion else None,
            is_enterprise=self.enterprise is not None and self.enterprise.kind != EnterpriseKind.OTHER,
        )


class HazardEvent(TenantModel):
    """One step in a hazard's life, signed by a person and a time. Append-only (I8).

    `verb` is the move's or the edit's word; `changes` maps field names to [old, new] as shown to people.
    `unit` repeats the hazard's unit for the wall.
    """

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="events")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=60)
    verb = models.CharField(max_length=20)
    status = models.CharField(max_length=12, choices=STATUSES)
    reason = models.CharField(max_length=SHORT + 20, blank=True)
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["tenant", "hazard", "id"], name="hazard_event_by_hazard")]

    def __str__(self) -> str:
        return f"{self.hazard} {self.verb}"
