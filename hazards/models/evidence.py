"""Photos and documents of a hazard record (佐证材料)."""

from django.db import models
from django.db.models import Q

from hazards.models.ledger import Hazard
from units.models import Unit, User
from units.scoping import TenantModel


class Stage(models.TextChoices):
    """What a file is evidence of."""

    FOUND = "found", "发现时"
    RECTIFIED = "rectified", "整改后"
    REINSPECTED = "reinspected", "复查时"


class Evidence(TenantModel):
    """One file of a record. `unit` repeats the hazard's unit for the wall.

    `original` is the file as it came; `shown` (a picture without what the camera wrote into it) and
    `thumbnail` are what others see; all three are names in the evidence storage that cannot be guessed.
    `recorded` keeps what the camera wrote (EXIF). `fingerprint` is a picture's perceptual hash, 16 hexadecimal
    digits. `round` counts how often the record had been sent back or reopened, so that after-photos of an
    earlier attempt do not pass for those of this one. A file taken out by mistake keeps its row.
    """

    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, related_name="evidence")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    round = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    original = models.CharField(max_length=100)
    shown = models.CharField(max_length=100, blank=True)
    thumbnail = models.CharField(max_length=100, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    fingerprint = models.CharField(max_length=16, blank=True)
    taken_at = models.DateTimeField(null=True)
    recorded = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    uploader = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploader_name = models.CharField(max_length=60)
    removed_at = models.DateTimeField(null=True)
    remover_name = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="evidence_stage_known"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | ~Q(remover_name=""),
                name="evidence_removed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "hazard", "id"], name="evidence_by_hazard"),
            models.Index(fields=["tenant", "digest"], name="evidence_by_digest"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def after_photos(cls, hazard: Hazard) -> models.QuerySet["Evidence"]:
        """The pictures taken at the present re-inspection of a record, without those taken out again."""
        return cls.objects.filter(
            hazard=hazard,
            stage=Stage.REINSPECTED,
            round=hazard.round,
            width__isnull=False,
            removed_at__isnull=True,
        )

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown on a page."""
        return self.width is not None
