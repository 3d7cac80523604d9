"""What was issued, as printed, and what units did with it; the letterhead and the numbers of documents."""

from django.db import models

from notices.content import CircularContent
from notices.models.circulars import Circular, CircularKind
from units.models import Unit, User
from units.scoping import TenantModel


class LetterHead(TenantModel):
    """A tenant's own words on official documents: 机关代字 (荔安办), who gets copies, who prints. One per tenant."""

    mark = models.CharField("机关代字", max_length=20)
    copies = models.CharField("抄送机关", max_length=300, blank=True)
    printer = models.CharField("印发机关", max_length=120, blank=True)
    salutation = models.CharField("主送机关", max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant"], name="letter_head_once")]

    def __str__(self) -> str:
        return self.mark


class DocumentSeries(TenantModel):
    """The last document number given out in a year; no gaps, none twice. `start` is what paper had used before."""

    year = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField(default=0)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "year"], name="document_series_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class PublicationState(models.TextChoices):
    """Whether what was issued still holds."""

    IN_FORCE = "in_force", "有效"
    WITHDRAWN = "withdrawn", "已撤回"
    SUPERSEDED = "superseded", "已被替代"


class Publication(TenantModel):
    """An issued circular or letter as printed: all that units ever see of others' figures (I3). Text never changes.

    `content` holds words only, no figure keys; `annex` the printed table ({"title", "rows"…}), null without one;
    `sha256` is the digest of the Word file. `note` says why it was withdrawn, or by what it was replaced.
    Units see those that were delivered to them.
    """

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="publications")
    kind = models.CharField(max_length=10, choices=CircularKind.choices)
    document_number = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    content = models.JSONField()
    annex = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    reply_by = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=PublicationState.choices, default=PublicationState.IN_FORCE
    )
    note = models.CharField(max_length=300, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "id"], name="publication_tenant_and_id"),
            models.UniqueConstraint(fields=["tenant", "circular"], name="publication_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_number} {self.title}"

    @property
    def document(self) -> CircularContent:
        """The content as it is shown and rendered."""
        return CircularContent.from_json(self.content)


class Delivery(TenantModel):
    """What one unit received: when it signed for it (签收) and what it replied."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="deliveries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["publication", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "publication", "unit"], name="delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.publication}"
