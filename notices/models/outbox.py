"""Mail to be sent: written with the change it tells of, delivered by a worker afterwards."""

from django.db import models

from units.scoping import TenantModel


class MailState(models.TextChoices):
    """How far a mail has got."""

    QUEUED = "queued", "待发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"


class OutboxMail(TenantModel):
    """One mail to one address. `key` makes the same mail once (I6); `message_id` stays the same in every attempt.

    `next_at` is when it is tried (again), `error` what the server said last.
    """

    key = models.CharField(max_length=120)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    message_id = models.CharField(max_length=120)
    state = models.CharField(max_length=6, choices=MailState.choices, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["next_at", "id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="outbox_mail_key_once")]
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(state="queued"), name="outbox_mail_due"),
        ]

    def __str__(self) -> str:
        return f"{self.to} {self.subject}"
