"""The list of periods, and closing one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports import policies
from reports.selectors import overview, periods
from reports.services.closing import close_period
from units.errors import Conflict
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page()
def period_list(request: TenantRequest) -> HttpResponse:
    """All periods with their dates, states and counts."""
    lines = overview.overview(request.actor)
    today = timezone.localdate()
    context = {
        "lines": [line for line in lines if line.period.starts_on <= today],
        "upcoming": [line for line in reversed(lines) if line.period.starts_on > today],
        "may_board": policies.may_see_everything(request.actor),
    }
    return render(request, "reports/periods.html", context)


@tenant_page("POST")
def close(request: TenantRequest, label: str) -> HttpResponse:
    """安委办 closes the period; closing it twice changes nothing."""
    period = periods.period_by_label(label)
    try:
        snapshot = close_period(actor=request.actor, period=period, at=timezone.now())
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        filed = len(snapshot.data.filed)
        messages.success(
            request,
            f"{period.title}已关账：应报{len(snapshot.data.units)}家，已报{filed}家，数据已冻结为快照第{snapshot.revision}版。",
        )
    return redirect("notices:period", request.tenant.slug, label)
