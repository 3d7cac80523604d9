"""The API of the organisation."""

from django.db.models import QuerySet
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from config.api import TenantViewSet
from units.models import Unit
from units.serializers import UnitSerializer


class UnitViewSet(ListModelMixin, RetrieveModelMixin, TenantViewSet):
    """The units of the tenant, in printed order. Names are no secret within a tenant; figures are."""

    serializer_class = UnitSerializer

    def get_queryset(self) -> QuerySet[Unit]:
        return Unit.objects.all()
