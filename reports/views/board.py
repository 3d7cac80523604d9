"""安委办's board: every unit's standing in a period."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reports import policies
from reports.selectors import periods
from reports.selectors.periods import STATUS_LABELS, Board, BoardRow
from units.enums import UnitKind
from units.http import TenantRequest
from units.pages import tenant_page

# What is in comes first, then what is on its way, then what is not there.
ORDER = ("on_time", "late", "signed", "ready", "returned", "draft", "untouched", "missing")


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter on top of the board, with how many units it leaves; `query` is its address's end."""

    value: str
    label: str
    count: int
    query: str
    chosen: bool


@tenant_page()
def board(request: TenantRequest, label: str) -> HttpResponse:
    """The board, filtered by standing and kind as the address says."""
    period = periods.period_by_label(label)
    now = timezone.now()
    full = periods.board(request.actor, period, now=now)
    state = _known(request.GET.get("state", ""), ORDER)
    kind = _known(request.GET.get("kind", ""), UnitKind.values)
    rows = [row for row in full.rows if _matches(row, state, kind)]
    context = {
        "period": period,
        "now": now,
        "total": len(full.rows),
        "filed": sum(row.timeliness is not None and row.state == "filed" for row in full.rows),
        "rows": rows,
        "states": _states(full, state, kind),
        "kinds": _kinds(full, state, kind),
        "filtered": bool(state or kind),
        "may_review": policies.may_review(request.actor),
    }
    return render(request, "reports/board.html", context)


def _known(asked: str, known: tuple[str, ...] | list[str]) -> str:
    """The filter asked for; an unknown one is no filter."""
    return asked if asked in known else ""


def _matches(row: BoardRow, state: str, kind: str) -> bool:
    return (not state or row.status == state) and (not kind or row.unit.kind == kind)


def _states(full: Board, state: str, kind: str) -> list[Choice]:
    counts = full.counts
    return [
        Choice(value, STATUS_LABELS[value], counts[value], _query(state=value, kind=kind), value == state)
        for value in ORDER
        if counts.get(value) or value == state
    ]


def _kinds(full: Board, state: str, kind: str) -> list[Choice]:
    found = [
        Choice(
            str(each.value),
            str(each.label),
            sum(row.unit.kind == each for row in full.rows),
            _query(state=state, kind=str(each.value)),
            each == kind,
        )
        for each in UnitKind
    ]
    everything = Choice("", "全部", len(full.rows), _query(state=state), not kind)
    return [everything, *(choice for choice in found if choice.count)]


def _query(**chosen: str) -> str:
    return "?" + urlencode({name: value for name, value in chosen.items() if value})
