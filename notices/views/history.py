"""Earlier texts of a circular: who wrote what when, two of them compared, and going back to one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from notices import policies
from notices.comparing import Mark, compare
from notices.content import CircularContent
from notices.models import Circular, CircularState
from notices.selectors import editing as selectors
from notices.services import editing as services
from units.errors import Conflict, Invalid, NotFound
from units.http import TenantRequest
from units.pages import tenant_page

NOW = "now"
"""In the address: the text as it stands."""


@tenant_page()
def history(request: TenantRequest, circular: int) -> HttpResponse:
    """All texts there were, the newest first."""
    found = selectors.readable(request.actor, circular)
    context = {
        "circular": found,
        "versions": selectors.versions(found),
        "may_restore": _may_restore(request, found),
    }
    return render(request, "notices/circular_history.html", context)


@tenant_page()
def comparison(request: TenantRequest, circular: int) -> HttpResponse:
    """Two texts in one, what was put in and taken out marked; the last but one and the present unless asked.

    Of what was signed the last one is the present text, so that the one before it is taken.
    """
    found = selectors.readable(request.actor, circular)
    versions = selectors.versions(found)
    earlier = versions[1:] if found.issued_at else versions
    latest = str(earlier[0].number) if earlier else NOW
    first, second = request.GET.get("from", latest), request.GET.get("to", NOW)
    rows = compare(_text(found, first), _text(found, second))
    context: dict[str, Any] = {
        "circular": found,
        "versions": versions,
        "first": first,
        "second": second,
        "rows": rows,
        "changes": sum(row.mark is not Mark.SAME for row in rows),
    }
    return render(request, "notices/circular_compare.html", context)


@tenant_page("POST")
def restore(request: TenantRequest, circular: int) -> HttpResponse:
    """Go back to an earlier text; the present one stays among the earlier."""
    found = selectors.readable(request.actor, circular)
    try:
        number, edit = int(request.POST.get("number", "")), int(request.POST.get("edit", ""))
    except ValueError:
        raise Invalid("没有看懂要恢复到哪一稿。请刷新页面后再试。") from None
    try:
        services.restore(actor=request.actor, circular=found, number=number, edit=edit, at=timezone.now())
    except Conflict as refusal:
        messages.error(request, refusal.message)
        return redirect("notices:circular_history", request.tenant.slug, circular)
    messages.success(request, f"已恢复到第{number}稿的文字，数字用现在的；刚才的文字也留在修改历史里。")
    return redirect("notices:circular_page", request.tenant.slug, circular)


def _text(circular: Circular, asked: str) -> CircularContent:
    if asked == NOW:
        return selectors.stored(circular)
    if not (asked.isascii() and asked.isdigit() and len(asked) < 9):
        raise NotFound("没有这一稿。请从修改历史里重新选择。")
    return selectors.version(circular, int(asked)).document


def _may_restore(request: TenantRequest, circular: Circular) -> bool:
    return policies.may_draft(request.actor) and circular.state == CircularState.DRAFT
