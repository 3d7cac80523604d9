"""A tenant's register of enterprises and who regulates them."""

from django.db import models
from django.db.models import F, Q

from hazards.standards import SHORT
from units.models import Unit
from units.scoping import TenantModel


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
