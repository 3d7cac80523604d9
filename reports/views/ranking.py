"""Figures of closed periods: key figures, ranking and trend."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from reports import dashboard, policies
from reports import figures as catalogue
from reports.models import Period
from reports.ranking import RULE
from reports.selectors import figures as selectors
from reports.selectors import periods
from reports.selectors.figures import ClosedPeriod
from units.errors import NotAllowed
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page()
def ranking(request: TenantRequest) -> HttpResponse:
    """The latest closed period, or the one asked for; ranked by the measure asked for."""
    if not policies.may_see_closed_figures(request.actor):
        raise NotAllowed("排名和汇总数据在通报印发前只供安委办和领导查看。")
    closed = selectors.closed_periods()
    if not closed:
        return render(request, "reports/ranking_empty.html", {"current": periods.current_period()})
    label = request.GET.get("period", "")
    period = periods.period_by_label(label) if label else closed[0]
    return render(request, "reports/ranking.html", {**_context(request, period), "closed": closed})


def _context(request: TenantRequest, period: Period) -> dict[str, Any]:
    found = selectors.closed_period(request.actor, period)
    now = catalogue.by_key(found.figures)
    points = selectors.trend(request.actor, period, dashboard.TREND_KEYS)
    before = points[-2].figures if len(points) > 1 else None
    labelled = [(point.period.title, point.figures) for point in points]
    return {
        "period": period,
        "snapshot": found.snapshot,
        "key_figures": dashboard.key_figures(now, before),
        "sentence": dashboard.sentence(now),
        "unit_ids": {unit.name: unit.unit_id for unit in found.data.units},
        **_ranking(found, request.GET.get("by", "")),
        "trends": [
            chart
            for chart in (
                dashboard.trend_chart("每期新增重大隐患", dashboard.NEW_MAJOR, labelled),
                dashboard.trend_chart("隐患整改率", dashboard.RATES, labelled),
            )
            if chart.series
        ],
    }


def _ranking(found: ClosedPeriod, asked: str) -> dict[str, Any]:
    """The ranking by the measure asked for, else by the first one that the period's form has, if any."""
    criteria = dashboard.criteria_of(found.data)
    by = asked if asked in criteria else next(iter(criteria), "")
    if not by:
        return {"criteria": criteria}
    rows = selectors.ranking(found, by)
    chart = dashboard.ranking_chart(criteria[by].label, rows)
    return {"by": by, "criteria": criteria, "rows": rows, "rule": RULE, "ranking_chart": chart}
