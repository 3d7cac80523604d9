"""The register as the pages of hazard records ask it: find an enterprise, or add one, without leaving the page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from hazards.forms.register import EnterpriseForm
from hazards.models import Enterprise
from hazards.selectors import enterprises as selectors
from hazards.selectors import ledger as ledger_reads
from hazards.services import enterprises as services
from units.errors import DomainError, Invalid
from units.http import TenantRequest, sent_json
from units.pages import tenant_page


@tenant_page()
def search(request: TenantRequest) -> HttpResponse:
    """Enterprises whose name or code fits what was typed, at most 20."""
    return JsonResponse(
        {"found": [_facts(found) for found in selectors.search(text=request.GET.get("q", ""))]}
    )


@tenant_page("POST")
def quick(request: TenantRequest) -> HttpResponse:
    """Register an enterprise from within another page; what is wrong is told field by field.

    It is regulated by the unit of whom it was registered by, as far as that is one.
    """
    try:
        form = EnterpriseForm(_typed(request))
        if not form.is_valid():
            return _problems({name: str(errors[0]) for name, errors in form.errors.items()})
        units = ledger_reads.reporting_units(request.actor)
        entry = form.entry(units if len(units) == 1 else ())
        made = services.register(actor=request.actor, entry=entry, at=timezone.now())
    except DomainError as refusal:
        status = Invalid.status if refusal.problems else refusal.status
        return _problems(refusal.problems or {"name": refusal.message}, status)
    return JsonResponse(_facts(made))


def _typed(request: HttpRequest) -> Mapping[str, Any]:
    """The form's fields, however they were sent."""
    if request.content_type != "application/json":
        return request.POST
    try:
        body = sent_json(request)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Invalid("没有看懂要登记什么。请刷新页面后再试。")
    return body


def _problems(problems: Mapping[str, str], status: int = Invalid.status) -> JsonResponse:
    return JsonResponse({"problems": dict(problems)}, status=status)


def _facts(enterprise: Enterprise) -> dict[str, object]:
    names = ("name", "uscc", "kind", "sector", "address")
    return {"id": enterprise.pk, **{name: getattr(enterprise, name) for name in names}}
