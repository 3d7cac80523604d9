"""Drafting letters: to which units there is something to write, and what was drafted."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from notices.forms.letters import LetterForm
from notices.models import CircularKind
from notices.selectors import letters as reads
from notices.selectors.letters import LETTERS, Addressee
from notices.services.letters import Drafted, draft_letters
from reports.models import Period
from reports.selectors import periods
from units.errors import Conflict, Invalid, NotFound
from units.http import TenantRequest
from units.pages import tenant_page

PURPOSES = {
    CircularKind.CHASE: "催没有报齐的单位报送，写明欠什么、应在什么时候报。",
    CircularKind.REMIND: "提醒还没有到期的事项，写明什么时候截止。",
    CircularKind.SUPERVISE: "督办过了整改时限还没有销号的重大事故隐患，逐条列出编号、时限和内容。",
    CircularKind.INTERVIEW: "通知单位负责人来约谈，写明事由、时间和地点。",
}


NOTHING = {
    CircularKind.CHASE: ("都报齐了", "没有单位欠报，不用发催报函。"),
    CircularKind.REMIND: ("没有要提醒的", "没有还没到期又没有报的事项。过了期限的，请发催报函。"),
    CircularKind.SUPERVISE: ("没有逾期的隐患", "台账里没有过了整改时限还没有销号的隐患，不用督办。"),
    CircularKind.INTERVIEW: ("还没有单位", "请管理员先设置单位。"),
}


@tenant_page("GET", "HEAD", "POST")
def new(request: TenantRequest) -> HttpResponse:
    """The units a letter makes sense for, with why; posting drafts one for each chosen. `?kind=&period=`."""
    kind, period = _kind(request.GET.get("kind", "")), _period(request.GET.get("period", ""))
    now = timezone.now()
    found = reads.addressees(request.actor, kind, period, now=now)
    form = LetterForm(request.POST if request.method == "POST" else None, kind=kind, addressees=found)
    if form.is_bound and form.is_valid() and _draft(request, kind, period, form):
        address = reverse("notices:letter_new", args=[request.tenant.slug])
        return redirect(f"{address}?kind={kind.value}&period={period.label}#drafted")
    context = {
        "form": form,
        "kind": kind,
        "purpose": PURPOSES[kind],
        "kinds": LETTERS,
        "period": period,
        "periods": periods.periods(),
        "addressees": found,
        "free": sum(each.today is None for each in found),
        "chosen": _chosen(request, form, found),
        "letters": reads.letters_of(kind, period),
        "nothing": NOTHING[kind],
    }
    return render(request, "notices/letter_new.html", context, status=422 if form.errors else 200)


def _kind(asked: str) -> CircularKind:
    return next((each for each in LETTERS if each.value == asked), LETTERS[0])


def _period(label: str) -> Period:
    """The period asked for, else the current one; NotFound while there is none."""
    if label:
        return periods.period_by_label(label)
    current = periods.current_period()
    if current is None:
        raise NotFound("还没有任何一期，函件要写明是哪一期的。请先在“期次”页建立专项行动和期次。")
    return current


def _chosen(request: TenantRequest, form: LetterForm, found: Sequence[Addressee]) -> frozenset[str]:
    """Which boxes are ticked: those sent or asked for; else all, but for an interview only by hand."""
    sent = request.POST.getlist("unit") if form.is_bound else request.GET.getlist("unit")
    if sent or form.is_bound or _kind(request.GET.get("kind", "")) == CircularKind.INTERVIEW:
        return frozenset(sent)
    return frozenset(str(each.unit.pk) for each in found)


def _draft(request: TenantRequest, kind: CircularKind, period: Period, form: LetterForm) -> bool:
    """Draft what the form asks for; a refusal is shown in the form."""
    chosen: list[Any] = form.cleaned_data["unit"]
    try:
        done = draft_letters(
            actor=request.actor,
            kind=kind,
            period=period,
            unit_ids=chosen,
            at=timezone.now(),
            demand=form.demand,
        )
    except (Conflict, Invalid) as refusal:
        form.add_error(None, refusal.message)
        return False
    _tell(request, kind, done)
    return True


def _tell(request: TenantRequest, kind: CircularKind, done: Drafted) -> None:
    if done.made:
        names = "、".join(each.unit.name for each in done.made if each.unit)
        messages.success(
            request, f"已起草{kind.label}{len(done.made)}份：{names}。请逐份核对后送审，签发后单位才会收到。"
        )
    if done.again:
        names = "、".join(each.unit.name for each in done.again if each.unit)
        messages.warning(request, f"今天已经起草过，不再重复：{names}。")
