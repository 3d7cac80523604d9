"""Circulars drafted from snapshots."""

from django.db import models

from notices.content import CircularContent
from reports.models import Period, Snapshot
from units.models import User
from units.scoping import TenantModel


class Circular(TenantModel):
    """通报: drafted from one snapshot, which it cites. One draft per snapshot."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="circulars")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="circulars")
    title = models.CharField(max_length=200)
    content = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "snapshot"], name="circular_once_per_snapshot"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def document(self) -> CircularContent:
        """The content as it is shown and rendered."""
        return CircularContent.from_json(self.content)
