"""What every API view shares."""

from typing import Any, cast

from rest_framework.pagination import PageNumberPagination
from rest_framework.viewsets import GenericViewSet

from units.actors import Actor
from units.http import TenantRequest


class Pages(PageNumberPagination):
    """Lists are cut into pages; a client may ask for up to 500 rows."""

    page_size_query_param = "page_size"
    max_page_size = 500


class TenantViewSet(GenericViewSet[Any]):
    """Base of all viewsets under `/api/v1/<tenant>/`: the person comes from the middleware.

    Methods that a subclass does not map are refused (405); what it maps asks a service or selector,
    which asks the policies.
    """

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return cast(TenantRequest, self.request._request).actor
