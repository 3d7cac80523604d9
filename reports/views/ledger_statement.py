"""The buttons “台账已报齐” and “零报告” of a unit's own page."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from reports.selectors import periods
from reports.selectors import submissions as selectors
from reports.services import ledger_statements
from units.errors import Conflict, Invalid
from units.http import TenantRequest
from units.pages import tenant_page

_NIL = {"nil": True, "complete": False}


@tenant_page("POST")
def state(request: TenantRequest, label: str, unit_id: int) -> HttpResponse:
    """State what the button says and go back to the unit's page."""
    period = periods.period_by_label(label)
    unit = selectors.visible_unit(request.actor, unit_id)
    asked = request.POST.get("say", "")
    if asked not in _NIL:
        raise Invalid("没有看懂要声明什么。请刷新页面，再点一次按钮。")
    try:
        made = ledger_statements.state(
            actor=request.actor, period=period, unit=unit, nil=_NIL[asked], at=timezone.now()
        )
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        words = ledger_statements.words(nil=made.nil, records=made.records)
        messages.success(request, f"{unit.name}{period.title}：{words}，已记入。")
    page = reverse("reports:unit_home", args=[request.tenant.slug])
    return redirect(f"{page}?{urlencode({'unit': unit.pk})}")
