"""The numbers of a circular checked: upload it, read what is wrong. Nothing is stored."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render

from notices.forms.checking import CheckForm
from notices.numbers import printed_paper, reading, verifying
from notices.numbers.docx_file import UnreadableDocument
from notices.numbers.tables_file import read_table
from notices.numbers.verifying import Beside
from notices.selectors import checking as selectors
from reports.selectors import figures
from reports.workbook_problems import UnreadableFile
from units.http import TenantRequest
from units.pages import tenant_page

UNPROCESSABLE = 422


@tenant_page("GET", "HEAD", "POST")
def check(request: TenantRequest) -> HttpResponse:
    """The upload form; posting a circular shows it with a verdict at every number."""
    selectors.require_may_check(request.actor)
    closed = [(period.label, period.title) for period in figures.closed_periods()]
    if request.method != "POST":
        initial = {"period": asked} if (asked := request.GET.get("period")) else {}
        return render(request, "notices/check.html", {"form": CheckForm(closed, initial=initial)})
    form = CheckForm(closed, request.POST, request.FILES)
    context = {"form": form, **(_checked(request, form) if form.is_valid() else {})}
    return render(request, "notices/check.html", context, status=UNPROCESSABLE if form.errors else None)


def _checked(request: TenantRequest, form: CheckForm) -> dict[str, Any]:
    """What the page shows of a circular; nothing where a file cannot be read, which the form then tells."""
    label, circular = form.cleaned_data["period"], form.cleaned_data["circular"]
    known = selectors.known_of(request.actor, label) if label else None
    indicators = known.snapshot.indicators if known else verifying.default_indicators()
    try:
        document = reading.read(circular.read(), circular.name, indicators)
    except UnreadableDocument as refusal:
        form.add_error("circular", refusal.message)
        return {}
    try:
        beside = _beside(form.cleaned_data["table"], indicators)
    except UnreadableFile as refusal:
        form.add_error("table", f"{refusal.message}。")
        return {}
    report = verifying.verify(document, known, beside)
    return {
        "report": report,
        "faults": [cell for cell in report.table if cell.is_wrong],
        "paper": printed_paper.lay_out(document, report),
        "filename": circular.name,
    }


def _beside(upload: "UploadedFile[Any] | None", indicators: verifying.Indicators) -> Beside | None:
    if not upload:
        return None
    name = upload.name or ""
    return Beside(read_table(upload.read(), name, indicators), f"核对表“{name}”")
