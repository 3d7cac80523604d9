"""收文: what was sent to a person's units, each document as printed, its receipt and the reply."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hazards.forms.fields import first_problem
from notices import printed_annex
from notices.content import BlockKind
from notices.forms.issuing import ReplyForm
from notices.models import Delivery
from notices.selectors import inbox as reads
from notices.selectors.inbox import WAITING, Waits
from notices.services import publishing
from units.errors import Conflict, Invalid
from units.http import TenantRequest
from units.pages import Choice, tenant_page

PER_PAGE = 30
LABELS = {Waits.RECEIPT: "待签收", Waits.REPLY: "待回复"}


@tenant_page()
def inbox(request: TenantRequest) -> HttpResponse:
    """What was sent, unsigned first; `?waits=` narrows it."""
    asked = request.GET.get("waits", "")
    found = reads.deliveries(request.actor)
    if asked in WAITING:
        found = found.filter(WAITING[Waits(asked)])
    counts = reads.counts(request.actor)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [reads.as_received(each) for each in page],
        "choices": [
            Choice(label, counts[waits], "" if asked == waits else f"waits={waits}", asked == waits)
            for waits, label in LABELS.items()
        ],
        "asked": asked,
        "query": f"waits={asked}" if asked in WAITING else "",
        "now": timezone.now(),
    }
    return render(request, "notices/inbox.html", context)


@tenant_page()
def publication(request: TenantRequest, delivery: int) -> HttpResponse:
    """One document as printed."""
    return _page(request, reads.delivery_by_id(request.actor, delivery))


@tenant_page("POST")
def receive(request: TenantRequest, delivery: int) -> HttpResponse:
    """Sign for a document."""
    found = reads.delivery_by_id(request.actor, delivery)
    try:
        publishing.receive(actor=request.actor, delivery=found, at=timezone.now())
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"{found.unit.name}已签收{found.publication.document_number}。")
    return redirect("notices:publication", request.tenant.slug, delivery)


@tenant_page("POST")
def reply(request: TenantRequest, delivery: int) -> HttpResponse:
    """Reply to a document; what was typed stays on the page when it is refused."""
    found = reads.delivery_by_id(request.actor, delivery)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, first_problem(form), HTTPStatus.UNPROCESSABLE_ENTITY)
    words, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
    try:
        publishing.reply(actor=request.actor, delivery=found, text=words, seen=seen, at=timezone.now())
    except (Conflict, Invalid) as refusal:
        return _page(request, found, form, refusal.message, refusal.status)
    messages.success(request, f"已回复{found.publication.document_number}，安委办可以看到。")
    return redirect("notices:publication", request.tenant.slug, delivery)


def _page(
    request: TenantRequest,
    delivery: Delivery,
    form: ReplyForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    found, now = reads.as_received(delivery), timezone.now()
    seen = delivery.replied_at.isoformat() if delivery.replied_at else ""
    asks = delivery.publication.reply_by is not None and not reads.is_struck(delivery)
    acts = reads.may_act(request.actor, delivery)
    still = delivery.replied_at is None or (found.due is not None and now < found.due)
    context = {
        "received": found,
        "delivery": delivery,
        "publication": delivery.publication,
        "imprint": [
            block.text.split("\t")
            for kind in (BlockKind.COPIES, BlockKind.PRINTED)
            for block in delivery.publication.document.of(kind)
        ],
        "annexes": printed_annex.from_json(delivery.publication.annex),
        "form": form or ReplyForm(initial={"text": delivery.reply, "seen": seen}),
        "problem": problem,
        "may_receive": acts and found.waits == Waits.RECEIPT,
        "may_reply": acts and asks and still,
        "now": now,
    }
    return render(request, "notices/publication.html", context, status=status)
