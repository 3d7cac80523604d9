"""The register of enterprises: the list, one entry, and changing it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hazards import policies
from hazards.forms.register import RegisterForm, RegulatedForm, typed_from
from hazards.models import Enterprise
from hazards.selectors import catalogue, doubles
from hazards.selectors import enterprises as selectors
from hazards.selectors import ledger as ledger_reads
from hazards.services import enterprises as services
from units.errors import Conflict, DomainError, Invalid, NotAllowed
from units.http import TenantRequest
from units.pages import tenant_page

_DIGITS = 18
PAGE = 50
"""Entries on one page of the register, and records shown with an enterprise."""


@tenant_page()
def enterprises(request: TenantRequest) -> HttpResponse:
    """The register, narrowed and sorted as the address says."""
    form = RegisterForm(request.GET)
    asked = form.asked()
    paginator = Paginator(selectors.register(request.actor, asked), PAGE)
    page = paginator.get_page(request.GET.get("page"))
    chosen = {name: value for name in form.fields if (value := request.GET.get(name, ""))}
    context = {
        "form": form,
        "page": page,
        "query": urlencode(chosen),
        "narrowed": asked != selectors.EVERYTHING,
        "may_register": policies.may_register(request.actor),
    }
    return render(request, "hazards/enterprises.html", context)


@tenant_page()
def enterprise(request: TenantRequest, enterprise: int) -> HttpResponse:
    """One entry, who looks after it, and the enterprise's records that this person may see."""
    found = selectors.enterprise(enterprise)
    if found.pk != enterprise:
        return redirect("hazards:enterprise", request.tenant.slug, found.pk)
    regulators = list(found.regulators.all())
    records = Paginator(ledger_reads.ledger(request.actor).filter(enterprise=found), PAGE).get_page(1)
    context = {
        "enterprise": found,
        "regulators": regulators,
        "merged": selectors.merged_names(found),
        "records": records,
        "may_maintain": policies.may_maintain(request.actor, [unit.pk for unit in regulators]),
        "may_merge": policies.may_administer_register(request.actor),
        "sees_all": request.actor.is_tenant_wide,
    }
    return render(request, "hazards/enterprise.html", context)


@tenant_page("GET", "HEAD", "POST")
def new(request: TenantRequest) -> HttpResponse:
    """Register an enterprise; the units this person writes for are ticked as its regulators."""
    if not policies.may_register(request.actor):
        raise NotAllowed("您不能登记企业，请联系本单位填报员或安委办。")
    if request.method != "POST":
        own = [unit.pk for unit in ledger_reads.reporting_units(request.actor)]
        return _form(request, RegulatedForm(initial={"regulators": own}))
    form = RegulatedForm(request.POST)
    if form.is_valid():
        try:
            made = services.register(actor=request.actor, entry=form.complete_entry(), at=timezone.now())
        except (Invalid, Conflict) as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, f"{made.name}已登记到企业名录，现在就可以在填报隐患时选用。")
            return redirect("hazards:enterprise", request.tenant.slug, made.pk)
    return _form(request, form)


@tenant_page("GET", "HEAD", "POST")
def edit(request: TenantRequest, enterprise: int) -> HttpResponse:
    """Correct an entry. Of two at once the second is shown what stands there now, and keeps what was typed."""
    found = selectors.enterprise(enterprise)
    held = [unit.pk for unit in found.regulators.all()]
    if not policies.may_maintain(request.actor, held):
        raise NotAllowed(f"{found.name}由它的监管单位或安委办维护，请联系他们更正。")
    if request.method != "POST":
        initial = {**typed_from(found), "regulators": held, "seen": services.fingerprint(found)}
        return _form(request, RegulatedForm(initial=initial, held=held), found)
    form = RegulatedForm(request.POST, held=held)
    if form.is_valid():
        try:
            _update(request, form, found)
        except (Invalid, Conflict) as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, f"{found.name}的登记已更正，台账里的隐患随之显示新的内容。")
            return redirect("hazards:enterprise", request.tenant.slug, found.pk)
    return _form(request, form, found, stale=_stale(form, found))


def _stale(form: RegulatedForm, found: Enterprise) -> bool:
    seen = form.cleaned_data.get("seen", "")
    return bool(seen) and seen != services.fingerprint(found)


def _update(request: TenantRequest, form: RegulatedForm, found: Enterprise) -> None:
    services.update(
        actor=request.actor,
        enterprise_id=found.pk,
        entry=form.complete_entry(),
        at=timezone.now(),
        seen=form.cleaned_data["seen"] or None,
    )


@tenant_page("GET", "HEAD", "POST")
def merge(request: TenantRequest, enterprise: int) -> HttpResponse:
    """Choose what else means the same enterprise, compare both, and make one of them."""
    if not policies.may_administer_register(request.actor):
        raise NotAllowed("合并企业由安委办或管理员办理，请联系他们。")
    found = selectors.enterprise(enterprise)
    if request.method == "POST":
        return _merged(request)
    context: dict[str, Any] = {"enterprise": found, "asked": request.GET.get("q", "")}
    other = request.GET.get("other", "")
    if _is_number(other) and (second := selectors.enterprise(int(other))).pk != found.pk:
        context["pair"] = doubles.pair(request.actor, found, second)
    else:
        context["doubles"] = selectors.counted_list(request.actor, doubles.likely(found))
        if context["asked"]:
            matches = [each for each in selectors.search(text=context["asked"]) if each.pk != found.pk]
            context["matches"] = selectors.counted_list(request.actor, matches)
    return render(request, "hazards/enterprise_merge.html", context)


def _merged(request: TenantRequest) -> HttpResponse:
    keep, *both = (_number(request.POST.get(name, "")) for name in ("keep", "first", "second"))
    if keep not in both:
        raise Invalid("没有看懂要保留哪一条。请回到企业页，重新选择。")
    duplicate = both[0] if keep == both[1] else both[1]
    name = selectors.enterprise(duplicate).name
    kept = services.merge(actor=request.actor, duplicate_id=duplicate, into_id=keep, at=timezone.now())
    messages.success(request, f"{name}已并入{kept.name}，它的隐患和监管单位都转到这里。")
    return redirect("hazards:enterprise", request.tenant.slug, kept.pk)


def _number(text: str) -> int:
    if not _is_number(text):
        raise Invalid("没有看懂要合并哪两条登记。请回到企业页，重新选择。")
    return int(text)


def _is_number(text: str) -> bool:
    """Whether a text can be the number of an entry; Python reads no number of thousands of digits."""
    return text.isdecimal() and len(text) <= _DIGITS


def _refuse(form: RegulatedForm, refusal: DomainError) -> None:
    form.refuse(refusal.problems or {"": refusal.message})


def _form(
    request: TenantRequest, form: RegulatedForm, found: Enterprise | None = None, *, stale: bool = False
) -> HttpResponse:
    """The form's page. A stale one shows what stands there now, and may then replace it."""
    context: dict[str, Any] = {"form": form, "enterprise": found, "sectors": catalogue.sectors()}
    if found is not None and stale:
        context["standing"] = found
        typed = request.POST.copy()
        typed["seen"] = services.fingerprint(found)
        form.data = typed
    status = Invalid.status if form.errors else 200
    return render(request, "hazards/enterprise_form.html", context, status=status)
