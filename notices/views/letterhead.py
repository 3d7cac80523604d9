"""The letterhead: 机关代字 and what else stands on every document."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from notices import policies
from notices.forms.letterhead import LetterHeadForm
from notices.selectors import letterhead as reads
from notices.services import letterhead as services
from units.errors import Conflict, Invalid, NotAllowed
from units.http import TenantRequest
from units.pages import tenant_page


@tenant_page("GET", "HEAD", "POST")
def page(request: TenantRequest) -> HttpResponse:
    """What is set, with the next number; posting sets it."""
    if not policies.may_set_letterhead(request.actor):
        raise NotAllowed("公文版头由管理员和安委办设置。")
    head, numbers = reads.current(), reads.numbers(timezone.localdate().year)
    initial = (
        {name: getattr(head, name) for name in ("mark", "salutation", "copies", "printer")} if head else {}
    )
    form = LetterHeadForm(request.POST or None, initial={**initial, "first_number": numbers.first})
    if numbers.begun:
        form.fields.pop("first_number")
    if form.is_bound and form.is_valid() and _saved(request, form):
        return redirect("notices:letterhead", request.tenant.slug)
    context = {"form": form, "head": head, "numbers": numbers}
    return render(request, "notices/letterhead.html", context, status=422 if form.errors else 200)


def _saved(request: TenantRequest, form: LetterHeadForm) -> bool:
    first = form.cleaned_data.get("first_number")
    try:
        services.save(actor=request.actor, words=form.words(), at=timezone.now(), first_number=first)
    except (Conflict, Invalid) as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(
        request, f"公文版头已保存，签发时按“{form.cleaned_data['mark'].strip()}〔年份〕号”编号。"
    )
    return True
