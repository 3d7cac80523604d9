"""Importing a table of all units: upload, see what would be stored, accept."""

from pathlib import PurePath

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports import policies, uploads
from reports.forms.uploads import TableUploadForm
from reports.models import Period
from reports.selectors import periods, templates
from reports.services import importing
from reports.uploads import Upload
from reports.views import import_rows
from units.downloads import workbook
from units.errors import Invalid, NotAllowed
from units.http import TenantRequest
from units.pages import tenant_page

UNPROCESSABLE = 422


@tenant_page("GET", "HEAD", "POST")
def import_table(request: TenantRequest, label: str) -> HttpResponse:
    """The upload form; posting a file shows every row and every problem, and stores nothing."""
    if not policies.may_review(request.actor):
        raise NotAllowed("整表导入由安委办办理。本单位的数据请在填报页填写。")
    period = periods.period_by_label(label)
    if request.method != "POST":
        return render(request, "reports/import.html", {"period": period, "form": TableUploadForm()})
    form = TableUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, period, form)
    table = form.cleaned_data["table"]
    upload = Upload(table.name, table.read())
    try:
        reading = importing.read(
            actor=request.actor, period=period, content=upload.content, filename=upload.filename
        )
    except Invalid as refusal:
        form.add_error("table", refusal.message)
        return _again(request, period, form)
    context = {
        "period": period,
        "form": TableUploadForm(),
        "reading": reading,
        "filename": upload.filename,
        "rows": import_rows.compared(reading, period.form.specs()),
        "specs": period.form.specs(),
        "token": uploads.keep(request.actor, period.pk, upload),
    }
    return render(request, "reports/import.html", context)


@tenant_page("POST")
def accept(request: TenantRequest, label: str) -> HttpResponse:
    """Store what was shown: all rows, or the good ones if that was expressly chosen."""
    period = periods.period_by_label(label)
    token = request.POST.get("token", "")
    upload = uploads.find(request.actor, period.pk, token)
    try:
        reading = importing.import_table(
            actor=request.actor,
            period=period,
            content=upload.content,
            filename=upload.filename,
            accept_good=request.POST.get("act") == "good",
            at=timezone.now(),
        )
    except Invalid as refusal:
        messages.error(request, refusal.message)
        return redirect("reports:import", request.tenant.slug, label)
    uploads.drop(request.actor, period.pk, token)
    left = f"，有问题的{len({p.unit for p in reading.problems})}家没有存入" if reading.problems else ""
    messages.success(
        request, f"已从“{upload.filename}”存入{len(reading.ready)}家单位的{period.title}调度表{left}。"
    )
    return redirect("reports:board", request.tenant.slug, label)


@tenant_page()
def problems(request: TenantRequest, label: str) -> HttpResponse:
    """The uploaded file given back with its faults marked."""
    period = periods.period_by_label(label)
    upload = uploads.find(request.actor, period.pk, request.GET.get("token", ""))
    content = importing.marked_upload(
        actor=request.actor, period=period, content=upload.content, filename=upload.filename
    )
    return workbook(content, f"{PurePath(upload.filename).stem}（已标出问题）.xlsx")


@tenant_page()
def template(request: TenantRequest, label: str) -> HttpResponse:
    """The template of all units."""
    period = periods.period_by_label(label)
    content = templates.of_all_units(request.actor, period)
    return workbook(content, f"{request.tenant.name}{period.title}调度表（模板）.xlsx")


def _again(request: TenantRequest, period: Period, form: TableUploadForm) -> HttpResponse:
    return render(request, "reports/import.html", {"period": period, "form": form}, status=UNPROCESSABLE)
