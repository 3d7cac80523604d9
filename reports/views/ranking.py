"""Figures of closed periods: key figures, ranking and trend."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from reports import dashboard, policies
from reports import figures as catalogue
from reports.models import Period
from reports.ranking import CRITERIA, RULE
from reports.selectors import figures as selectors
from reports.selectors import periods
from units.errors import NotAllowed
from units.http import TenantRequest
from units.pages import tenant_page

FIRST_CRITERION = next(iter(CRITERIA))


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
    by = request.GET.get("by", "")
    context = _context(request, period, by if by in CRITERIA else FIRST_CRITERION)
    return render(request, "reports/ranking.html", {**context, "closed": closed})


def _context(request: TenantRequest, period: Period, by: str) -> dict[str, Any]:
    found = selectors.closed_period(request.actor, period)
    now = catalogue.by_key(found.figures)
    points = selectors.trend(request.actor, period, dashboard.TREND_KEYS)
    before = points[-2].figures if len(points) > 1 else None
    rows = selectors.ranking(found, by)
    labelled = [(point.period.title, point.figures) for point in points]
    return {
        "period": period,
        "snapshot": found.snapshot,
        "key_figures": dashboard.key_figures(now, before),
        "sentence": dashboard.sentence(now),
        "by": by,
        "criteria": CRITERIA,
        "rows": rows,
        "rule": RULE,
        "unit_ids": {unit.name: unit.unit_id for unit in found.data.units},
        "ranking_chart": dashboard.ranking_chart(CRITERIA[by].label, rows),
        "trends": [
            dashboard.trend_chart("每期新增重大隐患", dashboard.NEW_MAJOR, labelled),
            dashboard.trend_chart("隐患整改率", dashboard.RATES, labelled),
        ],
    }
