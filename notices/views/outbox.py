"""邮件: what is on its way, what was sent, what was given up and why."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from notices.models import MailState
from notices.selectors import outbox as reads
from notices.services import outbox as services
from units.errors import Conflict
from units.http import TenantRequest
from units.pages import Choice, tenant_page

PER_PAGE = 50


@tenant_page()
def page(request: TenantRequest) -> HttpResponse:
    """The mails, the newest first; `?state=` narrows them."""
    asked = request.GET.get("state", "")
    found = reads.outbox(request.actor, asked)
    context = {
        "page": Paginator(found.mails, PER_PAGE).get_page(request.GET.get("page")),
        "choices": [
            Choice(
                label, found.counts.get(value, 0), "" if asked == value else f"state={value}", asked == value
            )
            for value, label in MailState.choices
        ],
        "asked": asked,
        "query": f"state={asked}" if asked in MailState.values else "",
        "enabled": found.enabled,
    }
    return render(request, "notices/outbox.html", context)


@tenant_page("POST")
def retry(request: TenantRequest, mail: int) -> HttpResponse:
    """Try a mail that was given up again."""
    try:
        found = services.retry(actor=request.actor, mail_id=mail, at=timezone.now())
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"发给{found.to}的邮件已重新排队，一分钟内再发。")
    return redirect("notices:outbox", request.tenant.slug)
