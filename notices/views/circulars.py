"""A period's own page, where closing, circular and downloads meet, and the page of a circular or letter."""

import json
from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from notices import paper, policies
from notices.models import Circular
from notices.selectors import checks, editing, issuing
from notices.selectors import circulars as selectors
from notices.services import CircularFiles
from reports.policies import may_see_everything
from reports.selectors import closing_preview, figures, overview, periods
from units.downloads import download, workbook
from units.http import TenantRequest
from units.pages import tenant_page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JSON = "application/json; charset=utf-8"


@tenant_page()
def period(request: TenantRequest, label: str) -> HttpResponse:
    """Dates, counts, closing, the circular and its files."""
    found = periods.period_by_label(label)
    now = timezone.now()
    past_cutoff, may_draft = found.is_late_at(now), policies.may_draft(request.actor)
    context = {
        "line": overview.line(request.actor, found),
        "period": found,
        "now": now,
        "past_cutoff": past_cutoff,
        "running": closing_preview.running(found, now) if past_cutoff and may_draft else (),
        "before": periods.preceding(found),
        "snapshot": periods.latest_snapshot(found),
        "may_draft": may_draft,
        "may_board": may_see_everything(request.actor),
    }
    return render(request, "notices/period.html", context)


@tenant_page()
def circular(request: TenantRequest, label: str) -> HttpResponse:
    """The way to a period's circular, the newest or that of a revision."""
    found = periods.period_by_label(label)
    asked = selectors.circular_of(request.actor, found, request.GET.get("revision", ""))
    return redirect("notices:circular_page", request.tenant.slug, asked.pk)


@tenant_page()
def circular_page(request: TenantRequest, circular: int) -> HttpResponse:
    """A circular or letter as paper; at its side what the check found and every figure it rests on."""
    found = editing.readable(request.actor, circular)
    numbers = checks.findings(found)
    context = {
        "circular": found,
        "sheet": paper.sheet(editing.stored(found), editing.figures_of(found).values()),
        "findings": numbers,
        "open": sum(each.accepted is None for each in numbers),
        "newest": issuing.newer_snapshot(found),
        "trail": editing.trail(found),
        "siblings": editing.siblings(found),
        "filings": _filings(found),
        "may_draft": policies.may_draft(request.actor),
    }
    return render(request, "notices/circular.html", context)


def _filings(circular: Circular) -> Mapping[str, str]:
    """Where each unit's filing of the circular's period is read, by the unit's name as the snapshot has it."""
    if circular.snapshot is None or circular.period is None:
        return {}
    place = (circular.tenant.slug, circular.period.label)
    return {
        unit.name: reverse("reports:form", args=(*place, unit.unit_id))
        for unit in circular.snapshot.data.filed
        if unit.unit_id is not None
    }


@tenant_page()
def circular_docx(request: TenantRequest, label: str) -> HttpResponse:
    """The circular in Word."""
    files = _files(request, label)
    return download(files.docx(), f"{files.circular.title}.docx", DOCX)


@tenant_page()
def dispatch_xlsx(request: TenantRequest, label: str) -> HttpResponse:
    """Annex 1 in Excel."""
    files = _files(request, label)
    return workbook(files.xlsx(), f"{files.closed.data.period_title}调度表.xlsx")


@tenant_page()
def figures_json(request: TenantRequest, label: str) -> HttpResponse:
    """Every figure with its formula and rows, for machines."""
    files = _files(request, label)
    content = json.dumps(files.closed.to_json(), ensure_ascii=False, indent=1)
    return download(content.encode(), f"{files.closed.data.period_title}指标.json", JSON)


def _files(request: TenantRequest, label: str) -> CircularFiles:
    found = periods.period_by_label(label)
    circular = selectors.circular_of(request.actor, found, request.GET.get("revision", ""))
    return CircularFiles(circular, figures.closed_period(request.actor, found, circular.snapshot))
