"""佐证材料 of single fields of a table: adding, sending, taking out."""

from collections.abc import Sequence
from typing import Any, cast

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone

from reports import policies
from reports.models import Period
from reports.selectors import field_evidence as reads
from reports.selectors import periods, submissions
from reports.services import field_evidence as services
from reports.views import form_findings
from units.errors import DomainError, Invalid
from units.http import TenantRequest
from units.models import Unit
from units.pages import tenant_page

FILES = "files-"
"""What the names of the page's file inputs begin with; the field's code follows."""


@tenant_page("POST")
def add(request: TenantRequest, label: str, unit_id: int) -> HttpResponse:
    """Put files to one field. Scripts get {"html", "findings"} or {"message"}, others the form's page."""
    period = periods.period_by_label(label)
    unit = submissions.visible_unit(request.actor, unit_id)
    code = request.POST.get("code", "")
    try:
        files: list[Any] = request.FILES.getlist(f"{FILES}{code}")
        if not files:
            raise Invalid("还没有选择文件，请先选择照片或文档。")
        outcome = services.attach_all(
            actor=request.actor, period=period, unit=unit, code=code, files=files, at=timezone.now()
        )
    except DomainError as refusal:
        return _refused(request, period, unit, refusal)
    if outcome.added:
        names = "、".join(each.name for each in outcome.added)
        return _changed(request, period, unit, code, f"已上传{names}。", outcome.refused)
    return _refused(request, period, unit, Invalid("".join(outcome.refused)))


@tenant_page("POST")
def remove(request: TenantRequest, label: str, unit_id: int, file: int) -> HttpResponse:
    """Take one file out again; answers like `add`."""
    period = periods.period_by_label(label)
    unit = submissions.visible_unit(request.actor, unit_id)
    try:
        removed = services.remove(
            actor=request.actor, period=period, unit=unit, evidence_id=file, at=timezone.now()
        )
    except DomainError as refusal:
        return _refused(request, period, unit, refusal)
    return _changed(request, period, unit, removed.code, f"已撤下“{removed.name}”。")


@csp_replace({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": []})
@tenant_page()
def send(request: TenantRequest, label: str, unit_id: int, file: int) -> HttpResponse:
    """One file, passed through piece by piece: pictures to be seen, documents to be saved."""
    period = periods.period_by_label(label)
    unit = submissions.visible_unit(request.actor, unit_id)
    found = reads.file(request.actor, period, unit, file)
    media_type = found.evidence.media_type
    response = FileResponse(
        found.content,
        as_attachment=not media_type.startswith("image/"),
        filename=found.evidence.name,
        content_type=media_type,
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # A streaming answer is none of Django's HttpResponse by type, though it is served like one.
    return cast(HttpResponse, response)


def _by_script(request: TenantRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _changed(
    request: TenantRequest, period: Period, unit: Unit, code: str, words: str, refused: Sequence[str] = ()
) -> HttpResponse:
    """The field's files as they are now, and what the rules find since."""
    if not _by_script(request):
        messages.success(request, words)
        for each in refused:
            messages.error(request, each)
        return redirect("reports:form", request.tenant.slug, period.label, unit.pk)
    filing = submissions.filing(request.actor, period, unit)
    context = {
        "tenant": request.tenant,
        "period": period,
        "unit": unit,
        "actor": request.actor,
        "code": code,
        "files": reads.of_field(period, unit, code),
        "editable": filing.may_edit,
    }
    return JsonResponse(
        {
            "html": render_to_string("reports/parts/form_files.html", context, request),
            "findings": form_findings.shown(filing.findings, filing.submission.reasons),
            "message": "".join(refused),
        }
    )


def _refused(request: TenantRequest, period: Period, unit: Unit, refusal: DomainError) -> HttpResponse:
    """Refusals that concern the page are told on it; those that concern the person are the error page's."""
    if _by_script(request):
        return JsonResponse({"message": refusal.message}, status=refusal.status)
    if not policies.may_fill(request.actor, unit.pk):
        raise refusal
    messages.error(request, refusal.message)
    return redirect("reports:form", request.tenant.slug, period.label, unit.pk)
