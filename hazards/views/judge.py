"""The judgment assistant: for everybody signed in, nothing here is stored."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import replace_url

from hazards import assistant
from hazards.assistant import Question
from hazards.forms.fields import first_problem
from hazards.forms.standards import JudgeForm
from units.errors import Invalid
from units.http import TenantRequest
from units.pages import tenant_page


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
        raise Invalid(first_problem(form))
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
