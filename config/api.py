"""What every API view shares."""

from typing import Any, cast

from rest_framework.viewsets import GenericViewSet

from units.actors import Actor
from units.http import TenantRequest


class TenantViewSet(GenericViewSet[Any]):
    """Base of all viewsets under `/api/v1/<tenant>/`: the person comes from the middleware.

    Methods that a subclass does not map are refused (405); what it maps asks a service or selector,
    which asks the policies.
    """

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return cast(TenantRequest, self.request._request).actor
