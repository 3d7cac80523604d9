"""Scheduled jobs of the dispatch."""

from celery import shared_task
from django.utils import timezone

from reports.services import closing
from units.actors import Actor
from units.tasks import for_each_tenant


@shared_task(name="reports.close_due_periods")
def close_due_periods() -> None:
    """Every minute: close what is due, in every tenant. Late or doubled ticks change nothing (I6)."""

    def close(actor: Actor) -> None:
        closing.close_due_periods(actor=actor, now=timezone.now())

    for_each_tenant(close)
