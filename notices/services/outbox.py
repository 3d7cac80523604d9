"""Mail: written with the change it tells of (`put`), sent by a worker afterwards (`deliver_due`).

A mail is claimed in one transaction, so that an attempt counts even if the worker dies in it, and sent and recorded
in the next, under a lock that other workers pass by. Who dies between sending and recording sends it once more, with
the same Message-ID, by which mail programs tell that they have it already.
"""

import hashlib
import logging
from datetime import datetime, timedelta
from enum import StrEnum
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from notices import policies
from notices.models import MailState, OutboxMail
from units import audit
from units.actors import Actor
from units.errors import Conflict, NotAllowed, NotFound
from units.models import Tenant
from units.scoping import current_tenant_id, scope

logger = logging.getLogger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 240))
"""How long after the first, second, … attempt the next one follows; the last one is not followed."""
MOST_ATTEMPTS = len(WAITS)
MOST_AT_ONCE = 200
MAX_ERROR, MAX_SUBJECT = 300, 200
REFUSALS = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError, ValueError)
"""What is wrong with one mail alone; after anything else the server is not asked again in the same minute."""


class Outcome(StrEnum):
    """What came of an attempt."""

    SENT = "sent"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TAKEN = "taken"


def put(
    *, key: str, to: str, subject: str, text: str, at: datetime, not_before: datetime | None = None
) -> OutboxMail:
    """Put a mail into the outbox, in the caller's transaction; the same `key` once, however often it is asked (I6).

    It leaves at once, or from `not_before` on.
    """
    found, _ = OutboxMail.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": " ".join(subject.split())[:MAX_SUBJECT],
            "text": text,
            "message_id": _message_id(key),
            "created_at": at,
            "next_at": not_before or at,
        },
    )
    return found


def deliver_due(now: datetime) -> int:
    """Send what is due in every tenant, where a mail server is set; how many were sent.

    One that is refused is tried again later and stops no other one.
    """
    if not settings.MAIL_ENABLED:
        return 0
    sent = 0
    for tenant_id in Tenant.objects.order_by("id").values_list("id", flat=True):
        try:
            sent += _deliver(tenant_id, now)
        except Exception:
            # As with every job: one tenant's failure must not stop the others, and is met again at the next tick.
            logger.exception("mails of tenant %s failed", tenant_id)
    return sent


@transaction.atomic
def retry(*, actor: Actor, mail_id: int, at: datetime) -> OutboxMail:
    """Try a mail that was given up again from the start. NotAllowed for everybody but administrators."""
    if not policies.may_see_mail(actor):
        raise NotAllowed("邮件由管理员重发。")
    mail = OutboxMail.objects.select_for_update(of=("self",)).filter(pk=mail_id).first()
    if mail is None:
        raise NotFound("没有这封邮件。请从“邮件”页重新进入。")
    if mail.state != MailState.FAILED:
        raise Conflict(f"这封邮件现在是“{mail.get_state_display()}”，不用重发。")
    mail.state, mail.attempts, mail.next_at = MailState.QUEUED, 0, at
    mail.save(update_fields=["state", "attempts", "next_at"])
    audit.record(
        actor=actor, at=at, action="mail.retried", about=mail, summary=f"重发邮件“{mail.subject}”给{mail.to}"
    )
    return mail


def _message_id(key: str) -> str:
    """The same for the same key, so that a mail sent twice is known for one."""
    digest = hashlib.sha256(f"{current_tenant_id()}/{key}".encode()).hexdigest()[:32]
    return f"<{digest}@{settings.MAIL_DOMAIN}>"


def _deliver(tenant_id: int, now: datetime) -> int:
    """A tenant's due mails, over one connection to the server."""
    connection: BaseEmailBackend = get_connection()
    sent = 0
    try:
        for _ in range(MOST_AT_ONCE):
            mail_id = _claim(tenant_id, now)
            if mail_id is None:
                break
            outcome = _send(tenant_id, mail_id, now, connection)
            sent += outcome is Outcome.SENT
            if outcome is Outcome.UNREACHABLE:
                break
    finally:
        connection.close()
    return sent


def _claim(tenant_id: int, now: datetime) -> int | None:
    """Take the next due mail and count the attempt; None when nothing is due."""
    with scope(tenant_id):
        due = OutboxMail.objects.filter(state=MailState.QUEUED, next_at__lte=now)
        mail = due.select_for_update(skip_locked=True, of=("self",)).first()
        if mail is None:
            return None
        wait = WAITS[min(mail.attempts, MOST_ATTEMPTS - 1)]
        mail.attempts, mail.next_at = mail.attempts + 1, now + wait
        mail.save(update_fields=["attempts", "next_at"])
        return mail.pk


def _send(tenant_id: int, mail_id: int, now: datetime, connection: BaseEmailBackend) -> Outcome:
    """Send a claimed mail and record what came of it."""
    with scope(tenant_id):
        queued = OutboxMail.objects.filter(pk=mail_id, state=MailState.QUEUED)
        mail = queued.select_for_update(skip_locked=True, of=("self",)).first()
        if mail is None:
            return Outcome.TAKEN
        outcome, mail.error = _attempt(mail, connection)
        if outcome is Outcome.SENT:
            mail.state, mail.sent_at = MailState.SENT, now
        elif mail.attempts >= MOST_ATTEMPTS:
            mail.state = MailState.FAILED
        mail.save(update_fields=["state", "sent_at", "error"])
        return outcome


def _attempt(mail: OutboxMail, connection: BaseEmailBackend) -> tuple[Outcome, str]:
    """Hand a mail to the server; what came of it, and what the server said if it did not take it."""
    try:
        _message(mail, connection).send()
    except (OSError, ValueError) as error:
        # What state the conversation is in nobody knows; the next mail begins a new one.
        connection.close()
        outcome = Outcome.REFUSED if isinstance(error, REFUSALS) else Outcome.UNREACHABLE
        return outcome, _words(error)[:MAX_ERROR]
    return Outcome.SENT, ""


def _message(mail: OutboxMail, connection: BaseEmailBackend) -> EmailMessage:
    return EmailMessage(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def _words(error: Exception) -> str:
    """What the server said, in its own words."""
    if isinstance(error, SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return f"{code} {_decoded(said)}"
    if isinstance(error, SMTPResponseException):
        return f"{error.smtp_code} {_decoded(error.smtp_error)}"
    return f"连不上邮件服务器：{error}"


def _decoded(said: bytes | str) -> str:
    """What was said, without signs that no database takes or nobody can see."""
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return "".join(char if char.isprintable() else " " for char in words)
