"""Versions of the dispatch form, their columns, and the rules a filing is checked by."""

from django.db import models
from django.db.models import Q

from reports.snapshot import SOURCE_LABELS, IndicatorSpec, Source
from units.models import User
from units.scoping import TenantModel


class DispatchForm(TenantModel):
    """调度表, one version of it: a draft until it is published, from then on never edited.

    A published version applies to the periods that point to it; older periods keep theirs.
    """

    version = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

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
    not_for = models.JSONField(default=list, blank=True)
    cumulative = models.BooleanField(default=True)
    source = models.CharField(
        max_length=12,
        choices=[(each.value, label) for each, label in SOURCE_LABELS.items()],
        default=Source.TYPED.value,
    )
    evidence = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["form", "order"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "form", "code"], name="indicator_code_once"),
            models.CheckConstraint(
                condition=Q(source__in=[each.value for each in Source]), name="indicator_source_known"
            ),
            models.UniqueConstraint(fields=["tenant", "form", "order"], name="indicator_order_once"),
        ]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def of(cls, form: DispatchForm, spec: IndicatorSpec) -> "Indicator":
        """A column of the form as it is stored; `spec` reads it back."""
        return cls(
            form=form,
            code=spec.code,
            order=spec.order,
            group=list(spec.group),
            label=spec.label,
            measure=spec.measure,
            decimals=spec.decimals,
            note=spec.note,
            not_for=list(spec.not_for),
            cumulative=spec.cumulative,
            source=spec.source.value,
            evidence=spec.evidence,
        )

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
            cumulative=self.cumulative,
            source=Source(self.source),
            evidence=self.evidence,
        )


class Rule(TenantModel):
    """校验规则: what must hold in a filing, as data (`reports/rules.py` evaluates it).

    `expression` must hold, once for the table (`subject` form) or for each of its columns (each). `kinds` are
    the kinds of unit it applies to, all when empty. What `office_only` rules find is a hint to 安委办 that the
    unit never sees. `basis` says where the rule comes from. A rule that is off finds nothing.
    """

    class Subject(models.TextChoices):
        FORM = "form", "整张表"
        EACH = "each", "逐项指标"

    class Severity(models.TextChoices):
        BLOCK = "block", "不改正不能报送"
        REASON = "reason", "要说明原因"
        HINT = "hint", "提示核对"

    code = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=60)
    kinds = models.JSONField(default=list, blank=True)
    subject = models.CharField(max_length=6, choices=Subject.choices, default=Subject.FORM)
    expression = models.CharField(max_length=300)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    office_only = models.BooleanField(default=False)
    message = models.CharField(max_length=200)
    basis = models.CharField(max_length=120, blank=True)
    is_on = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "code"], name="rule_code_once"),
            models.CheckConstraint(
                condition=Q(office_only=False) | Q(severity="hint"), name="rule_office_only_is_a_hint"
            ),
        ]

    def __str__(self) -> str:
        return self.title
