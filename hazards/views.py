"""The standards library and the judgment assistant: for everybody signed in, nothing here is stored."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import replace_url

from hazards import assistant, catalogue, marking
from hazards.assistant import Question
from hazards.catalogue import State
from hazards.forms import JudgeForm, StandardsForm
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
    }
    return render(request, "hazards/standards.html", context)


@tenant_page()
def standard(request: TenantRequest, code: str) -> HttpResponse:
    """One version of a standard: its clauses with their conditions, and the versions next to it."""
    found = catalogue.standard_by_code(code)
    context = {
        "standard": found,
        "clauses": catalogue.clauses(found),
        "state": catalogue.state_on(found, timezone.localdate()),
        "versions": catalogue.versions(found),
        "q_words": marking.words(request.GET.get("q", "")),
    }
    return render(request, "hazards/standard.html", context)


@tenant_page()
def judge(request: TenantRequest) -> HttpResponse:
    """The whole page; description, clause and answers may stand in the address."""
    form = JudgeForm(request.GET)
    if not form.is_valid():
        return render(request, "hazards/judge.html", {"form": form}, status=Invalid.status)
    question = Question(**form.cleaned_data)
    context: dict[str, Any] = {"form": form, **_advice(request, question)}
    code = request.GET.get("clause", "")
    if code:
        context["chosen"] = assistant.choose(code, question, request.GET)
    return render(request, "hazards/judge.html", context)


@tenant_page()
def advice(request: TenantRequest) -> HttpResponse:
    """Clauses and warnings for what has been typed so far. The address follows, so a reload loses nothing."""
    form = JudgeForm(request.GET)
    if not form.is_valid():
        return render(request, "hazards/parts/advice.html", {"form": form}, status=Invalid.status)
    question = Question(**form.cleaned_data)
    response = render(request, "hazards/parts/advice.html", {"form": form, **_advice(request, question)})
    address = reverse("hazards:judge", args=[request.tenant.slug])
    return replace_url(response, f"{address}?{_address(question)}")


@tenant_page()
def clause(request: TenantRequest, code: str) -> HttpResponse:
    """One clause with its conditions to be answered."""
    question = _question(request)
    chosen = assistant.choose(code, question, request.GET)
    return render(request, "hazards/parts/clause.html", {"question": question, "chosen": chosen})


@tenant_page()
def verdict(request: TenantRequest, code: str) -> HttpResponse:
    """What the answers given so far come to."""
    chosen = assistant.choose(code, _question(request), request.GET)
    return render(request, "hazards/parts/verdict.html", {"chosen": chosen})


def _question(request: TenantRequest) -> Question:
    """Invalid, with the first thing wrong, where there is no form on the page to say it in."""
    form = JudgeForm(request.GET)
    if not form.is_valid():
        raise Invalid(next(str(messages[0]) for messages in form.errors.values()))
    return Question(**form.cleaned_data)


def _advice(request: TenantRequest, question: Question) -> dict[str, Any]:
    return {
        "question": question,
        "advice": assistant.advise(question),
        "address": _address(question),
    }


def _address(question: Question) -> str:
    asked = {"on": question.on, "sector": question.sector, "description": question.description}
    return urlencode({name: value for name, value in asked.items() if value})
