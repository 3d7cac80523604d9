"""Reminders to units."""

from django.db import models

from reports.models import Period
from units.models import Unit, User
from units.scoping import TenantModel


class Reminder(TenantModel):
    """催报: 安委办 asks a unit for what it still owes in a period. Shown to the unit until it is done.

    `key` makes the same reminder once; `sent_at` is set when it has left the house (mail).
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reminders")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    text = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="reminder_key_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.text}"
