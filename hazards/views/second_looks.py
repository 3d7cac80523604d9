"""回头看: drawing closed records at random, and reporting what was found."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hazards.forms.second_looks import DrawForm, LookForm
from hazards.models import Finding
from hazards.selectors import second_looks as reads
from hazards.services import second_looks as services
from hazards.views.record import Refused, checked
from units.errors import DomainError, Invalid, NotFound
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page("GET", "HEAD", "POST")
def second_looks(request: TenantRequest) -> HttpResponse:
    """All draws; posting makes another one."""
    draws = reads.draws(request.actor)
    today = timezone.localdate()
    form = DrawForm(request.POST if request.method == "POST" else None, today=today)
    context = {"draws": draws, "form": form}
    if request.method != "POST":
        return render(request, "hazards/second_looks.html", context)
    if not form.is_valid():
        return render(request, "hazards/second_looks.html", context, status=Invalid.status)
    try:
        made = services.draw(actor=request.actor, at=timezone.now(), **form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return render(request, "hazards/second_looks.html", context, status=refusal.status)
    messages.success(request, f"已从{made.population}条中随机抽出{min(made.wanted, made.population)}条。")
    return redirect("hazards:draw", request.tenant.slug, made.pk)


@tenant_page()
def draw(request: TenantRequest, draw: int) -> HttpResponse:
    """One draw and what was found so far."""
    return _page(request, draw)


@tenant_page("POST")
def report(request: TenantRequest, look: int) -> HttpResponse:
    """Say what was found at one of the records drawn."""
    draw = reads.draw_of(request.actor, look)
    try:
        given = checked(LookForm(request.POST)).cleaned_data
        made = services.report(
            actor=request.actor,
            look_id=look,
            finding=Finding(given["finding"]),
            note=given["note"],
            due_on=given["due_on"],
            at=timezone.now(),
        )
    except NotFound:
        raise
    except DomainError as refusal:
        refused = Refused(str(look), refusal.title, refusal.message, request.POST.dict())
        return _page(request, draw, refused=refused, status=refusal.status)
    reopened = "，已重新打开，退回整改" if made.finding == Finding.RELAPSED else ""
    messages.success(request, f"{made.hazard}登记为{made.get_finding_display()}{reopened}。")
    return redirect("hazards:draw", request.tenant.slug, draw)


def _page(
    request: TenantRequest, draw: int, *, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "drawn": reads.one_draw(request.actor, draw),
        "refused": refused,
        "findings": LookForm.base_fields["finding"].choices,  # type: ignore[attr-defined]
    }
    return render(request, "hazards/second_looks_draw.html", context, status=status)
