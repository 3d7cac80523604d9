"""Jobs of the ledger that no request waits for."""

from celery import shared_task
from django.utils import timezone

from hazards.services import import_jobs
from units.actors import Actor
from units.tasks import for_each_tenant


@shared_task(name=import_jobs.TASK)
def run_import(tenant_id: int, batch_id: int) -> None:
    """Check a ledger's rows, or store them: whatever this import waits for. Doubled calls change nothing."""
    import_jobs.run(tenant_id=tenant_id, batch_id=batch_id, at=timezone.now())


@shared_task(name="hazards.resume_imports")
def resume_imports() -> None:
    """Every minute: take up what a killed worker or a broker that was away left unfinished."""

    def resume(actor: Actor) -> None:
        import_jobs.resume(actor=actor, at=timezone.now())

    for_each_tenant(resume)
