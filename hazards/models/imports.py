"""A ledger workbook on its way into the ledger: what each of its rows says, checked and then stored."""

from django.db import models
from django.db.models import Q

from hazards.models.ledger import Hazard
from units.models import Unit, User
from units.scoping import TenantModel


class ImportState(models.TextChoices):
    """How far an import is."""

    CHECKING = "checking", "核对中"
    CHECKED = "checked", "待确认"
    STORING = "storing", "导入中"
    DONE = "done", "已导入"
    FAILED = "failed", "未能完成"


class LedgerImport(TenantModel):
    """One workbook. `unit` is the unit it was uploaded for, None when 安委办 imports for all units.

    `total` rows of the file, `done` of them dealt with in the present state: what the progress bar shows.
    A job that dies goes on from what is stored. `columns` maps fields to the letters of the file's columns.
    `files_them` says that sound rows are to be filed at once; all that is stored is stored as at
    `confirmed_at`, however long it takes.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    stored = models.CharField(max_length=100)
    uploader = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploader_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.CHECKING)
    columns = models.JSONField(default=dict)
    files_them = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "id"], name="ledger_import_tenant_and_id"),
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="ledger_import_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(failure=""), name="ledger_import_fails_with_words"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["storing", "done"]) | Q(confirmed_at__isnull=False),
                name="ledger_import_stored_when_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RowKind(models.TextChoices):
    """What a row comes to."""

    NEW = "new", "新增"
    CHANGED = "changed", "修改"
    UNCHANGED = "unchanged", "无变化"
    BAD = "bad", "有问题"


class ImportRow(TenantModel):
    """One row of a workbook. `number` is its row in the sheet; `values` what its cells say, by field.

    `changes` maps fields to [old, new] as shown; `problems` maps fields (or "" for the whole row) to what
    is wrong; `gaps` what would keep the record from being filed. `version` is that of the record compared
    with. Rows with the same `key` mean the same record. `unit` repeats the import's unit for the wall.
    """

    batch = models.ForeignKey(LedgerImport, on_delete=models.CASCADE, related_name="rows")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=RowKind.choices)
    hazard = models.ForeignKey(Hazard, on_delete=models.PROTECT, null=True, related_name="+")
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    problems = models.JSONField(default=dict)
    gaps = models.JSONField(default=dict)
    version = models.PositiveIntegerField(null=True)
    key = models.CharField(max_length=64, blank=True)
    stored = models.BooleanField(default=False)

    class Meta:
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "batch", "number"], name="import_row_once"),
            models.CheckConstraint(condition=Q(kind__in=RowKind.values), name="import_row_kind_known"),
        ]
        indexes = [
            models.Index(fields=["tenant", "batch", "kind", "number"], name="import_row_by_kind"),
            models.Index(fields=["tenant", "batch", "key"], name="import_row_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.number}"
