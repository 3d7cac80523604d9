"""Standards and their clauses, common to all tenants."""

from datetime import UTC
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from hazards.standards import SHORT, Confidence


class StandardQuerySet(models.QuerySet["Standard"]):
    """Queryset of standards."""

    def published(self) -> "StandardQuerySet":
        """Without drafts: what everybody may see and records may be judged by."""
        return self.filter(Q(entered=False) | Q(published_at__isnull=False))

    def drafts(self) -> "StandardQuerySet":
        """What those who keep the library are still writing."""
        return self.filter(entered=True, published_at__isnull=True)


class Standard(models.Model):
    """判定标准, one version of it; in force from `effective_from` to `effective_to`, both days included.

    By a `reference_only` one (检查事项清单) alone nothing is a major hazard. One that was `entered` by an
    administrator is a draft until `published_at`; a published one is never edited, only followed by a new
    version, which `revises` it. `changed_at` tells when the row or its clauses were last written.
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
    entered = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    # Of a shipped standard its file names the follower instead (`superseded_by`).
    revises = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="revisions"
    )

    objects: ClassVar[StandardQuerySet] = StandardQuerySet.as_manager()  # type: ignore[assignment]

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
            models.CheckConstraint(
                condition=Q(entered=True) | Q(published_at__isnull=True),
                name="standard_published_if_entered",
            ),
            models.UniqueConstraint(fields=["revises"], name="standard_revised_once"),
        ]
        indexes = [models.Index(fields=["sector", "effective_from"], name="standard_by_sector")]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"

    @property
    def is_draft(self) -> bool:
        """Whether only those who keep the library may see it."""
        return self.entered and self.published_at is None

    @property
    def version(self) -> str:
        """Tells a page loaded before the last change from one loaded after it."""
        return self.changed_at.astimezone(UTC).isoformat()


class CriterionQuerySet(models.QuerySet["Criterion"]):
    """Queryset of clauses."""

    def published(self) -> "CriterionQuerySet":
        """Without those of drafts: what records may be judged by."""
        return self.filter(Q(standard__entered=False) | Q(standard__published_at__isnull=False))


class Criterion(models.Model):
    """判定情形, one clause: its logic tree says which facts make a major hazard.

    `text` is the official wording, or a summary where the standard's confidence is below verbatim, or
    empty where the wording may not be passed on. `follows` is the code of the clause of the version before
    that this one was copied from.
    """

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=SHORT, unique=True)
    article = models.CharField(max_length=SHORT)
    scope = models.CharField(max_length=SHORT, blank=True)
    text = models.TextField(blank=True)
    logic = models.JSONField()
    notes = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField()
    follows = models.CharField(max_length=SHORT, blank=True)

    objects: ClassVar[CriterionQuerySet] = CriterionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["standard", "order"]
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return self.code
