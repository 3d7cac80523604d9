"""What the entry page saves by itself while one types: figures, and reasons."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from reports.models import Submission
from reports.selectors import periods
from reports.selectors import submissions as selectors
from reports.services import entry, reasons
from reports.services.entry import FormChanged
from reports.services.submissions import InvalidFields
from reports.views import form_findings
from units.errors import Conflict, DomainError, Invalid
from units.http import TenantRequest, sent_json
from units.pages import tenant_page

INCOMPLETE = "保存的内容不完整，没有存入。请刷新页面后再填。"
_DIGITS = 18


@tenant_page("POST")
def values(request: TenantRequest, label: str, unit_id: int) -> HttpResponse:
    """Autosave: {"version", "form", "values": {code: text}} in, {"version", "saved_at", "findings"} out.

    A refusal says why in {"message"}; a stale version (409) also gets the stored values.
    """
    try:
        version, form_id, entries = _typed(request)
        period = periods.period_by_label(label)
        unit = selectors.visible_unit(request.actor, unit_id)
        submission = entry.save(
            actor=request.actor,
            period=period,
            unit=unit,
            form_id=form_id,
            version=version,
            entries=entries,
            at=timezone.now(),
        )
    except FormChanged as refusal:
        return JsonResponse({"message": refusal.message}, status=refusal.status)
    except Conflict as refusal:
        stored = selectors.filing(request.actor, period, unit).submission
        answer = {"message": refusal.message, **_saved(stored), "values": stored.values}
        return JsonResponse(answer, status=refusal.status)
    except DomainError as refusal:
        problems = refusal.problems if isinstance(refusal, InvalidFields) else {}
        return JsonResponse({"message": refusal.message, "problems": problems}, status=refusal.status)
    return _accepted(request, submission)


@tenant_page("POST")
def reason(request: TenantRequest, label: str, unit_id: int) -> HttpResponse:
    """A reason as one types it: {"version", "key", "text"} in, what `values` answers out."""
    try:
        version, key, text = _given(request)
        period = periods.period_by_label(label)
        unit = selectors.visible_unit(request.actor, unit_id)
        submission = reasons.give(
            actor=request.actor,
            period=period,
            unit=unit,
            version=version,
            key=key,
            text=text,
            at=timezone.now(),
        )
    except DomainError as refusal:
        return JsonResponse({"message": refusal.message}, status=refusal.status)
    return _accepted(request, submission)


def _accepted(request: TenantRequest, submission: Submission) -> HttpResponse:
    """What a script gets for a change that was stored."""
    filing = selectors.filing(request.actor, submission.period, submission.unit)
    found = form_findings.shown(filing.findings, filing.submission.reasons)
    return JsonResponse({**_saved(submission), "findings": found})


def _saved(submission: Submission) -> dict[str, Any]:
    """Which version stands, and when it was saved, as the form says it."""
    at = submission.filled_at
    return {"version": submission.version, "saved_at": f"{timezone.localtime(at):%H:%M}" if at else ""}


def _typed(request: HttpRequest) -> tuple[int, int | None, dict[str, str]]:
    """The autosave's body; Invalid when it is not what the form sends."""
    try:
        body = sent_json(request)
        entries = body["values"]
        if not all(isinstance(text, str) for text in entries.values()):
            raise TypeError
        return int(body["version"]), sent_form(body.get("form")), entries
    except (ValueError, OverflowError, TypeError, KeyError, AttributeError):
        raise Invalid(INCOMPLETE) from None


def _given(request: HttpRequest) -> tuple[int, str, str]:
    """The body of a reason; Invalid when it is not what the form sends."""
    try:
        body = sent_json(request)
        if not (isinstance(body["key"], str) and isinstance(body["text"], str)):
            raise TypeError
        return int(body["version"]), body["key"], body["text"]
    except (ValueError, OverflowError, TypeError, KeyError):
        raise Invalid(INCOMPLETE) from None


def sent_form(sent: object) -> int | None:
    """Which version of the form the page shows, where it says so."""
    text = str(sent or "")
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else None
