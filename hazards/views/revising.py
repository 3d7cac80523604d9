"""Adding and revising standards, for those who keep the library."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hazards import logic_text
from hazards.entries import InvalidFields
from hazards.forms.revising import LONGEST_OUTLINE, ClauseForm, HeadForm
from hazards.logic_text import BadOutline
from hazards.models import Standard
from hazards.outline import Node, outline
from hazards.selectors import catalogue, revisions
from hazards.services import revising
from hazards.standard_diff import Kind
from units.days import full_day
from units.errors import Conflict, Invalid
from units.http import TenantRequest
from units.pages import tenant_page

T = TypeVar("T")


@tenant_page("GET", "HEAD", "POST")
def new(request: TenantRequest) -> HttpResponse:
    """Begin a standard of which the library has no version."""
    revisions.require_keeper(request.actor)
    form = HeadForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "hazards/standard_new.html", {"form": form})
    draft, status = _tried(
        form, lambda: revising.start(actor=request.actor, head=form.head(), at=timezone.now())
    )
    if draft is None:
        return render(request, "hazards/standard_new.html", {"form": form}, status=status)
    messages.success(request, f"已建立《{draft.title}》的草稿，发布以前只有标准库的维护人员看得到。")
    return redirect("hazards:standard_edit", request.tenant.slug, draft.code)


@tenant_page("POST")
def revise(request: TenantRequest, code: str) -> HttpResponse:
    """Begin a new version of a standard."""
    draft = revising.revise(actor=request.actor, code=code, at=timezone.now())
    messages.success(request, f"已照现有版本建立《{draft.title}》的修订草稿；发布以前，现有版本照常施行。")
    return redirect("hazards:standard_edit", request.tenant.slug, draft.code)


@tenant_page("GET", "HEAD", "POST")
def edit(request: TenantRequest, code: str) -> HttpResponse:
    """A draft: what it says of itself, its clauses, and its publication."""
    draft = revisions.draft(request.actor, code)
    if request.method != "POST":
        return _draft_page(request, draft, HeadForm.of(draft))
    form, version = HeadForm(request.POST), request.POST.get("version", "")
    saved, status = _tried(
        form,
        lambda: revising.save_head(
            actor=request.actor, code=code, version=version, head=form.head(), at=timezone.now()
        ),
    )
    if saved is None:
        return _draft_page(request, draft, form, status=status, version=version)
    messages.success(request, f"《{saved.title}》的基本信息已存入草稿。")
    return redirect("hazards:standard_edit", request.tenant.slug, code)


@tenant_page("GET", "HEAD", "POST")
def clause(request: TenantRequest, code: str, clause: int | None = None) -> HttpResponse:
    """One clause of a draft, or a new one."""
    draft = revisions.draft(request.actor, code)
    row = None if clause is None else revisions.clause_of(draft, clause)
    context: dict[str, Any] = {"standard": draft, "criterion": row, "version": draft.version}
    if request.method != "POST":
        form = ClauseForm.of(row) if row else ClauseForm(initial={"place": draft.criteria.count() + 1})
        node = outline(row.logic) if row else None
        return render(request, "hazards/standard_clause.html", {**context, "form": form, "node": node})
    form = ClauseForm(request.POST)
    version = context["version"] = request.POST.get("version", "")
    saved, status = _tried(
        form,
        lambda: revising.save_clause(
            actor=request.actor,
            code=code,
            version=version,
            clause=form.clause(),
            clause_id=clause,
            at=timezone.now(),
        ),
    )
    if saved is None:
        context |= {"form": form, **_read(request.POST.get("conditions", ""))}
        return render(request, "hazards/standard_clause.html", context, status=status)
    messages.success(request, f"{saved.article}已存入草稿。")
    return redirect("hazards:standard_edit", request.tenant.slug, code)


@tenant_page("POST")
def drop(request: TenantRequest, code: str, clause: int) -> HttpResponse:
    """Take a clause out of a draft."""
    version = request.POST.get("version", "")
    gone = revising.drop_clause(
        actor=request.actor, code=code, version=version, clause_id=clause, at=timezone.now()
    )
    messages.success(request, f"{gone.article}已从草稿删去。")
    return redirect("hazards:standard_edit", request.tenant.slug, code)


@tenant_page("POST")
def publish(request: TenantRequest, code: str) -> HttpResponse:
    """Make a draft the law."""
    version = request.POST.get("version", "")
    done = revising.publish(actor=request.actor, code=code, version=version, at=timezone.now())
    messages.success(request, f"《{done.title}》已发布，{full_day(done.effective_from)}起按它判定。")
    return redirect("hazards:standard", request.tenant.slug, code)


@tenant_page("POST")
def discard(request: TenantRequest, code: str) -> HttpResponse:
    """Give a draft up."""
    gone = revising.discard(actor=request.actor, code=code, at=timezone.now())
    messages.success(request, f"《{gone.title}》的草稿已放弃，已发布的标准没有变动。")
    return redirect("hazards:standards", request.tenant.slug)


@tenant_page("POST")
def preview(request: TenantRequest) -> HttpResponse:
    """The conditions typed so far as they will be shown, or what cannot be read in them. Stores nothing."""
    revisions.require_keeper(request.actor)
    context = _read(request.POST.get("conditions", "")[:LONGEST_OUTLINE])
    return render(request, "hazards/parts/conditions_preview.html", context)


@tenant_page()
def diff(request: TenantRequest, code: str) -> HttpResponse:
    """A version beside the one before it."""
    drafts = revisions.is_keeper(request.actor)
    found = revisions.difference(code, drafts=drafts)
    context = {"found": found, "counts": {kind: found.comparison.count(kind) for kind in Kind}}
    return render(request, "hazards/standard_diff.html", context)


def _draft_page(
    request: TenantRequest, draft: Standard, form: HeadForm, *, status: int = 200, version: str = ""
) -> HttpResponse:
    context = {
        "standard": draft,
        "form": form,
        "version": version or draft.version,
        "clauses": catalogue.clauses(draft),
        "backdated": draft.effective_from <= timezone.localdate(),
    }
    return render(request, "hazards/standard_edit.html", context, status=status)


def _read(typed: str) -> dict[str, Node | str | None]:
    """An outline as it will be shown, or why it cannot be read."""
    if not typed.strip():
        return {"node": None, "problem": ""}
    try:
        return {"node": outline(logic_text.parse(typed)), "problem": ""}
    except BadOutline as error:
        return {"node": None, "problem": str(error)}


def _tried(form: Form, act: Callable[[], T]) -> tuple[T | None, int]:
    """What was done with a form; None, with the status, where it was refused and says why itself."""
    if not form.is_valid():
        return None, Invalid.status
    try:
        return act(), 200
    except InvalidFields as refusal:
        for name, problem in refusal.problems.items():
            form.add_error(name if name in form.fields else None, problem)
        return None, refusal.status
    except Conflict as refusal:
        form.add_error(None, refusal.message)
        return None, refusal.status
