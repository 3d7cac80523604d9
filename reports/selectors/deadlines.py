"""Until when each unit may file: the cutoff, or the extension it was granted."""

from collections.abc import Mapping
from datetime import datetime

from reports import standing
from reports.models import DutyExtension, Period


def extension_of(period: Period, unit_id: int) -> DutyExtension | None:
    """The extension a unit was granted in a period."""
    return DutyExtension.objects.filter(period=period, unit_id=unit_id).select_related("granted_by").first()


def of_unit(period: Period, unit_id: int) -> datetime:
    """The first instant that is late for this unit: the cutoff or its extension's end, whichever is later."""
    extension = extension_of(period, unit_id)
    return standing.deadline(period.cutoff_at, extension.until if extension else None)


def extensions(period: Period) -> Mapping[int, DutyExtension]:
    """The extensions of a period by unit (one query)."""
    found = DutyExtension.objects.filter(period=period).select_related("granted_by", "unit")
    return {each.unit_id: each for each in found}
