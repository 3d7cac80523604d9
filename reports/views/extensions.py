"""安委办 grants extensions of a period and takes them back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hazards.forms.fields import offer
from reports import policies
from reports.forms.extensions import ExtensionForm
from reports.models import Period
from reports.schedule import cutoff_text
from reports.selectors import deadlines, periods
from reports.selectors import submissions as selectors
from reports.services import extensions as services
from units.errors import Conflict, Invalid, NotAllowed
from units.http import TenantRequest
from units.pages import tenant_page
from units.selectors import obliged_units


@tenant_page("GET", "HEAD", "POST")
def page(request: TenantRequest, label: str) -> HttpResponse:
    """The extensions of a period; posting grants one. `?unit=` chooses a unit beforehand."""
    period = periods.period_by_label(label)
    if not policies.may_see_everything(request.actor):
        raise NotAllowed("延期由安委办办理。本单位的延期显示在“本单位”页。")
    form = ExtensionForm(request.POST or None, initial={"unit": request.GET.get("unit", "")})
    offer(form, "unit", [("", "请选择"), *((unit.pk, unit.name) for unit in obliged_units())])
    if form.is_bound and form.is_valid() and _grant(request, period, form):
        return redirect("reports:extensions", request.tenant.slug, label)
    context = {
        "period": period,
        "form": form,
        "now": timezone.now(),
        "extensions": sorted(
            deadlines.extensions(period).values(), key=lambda each: (each.unit.order, each.unit_id)
        ),
        "may_grant": policies.may_review(request.actor) and period.is_open,
    }
    status = 422 if form.errors else 200
    return render(request, "reports/extensions.html", context, status=status)


@tenant_page("POST")
def withdraw(request: TenantRequest, label: str, unit_id: int) -> HttpResponse:
    """Take a unit's extension back."""
    period = periods.period_by_label(label)
    unit = selectors.visible_unit(request.actor, unit_id)
    try:
        services.withdraw(actor=request.actor, period=period, unit=unit, at=timezone.now())
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"已取消{unit.name}{period.title}的延期。关账时间不变。")
    return redirect("reports:extensions", request.tenant.slug, label)


def _grant(request: TenantRequest, period: Period, form: ExtensionForm) -> bool:
    """Grant what the form asks for; a refusal is shown in the form."""
    unit = selectors.visible_unit(request.actor, form.cleaned_data["unit"])
    closes_before = period.close_at
    try:
        made = services.grant(
            actor=request.actor,
            period=period,
            unit=unit,
            until=form.until(request.tenant.zone),
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
    except (Conflict, Invalid) as refusal:
        form.add_error(None, refusal.message)
        return False
    zone = request.tenant.zone
    moved = (
        f"本期关账时间随之移到{cutoff_text(period.close_at, zone)}。"
        if period.close_at != closes_before
        else ""
    )
    messages.success(
        request,
        f"已准{unit.name}{period.title}延期至{cutoff_text(made.until, zone)}，该单位首页已显示。{moved}",
    )
    return True
