"""Photos and documents of a record: adding, sending, taking out."""

from collections.abc import Sequence
from typing import cast

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from hazards.forms.evidence import EvidenceForm
from hazards.forms.fields import first_problem
from hazards.models import Stage
from hazards.selectors import evidence as reads
from hazards.selectors import ledger
from hazards.services import evidence as services
from hazards.views.record import next_page
from units.errors import Invalid
from units.http import TenantRequest
from units.pages import tenant_page

KEPT_SECONDS = 3600
"""How long the browser of whoever may see a file keeps it."""


@tenant_page("GET", "HEAD", "POST")
def add(request: TenantRequest, hazard: int) -> HttpResponse:
    """All files of a record; posting adds some. Scripts get the gallery alone, others the page they came from."""
    if request.method != "POST":
        return _page(request, hazard)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, hazard, [first_problem(form)])
    outcome = services.attach_all(
        actor=request.actor,
        hazard_id=hazard,
        stage=Stage(form.cleaned_data["stage"]),
        files=form.cleaned_data["files"],
        at=timezone.now(),
    )
    if not outcome.added or (outcome.refused and _by_script(request)):
        return _refused(request, hazard, outcome.refused)
    if _by_script(request):
        return _gallery(request, hazard)
    names = "、".join(each.name for each in outcome.added)
    messages.success(request, f"已上传{len(outcome.added)}个文件：{names}。")
    for words in outcome.refused:
        messages.error(request, words)
    return _back(request, hazard)


@csp_replace({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": []})
@tenant_page()
def send(request: TenantRequest, evidence: int, size: str) -> HttpResponse:
    """One file, passed through piece by piece: pictures to be seen, documents to be saved."""
    file = reads.file(request.actor, evidence, size)
    download = not file.evidence.is_picture
    response = FileResponse(
        file.content, as_attachment=download, filename=file.name, content_type=file.media_type
    )
    response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # A streaming answer is none of Django's HttpResponse by type, though it is served like one.
    return cast(HttpResponse, response)


@tenant_page("POST")
def remove(request: TenantRequest, evidence: int) -> HttpResponse:
    """Take one file out again."""
    removed = services.remove(actor=request.actor, evidence_id=evidence, at=timezone.now())
    if _by_script(request):
        return _gallery(request, removed.hazard_id)
    messages.success(request, f"已撤下“{removed.name}”。")
    return _back(request, removed.hazard_id)


def _by_script(request: TenantRequest) -> bool:
    """Whether a script asks, which wants the gallery or a refusal and no page."""
    return bool(getattr(request, "htmx", False))


def _page(
    request: TenantRequest, hazard: int, problems: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    record = ledger.hazard(request.actor, hazard)
    context = {"hazard": record, "gallery": reads.gallery(record), "problems": problems, "stages": Stage}
    return render(request, "hazards/evidence.html", context, status=status)


def _gallery(request: TenantRequest, hazard: int) -> HttpResponse:
    gallery = reads.gallery(ledger.hazard(request.actor, hazard))
    return render(request, "hazards/parts/gallery.html", {"gallery": gallery})


def _refused(request: TenantRequest, hazard: int, problems: Sequence[str]) -> HttpResponse:
    if _by_script(request):
        raise Invalid("".join(problems))
    return _page(request, hazard, problems, Invalid.status)


def _back(request: TenantRequest, hazard: int) -> HttpResponse:
    """To the page the person came from."""
    return redirect(next_page(request) or reverse("hazards:evidence_add", args=[request.tenant.slug, hazard]))
