"""Site-wide jobs."""

from celery import shared_task

from config import health


@shared_task(name="config.heartbeat")
def heartbeat() -> None:
    """Beat knocked and a worker answered."""
    health.beat()
