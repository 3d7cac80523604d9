"""The rules that filings are checked by: the list, a new one, one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports import fact_names
from reports.forms.rules import RuleForm
from reports.models import Rule
from reports.selectors import rule_trials
from reports.selectors import rules as selectors
from reports.services import rules
from reports.views import rule_lines
from units.errors import Conflict
from units.http import TenantRequest
from units.pages import tenant_page

UNPROCESSABLE, CONFLICT = 422, 409


@tenant_page()
def rule_list(request: TenantRequest) -> HttpResponse:
    """All rules with what they ask, read out."""
    selectors.require_keeper(request.actor)
    lines = rule_lines.lines(selectors.rules(), selectors.known_indicators())
    context = {"lines": lines, "on": sum(line.rule.is_on for line in lines)}
    return render(request, "reports/rules.html", context)


@tenant_page("GET", "HEAD", "POST")
def new(request: TenantRequest) -> HttpResponse:
    """A rule to be: tried as often as wanted, then stored, switched off."""
    selectors.require_keeper(request.actor)
    form = RuleForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    try:
        if request.POST.get("act") == "try":
            return _page(request, form, trials=rule_trials.try_out(request.actor, form.spec()))
        made = rules.create(actor=request.actor, rule=form.spec(), at=timezone.now())
    except selectors.UnfitRule as refusal:
        return _refused(request, form, refusal)
    messages.success(request, f"已存入规则“{made.title}”，还没有启用。用往期数据试过以后再启用。")
    return redirect("reports:rule", request.tenant.slug, made.code)


@tenant_page("GET", "HEAD", "POST")
def edit(request: TenantRequest, rule: str) -> HttpResponse:
    """One rule: changed, or tried on past periods as it is typed."""
    selectors.require_keeper(request.actor)
    kept = selectors.rule_by_code(rule)
    if request.method != "POST":
        return _page(request, RuleForm.of(selectors.spec_of(kept)), kept)
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _page(request, form, kept, status=UNPROCESSABLE)
    try:
        if request.POST.get("act") == "try":
            return _page(request, form, kept, trials=rule_trials.try_out(request.actor, form.spec(rule)))
        saved = rules.edit(
            actor=request.actor, rule=form.spec(rule), version=_version(request), at=timezone.now()
        )
    except selectors.UnfitRule as refusal:
        return _refused(request, form, refusal, kept)
    except Conflict as refusal:
        messages.error(request, refusal.message)
        return _page(request, form, kept, status=CONFLICT)
    messages.success(request, f"规则“{saved.title}”已保存。" + ("" if saved.is_on else "它现在是停用的。"))
    return redirect("reports:rule", request.tenant.slug, rule)


@tenant_page("POST")
def switch(request: TenantRequest, rule: str) -> HttpResponse:
    """Switch a rule on or off."""
    on = request.POST.get("act") == "on"
    try:
        kept = rules.switch(
            actor=request.actor, code=rule, on=on, version=_version(request), at=timezone.now()
        )
    except (Conflict, selectors.UnfitRule) as refusal:
        messages.error(request, refusal.message)
    else:
        then = "已启用，从现在起检查各单位的填报。" if on else "已停用，不再检查。"
        messages.success(request, f"规则“{kept.title}”{then}")
    return redirect("reports:rule", request.tenant.slug, rule)


def _version(request: TenantRequest) -> int:
    """The version of the rule the page was made with; one that cannot be read matches none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _refused(
    request: TenantRequest, form: RuleForm, refusal: selectors.UnfitRule, kept: Rule | None = None
) -> HttpResponse:
    for field, message in refusal.problems.items():
        form.add_error(field, message)
    return _page(request, form, kept, status=UNPROCESSABLE)


def _page(
    request: TenantRequest, form: RuleForm, kept: Rule | None = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    specs = selectors.known_indicators()
    context = {
        "form": form,
        "rule": kept,
        "names": fact_names.table(specs),
        "version": request.POST.get("version", kept.version if kept else 0),
        "line": rule_lines.lines([kept], specs)[0] if kept else None,
        **more,
    }
    return render(request, "reports/rule.html", context, status=status)
