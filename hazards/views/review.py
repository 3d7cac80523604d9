"""安委办's review desk: the queue, the record that is open, and the decisions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from hazards import phrases
from hazards.forms.fields import first_problem
from hazards.forms.review import BatchForm, DecisionForm, address, asked
from hazards.models import Hazard
from hazards.phrases import Findings
from hazards.selectors import ledger, review
from hazards.selectors.review import AGES, Asked, Queue
from hazards.selectors.review_record import Scrutiny, scrutiny
from hazards.services import reviewing
from hazards.services.reviewing import Overtaken
from units.errors import Invalid
from units.http import TenantRequest
from units.pages import Choice, tenant_page

ANOTHER_UNITS = "另一单位所报的一条"
_DONE = {
    "accept": "{hazard}（{hazard.enterprise}）已审核通过，转{hazard.unit}整改。",
    "return": "{hazard}（{hazard.enterprise}）已退回{hazard.unit}，原因已送达。",
    "exclude": "{hazard}（{hazard.enterprise}）不纳入，原因已送达{hazard.unit}。",
}


@tenant_page()
def desk(request: TenantRequest) -> HttpResponse:
    """The queue, with its first record open."""
    return _desk(request, review.queue(request.actor, asked(request.GET), at=timezone.localtime()))


@tenant_page("GET", "HEAD", "POST")
def record(request: TenantRequest, hazard: int) -> HttpResponse:
    """The desk with this record open, or the record alone for a page that shows the queue already; a decision."""
    if request.method == "POST":
        return _decide(request, hazard)
    htmx = getattr(request, "htmx", None)
    if htmx and not htmx.history_restore_request:
        context = _record_context(request, scrutiny(request.actor, hazard), None)
        return render(request, "hazards/parts/review_record.html", context)
    return _opened(request, hazard)


@tenant_page("POST")
def batch(request: TenantRequest) -> HttpResponse:
    """Accept the ticked records; the page says what became of each."""
    form = BatchForm(request.POST)
    if not form.is_valid():
        raise Invalid(first_problem(form))
    done = reviewing.accept_all(actor=request.actor, chosen=form.cleaned_data["chosen"], at=timezone.now())
    context = {"batch": done, "query": address(asked(request.GET))}
    return render(request, "hazards/review_batch.html", context)


def _decide(request: TenantRequest, hazard_id: int) -> HttpResponse:
    form, part = DecisionForm(request.POST), asked(request.GET)
    if not form.is_valid():
        return _opened(request, hazard_id, form)
    act = form.cleaned_data["act"]
    try:
        decided = reviewing.decide(
            actor=request.actor,
            hazard_id=hazard_id,
            name=act,
            version=form.cleaned_data["version"],
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
            exclusion=form.chosen_exclusion,
        )
    except Overtaken as refusal:
        messages.warning(request, refusal.message)
        if refusal.still_waits:
            return _to(request, hazard_id, part)
        decided = ledger.hazard(request.actor, hazard_id)
    else:
        messages.success(request, _DONE[act].format(hazard=decided))
    following = review.following(request.actor, part, decided, at=timezone.localtime())
    return _to(request, following, part)


def _to(request: TenantRequest, hazard_id: int | None, part: Asked) -> HttpResponse:
    """On to a record, or to the queue when there is none."""
    slug = request.tenant.slug
    path = (
        reverse("hazards:review_record", args=[slug, hazard_id])
        if hazard_id
        else reverse("hazards:review", args=[slug])
    )
    return redirect(f"{path}{address(part)}")


def _opened(request: TenantRequest, hazard_id: int, form: DecisionForm | None = None) -> HttpResponse:
    opened = scrutiny(request.actor, hazard_id)
    queue = review.queue(request.actor, asked(request.GET), at=timezone.localtime())
    return _desk(request, queue, opened, form)


def _desk(
    request: TenantRequest, queue: Queue, opened: Scrutiny | None = None, form: DecisionForm | None = None
) -> HttpResponse:
    """The whole page; a form given was refused and is shown as it was typed."""
    shown = opened
    if shown is None and queue.rows:
        shown = scrutiny(request.actor, queue.rows[0].hazard.pk)
    part = asked(request.GET)
    context = {
        **_record_context(request, shown, form),
        "queue": queue,
        "asked": part,
        "screen": "record" if opened else "queue",
        "sectors": _sectors(queue, part),
        "ages": _ages(queue, part),
    }
    return render(request, "hazards/review.html", context, status=Invalid.status if form else 200)


def _record_context(
    request: TenantRequest, opened: Scrutiny | None, form: DecisionForm | None
) -> dict[str, object]:
    findings = _findings(opened) if opened else Findings()
    return {
        "opened": opened,
        "form": form,
        "act": form.data.get("act", "") if form else "",
        "query": address(asked(request.GET)),
        "exclusions": phrases.closed_list(),
        "return_phrases": phrases.for_return(findings),
        "exclude_phrases": phrases.for_exclusion(findings),
    }


def _findings(opened: Scrutiny) -> Findings:
    better = opened.better
    return Findings(
        misjudged=[(each.trap.case.why, each.trap.case.right) for each in opened.cautions],
        against=[each.text for each in opened.clause.against] if opened.clause else (),
        better=f"《{better.standard.title}》{better.criterion.article}" if better else "",
        doubles=list(dict.fromkeys(_named(each.double.hazard, opened.hazard) for each in opened.doubles)),
    )


def _named(double: Hazard, hazard: Hazard) -> str:
    """A double as the record's unit may be told of it: another unit's by no number (I3)."""
    return str(double) if double.unit_id == hazard.unit_id else ANOTHER_UNITS


def _sectors(queue: Queue, part: Asked) -> list[Choice]:
    everything = Choice("全部", queue.waiting, address(part, sector=""), not part.sector)
    return [
        everything,
        *(
            Choice(sector or "未填领域", count, address(part, sector=sector), sector == part.sector)
            for sector, count in queue.sectors
        ),
    ]


def _ages(queue: Queue, part: Asked) -> list[Choice]:
    return [
        Choice(
            AGES[age],
            count,
            address(part, age="" if age == part.age else age.value),
            age == part.age,
        )
        for age, count in queue.ages.items()
        if count or age == part.age
    ]
