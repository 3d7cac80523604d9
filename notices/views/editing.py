"""The editor of a circular or letter: the page, saving while one writes, the check, accepting, writing again."""

import json
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from notices import editor_text, paper
from notices.content import CircularContent
from notices.editor_page import blocks_text, editor_lines, finding_json, renewed
from notices.models import Circular
from notices.pending import FIGURES, Pending
from notices.selectors import checks, issuing
from notices.selectors import editing as selectors
from notices.selectors.checks import Finding
from notices.services import accepting, regenerating
from notices.services import editing as services
from units.errors import Conflict, DomainError, Invalid
from units.http import TenantRequest, sent_json
from units.pages import tenant_page

_UNREADABLE = "没有看懂要保存什么。请刷新页面后再试；已改的内容留在本机。"


@tenant_page()
def edit(request: TenantRequest, circular: int) -> HttpResponse:
    """The paper as a text that can be changed, figures as chips; what cannot be edited leads back to its page."""
    found = selectors.readable(request.actor, circular)
    try:
        selectors.require_editable(request.actor, found)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
        return redirect("notices:circular_page", request.tenant.slug, circular)
    content, figures = selectors.stored(found), selectors.figures_of(found)
    pending = Pending.of(found.base)
    context = {
        "circular": found,
        "sheet": paper.sheet(content, figures.values()),
        "rows": editor_lines(content, selectors.base_of(found), pending),
        "facts": sorted(editor_text.facts_of(content).items()),
        "newest": issuing.newer_snapshot(found),
        "pending": pending,
        "renewed": renewed(pending, figures),
        "seen": FIGURES,
        "draft_key": f"circular-{found.pk}-{request.actor.user_id}",
    }
    return render(request, "notices/circular_edit.html", context)


@tenant_page("POST")
def save(request: TenantRequest, circular: int) -> HttpResponse:
    """Autosave: {"version", "values": {"blocks", "settled"}} in, each as JSON text and either left out.

    Version and time come back. A refusal says why in {"message"}; a stale version (409) also gets what is stored.
    """
    try:
        found = selectors.editable(request.actor, circular)
        version, content, settled = _sent(request, found)
        saved = services.save(
            actor=request.actor,
            circular=found,
            content=content,
            edit=version,
            at=timezone.now(),
            settled=settled,
        )
    except Conflict as refusal:
        return JsonResponse({"message": refusal.message, **_stored(request, circular)}, status=refusal.status)
    except DomainError as refusal:
        return JsonResponse({"message": refusal.message}, status=refusal.status)
    return JsonResponse({"version": saved.edit, "saved_at": _clock(), "title": saved.title})


@tenant_page("POST")
def check(request: TenantRequest, circular: int) -> HttpResponse:
    """{"blocks": …} in, the numbers that have to be settled out. Stores nothing."""
    try:
        found = selectors.editable(request.actor, circular)
        sent = editor_text.read(_json(request).get("blocks"))
        numbers = checks.findings(found, selectors.resolved(found, sent))
        return JsonResponse({"findings": _findings(numbers)})
    except DomainError as refusal:
        return JsonResponse({"message": refusal.message}, status=refusal.status)


@tenant_page("POST")
def accept(request: TenantRequest, circular: int) -> HttpResponse:
    """Let a number stand, with the reason; back to the page it was pressed on."""
    found = selectors.readable(request.actor, circular)
    accepting.accept(
        actor=request.actor,
        circular=found,
        key=request.POST.get("key", ""),
        reason=request.POST.get("reason", ""),
        at=timezone.now(),
    )
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({})
    messages.success(request, "已记下保留这个数字的理由；它前后的文字再改动时，要重新核对。")
    return redirect("notices:circular_page", request.tenant.slug, circular)


@tenant_page("POST")
def regenerate(request: TenantRequest, circular: int) -> HttpResponse:
    """Write the draft again from the newest figures, and go on editing it."""
    found = selectors.readable(request.actor, circular)
    before = found.edit
    try:
        written = regenerating.regenerate(actor=request.actor, circular=found, at=timezone.now())
    except Conflict as refusal:
        messages.error(request, refusal.message)
        return redirect("notices:circular_page", request.tenant.slug, circular)
    if written.edit == before:
        messages.info(request, "数据和模板都没有变化，文稿不用更新。")
    else:
        messages.success(request, "已按最新数据和模板更新；您写的内容都还在，有出入的地方请逐处决定。")
    return redirect("notices:circular_edit", request.tenant.slug, circular)


def _findings(found: Sequence[Finding]) -> list[dict[str, Any]]:
    return [
        finding_json(each.found, (each.accepted.by_name, each.accepted.reason) if each.accepted else ())
        for each in found
    ]


def _sent(request: TenantRequest, circular: Circular) -> tuple[int, CircularContent, Sequence[str]]:
    body = _json(request)
    try:
        values = {**body["values"]}
        version = int(body["version"])
        blocks = json.loads(values["blocks"]) if "blocks" in values else None
        settled = json.loads(values.get("settled", "[]"))
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
        raise Invalid(_UNREADABLE) from None
    if not isinstance(settled, list) or not all(isinstance(each, str) for each in settled):
        raise Invalid(_UNREADABLE)
    return version, selectors.stored(circular) if blocks is None else editor_text.read(blocks), settled


def _json(request: TenantRequest) -> dict[str, Any]:
    try:
        body = sent_json(request)
    except ValueError:
        raise Invalid(_UNREADABLE) from None
    if not isinstance(body, dict):
        raise Invalid(_UNREADABLE)
    return body


def _stored(request: TenantRequest, circular: int) -> dict[str, Any]:
    """What stands there now, for whoever lost the race; nothing when it cannot be edited any more."""
    found = selectors.readable(request.actor, circular)
    try:
        selectors.require_editable(request.actor, found)
    except Conflict:
        return {}
    values = {"blocks": blocks_text(selectors.stored(found)), "settled": "[]"}
    return {"version": found.edit, "values": values, "saved_at": _clock()}


def _clock() -> str:
    return f"{timezone.localtime():%H:%M}"
