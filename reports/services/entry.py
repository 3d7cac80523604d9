"""What the entry page saves: only onto the version of the form that it shows."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from reports import locking, locks
from reports.models import Period, Submission
from reports.services import submissions
from units.actors import Actor
from units.errors import Conflict
from units.models import Unit


class FormChanged(Conflict):
    """The page shows a version of the form that the period no longer asks for."""


@transaction.atomic
def save(
    *,
    actor: Actor,
    period: Period,
    unit: Unit,
    form_id: int | None,
    version: int,
    entries: Mapping[str, str],
    at: datetime,
) -> Submission:
    """Store what was typed on a page of the form `form_id`, see `submissions.save_values`.

    FormChanged when the period has been moved to another version of the form since. None asks nothing.
    """
    require_form(period, form_id)
    return submissions.save_values(
        actor=actor, period=period, unit=unit, version=version, entries=entries, at=at
    )


def require_form(period: Period, form_id: int | None) -> None:
    """FormChanged, in the caller's transaction, unless the period still asks for the form the page shows."""
    if form_id is None:
        return
    locking.hold_open(period)
    current = Period.objects.select_related("form").get(pk=period.pk).form
    if current.pk != form_id:
        zone = period.tenant.zone
        raise FormChanged(
            locks.form_changed(period.title, current.version, current.published_at, zone).message
        )
