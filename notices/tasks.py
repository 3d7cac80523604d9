"""Scheduled jobs of the circulars."""

from celery import shared_task
from django.utils import timezone

from notices import services
from notices.services import outbox
from units.actors import Actor
from units.tasks import for_each_tenant


@shared_task(name="notices.draft_due_circulars")
def draft_due_circulars() -> None:
    """Every minute: draft the circular of each newly closed period, in every tenant, once (I6)."""

    def draft(actor: Actor) -> None:
        services.draft_due_circulars(actor=actor, at=timezone.now())

    for_each_tenant(draft)


@shared_task(name="notices.deliver_mail")
def deliver_mail() -> None:
    """Every minute: send what is due in the outbox of every tenant."""
    outbox.deliver_due(timezone.now())
