"""The list of periods, moving one's deadline, and closing one."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports import policies
from reports.forms.periods import RescheduleForm
from reports.models import Cycle, Period, PeriodState
from reports.selectors import deadline_change, period_listing, periods
from reports.services.closing import close_period
from reports.services.rescheduling import annotate, changes, reschedule
from units.errors import Conflict, Invalid, NotAllowed
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page()
def period_list(request: TenantRequest) -> HttpResponse:
    """All periods by cycle with their dates, phases, states and counts, narrowed by the address."""
    asked = period_listing.asked(request.GET.dict())
    listing = period_listing.listing(request.actor, asked, timezone.localdate())
    context = {
        "listing": listing,
        "asked": asked,
        "cycles": [(each, listing.counts[each]) for each in Cycle],
        "states": [(each, listing.counts[each]) for each in PeriodState],
        "may_board": policies.may_see_everything(request.actor),
        "may_set_up": policies.may_set_up(request.actor),
    }
    return render(request, "reports/periods.html", context)


@tenant_page("GET", "HEAD", "POST")
def deadline(request: TenantRequest, label: str) -> HttpResponse:
    """Move an open period's cutoff and closing: first the consequence is told, then it is done."""
    if not policies.may_set_up(request.actor):
        raise NotAllowed("期次的截止和关账由安委办或管理员设置，请与他们联系。")
    period, now = periods.period_by_label(label), timezone.now()
    if request.method != "POST":
        return _deadline(request, period, RescheduleForm.of(period))
    form = RescheduleForm(request.POST, zone=request.tenant.zone)
    if not form.is_valid():
        return _deadline(request, period, form)
    instants = {name: form.cleaned_data[name] for name in ("cutoff_at", "close_at")}
    if not form.cleaned_data["confirmed"]:
        told = deadline_change.consequences(period, now=now, **instants)
        return _deadline(request, period, form, [*changes(period, **instants), *told])
    try:
        reschedule(actor=request.actor, period=period, reason=form.cleaned_data["reason"], at=now, **instants)
    except (Conflict, Invalid) as refusal:
        form.add_error(None, refusal.message)
        return _deadline(request, period, form)
    messages.success(request, f"{period.title}已改期：{'，'.join(changes(period, **instants))}。")
    return redirect("reports:periods", request.tenant.slug)


@tenant_page("POST")
def note(request: TenantRequest, label: str) -> HttpResponse:
    """Say where a period's figures come from."""
    period = periods.period_by_label(label)
    try:
        annotate(actor=request.actor, period=period, note=request.POST.get("note", ""), at=timezone.now())
    except Invalid as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"{period.title}的备注已存入。")
    return redirect("reports:period_deadline", request.tenant.slug, label)


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


def _deadline(
    request: TenantRequest, period: Period, form: RescheduleForm, told: Sequence[str] = ()
) -> HttpResponse:
    context = {"period": period, "form": form, "told": told}
    status = Invalid.status if form.errors else HttpResponse.status_code
    return render(request, "reports/period_deadline.html", context, status=status)
