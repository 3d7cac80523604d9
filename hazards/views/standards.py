"""The standards library: for everybody signed in."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hazards import marking
from hazards.forms.standards import StandardsForm
from hazards.selectors import catalogue, revisions
from hazards.selectors.catalogue import State
from units.errors import Invalid
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page()
def standards(request: TenantRequest) -> HttpResponse:
    """The standards asked for with their state on a day, and the coverage by sector on that day."""
    form = StandardsForm(request.GET)
    if not form.is_valid():
        return render(request, "hazards/standards.html", {"form": form}, status=Invalid.status)
    asked = form.cleaned_data
    found = catalogue.entries(on=asked["on"], sector=asked["sector"], query=asked["q"])
    state = request.GET.get("state", "")
    context = {
        "form": form,
        **asked,
        "q_words": marking.words(asked["q"]),
        "query": urlencode({name: asked[name] for name in ("q", "sector", "on") if asked[name]}),
        "state": state if state in set(State) else "",
        "counts": catalogue.counts(found),
        "total": len(found),
        "entries": [entry for entry in found if state not in set(State) or entry.state == state],
        "coverage": catalogue.coverage(on=asked["on"]),
        "trades_without": catalogue.trades_without(),
        **_keeping(request),
    }
    context["drafts"] = revisions.drafts() if context["is_keeper"] else []
    return render(request, "hazards/standards.html", context)


@tenant_page()
def standard(request: TenantRequest, code: str) -> HttpResponse:
    """One version of a standard: its clauses with their conditions, and the versions next to it."""
    keeping = _keeping(request)
    found = catalogue.standard_by_code(code, drafts=keeping["is_keeper"])
    if found.is_draft:
        return redirect("hazards:standard_edit", request.tenant.slug, code)
    context = {
        "standard": found,
        "clauses": catalogue.clauses(found),
        "state": catalogue.state_on(found, timezone.localdate()),
        "versions": catalogue.versions(found),
        "q_words": marking.words(request.GET.get("q", "")),
        "revision": revisions.revision_of(found) if keeping["is_keeper"] else None,
        **keeping,
    }
    return render(request, "hazards/standard.html", context)


def _keeping(request: TenantRequest) -> dict[str, Any]:
    """Who keeps the library, and whether it is this person."""
    return {"is_keeper": revisions.is_keeper(request.actor), "kept_by": revisions.keeper()}
