"""The request as views under `/<tenant>/…` see it."""

from django.http import HttpRequest

from units.actors import Actor
from units.models import Tenant


class TenantRequest(HttpRequest):
    """A request the tenant middleware has let in."""

    tenant: Tenant
    actor: Actor
