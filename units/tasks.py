"""Running a job in every tenant, each in its own scope and transaction."""

import logging
from collections.abc import Callable

from units.actors import Actor
from units.models import Tenant
from units.scoping import scope

logger = logging.getLogger(__name__)


def for_each_tenant(job: Callable[[Actor], object]) -> None:
    """Call `job` with the system's actor in each tenant's scope.

    One tenant's failure must not stop the others: it is logged with its trace and met again at the next
    tick, since what is due stays due until it is done.
    """
    for tenant in Tenant.objects.order_by("id"):
        try:
            with scope(tenant.pk):
                job(Actor.system(tenant.pk))
        except Exception:
            logger.exception("job %s failed in tenant %s", getattr(job, "__name__", job), tenant.slug)
