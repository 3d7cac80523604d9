"""材料报送: what a unit owes of papers and hands in, and how they stand with all units."""

from typing import cast

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from hazards import examination
from hazards.forms.fields import first_problem
from reports import policies, zip_stream
from reports.forms.materials import MaterialReturnForm, MaterialTaskForm, MaterialUploadForm
from reports.material_rules import LABELS
from reports.selectors import campaigns, material_board, materials
from reports.services import materials as services
from units.downloads import to_be_saved
from units.errors import Conflict, Invalid, NotAllowed
from units.http import TenantRequest
from units.pages import tenant_page
from units.selectors import chosen, units_of


@tenant_page()
def page(request: TenantRequest) -> HttpResponse:
    """One's own unit's papers to hand in; for who serves the whole tenant, how many units have."""
    actor, now = request.actor, timezone.now()
    units = units_of(actor)
    unit = chosen(units, request.GET.get("unit", ""))
    context = {
        "unit": unit,
        "units": units,
        "standings": materials.of_unit(unit, now) if unit else (),
        "may_file": unit is not None and policies.may_fill(actor, unit.pk),
        "boards": material_board.boards(actor, now) if policies.may_see_closed_figures(actor) else (),
        "serves_all": policies.may_see_closed_figures(actor),
        "may_see_all": policies.may_see_everything(actor),
        "may_ask": policies.may_set_up(actor),
        "now": now,
    }
    return render(request, "reports/materials.html", context)


@tenant_page("GET", "HEAD", "POST")
def new(request: TenantRequest) -> HttpResponse:
    """Ask units for a paper."""
    if not policies.may_set_up(request.actor):
        raise NotAllowed("材料任务由安委办或管理员布置，请与他们联系。")
    form = MaterialTaskForm(request.POST or None, campaigns=campaigns.all_campaigns())
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    try:
        task = services.create_task(
            actor=request.actor,
            campaign=form.campaign_chosen,
            name=form.cleaned_data["name"],
            demand=form.cleaned_data["demand"],
            kinds=form.kinds_chosen,
            due_at=form.due_at,
            at=timezone.now(),
        )
    except (Conflict, Invalid) as refusal:
        form.add_error(None, refusal.message)
        return _form(request, form)
    messages.success(request, f"已布置“{task.name}”，各单位登录后即可看到。")
    return redirect("reports:material", request.tenant.slug, task.pk)


@tenant_page()
def board(request: TenantRequest, task: int) -> HttpResponse:
    """Who has handed in a paper, who late, who not; each one's file."""
    shown = material_board.board(request.actor, task, timezone.now())
    status = request.GET.get("status", "")
    context = {
        "board": shown,
        "rows": [row for row in shown.rows if status in {"", row.status}],
        "status": status,
        "labels": [(key, (words, shown.counts[key])) for key, words in LABELS.items()],
        "may_return": policies.may_review(request.actor),
    }
    return render(request, "reports/material.html", context)


@tenant_page("POST")
def file(request: TenantRequest, task: int, unit_id: int) -> HttpResponse:
    """Hand in a unit's paper, or a newer one in its place."""
    now = timezone.now()
    standing = materials.standing(request.actor, task, unit_id, now)
    form = MaterialUploadForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Invalid(f"“{standing.task.name}”没有报送：{first_problem(form)}")
        paper = form.cleaned_data["paper"]
        examination.require_size(paper.name, paper.size)
        filing = services.file(
            actor=request.actor,
            task_id=task,
            unit_id=unit_id,
            version=form.cleaned_data["version"],
            name=paper.name,
            content=paper.read(),
            at=now,
        )
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"已报送“{standing.task.name}”：{filing.name}。")
    return redirect(f"{reverse('reports:materials', args=[request.tenant.slug])}?unit={unit_id}#m{task}")


@tenant_page("POST")
def give_back(request: TenantRequest, task: int, unit_id: int) -> HttpResponse:
    """安委办 returns a unit's paper with the reason."""
    form = MaterialReturnForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid(f"没有退回：{first_problem(form)}")
        filing = services.give_back(
            actor=request.actor,
            task_id=task,
            unit_id=unit_id,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
    except (Conflict, Invalid) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"已退回{filing.unit}的“{filing.task}”，原因已显示在该单位首页。")
    return redirect("reports:material", request.tenant.slug, task)


@csp_replace({"default-src": ["'none'"], "sandbox": []})
@tenant_page()
def send(request: TenantRequest, task: int, unit_id: int) -> HttpResponse:
    """A unit's paper, to be saved and not opened in the browser."""
    found = material_board.file(request.actor, task, unit_id, timezone.now())
    response = FileResponse(
        found.content,
        as_attachment=True,
        filename=found.filing.name,
        content_type=found.filing.media_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    # A streaming answer is none of Django's HttpResponse by type, though it is served like one.
    return cast(HttpResponse, response)


@tenant_page()
def send_all(request: TenantRequest, task: int) -> HttpResponse:
    """All papers of a task as one archive, written while it is sent."""
    shown = material_board.board(request.actor, task, timezone.now())
    if not shown.filed:
        raise Conflict(f"“{shown.task.name}”还没有单位报送，没有可以打包的材料。")
    name = zip_stream.safe_name(f"{shown.task.name}（{len(shown.filed)}家）")
    response = StreamingHttpResponse(
        zip_stream.stream(material_board.parts(shown)), content_type="application/zip"
    )
    to_be_saved(response, f"{name}.zip")
    return cast(HttpResponse, response)


def _form(request: TenantRequest, form: MaterialTaskForm) -> HttpResponse:
    status = Invalid.status if form.errors else HttpResponse.status_code
    return render(request, "reports/material_new.html", {"form": form}, status=status)
