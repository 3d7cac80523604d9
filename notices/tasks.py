"""Scheduled jobs of the circulars."""

from celery import shared_task
from django.utils import timezone

from notices.services import automatic, outbox
from units.actors import Actor
from units.tasks import for_each_tenant


@shared_task(name="notices.draft_due_circulars")
def draft_due_circulars() -> None:
    """Every minute: draft circulars of newly closed periods, complete quarters and years, once (I6)."""

    def draft(actor: Actor) -> None:
        automatic.draft_due(actor=actor, at=timezone.now())

    for_each_tenant(draft)


@shared_task(name="notices.deliver_mail")
def deliver_mail() -> None:
    """Every minute: send what is due in the outbox of every tenant."""
    outbox.deliver_due(timezone.now())
