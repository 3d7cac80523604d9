"""One unit's table from Excel: the template to fill in, what a filled one would change, and storing it."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports import uploads
from reports.forms.uploads import TableUploadForm
from reports.models import Period
from reports.selectors import periods, templates
from reports.selectors import submissions as selectors
from reports.services import unit_import as services
from reports.uploads import Upload
from reports.views.imports import UNPROCESSABLE
from reports.views.sent_version import sent_version
from units.downloads import workbook
from units.errors import Conflict, Invalid
from units.http import TenantRequest
from units.models import Unit
from units.pages import tenant_page


@tenant_page()
def template(request: TenantRequest, label: str, unit_id: int) -> HttpResponse:
    """The unit's template with what is held already."""
    period = periods.period_by_label(label)
    unit = selectors.visible_unit(request.actor, unit_id)
    content = templates.of_unit(request.actor, period, unit)
    return workbook(content, f"{unit.name}{period.title}调度表（模板）.xlsx")


@tenant_page("GET", "HEAD", "POST")
def upload(request: TenantRequest, label: str, unit_id: int) -> HttpResponse:
    """The upload form; posting a file shows what it would change, and stores nothing."""
    period = periods.period_by_label(label)
    unit = selectors.visible_unit(request.actor, unit_id)
    if request.method != "POST":
        return _page(request, period, unit, TableUploadForm())
    form = TableUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, period, unit, form, status=UNPROCESSABLE)
    table = form.cleaned_data["table"]
    sent = Upload(table.name, table.read())
    try:
        reading = services.read(
            actor=request.actor, period=period, unit=unit, content=sent.content, filename=sent.filename
        )
    except Invalid as refusal:
        form.add_error("table", refusal.message)
        return _page(request, period, unit, form, status=UNPROCESSABLE)
    token = uploads.keep(request.actor, period.pk, sent)
    shown = {"reading": reading, "filename": sent.filename, "token": token}
    return _page(request, period, unit, TableUploadForm(), shown=shown)


@tenant_page("POST")
def accept(request: TenantRequest, label: str, unit_id: int) -> HttpResponse:
    """Store what was shown, and go back to the form."""
    period = periods.period_by_label(label)
    unit = selectors.visible_unit(request.actor, unit_id)
    token = request.POST.get("token", "")
    sent = uploads.find(request.actor, period.pk, token)
    try:
        services.accept(
            actor=request.actor,
            period=period,
            unit=unit,
            version=sent_version(request.POST.get("version", "")),
            content=sent.content,
            filename=sent.filename,
            at=timezone.now(),
        )
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.message)
        return redirect("reports:unit_import", request.tenant.slug, label, unit_id)
    uploads.drop(request.actor, period.pk, token)
    messages.success(request, f"已从“{sent.filename}”存入，请核对后提请审核。")
    return redirect("reports:form", request.tenant.slug, label, unit_id)


def _page(
    request: TenantRequest,
    period: Period,
    unit: Unit,
    form: TableUploadForm,
    *,
    status: int = 200,
    shown: Mapping[str, object] | None = None,
) -> HttpResponse:
    context = {"period": period, "unit": unit, "form": form, **(shown or {})}
    return render(request, "reports/unit_import.html", context, status=status)
