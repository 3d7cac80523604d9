"""Standards and criteria, common to all tenants; a tenant's enterprises, hazard records and their trail."""

from django.db import models
from django.db.models import F, Q

from hazards import counting, life
from hazards.counting import Facts
from hazards.life import Status
from hazards.standards import SHORT, Confidence
from units.models import Unit, User
from units.scoping import TenantModel

STATUSES = [(status.value, label) for status, label in life.LABELS.items()]
REASONS = [(reason.value, label) for reason, label in counting.REASONS.items()]


class Standard(models.Model):
    """判定标准, one version of it; in force from `effective_from` to `effective_to`, both days included.

    By a `reference_only` one (检查事项清单) alone nothing is a major hazard.
    """

    code = models.CharField(max_length=SHORT, unique=True)
    title = models.CharField(max_length=SHORT)
    issuer = models.CharField(max_length=SHORT)
    number = models.CharField(max_length=SHORT)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    sector = models.CharField(max_length=SHORT)
    # The code of the version that follows, which need not be among those loaded.
    superseded_by = models.CharField(max_length=SHORT, blank=True)
    confidence = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Confidence])
    reference_only = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="standard_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(confidence__in=[level.value for level in Confidence]),
                name="standard_confidence_known",
            ),
        ]
        indexes = [models.Index(fields=["sector", "effective_from"], name="standard_by_sector")]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"


class Criterion(models.Model):
    """判定情形, one clause: its logic tree says which facts make a major hazard.

    `text` is the official wording, or a summary where the standard's confidence is below verbatim, or
    empty where the wording may not be passed on.
    """

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=SHORT, unique=True)
    article = models.CharField(max_length=SHORT)
    scope = models.CharField(max_length=SHORT, blank=True)
    text = models.TextField(blank=True)
    logic = models.JSONField()
    notes = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["standard", "order"]
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return self.code


class EnterpriseKind(models.TextChoices):
    """What the inspected body is; only producing or trading units can have a hazard that counts."""

    COMPANY = "company", "企业"
    SOLE_TRADER = "sole_trader", "个体工商户"
    OTHER = "other", "非生产经营单位"


class Enterprise(TenantModel):
    """An entry of the tenant's register. `uscc` is the 统一社会信用代码, empty when unknown."""

    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, blank=True)
    kind = models.CharField(max_length=12, choices=EnterpriseKind.choices, default=EnterpriseKind.COMPANY)
    sector = models.CharField(max_length=SHORT, blank=True)
    address = models.CharField(max_length=SHORT, blank=True)
    regulators = models.ManyToManyField(Unit, through="Regulation", related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "uscc"],
                condition=~Q(uscc="") & Q(merged_into__isnull=True),
                name="enterprise_uscc_once",
            ),
            models.UniqueConstraint(fields=["tenant", "id"], name="enterprise_tenant_and_id"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="enterprise_not_merged_into_itself",
            ),
            models.CheckConstraint(condition=Q(kind__in=EnterpriseKind.values), name="enterprise_kind_known"),
        ]
        indexes = [models.Index(fields=["tenant", "name"], name="enterprise_by_name")]

    def __str__(self) -> str:
        return self.name


class Regulation(TenantModel):
    """A unit that regulates an enterprise (行业主管或属地监管)."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "enterprise", "unit"], name="regulation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.enterprise}"


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
