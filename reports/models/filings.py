"""What units file for a period: the dispatch table, its trail and evidence, and their word on the ledger."""

from django.db import models
from django.db.models import Q

from reports.models.campaigns import Period
from reports.transitions import EDITABLE, LABELS, State
from units.models import Unit, User
from units.scoping import TenantModel


class Submission(TenantModel):
    """A unit's filing for a period.

    `values` maps indicator codes to exact decimal strings; a missing key is an empty field. `nil` says
    that the unit expressly reported nothing new (I12). `version` grows with every change, so that a stale
    page is refused. `first_filed_at` decides on time or late; refiling after a return does not move it.
    `reasons` maps the key of a finding to {"about": the finding's message, "text": the reason given}; a
    reason answers only that message. `comments` are 安委办's words on single cells, by indicator code.
    """

    class Origin(models.TextChoices):
        TYPED = "typed", "在线填报"
        IMPORTED = "imported", "安委办导入"

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="submissions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(max_length=10, choices=list(LABELS.items()), default=State.DRAFT.value)
    nil = models.BooleanField(default=False)
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.TYPED)
    filled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    filled_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    filed_at = models.DateTimeField(null=True, blank=True)
    first_filed_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=300, blank=True)
    reasons = models.JSONField(default=dict, blank=True)
    comments = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["period", "unit__order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "period", "unit"], name="submission_once"),
            models.UniqueConstraint(fields=["tenant", "id"], name="submission_tenant_and_id"),
            models.CheckConstraint(
                condition=~Q(state="filed") | Q(filed_at__isnull=False, first_filed_at__isnull=False),
                name="submission_filed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""), name="submission_returned_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"

    @property
    def is_editable(self) -> bool:
        return State(self.state) in EDITABLE and self.period.is_open


class FilingEvent(TenantModel):
    """One entry of a filing's trail, never changed. `unit` repeats the filing's unit for the wall.

    `changes` maps indicator codes to [old, new] texts ("" is empty); `values` is the whole table as it stood
    after a filing, an import or a return, else null; `comments` are those given with a return.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="events")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=20)
    verb = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict, blank=True)
    comments = models.JSONField(default=dict, blank=True)
    values = models.JSONField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ["submission", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "submission", "number"], name="filing_event_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.by_name}"


class FieldEvidence(TenantModel):
    """佐证材料 of one field of a filing (annex 2, rules 7, 8, 9, 15). `unit` repeats the filing's unit for the wall.

    `stored` is the file's name in the evidence storage. A file taken out by mistake keeps its row.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="evidence")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=100)
    at = models.DateTimeField()
    uploader = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploader_name = models.CharField(max_length=60)
    removed_at = models.DateTimeField(null=True, blank=True)
    remover_name = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["tenant", "submission", "code"], name="field_evidence_by_field")]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | ~Q(remover_name=""),
                name="field_evidence_removed_by",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LedgerStatement(TenantModel):
    """A unit's word that its ledger of a period is complete (台账报齐), or that there is nothing to report (I12).

    `records` is how many hazards found in the period it had reported by then (条); `nil` only with none.
    Stating again after more was reported keeps `first_stated_at`, which decides on time or late.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="ledger_statements")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    nil = models.BooleanField(default=False)
    records = models.PositiveIntegerField()
    first_stated_at = models.DateTimeField()
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["period", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "period", "unit"], name="ledger_statement_once"),
            models.CheckConstraint(
                condition=Q(nil=False) | Q(records=0), name="ledger_statement_nil_is_none"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"
