"""Who to chase in a period, and the button that reminds them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from notices import policies
from notices.selectors import reminders as reads
from notices.services.reminders import Reminded, remind
from reports.selectors import periods
from units.errors import Conflict, Invalid
from units.http import TenantRequest
from units.pages import tenant_page

_DIGITS = 9


@tenant_page()
def chase(request: TenantRequest, label: str) -> HttpResponse:
    """The units that owe something, the most overdue first, with their people and the last reminder."""
    period = periods.period_by_label(label)
    now = timezone.now()
    context = {
        "period": period,
        "now": now,
        "chased": reads.chase(request.actor, period, now=now),
        "may_remind": policies.may_remind(request.actor) and period.is_open,
    }
    return render(request, "notices/chase.html", context)


@tenant_page("POST")
def send(request: TenantRequest, label: str) -> HttpResponse:
    """Remind the units chosen, then back to where the button was."""
    period = periods.period_by_label(label)
    chosen = {int(text) for text in request.POST.getlist("unit") if text.isdecimal() and len(text) <= _DIGITS}
    try:
        done = remind(actor=request.actor, period=period, unit_ids=chosen, at=timezone.now())
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.message)
    else:
        _tell(request, done)
    page = "reports:board" if request.POST.get("from") == "board" else "notices:chase"
    return redirect(page, request.tenant.slug, label)


def _tell(request: TenantRequest, done: Reminded) -> None:
    if done.made:
        names = "、".join(done.made)
        messages.success(request, f"已登记催报{len(done.made)}家，单位登录后可见：{names}。")
    if done.again:
        names = "、".join(done.again)
        messages.warning(request, f"今天已经就同样的事项催报过，不再重复：{names}。")
