"""The ledger as a list: one page of records with what is due, and how many there are in each state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, DateField, F, OrderBy, When

from hazards import policies, rectifying
from hazards.life import EDITABLE, LABELS, OPEN, Status
from hazards.models import Hazard
from hazards.rectifying import Term
from hazards.selectors import ledger
from hazards.selectors.ledger import Filters
from units.actors import Actor

PER_PAGE = 50
_UNSHOWN = ("clause", "answers", "measures", "plan")
_RUNNING = Case(When(status__in=OPEN, then=F("due_on")), default=None, output_field=DateField())
SORTS: Mapping[str, tuple[str, Sequence[str | OrderBy]]] = {
    "found": ("发现时间（近的在前）", ("-discovered_at", "-id")),
    "oldest": ("发现时间（早的在前）", ("discovered_at", "id")),
    "filed": ("报送时间（近的在前）", (F("first_filed_at").desc(nulls_last=True), "-id")),
    "due": ("整改时限（紧的在前）", (_RUNNING.asc(nulls_last=True), "-discovered_at", "-id")),
    "unit": ("单位", ("unit__order", "unit_id", "-discovered_at", "-id")),
    "enterprise": ("企业", ("enterprise__name", "-discovered_at", "-id")),
}
"""Orders of the list with the words people choose them by; the first unless asked otherwise."""


@dataclass(frozen=True, slots=True)
class Line:
    """A record of the list. `term` is None unless one runs; `mine` whether this person can still edit it."""

    hazard: Hazard
    term: Term | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One page. `statuses` counts all that the other filters let through, `overdue` and `asking` some of them."""

    lines: Sequence[Line]
    page: Page[Hazard]
    statuses: Sequence[tuple[Status, str, int]]
    everything: int
    overdue: int
    asking: int


def listing(actor: Actor, filters: Filters, *, sort: str = "", page: str = "", today: date) -> Listing:
    """A page of what the filters let through; a page there is not becomes the nearest one."""
    wanted = ledger.ledger(actor, filters).order_by(*SORTS.get(sort, SORTS["found"])[1])
    # A line shows neither the clause nor what belongs to it, which is most of a record.
    lean = wanted.select_related(None).select_related("unit", "enterprise").defer(*_UNSHOWN)
    shown = Paginator(lean, PER_PAGE).get_page(page)
    open_to = replace(filters, status=None, overdue_on=None, asking=False)
    counted = ledger.ledger(actor, open_to).order_by().values("status").annotate(count=Count("id"))
    counts = {row["status"]: row["count"] for row in counted}
    return Listing(
        lines=[_line(actor, hazard, today) for hazard in shown],
        page=shown,
        statuses=[(status, label, counts[status]) for status, label in LABELS.items() if counts.get(status)],
        everything=sum(counts.values()),
        overdue=ledger.ledger(actor, replace(open_to, overdue_on=today)).count(),
        asking=ledger.ledger(actor, replace(open_to, asking=True)).count(),
    )


def _line(actor: Actor, hazard: Hazard, today: date) -> Line:
    status = Status(hazard.status)
    mine = status in EDITABLE and policies.may_report(actor, hazard.unit_id)
    return Line(hazard, rectifying.term(status, hazard.due_on, today), mine)
