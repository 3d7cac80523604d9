"""All circulars and letters, and what units did with one of them."""

from collections.abc import Mapping, Sequence

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from notices import policies
from notices.models import CircularKind, CircularState
from notices.selectors import editing, issue_state, issuing
from notices.selectors.listing import listing
from units.errors import NotFound
from units.http import TenantRequest
from units.pages import Choice, tenant_page

PER_PAGE = 30


@tenant_page()
def page(request: TenantRequest) -> HttpResponse:
    """Circulars and letters by kind and state, the newest first."""
    kind, state = (request.GET.get(name, "") for name in ("kind", "state"))
    found = listing(request.actor, kind=kind, state=state)
    asked = {name: value for name, value in (("kind", kind), ("state", state)) if value}
    context = {
        "page": Paginator(found.circulars, PER_PAGE).get_page(request.GET.get("page")),
        "total": found.total,
        "kinds": _choices(asked, "kind", CircularKind.choices, found.kinds),
        "states": _choices(asked, "state", CircularState.choices, found.states),
        "asked": asked,
        "query": _query(asked),
        "may_draft": policies.may_draft(request.actor),
        "may_read_templates": policies.may_read_templates(request.actor),
        "may_set_letterhead": policies.may_set_letterhead(request.actor),
    }
    return render(request, "notices/circulars.html", context)


@tenant_page()
def deliveries(request: TenantRequest, circular: int) -> HttpResponse:
    """Which unit signed for an issued circular and what it replied, and when."""
    found = editing.readable(request.actor, circular)
    publication = issuing.publication_of(found)
    if publication is None:
        raise NotFound("这份文稿还没有印发，没有签收情况。")
    context = {
        "circular": found,
        "publication": publication,
        "tally": issue_state.tally(publication),
        "lines": issue_state.tracking(publication),
    }
    return render(request, "notices/circulars_deliveries.html", context)


def _choices(
    asked: Mapping[str, str], name: str, labels: Sequence[tuple[str, str]], counts: Mapping[str, int]
) -> list[Choice]:
    """A chip for each value that there is; pressing the chosen one asks for all again."""
    now = asked.get(name, "")
    return [
        Choice(label, counts[value], _query({**asked, name: "" if value == now else value}), value == now)
        for value, label in labels
        if counts.get(value)
    ]


def _query(asked: Mapping[str, str]) -> str:
    made = QueryDict(mutable=True)
    made.update({name: value for name, value in asked.items() if value})
    return made.urlencode()
