"""How the organisation looks to API clients."""

from rest_framework import serializers

from units.models import Unit


class UnitSerializer(serializers.ModelSerializer[Unit]):
    """A unit: name, kind, printed order, whether it owes filings."""

    class Meta:
        model = Unit
        fields = ["id", "name", "kind", "order", "parent", "obliged", "is_active"]
        read_only_fields = fields
