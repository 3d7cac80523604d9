"""The ledger (台账): every record a person may see, narrowed by the address."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hazards import policies
from hazards.forms.ledger_filters import LedgerFiltersForm
from hazards.selectors import ledger as selectors
from hazards.selectors.listing import SORTS, listing
from units.errors import Invalid
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page()
def ledger(request: TenantRequest) -> HttpResponse:
    """A page of the list with counts by state; links keep every other filter."""
    form = LedgerFiltersForm(request.GET, actor=request.actor)
    units = selectors.reporting_units(request.actor)
    context = {
        "form": form,
        "units": units,
        "reviews": policies.may_review(request.actor),
        "sorts": [(name, words) for name, (words, _) in SORTS.items()],
    }
    if not form.is_valid():
        return render(request, "hazards/ledger.html", context, status=Invalid.status)
    asked = {name: request.GET[name] for name in (*form.fields, "sort") if request.GET.get(name)}
    today = timezone.localdate()
    sort = asked["sort"] if asked.get("sort") in SORTS else ""
    context |= {
        "listing": listing(
            request.actor,
            form.filters(today=today),
            sort=sort,
            page=request.GET.get("page", ""),
            today=today,
        ),
        "status": asked.get("status", ""),
        "overdue": bool(asked.get("overdue")),
        "asking": bool(asked.get("asking")),
        "sort": sort,
        "narrowed": bool(set(asked) - {"sort"}),
        "query": urlencode(asked),
        "unsorted": urlencode(_without(asked, "sort")),
        "unstated": urlencode(_without(asked, "status", "overdue", "asking")),
    }
    return render(request, "hazards/ledger.html", context)


def _without(asked: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in asked.items() if name not in names}
