"""The templates of circulars and letters: the list, the editor with its preview, versions and comparing them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from notices import policies, template_lines
from notices.models import CircularKind
from notices.paper import sheet
from notices.selectors import template_samples as samples
from notices.selectors import templates as selectors
from notices.services import templates as services
from notices.services.templates import UnfitTemplate
from notices.templating import MAX_LENGTH
from reports.selectors.figures import closed_periods
from units.errors import Conflict, DomainError
from units.http import TenantRequest
from units.pages import tenant_page

_SHOWN = MAX_LENGTH * 2
"""Characters of a posted text that are looked at; longer ones are refused all the same."""


@tenant_page()
def template_list(request: TenantRequest) -> HttpResponse:
    """Every kind with the template that holds."""
    selectors.require_reader(request.actor)
    context = {"lines": selectors.lines(), "may_edit": policies.may_draft(request.actor)}
    return render(request, "notices/templates.html", context)


@tenant_page("GET", "HEAD", "POST")
def template_edit(request: TenantRequest, kind: str) -> HttpResponse:
    """One template: written, tried on a closed period, saved as the next version."""
    selectors.require_reader(request.actor)
    found = selectors.kind_of(kind)
    source, version = selectors.current(found)
    if request.method != "POST":
        return _page(request, found, source, version)
    typed, seen = request.POST.get("source", "")[:_SHOWN], _number(request, "version")
    if request.POST.get("act") == "try":
        return _page(request, found, typed, seen)
    try:
        made = services.save(
            actor=request.actor,
            tenant=request.tenant,
            kind=found,
            source=typed,
            version=seen,
            at=timezone.now(),
            note=request.POST.get("note", ""),
        )
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return _page(request, found, typed, seen, status=refusal.status)
    messages.success(request, f"{found.label}模板第{made.version}版已保存，以后起草的按这一版写。")
    return redirect("notices:template_edit", request.tenant.slug, kind)


@tenant_page("POST")
def template_preview(request: TenantRequest, kind: str) -> HttpResponse:
    """How the text as typed would come out, with what is wrong with it; nothing is stored."""
    selectors.require_reader(request.actor)
    found = selectors.kind_of(kind)
    context = _tried(request, found, request.POST.get("source", "")[:_SHOWN])
    return render(request, "notices/parts/template_preview.html", context)


@tenant_page("POST")
def template_restore(request: TenantRequest, kind: str) -> HttpResponse:
    """Go back to an earlier version or to the shipped text."""
    found = selectors.kind_of(kind)
    number = _number(request, "number")
    try:
        made = services.restore(
            actor=request.actor,
            tenant=request.tenant,
            kind=found,
            number=number,
            version=_number(request, "version"),
            at=timezone.now(),
        )
    except (Conflict, UnfitTemplate) as refusal:
        messages.error(request, refusal.message)
    else:
        what = f"第{number}版" if number else "自带模板"
        messages.success(request, f"{found.label}模板已恢复到{what}，存为第{made.version}版。")
    return redirect("notices:template_edit", request.tenant.slug, kind)


@tenant_page()
def template_compare(request: TenantRequest, kind: str) -> HttpResponse:
    """Two versions, line by line; without a choice the newest and the one before it."""
    selectors.require_reader(request.actor)
    found = selectors.kind_of(kind)
    versions = selectors.versions(found)
    newest = versions[0].version if versions else selectors.PRESET
    new = _asked(request, "to", newest)
    old = _asked(request, "from", max(new - 1, selectors.PRESET))
    lines = template_lines.compare(selectors.source_of(found, old), selectors.source_of(found, new))
    context = {
        "kind": found,
        "numbers": [*(each.version for each in versions), selectors.PRESET],
        "old": old,
        "new": new,
        "lines": lines,
        "changes": sum(bool(line.mark) for line in lines),
    }
    return render(request, "notices/template_compare.html", context)


def _page(
    request: TenantRequest, kind: CircularKind, source: str, version: int, *, status: int = 200
) -> HttpResponse:
    context = {
        **_tried(request, kind, source),
        "source": source,
        "version": version,
        "note": request.POST.get("note", "")[: services.NOTE],
        "versions": selectors.versions(kind),
        "may_edit": policies.may_draft(request.actor),
        "limit": MAX_LENGTH,
    }
    return render(request, "notices/template.html", context, status=status)


def _tried(request: TenantRequest, kind: CircularKind, source: str) -> dict[str, Any]:
    """The text filled with the figures of the period chosen, and what may be inserted with its value there."""
    periods = () if kind.is_letter else closed_periods()
    asked = request.POST.get("period", "")
    given = samples.sample(request.actor, request.tenant, kind, timezone.now(), periods, asked)
    found = samples.tried(kind, source, given)
    known = selectors.names(kind)
    return {
        "kind": kind,
        "periods": periods,
        "asked": asked,
        "given": given,
        "problems": found.problems,
        "sheet": None if found.content is None else sheet(found.content, given.figures.values()),
        "figures": [
            (key, label, given.figures[key].text if key in given.figures else "")
            for key, label in known.figures.items()
        ],
        "facts": [(name, label, given.facts.get(name, "")) for name, label in known.facts.items()],
    }


def _number(request: TenantRequest, name: str) -> int:
    """A number as the page sent it; one that cannot be read matches none."""
    return _whole(request.POST.get(name, ""))


def _asked(request: TenantRequest, name: str, otherwise: int) -> int:
    return _whole(request.GET[name]) if request.GET.get(name) else otherwise


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
