"""更正 of closed periods: asking, deciding, and the revisions they led to."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports import policies
from reports.selectors import corrections as selectors
from reports.selectors import periods
from reports.selectors.submissions import visible_unit
from reports.services import corrections as services
from reports.services.submissions import InvalidFields
from reports.views import correction_page
from reports.views.sent_version import sent_version
from units.errors import Conflict, DomainError, Invalid, NotFound
from units.http import TenantRequest
from units.pages import tenant_page

_FIELD = "v-"


@tenant_page("GET", "HEAD", "POST")
def unit_corrections(request: TenantRequest, label: str, unit_id: int) -> HttpResponse:
    """A unit's corrections of one closed period: what waits, what was decided, and the form to ask for one."""
    period = periods.period_by_label(label)
    unit = visible_unit(request.actor, unit_id)
    if request.method != "POST":
        return _page(request, selectors.of_unit(request.actor, period, unit))
    entries = _entries(request)
    try:
        services.ask(
            actor=request.actor,
            period=period,
            unit=unit,
            known=sent_version(request.POST.get("known", "")),
            entries=entries,
            reason=request.POST.get("reason", ""),
            at=timezone.now(),
        )
    except Conflict as refusal:
        messages.error(request, refusal.message)
    except Invalid as refusal:
        return _page(request, selectors.of_unit(request.actor, period, unit), entries, refusal)
    else:
        messages.success(request, f"已提出{unit.name}{period.title}数据的更正申请，等待安委办审批。")
    return redirect("reports:correction", request.tenant.slug, label, unit_id)


@tenant_page("POST")
def decide(request: TenantRequest, label: str, unit_id: int) -> HttpResponse:
    """安委办 grants or refuses the request that the page showed."""
    period = periods.period_by_label(label)
    unit = visible_unit(request.actor, unit_id)
    asked = sent_version(request.POST.get("correction", ""))
    if not selectors.belongs(asked, period, unit):
        raise NotFound("没有这份更正申请。请从期次页重新进入。")
    answer = request.POST.get("answer", "")
    try:
        if request.POST.get("act") == "grant":
            snapshot = services.grant(
                actor=request.actor, correction_id=asked, answer=answer, at=timezone.now()
            )
            done = f"已更正{unit.name}{period.title}数据，生成快照第{snapshot.revision}版。"
        else:
            services.refuse(actor=request.actor, correction_id=asked, answer=answer, at=timezone.now())
            done = f"未同意更正{unit.name}{period.title}数据，理由已答复申请人。"
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("reports:correction", request.tenant.slug, label, unit_id)


@tenant_page()
def revisions(request: TenantRequest, label: str) -> HttpResponse:
    """A period's revisions and requests; people of a unit find their own requests."""
    period = periods.period_by_label(label)
    requests = selectors.requests(request.actor, period)
    context = {
        "period": period,
        "revisions": selectors.revisions(request.actor, period),
        "waiting": [each for each in requests if each.waits],
        "decided": [each for each in requests if not each.waits],
        "sees_all": policies.may_see_closed_figures(request.actor),
    }
    return render(request, "reports/revisions.html", context)


def _page(
    request: TenantRequest,
    found: selectors.UnitCorrections,
    entries: Mapping[str, str] | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    problems = refusal.problems if isinstance(refusal, InvalidFields) else {}
    context = {
        "period": found.period,
        "unit": found.unit,
        "found": found,
        "sections": correction_page.sections(found, entries or {}, problems),
        "reason": request.POST.get("reason", ""),
        "refusal": refusal,
        "own": found.unit.pk in request.actor.own_units,
        "max_text": services.MAX_TEXT,
    }
    return render(request, "reports/corrections.html", context, status=refusal.status if refusal else 200)


def _entries(request: TenantRequest) -> dict[str, str]:
    """What was typed, by indicator code."""
    fields = request.POST.items()
    return {name.removeprefix(_FIELD): str(text) for name, text in fields if name.startswith(_FIELD)}
