"""The lock between filing and closing: what was filed is in the snapshot, or it was refused."""

from django.db import connection

from reports import locks
from reports.models import Period
from units.errors import Conflict
from units.scoping import current_tenant_id


def hold_open(period: Period) -> None:
    """Keep the period open until this transaction ends; Conflict when it is closed already.

    What may have changed while we waited is read anew: its state, and which form it asks for.

    A shared row lock: many units file at once, while closing, which locks the row exclusively, waits for
    them and is waited for. Django has no `FOR SHARE`, hence the statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, closed_at, form_id FROM reports_period WHERE tenant_id = %s AND id = %s FOR SHARE",
            [current_tenant_id(), period.pk],
        )
        period.state, period.closed_at, period.form_id = cursor.fetchone()
    require_open(period)


def require_open(period: Period) -> None:
    """Conflict when the period is closed, saying since when and whom to ask."""
    if period.closed_at is not None:
        tenant = period.tenant
        raise Conflict(locks.closed(period.title, period.closed_at, tenant.zone, tenant.office).message)


def lock(period_id: int) -> Period:
    """Lock a period for closing, waiting for the filings under way.

    Locked first and joined afterwards: a row that waited for a change of its form has no partner in the join
    begun before, and would not be found.
    """
    held = Period.objects.select_for_update().only("id").get(pk=period_id)
    return Period.objects.select_related("campaign", "form", "tenant").get(pk=held.pk)
