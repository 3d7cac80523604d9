"""A unit's dispatch form: filling, signing, filing, taking back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports.models import Period
from reports.selectors import periods
from reports.selectors import submissions as selectors
from reports.selectors.submissions import Filing
from reports.services import carrying, entry, reasons
from reports.services import submissions as services
from reports.services.submissions import InvalidFields
from reports.views import form_page
from reports.views.autosave import sent_form
from reports.views.sent_version import sent_version
from units.errors import Conflict, Invalid
from units.http import TenantRequest
from units.models import Unit
from units.pages import tenant_page

REASON = "reason:"
"""What the names of the page's boxes for reasons begin with; the finding's key follows."""
DONE = {
    "save": "已保存",
    "begin": "空着的项已带入上期累计数和台账数，请逐项核对，有变化的改成本期的数",
    "nil": "已作零报送声明，各项累计数沿用上期，请提请负责人审核",
    "submit": "已提请单位负责人审核",
    "sign": "已审核签字，还要点“报送”才算报出",
    "sign_and_file": "已签字并报送",
    "file": "已报送",
    "reopen": "已撤回，可以继续修改",
}


@tenant_page("GET", "HEAD", "POST")
def form(request: TenantRequest, label: str, unit_id: int) -> HttpResponse:
    """The form with the moves this person may make; posting fills it in and makes one of them."""
    period = periods.period_by_label(label)
    unit = selectors.visible_unit(request.actor, unit_id)
    if request.method != "POST":
        return _page(request, selectors.filing(request.actor, period, unit))
    try:
        _act(request, period, unit)
    except InvalidFields as refusal:
        filing = selectors.filing(request.actor, period, unit)
        return _page(
            request, filing, typed=request.POST.dict(), refused=refusal.problems, status=refusal.status
        )
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.message)
    return redirect("reports:form", request.tenant.slug, label, unit_id)


def _act(request: TenantRequest, period: Period, unit: Unit) -> None:
    """Store what was typed, then make the move that was asked for."""
    act = request.POST.get("act", "")
    if act not in DONE:
        raise Invalid("没有看懂要办什么。请刷新页面，再点一次按钮。")
    version = sent_version(request.POST.get("version", ""))
    version = _save_typed(request, period, unit, version)
    version = _give_reasons(request, period, unit, version)
    common: dict[str, Any] = {"actor": request.actor, "period": period, "unit": unit, "at": timezone.now()}
    if act == "begin":
        carrying.begin(version=version, **common)
    elif act == "nil":
        services.declare_nil(version=version, **common)
    elif act == "sign_and_file":
        services.sign_and_file(version=version, **common)
    elif act != "save":
        services.move(name=act, version=version, **common)
    messages.success(request, f"{unit.name}{period.title}调度表：{DONE[act]}。")


def _save_typed(request: TenantRequest, period: Period, unit: Unit, version: int) -> int:
    """Fields that differ from what is stored are saved first; who merely signs is not recorded as filler."""
    submission = selectors.submission_of(period, unit)
    stored = submission.values if submission else {}
    codes = [spec.code for spec in period.form.specs() if spec.code in request.POST]
    typed = {code: request.POST[code].strip() for code in codes}
    changed = {code: text for code, text in typed.items() if text != stored.get(code, "")}
    if not changed:
        return version
    saved = entry.save(
        actor=request.actor,
        period=period,
        unit=unit,
        form_id=sent_form(request.POST.get("form")),
        version=version,
        entries=changed,
        at=timezone.now(),
    )
    return saved.version


def _give_reasons(request: TenantRequest, period: Period, unit: Unit, version: int) -> int:
    """Reasons that differ from those stored: without scripts they come with the button."""
    submission = selectors.submission_of(period, unit)
    stored = submission.reasons if submission else {}
    for name in request.POST:
        key, text = name.removeprefix(REASON), request.POST[name]
        if key == name or text.strip() == stored.get(key, {}).get("text", ""):
            continue
        given = reasons.give(
            actor=request.actor,
            period=period,
            unit=unit,
            version=version,
            key=key,
            text=text,
            at=timezone.now(),
        )
        version = given.version
    return version


def _page(
    request: TenantRequest,
    filing: Filing,
    *,
    typed: Mapping[str, str] | None = None,
    refused: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = form_page.context(request, filing, now=timezone.now(), typed=typed or {}, refused=refused or {})
    return render(request, "reports/form.html", context, status=status)
