"""The buttons of a period's page that draft a circular of one kind."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from notices.models import CircularKind
from notices.services import automatic
from reports.selectors import periods
from units.errors import Conflict, Invalid
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page("POST")
def document(request: TenantRequest, label: str) -> HttpResponse:
    """Draft the kind that was asked for, or find what was drafted; then its page."""
    period = periods.period_by_label(label)
    asked = request.POST.get("kind", CircularKind.MONTHLY.value)
    kind = next((each for each in automatic.OF_PERIODS if each.value == asked), None)
    if kind is None:
        raise Invalid("没有这一种通报。请从期次页的按钮起草。")
    try:
        circular = automatic.draft(actor=request.actor, period=period, kind=kind, at=timezone.now())
    except Conflict as refusal:
        messages.error(request, refusal.message)
        return redirect("notices:period", request.tenant.slug, label)
    messages.success(request, f"“{circular.title}”已起草，文中每个数字都可点开看算法和来源。")
    return redirect("notices:circular_page", request.tenant.slug, circular.pk)
