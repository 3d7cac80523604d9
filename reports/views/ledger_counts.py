"""The ledger counted: per campaign, by unit, with the reasons why hazards do not count."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hazards import life
from hazards.life import Status
from reports.selectors import ledger_comparison
from reports.selectors.ledger_comparison import Comparison
from reports.selectors.ledger_counts import COLUMNS, Matrix, Narrowed
from reports.views import counts_asked
from reports.views.counts_asked import Asked
from units.http import TenantRequest
from units.pages import Choice, tenant_page


@tenant_page()
def page(request: TenantRequest) -> HttpResponse:
    """The matrix of units and reasons, its filters, and the dispatch form's numbers beside the ledger's."""
    today = timezone.localdate()
    asked = counts_asked.asked_for(request.GET, today)
    if asked is None:
        return render(request, "reports/ledger_counts_empty.html")
    matrix = counts_asked.matrix(request.actor, asked)
    context = {
        "asked": asked,
        "columns": COLUMNS,
        "matrix": matrix,
        "choices": _choices(asked, matrix, today),
        "narrowed": asked.narrowed != Narrowed(),
        "export": asked.query(),
        "outside": matrix.windows.get(None, 0),
        "comparison": _comparison(request, asked),
    }
    return render(request, "reports/ledger_counts.html", context)


def _comparison(request: TenantRequest, asked: Asked) -> Comparison | None:
    """Of the period asked for, else of the latest that has forms this person may see."""
    periods = ledger_comparison.comparable(request.actor, asked.campaign)
    period = next((each for each in periods if asked.period in (None, each)), None)
    return ledger_comparison.comparison(request.actor, asked.campaign, period) if period else None


def _choices(asked: Asked, matrix: Matrix, today: date) -> Mapping[str, Sequence[Choice]]:
    """The filters by what they narrow; each with 全部 before it. Periods to come are left out."""
    windows = [
        (each.title, matrix.windows.get(each.label, 0), each.label)
        for each in asked.periods
        if each.starts_on <= today or each.label in matrix.windows or each == asked.period
    ]
    sectors = sorted(matrix.sectors.items(), key=lambda item: (-item[1], item[0]))
    statuses = [
        (life.LABELS[each], matrix.statuses.get(each, 0), each.value)
        for each in Status
        if each in matrix.statuses or each == asked.narrowed.status
    ]
    return {
        "期次": _chips(asked, "period", asked.narrowed.window, sum(matrix.windows.values()), windows),
        "领域": _chips(
            asked,
            "sector",
            asked.narrowed.sector,
            sum(matrix.sectors.values()),
            [(name, count, name) for name, count in sectors],
        ),
        "状态": _chips(asked, "status", asked.narrowed.status, sum(matrix.statuses.values()), statuses),
    }


def _chips(
    asked: Asked, name: str, chosen: str | None, total: int, found: Sequence[tuple[str, int, str]]
) -> Sequence[Choice]:
    """One filter's choices: label, number and value of each."""
    return [
        Choice("全部", total, asked.query(**{name: None}), chosen is None),
        *(
            Choice(label, count, asked.query(**{name: value}), value == chosen)
            for label, count, value in found
        ),
    ]
