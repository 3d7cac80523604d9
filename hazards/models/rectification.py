"""What happens while a hazard is rectified and after: extensions of the term, random checks of closed records."""

from django.db import models
from django.db.models import F, Q

from hazards.models.ledger import Hazard
from hazards.standards import SHORT
from units.models import Unit, User
from units.scoping import TenantModel


class Decision(models.TextChoices):
    """What became of a request."""

    PENDING = "pending", "待批"
    GRANTED = "granted", "同意"
    REFUSED = "refused", "不同意"


class Extension(TenantModel):
    """延期申请: a request to move the term, made on or before its last day, decided by 安委办.

    `unit` repeats the hazard's unit for the wall.
    """

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="extensions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    wanted_on = models.DateField()
    reason = models.CharField(max_length=SHORT)
    asked_at = models.DateTimeField()
    asker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asker_name = models.CharField(max_length=60)
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.PENDING)
    answer = models.CharField(max_length=SHORT, blank=True)
    decided_at = models.DateTimeField(null=True)
    decider = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decider_name = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "hazard"], condition=Q(decision="pending"), name="extension_one_pending"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=Decision.values), name="extension_decision_known"
            ),
            models.CheckConstraint(condition=Q(wanted_on__gt=F("due_on")), name="extension_is_later"),
            models.CheckConstraint(
                condition=Q(decision="pending", decided_at__isnull=True)
                | (~Q(decision="pending") & Q(decided_at__isnull=False) & ~Q(decider_name="")),
                name="extension_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hazard} {self.wanted_on}"


class Draw(TenantModel):
    """回头看: a random draw of closed records. `seed` and `population` let anybody draw the same again."""

    at = models.DateTimeField()
    drawer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    drawer_name = models.CharField(max_length=60)
    closed_from = models.DateField()
    closed_to = models.DateField()
    population = models.PositiveIntegerField()
    wanted = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=32)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "id"], name="draw_tenant_and_id"),
            models.CheckConstraint(
                condition=Q(closed_to__gte=F("closed_from")), name="draw_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closed_from}–{self.closed_to}"


class Finding(models.TextChoices):
    """What a second look found."""

    PENDING = "pending", "待核查"
    HELD = "held", "整改到位"
    RELAPSED = "relapsed", "整改不到位"


class SecondLook(TenantModel):
    """One closed record drawn, and what was found there. `unit` repeats the hazard's unit for the wall."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="looks")
    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="second_looks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    finding = models.CharField(max_length=8, choices=Finding.choices, default=Finding.PENDING)
    note = models.CharField(max_length=SHORT, blank=True)
    looked_at = models.DateTimeField(null=True)
    looker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    looker_name = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["draw", "order"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "draw", "hazard"], name="second_look_once_a_draw"),
            models.CheckConstraint(condition=Q(finding__in=Finding.values), name="second_look_finding_known"),
            models.CheckConstraint(
                condition=Q(finding="pending", looked_at__isnull=True)
                | (~Q(finding="pending") & Q(looked_at__isnull=False) & ~Q(looker_name="")),
                name="second_look_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw} {self.hazard}"
