"""Where a person lands: a unit's own page, 安委办's board, or the figures."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hazards import policies as hazard_policies
from reports import policies
from reports.models import Period
from reports.selectors import locks, periods
from reports.selectors.standing import unit_ledger
from reports.selectors.unit_periods import UnitPeriod, of_unit
from reports.views.standing import form_status, ledger_status
from units.errors import NotFound
from units.http import TenantRequest
from units.pages import tenant_page
from units.selectors import chosen, units_of


@dataclass(frozen=True, slots=True)
class PeriodCard:
    """A period with both duties of a unit and how they stand (keys, see `views/standing.py`)."""

    each: UnitPeriod
    form: str
    ledger: str

    @property
    def period(self) -> Period:
        return self.each.period


@tenant_page()
def home(request: TenantRequest) -> HttpResponse:
    """On to the page this person works on."""
    slug = request.tenant.slug
    if request.actor.own_units:
        return redirect("reports:unit_home", slug)
    if policies.may_see_everything(request.actor) and (period := periods.current_period()):
        return redirect("reports:board", slug, period.label)
    return redirect(
        "reports:ranking" if policies.may_see_closed_figures(request.actor) else "reports:periods", slug
    )


@tenant_page()
def unit_home(request: TenantRequest) -> HttpResponse:
    """What a unit owes and by when, what came back and why, and what it has filed before."""
    units = units_of(request.actor)
    unit = chosen(units, request.GET.get("unit", ""))
    if unit is None:
        raise NotFound("您不在任何单位任填报员或负责人，没有“本单位”页。请从左侧选择其他页面。")
    now, today = timezone.now(), timezone.localdate()
    cards = [PeriodCard(each, form_status(each, now), ledger_status(each, now)) for each in of_unit(unit)]
    owed = [card for card in reversed(cards) if card.period.is_open and card.period.starts_on <= today]
    period = owed[0].period if owed else None
    context = {
        "unit": unit,
        "units": units,
        "now": now,
        "owed": owed,
        "owes": unit.owes,
        "lock": None if unit.owes or period is None else locks.of(period, unit, None),
        "next": next((card.period for card in reversed(cards) if card.period.starts_on > today), None),
        "past": [card for card in cards if not card.period.is_open],
        "may_sign": policies.may_sign(request.actor, unit.pk),
        "may_report": hazard_policies.may_report(request.actor, unit.pk),
        "ledger": unit_ledger(request.actor, unit, period, today),
        "ledger_period": period,
    }
    return render(request, "reports/unit_home.html", context)
