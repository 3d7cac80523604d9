"""安委办's desk for a period: units × duties, units × indicators, one cell's history, tonight's list."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reports import policies
from reports.selectors import desk as reads
from reports.selectors import desk_values, periods
from reports.selectors.desk import Desk
from reports.snapshot import IndicatorSpec
from reports.views import desk_asked
from reports.views.desk_asked import Asked
from reports.workbook_layout import Block, lay_out
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page()
def board(request: TenantRequest, label: str) -> HttpResponse:
    """How every unit stands in every duty."""
    period = periods.period_by_label(label)
    desk = reads.desk(request.actor, period, now=timezone.now())
    asked = desk_asked.asked_for(request.GET)
    context = {**_common(request, desk, asked), "rows": asked.rows(desk), "sorts": desk_asked.sorts(asked)}
    return render(request, "reports/board.html", context)


@tenant_page()
def values(request: TenantRequest, label: str) -> HttpResponse:
    """The figures of the same units side by side, with their sums."""
    period = periods.period_by_label(label)
    desk = reads.desk(request.actor, period, now=timezone.now())
    asked = desk_asked.asked_for(request.GET)
    matrix = desk_values.matrix(period, asked.rows(desk))
    context = {**_common(request, desk, asked), "matrix": matrix, "head": _head(matrix.specs)}
    return render(request, "reports/board_values.html", context)


@tenant_page()
def cell(request: TenantRequest, label: str, unit_id: int, code: str) -> HttpResponse:
    """What became of one cell; the figures' page shows it in a panel."""
    period = periods.period_by_label(label)
    found = desk_values.history(request.actor, period, unit_id, code)
    return render(request, "reports/board_cell.html", {"period": period, "history": found})


def _common(request: TenantRequest, desk: Desk, asked: Asked) -> Mapping[str, Any]:
    """What both views of the desk show alike. `query` keeps the filters on the way from one to the other."""
    return {
        "period": desk.period,
        "now": timezone.now(),
        "desk": desk,
        "asked": asked,
        "choices": desk_asked.choices(asked, desk),
        "query": asked.query(),
        "plain": asked.query(sort=""),
        "may_review": policies.may_review(request.actor),
    }


def _head(specs: Sequence[IndicatorSpec]) -> Sequence[Sequence[Block]]:
    """The printed header's cells, line by line."""
    blocks = sorted(lay_out("单位", specs, (), ()).blocks, key=lambda block: (block.row, block.column))
    return [list(line) for _, line in groupby(blocks, key=lambda block: block.row)]
