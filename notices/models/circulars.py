"""Circulars and letters while they are written: templates, drafts, their versions, who checked and signed."""

from django.db import models
from django.db.models import Q

from notices.content import CircularContent
from reports.models import Period, Snapshot
from units.models import Unit, User
from units.scoping import TenantModel


class CircularKind(models.TextChoices):
    """What is written: circulars to all units, compiled from snapshots, and letters to one unit."""

    MONTHLY = "monthly", "月度调度通报"
    PROGRESS = "progress", "专项行动进展通报"
    QUARTERLY = "quarterly", "季度通报"
    YEARLY = "yearly", "年度通报"
    CHASE = "chase", "催报函"
    REMIND = "remind", "提醒函"
    SUPERVISE = "supervise", "督办函"
    INTERVIEW = "interview", "约谈通知书"

    @property
    def is_letter(self) -> bool:
        """Whether it goes to one unit and rests on no snapshot."""
        return self in {
            CircularKind.CHASE,
            CircularKind.REMIND,
            CircularKind.SUPERVISE,
            CircularKind.INTERVIEW,
        }


class CircularState(models.TextChoices):
    """Where a circular is on its way from the drafter over the reviewer to the signer."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    REVIEWED = "reviewed", "待签发"
    ISSUED = "issued", "已印发"
    WITHDRAWN = "withdrawn", "已撤回"
    SUPERSEDED = "superseded", "已被替代"


OPEN_STATES = (CircularState.DRAFT, CircularState.SUBMITTED, CircularState.REVIEWED)
"""States in which a circular may still be changed, or sent back to be changed."""


class CircularTemplate(TenantModel):
    """A tenant's own wording of a kind of circular, one version of it; the highest version holds.

    `source` is in the language of `notices/templating`. Without a row the shipped preset holds. Never changed:
    each save is the next version.
    """

    kind = models.CharField(max_length=10, choices=CircularKind.choices)
    version = models.PositiveIntegerField()
    source = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "kind", "version"], name="circular_template_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}模板第{self.version}版"


class Circular(TenantModel):
    """通报 or letter. A circular is drafted from one snapshot, which it cites; a letter goes to one `unit`.

    `content` is the text as it stands, `base` what the machine wrote last (to tell what people changed), `figures`
    the figures it was drafted with (`Figure.to_json`), of letters too. `edit` grows with every change, so that a
    stale page is refused. `span` names the time a quarterly or yearly one covers, empty otherwise.
    `number` and `year` make up its 发文字号 with the mark of the letterhead; they are given when it is signed.
    From then on nothing but `state` changes. `supersedes` is the issued one that this one replaces.
    """

    kind = models.CharField(max_length=10, choices=CircularKind.choices, default=CircularKind.MONTHLY)
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, null=True, blank=True, related_name="circulars"
    )
    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="circulars"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    span = models.CharField(max_length=40, blank=True)
    template_version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=CircularState.choices, default=CircularState.DRAFT)
    title = models.CharField(max_length=200)
    content = models.JSONField()
    base = models.JSONField(default=dict)
    figures = models.JSONField(default=list)
    edit = models.PositiveIntegerField(default=1)
    reply_by = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "id"], name="circular_tenant_and_id"),
            models.UniqueConstraint(
                fields=["tenant", "snapshot", "kind"],
                condition=Q(snapshot__isnull=False, supersedes__isnull=True) & ~Q(state="withdrawn"),
                name="circular_once_per_snapshot",
            ),
            models.UniqueConstraint(
                fields=["tenant", "supersedes"],
                condition=Q(supersedes__isnull=False) & ~Q(state="withdrawn"),
                name="circular_superseded_once",
            ),
            models.UniqueConstraint(fields=["tenant", "year", "number"], name="circular_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "reviewed"], number__isnull=True)
                | Q(state__in=["issued", "superseded"], number__isnull=False, issued_at__isnull=False)
                | Q(state="withdrawn"),
                name="circular_numbered_when_issued",
            ),
            models.CheckConstraint(
                condition=Q(snapshot__isnull=False) | Q(unit__isnull=False), name="circular_has_source"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def document(self) -> CircularContent:
        """The content as it is shown and rendered."""
        return CircularContent.from_json(self.content)

    @property
    def is_open(self) -> bool:
        """Whether it is still on its way to being issued."""
        return self.state in OPEN_STATES


class CircularVersion(TenantModel):
    """The text of a circular as it was at one time; never changed. `what` says how it came to be."""

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    what = models.CharField(max_length=100)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ["circular", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "circular", "number"], name="circular_version_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.circular} 第{self.number}稿"

    @property
    def document(self) -> CircularContent:
        """The content as it is shown and compared."""
        return CircularContent.from_json(self.content)


class CircularEvent(TenantModel):
    """A step of a circular with who took it, when and why; never changed."""

    class Action(models.TextChoices):
        DRAFTED = "drafted", "起草"
        REGENERATED = "regenerated", "按新数据更新"
        SUBMITTED = "submitted", "送审"
        RETURNED = "returned", "退回修改"
        REVIEWED = "reviewed", "审核通过"
        ISSUED = "issued", "签发"
        WITHDRAWN = "withdrawn", "撤回"
        SUPERSEDED = "superseded", "被替代"

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="events")
    action = models.CharField(max_length=12, choices=Action.choices)
    comment = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ["circular", "id"]

    def __str__(self) -> str:
        return f"{self.circular} {self.get_action_display()}"


class NumberAcceptance(TenantModel):
    """A finding of the number check that somebody accepted, with the reason. `key` tells findings apart by what
    they are about, so that it falls away when the words around the number change.
    """

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="acceptances")
    key = models.CharField(max_length=64)
    text = models.CharField(max_length=300)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ["circular", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "circular", "key"], name="number_acceptance_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="number_acceptance_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.circular} {self.text}"
