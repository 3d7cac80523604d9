"""Campaigns with their phases, and the periods their rules yield."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports import policies
from reports.forms.periods import CampaignForm, IrregularForm, RuleForm
from reports.models import Campaign, Cycle, DispatchForm
from reports.selectors import campaigns, forms, planning
from reports.selectors.planning import Fate
from reports.services import periods as services
from units.errors import Conflict, Invalid, NotAllowed
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page()
def campaign_list(request: TenantRequest) -> HttpResponse:
    """All campaigns with their phases, and what can be added to each."""
    _require_set_up(request)
    context = {"campaigns": campaigns.all_campaigns(), "form": forms.latest(), "today": timezone.localdate()}
    return render(request, "reports/campaigns.html", context)


@tenant_page("GET", "HEAD", "POST")
def new(request: TenantRequest) -> HttpResponse:
    """Start a campaign; on to its periods."""
    _require_set_up(request)
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_campaign(actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"已建立“{made.name}”。下面核对要生成的各期。")
            return redirect("reports:period_rule", request.tenant.slug, made.pk)
    return render(request, "reports/campaign_new.html", {"form": form}, status=_status(form))


@tenant_page("GET", "HEAD", "POST")
def rule(request: TenantRequest, campaign: int) -> HttpResponse:
    """What the campaign's rule would create, each period with its dates; posting creates just that."""
    _require_set_up(request)
    found, now = campaigns.campaign(campaign), timezone.now()
    form = RuleForm(request.POST if request.method == "POST" else _asked(request))
    if not form.is_valid():
        context = {"campaign": found, "form": form, "plans": (), "fresh": 0}
        return render(request, "reports/period_rule.html", context, status=Invalid.status)
    cycle, weekday = Cycle(form.cleaned_data["cycle"]), form.cleaned_data["weekday"]
    if request.method == "POST":
        made = services.generate_periods(
            actor=request.actor,
            campaign=found,
            form=_form_in_force(),
            cycle=cycle,
            weekday=weekday,
            since=now,
            at=now,
        )
        messages.success(request, f"已为“{found.name}”生成{len(made)}期{cycle.label}。")
        return redirect("reports:periods", request.tenant.slug)
    plans = planning.forecast(found, cycle, planning.planned(found, cycle, weekday), now)
    context = {
        "campaign": found,
        "form": form,
        "plans": plans,
        "fresh": sum(each.fate is Fate.NEW for each in plans),
        "sheet": forms.latest(),
        "cycle": cycle,
    }
    return render(request, "reports/period_rule.html", context)


@tenant_page("GET", "HEAD", "POST")
def irregular(request: TenantRequest, campaign: int) -> HttpResponse:
    """Add one period by hand."""
    _require_set_up(request)
    found = campaigns.campaign(campaign)
    form = IrregularForm(request.POST or None, zone=request.tenant.zone)
    if request.method == "POST" and form.is_valid():
        try:
            _add(request, found, form)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("reports:periods", request.tenant.slug)
    context = {"campaign": found, "form": form, "sheet": forms.latest()}
    return render(request, "reports/period_new.html", context, status=_status(form))


def _add(request: TenantRequest, campaign: Campaign, form: IrregularForm) -> None:
    now = timezone.now()
    if form.plan.cutoff_at <= now:
        raise Invalid("报送截止时间已经过去，一建就会关账，各单位全部缺报。请选现在以后的时间。")
    made = services.create_period(
        actor=request.actor,
        campaign=campaign,
        form=_form_in_force(),
        plan=form.plan,
        close_at=form.cleaned_data["close_at"],
        cycle=Cycle.IRREGULAR,
        at=now,
    )
    messages.success(request, f"已新增“{made.title}”，各单位登录后即可填报。")


def _form_in_force() -> DispatchForm:
    """The newest version, which periods to come are filed in; Conflict before there is one."""
    form = forms.latest()
    if form is None:
        raise Conflict("还没有启用的调度表表式，各期无从填报。请先在“表式”页建立并启用一版。")
    return form


def _asked(request: TenantRequest) -> dict[str, str]:
    return {"cycle": request.GET.get("cycle", Cycle.MONTHLY), "weekday": request.GET.get("weekday", "7")}


def _require_set_up(request: TenantRequest) -> None:
    if not policies.may_set_up(request.actor):
        raise NotAllowed("专项行动和期次由安委办或管理员设置，请与他们联系。")


def _status(form: CampaignForm | IrregularForm) -> int:
    return Invalid.status if form.errors else HttpResponse.status_code
