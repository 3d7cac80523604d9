"""Filing a hazard: choosing the unit, and one page of three steps that is saved as one types."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hazards import soundness
from hazards.assistant import Question
from hazards.entries import LABELS
from hazards.forms import filing as forms
from hazards.forms.register import EnterpriseForm
from hazards.judgment import Answer, Value
from hazards.models import Hazard
from hazards.selectors import catalogue, evidence
from hazards.selectors import filing as selectors
from hazards.selectors import ledger as ledger_reads
from hazards.selectors.filing import Look
from hazards.services import filing, ledger
from units.errors import Conflict, DomainError, Invalid, NotAllowed
from units.http import TenantRequest, sent_json
from units.models import Unit
from units.pages import tenant_page


@tenant_page("GET", "HEAD", "POST")
def new(request: TenantRequest) -> HttpResponse:
    """For which unit; posting it makes a draft and goes on to fill it in."""
    units = ledger_reads.reporting_units(request.actor)
    if not units:
        raise NotAllowed("隐患由各单位的填报员和负责人填报，您不在任何单位任这两种角色。")
    if request.method != "POST":
        return render(request, "hazards/filing_new.html", {"units": units})
    unit = _unit(units, request.POST.get("unit", ""))
    hazard = ledger.draft_hazard(actor=request.actor, unit=unit, entries={}, at=timezone.now())
    return redirect("hazards:edit", request.tenant.slug, hazard.pk)


@tenant_page("GET", "HEAD", "POST")
def edit(request: TenantRequest, hazard: int) -> HttpResponse:
    """The page of three steps. Posting saves everything at once, as browsers without scripts do."""
    try:
        record = selectors.editable(request.actor, hazard)
        return _saved(request, record) if request.method == "POST" else _page(request, record)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
        return redirect("hazards:record", request.tenant.slug, hazard)


@tenant_page("POST")
def values(request: TenantRequest, hazard: int) -> HttpResponse:
    """Autosave: {"version", "values": {field: text}} in; version, time, what is missing and refused out.

    A refusal says why in {"message"}; a stale version (409) also gets the stored values.
    """
    try:
        version, fields = _sent(request)
        typed = forms.read(fields)
        saved = _save(request, hazard, typed, version)
    except Conflict as refusal:
        return JsonResponse({"message": refusal.message, **_stored(request, hazard)}, status=refusal.status)
    except DomainError as refusal:
        return JsonResponse({"message": refusal.message}, status=refusal.status)
    return JsonResponse(_answer(saved.hazard, {**typed.refused, **saved.refused}))


@tenant_page("POST")
def look(request: TenantRequest, hazard: int) -> HttpResponse:
    """Warnings, likely clauses and the verdict for what is typed at this moment. Stores nothing."""
    record = selectors.editable(request.actor, hazard)
    found = _look(record, request.POST, request.POST.get("criterion", ""))
    return render(request, "hazards/parts/filing_look.html", {"hazard": record, "look": found})


@tenant_page("POST")
def clause(request: TenantRequest, hazard: int) -> HttpResponse:
    """The clause just picked with its conditions to be answered. Stores nothing."""
    record = selectors.editable(request.actor, hazard)
    found = _look(record, request.POST, request.POST.get("pick") or request.POST.get("listed", ""))
    return render(request, "hazards/parts/filing_clause.html", {"hazard": record, "look": found})


def _saved(request: TenantRequest, record: Hazard) -> HttpResponse:
    """Store the whole form, or show it again with what was typed and why nothing was stored."""
    typed = forms.read(request.POST)
    if typed.refused:
        return _page(request, record, typed=request.POST.dict(), refused=typed.refused)
    try:
        saved = _save(request, record.pk, typed, request.POST.get("version", ""))
    except Conflict as refusal:
        latest = selectors.editable(request.actor, record.pk)
        return _page(request, latest, typed=request.POST.dict(), stale=refusal.message)
    if saved.refused:
        return _page(request, record, typed=request.POST.dict(), refused=saved.refused)
    messages.success(request, f"{saved.hazard}已保存，还没有报送。")
    return redirect("hazards:edit", request.tenant.slug, record.pk)


def _page(
    request: TenantRequest,
    record: Hazard,
    *,
    typed: Mapping[str, str] | None = None,
    refused: Mapping[str, str] | None = None,
    stale: str = "",
) -> HttpResponse:
    """The page; after a refusal with what was typed and what is wrong, in general or beside each field."""
    shown = {**forms.texts(record), **(typed or {})}
    context = {
        "hazard": record,
        "form": forms.FilingForm(initial=shown),
        "typed": shown,
        "enterprise_name": shown.get("enterprise_name", record.enterprise.name if record.enterprise else ""),
        "enterprise_form": EnterpriseForm(auto_id="quick-%s"),
        "sectors": [*catalogue.sectors(), *catalogue.trades_without()],
        "refused": refused or {},
        "stale": stale,
        "problems": _listed(selectors.problems(record, at=timezone.now())),
        "gallery": evidence.gallery(record),
        "look": _look(record, shown, shown["criterion"]),
        "changes": selectors.changes_since_return(record),
        "draft_key": f"hazard-{record.pk}-{request.actor.user_id}",
    }
    status = Conflict.status if stale else Invalid.status if refused else 200
    return render(request, "hazards/filing.html", context, status=status)


def _save(request: TenantRequest, hazard: int, typed: forms.Typed, version: object) -> filing.Saved:
    return filing.save(
        actor=request.actor,
        hazard_id=hazard,
        version=_version(version),
        entries=typed.entries,
        answers=typed.answers,
        at=timezone.now(),
    )


def _look(record: Hazard, fields: Mapping[str, str], code: str) -> Look:
    """What is typed, with stored answers only where they are those of this clause."""
    typed = forms.read({name: fields[name] for name in fields if name == "discovered_at" or "/" in name})
    found = typed.entries.get("discovered_at", record.discovered_at)
    question = Question(
        on=timezone.localtime(found).date(),
        sector=fields.get("sector", record.sector),
        description=fields.get("description", record.description).strip(),
    )
    answers = _given(typed.answers) if code == fields.get("criterion", "") else {}
    if record.criterion is not None and code == record.criterion.code:
        answers = {**soundness.answers_of(record, record.criterion.logic), **answers}
    return selectors.look(question, code, answers)


def _given(answers: Mapping[str, Mapping[str, str]]) -> dict[str, Answer]:
    return {
        path: Answer(
            Value(parts.get("value", Value.UNKNOWN)), parts.get("fact", ""), parts.get("evidence", "")
        )
        for path, parts in answers.items()
    }


def _sent(request: HttpRequest) -> tuple[object, dict[str, str]]:
    """Version and texts of an autosave; Invalid for anything else."""
    try:
        body = sent_json(request)
        fields = body["values"]
        return body["version"], {str(name): str(fields[name]) for name in dict(fields)}
    except (ValueError, KeyError, TypeError):
        raise Invalid("没有看懂要保存什么。请刷新页面后再试；已填的内容留在本机。") from None


def _version(text: object) -> int:
    try:
        return int(str(text))
    except ValueError:
        raise Invalid("页面不完整，没有保存。请刷新页面后再试；已填的内容留在本机。") from None


def _unit(units: Sequence[Unit], asked: str) -> Unit:
    found = next((unit for unit in units if str(unit.pk) == asked), None)
    if found is None:
        raise Invalid("请选择为哪个单位填报。")
    return found


def _answer(record: Hazard, refused: Mapping[str, str]) -> dict[str, Any]:
    now = timezone.now()
    return {
        "version": record.version,
        "saved_at": f"{timezone.localtime(now):%H:%M}",
        "problems": _listed(selectors.problems(record, at=now)),
        "refused": dict(refused),
        "enterprise_name": record.enterprise.name if record.enterprise else "",
    }


def _stored(request: TenantRequest, hazard: int) -> dict[str, Any]:
    """What stands on the record now, for somebody whose page is behind; nothing once it cannot be changed."""
    try:
        record = selectors.editable(request.actor, hazard)
    except Conflict:
        return {}
    return {**_answer(record, {}), "values": forms.texts(record)}


def _listed(problems: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"field": name, "label": LABELS[name], "words": words} for name, words in problems.items()]
