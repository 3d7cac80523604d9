"""安委办 reads a unit's filing, and sends it back with its reason and comments on single cells."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports.models import Period
from reports.selectors import filing_review as reads
from reports.selectors import submissions as selectors
from reports.selectors.periods import period_by_label
from reports.services import submissions as services
from reports.views import filing_review_page
from reports.views.sent_version import sent_version
from units.errors import Conflict, Invalid
from units.http import TenantRequest
from units.models import Unit
from units.pages import tenant_page


@tenant_page()
def review(request: TenantRequest, label: str, unit_id: int) -> HttpResponse:
    """The reading page of one filing."""
    period, unit = _where(request, label, unit_id)
    return _page(request, period, unit, typed={})


@tenant_page("POST")
def return_filing(request: TenantRequest, label: str, unit_id: int) -> HttpResponse:
    """Send a filing back, from the reading page, the board or the form. A refusal keeps the words written."""
    period, unit = _where(request, label, unit_id)
    origin = request.POST.get("from", "")
    try:
        services.move(
            actor=request.actor,
            period=period,
            unit=unit,
            name="return",
            version=sent_version(request.POST.get("version", "")),
            at=timezone.now(),
            reason=request.POST.get("reason", ""),
            comments=filing_review_page.sent_comments(request.POST.dict()),
        )
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.message)
        if origin == "review":
            return _page(request, period, unit, typed=request.POST.dict(), status=refusal.status)
    else:
        messages.success(request, f"{unit.name}{period.title}调度表：已退回，原因已显示在该单位首页。")
    if origin == "board":
        return redirect("reports:board", request.tenant.slug, label)
    page = "reports:filing_review" if origin == "review" else "reports:form"
    return redirect(page, request.tenant.slug, label, unit_id)


def _where(request: TenantRequest, label: str, unit_id: int) -> tuple[Period, Unit]:
    return period_by_label(label), selectors.visible_unit(request.actor, unit_id)


def _page(
    request: TenantRequest, period: Period, unit: Unit, *, typed: Mapping[str, str], status: int = 200
) -> HttpResponse:
    shown = reads.review(request.actor, period, unit)
    context = filing_review_page.context(shown, now=timezone.now(), typed=typed)
    return render(request, "reports/filing_review.html", context, status=status)
