"""今晚24:00: who would be on time, late, missing or left out if nothing more came in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reports import policies
from reports.selectors import closing_preview, overview, periods
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page()
def tonight(request: TenantRequest, label: str) -> HttpResponse:
    """The dry run of closing an open period, at its cutoff or, from then on, now; with the button that closes it."""
    period = periods.period_by_label(label)
    now = timezone.now()
    preview = closing_preview.preview(request.actor, period, max(now, period.cutoff_at))
    context = {
        "period": period,
        "now": now,
        "preview": preview,
        "running": preview.running,
        "line": overview.line(request.actor, period),
        "before": periods.preceding(period),
        "past_cutoff": period.is_late_at(now),
        "may_draft": policies.may_review(request.actor),
    }
    return render(request, "reports/tonight.html", context)
