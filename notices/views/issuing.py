"""The buttons on a circular's page: sent for review, sent back, approved, signed, withdrawn, replaced."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from hazards.forms.fields import first_problem
from notices.forms.issuing import StepForm, SubmitForm
from notices.models import Circular
from notices.selectors import editing
from notices.services import issuing as services
from units.errors import Conflict, Invalid, NotAllowed
from units.http import TenantRequest
from units.pages import tenant_page

Service = Callable[..., Circular]


@tenant_page("POST")
def submit(request: TenantRequest, circular: int) -> HttpResponse:
    """Send a draft for review."""
    return _step(
        request, circular, services.submit, "已送审，等待没有动笔的安委办人员或领导审核。", SubmitForm
    )


@tenant_page("POST")
def send_back(request: TenantRequest, circular: int) -> HttpResponse:
    """Send a circular back to its drafter."""
    return _step(request, circular, services.send_back, "已退回起草人修改，原因已记录。")


@tenant_page("POST")
def review(request: TenantRequest, circular: int) -> HttpResponse:
    """Approve a circular."""
    return _step(request, circular, services.review, "审核通过，等待领导签发。")


@tenant_page("POST")
def sign(request: TenantRequest, circular: int) -> HttpResponse:
    """Sign a circular: numbered, frozen, published."""
    return _step(request, circular, services.sign, "已签发，编号、定稿并送达收文单位，签收情况见下方。")


@tenant_page("POST")
def withdraw(request: TenantRequest, circular: int) -> HttpResponse:
    """Withdraw what was issued."""
    return _step(request, circular, services.withdraw, "已撤回，收文单位会看到撤回和原因。")


@tenant_page("POST")
def replace(request: TenantRequest, circular: int) -> HttpResponse:
    """Draft what will replace an issued circular, and open it."""
    return _step(
        request, circular, services.replace, "替代稿已按原文起草。签发以后，原件自动标为“已被替代”。"
    )


def _step(
    request: TenantRequest, circular: int, service: Service, done: str, form_class: type[StepForm] = StepForm
) -> HttpResponse:
    """Take a step and show the circular; a refusal is told there."""
    found = editing.readable(request.actor, circular)
    form = form_class(request.POST)
    target = found.pk
    if not form.is_valid():
        messages.error(request, first_problem(form))
    else:
        try:
            target = service(**_asked(request, found, timezone.now()), **form.cleaned_data).pk
        except (Conflict, Invalid, NotAllowed) as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, done)
    return redirect("notices:circular_page", request.tenant.slug, target)


def _asked(request: TenantRequest, circular: Circular, at: datetime) -> dict[str, Any]:
    return {"actor": request.actor, "circular": circular, "at": at}
