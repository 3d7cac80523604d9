"""Reads of the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, QuerySet

from notices import policies
from notices.models import MailState, OutboxMail
from units.actors import Actor
from units.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Outbox:
    """The mails, the newest first, how many are in each state, and whether any are sent at all."""

    mails: QuerySet[OutboxMail]
    counts: Mapping[str, int]
    enabled: bool


def outbox(actor: Actor, state: str = "") -> Outbox:
    """The tenant's mails, or those in one state; an unknown state asks for all. NotAllowed but for administrators."""
    if not policies.may_see_mail(actor):
        raise NotAllowed("邮件的发送情况由管理员查看。")
    mails = OutboxMail.objects.order_by("-id")
    found = mails.order_by().values_list("state").annotate(Count("id"))
    if state in MailState.values:
        mails = mails.filter(state=state)
    return Outbox(mails, dict(found), bool(settings.MAIL_ENABLED))
