"""The page of one record, and the moves of its life."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from hazards.entries import InvalidFields
from hazards.forms.fields import first_problem
from hazards.forms.record import EXCLUSIONS, MoveForm
from hazards.forms.rectification import ExtensionForm, PlanForm, ProgressForm
from hazards.life import MOVES
from hazards.models import Hazard
from hazards.selectors.record import record as record_of
from hazards.services import ledger, rectification
from units.errors import DomainError, Invalid, NotFound
from units.http import TenantRequest
from units.pages import tenant_page

F = TypeVar("F", bound=Form)

_DONE: Mapping[str, str] = {
    "file": "{hazard}已报送，等安委办审核。",
    "withdraw": "{hazard}已撤回。",
    "accept": "{hazard}已审核通过，由{hazard.unit}整改。",
    "return": "{hazard}已退回{hazard.unit}，原因已送达填报人。",
    "exclude": "{hazard}不纳入统计，原因已送达填报人。",
    "reinstate": "{hazard}已恢复审核。",
    "report_done": "{hazard}已报请复查，等另一人复查。",
    "close": "{hazard}已销号。",
    "fail": "{hazard}复查不合格，已退回整改。",
    "reopen": "{hazard}已重新打开，退回整改。",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """What was asked for and refused: `act` names it, `typed` is what was entered, to be shown again."""

    act: str
    title: str
    message: str
    typed: Mapping[str, Any]


@tenant_page()
def record(request: TenantRequest, hazard: int) -> HttpResponse:
    """The record with its line of life and the next step for this person."""
    return record_page(request, hazard)


@tenant_page("POST")
def move(request: TenantRequest, hazard: int, move: str) -> HttpResponse:
    """One move. A refusal is shown on the record's page with what was typed.

    A record that is not yet fit to be filed goes back to its form, which names the fields.
    """
    if move not in MOVES:
        raise NotFound("没有这一步办理。请从隐患页面重新进入。")
    try:
        moved = _moved(request, hazard, move)
    except InvalidFields as refusal:
        messages.error(request, refusal.message)
        return redirect("hazards:edit", request.tenant.slug, hazard)
    except DomainError as refusal:
        return refused_page(request, hazard, move, refusal)
    messages.success(request, _DONE[move].format(hazard=moved))
    return redirect(next_page(request) or record_address(request, hazard))


def _moved(request: TenantRequest, hazard: int, name: str) -> Hazard:
    form = checked(MoveForm(request.POST))
    given = {
        "actor": request.actor,
        "hazard_id": hazard,
        "version": form.cleaned_data["version"],
        "at": timezone.now(),
        "reason": form.cleaned_data["reason"],
    }
    if name == "close":
        return rectification.close_out(**given, acknowledged=form.cleaned_data["acknowledged"])
    if name == "reopen":
        return rectification.reopen(**given, due_on=form.cleaned_data["due_on"])
    return ledger.move(**given, name=name, exclusion=form.chosen)


def checked(form: F) -> F:
    """A valid form; Invalid with the first thing wrong otherwise."""
    if not form.is_valid():
        raise Invalid(first_problem(form))
    return form


def record_page(
    request: TenantRequest,
    hazard: int,
    *,
    refused: Refused | None = None,
    forms: Mapping[str, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; after a refusal with what was refused and the forms as they were filled in."""
    found = record_of(request.actor, hazard, at=timezone.now())
    context = {
        "record": found,
        "exclusions": EXCLUSIONS,
        "refused": refused,
        "progress_form": ProgressForm(label_suffix=""),
        "plan_form": PlanForm(hazard=found.hazard),
        "extension_form": ExtensionForm(),
        **(forms or {}),
    }
    return render(request, "hazards/record.html", context, status=status)


def refused_page(
    request: TenantRequest,
    hazard: int,
    act: str,
    refusal: DomainError,
    forms: Mapping[str, Form] | None = None,
) -> HttpResponse:
    """The record's page with a refusal in words and what was typed; NotFound goes on."""
    if isinstance(refusal, NotFound):
        raise refusal
    refused = Refused(act, refusal.title, refusal.message, request.POST.dict())
    return record_page(request, hazard, refused=refused, forms=forms, status=refusal.status)


def record_address(request: TenantRequest, hazard: int) -> str:
    """Where the record stands."""
    return reverse("hazards:record", args=[request.tenant.slug, hazard])


def next_page(request: TenantRequest) -> str:
    """Where the sender wants to go on; "" unless it is a page of this tenant."""
    asked = request.POST.get("next", "")
    return asked if asked.startswith(f"/{request.tenant.slug}/") else ""
