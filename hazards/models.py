"""Judgment standards and their criteria: reference tables common to all tenants, read by everybody."""

from django.db import models
from django.db.models import F, Q

from hazards.standards import SHORT, Confidence


class Standard(models.Model):
    """判定标准, one version of it; in force from `effective_from` to `effective_to`, both days included."""

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
