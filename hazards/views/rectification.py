"""Progress, the plan and extensions: posted from a record's page, which shows what was refused."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from hazards.forms.rectification import DecisionForm, ExtensionForm, PlanForm, ProgressForm
from hazards.selectors.rectification import hazard_of
from hazards.services import rectification
from hazards.views.record import checked, record_address, refused_page
from units.errors import DomainError
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page("POST")
def progress(request: TenantRequest, hazard: int) -> HttpResponse:
    """Say how far the rectification is."""
    form = ProgressForm(request.POST, label_suffix="")
    try:
        text = checked(form).cleaned_data["text"]
        rectification.note_progress(actor=request.actor, hazard_id=hazard, text=text, at=timezone.now())
    except DomainError as refusal:
        return refused_page(request, hazard, "progress", refusal, {"progress_form": form})
    messages.success(request, "整改进展已记入办理记录。")
    return redirect(record_address(request, hazard) + "#rectification")


@tenant_page("POST")
def plan(request: TenantRequest, hazard: int) -> HttpResponse:
    """Change the plan of the rectification."""
    form = PlanForm(request.POST)
    try:
        version = checked(form).cleaned_data["version"]
        rectification.revise_plan(
            actor=request.actor, hazard_id=hazard, version=version, entries=form.entries, at=timezone.now()
        )
    except DomainError as refusal:
        for name, words in refusal.problems.items():
            form.add_error(name, words)
        return refused_page(request, hazard, "plan", refusal, {"plan_form": form})
    messages.success(request, "整改方案已更新，改动记入办理记录。")
    return redirect(record_address(request, hazard) + "#rectification")


@tenant_page("POST")
def ask(request: TenantRequest, hazard: int) -> HttpResponse:
    """Ask for a later term."""
    form = ExtensionForm(request.POST)
    try:
        asked = checked(form).cleaned_data
        rectification.ask_extension(actor=request.actor, hazard_id=hazard, at=timezone.now(), **asked)
    except DomainError as refusal:
        return refused_page(request, hazard, "extension", refusal, {"extension_form": form})
    messages.success(request, "延期申请已提交，等安委办批复；批复以前仍按原来的时限。")
    return redirect(record_address(request, hazard) + "#rectification")


@tenant_page("POST")
def decide(request: TenantRequest, extension: int) -> HttpResponse:
    """Grant or refuse a later term."""
    hazard = hazard_of(request.actor, extension)
    try:
        decision = checked(DecisionForm(request.POST)).cleaned_data
        rectification.decide_extension(
            actor=request.actor, extension_id=extension, at=timezone.now(), **decision
        )
    except DomainError as refusal:
        return refused_page(request, hazard, "decide", refusal)
    messages.success(request, "已同意延期，整改时限已更新。" if decision["granted"] else "已答复不同意延期。")
    return redirect(record_address(request, hazard))
