"""A circular's way to issue: sent for review, sent back, approved, signed; withdrawn or replaced afterwards."""

from datetime import date, datetime, timedelta

from django.db import transaction

from notices import policies
from notices.models import Circular, CircularState
from notices.selectors import issuing as selectors
from notices.services.recalling import replace, withdraw
from notices.services.signing import sign
from notices.services.steps import Action, comment_in, held, told
from units.actors import Actor
from units.errors import Invalid, NotAllowed

__all__ = ["replace", "review", "send_back", "sign", "submit", "withdraw"]

_FURTHEST = timedelta(days=366)


@transaction.atomic
def submit(
    *,
    actor: Actor,
    circular: Circular,
    at: datetime,
    comment: str = "",
    reply_by: date | None = None,
    edit: int | None = None,
) -> Circular:
    """Send a draft for review (送审), and say until when units are to reply; a day set before stays without one.

    NotAllowed for everybody but 安委办; Conflict when it is no draft any more or was changed meanwhile; Invalid for
    a day of reply that is over or more than a year away.
    """
    if not policies.may_draft(actor):
        raise NotAllowed("文稿由安委办起草、送审。")
    note = comment_in(comment)
    found = held(circular, states=[CircularState.DRAFT], edit=edit, doing="送审")
    today = at.astimezone(found.tenant.zone).date()
    if reply_by is not None and not today < reply_by <= today + _FURTHEST:
        raise Invalid("回复期限要在今天以后、一年以内，请另选一天；不要求回复的，留空即可。")
    found.state = CircularState.SUBMITTED
    found.reply_by = reply_by or found.reply_by
    found.submitted_at, found.submitted_by_id = at, actor.user_id
    found.save(update_fields=["state", "reply_by", "submitted_at", "submitted_by"])
    told(found, actor, at, Action.SUBMITTED, note)
    return found


@transaction.atomic
def send_back(
    *, actor: Actor, circular: Circular, at: datetime, comment: str, edit: int | None = None
) -> Circular:
    """Send a circular that waits for review or signature back to its drafter (退回修改); the comment says why."""
    if not policies.may_check(actor):
        raise NotAllowed("文稿由安委办或领导退回。")
    why = comment_in(comment, "请写明退回的原因，起草人要照着改。")
    waiting = [CircularState.SUBMITTED, CircularState.REVIEWED]
    found = held(circular, states=waiting, edit=edit, doing="退回")
    found.state = CircularState.DRAFT
    found.submitted_at = found.submitted_by = found.reviewed_at = found.reviewed_by = None
    found.save(update_fields=["state", "submitted_at", "submitted_by", "reviewed_at", "reviewed_by"])
    told(found, actor, at, Action.RETURNED, why)
    return found


@transaction.atomic
def review(
    *, actor: Actor, circular: Circular, at: datetime, comment: str = "", edit: int | None = None
) -> Circular:
    """Approve a circular (审核通过), which then waits for the signature.

    NotAllowed for whoever wrote it last or sent it on (I8).
    """
    note = comment_in(comment)
    found = held(circular, states=[CircularState.SUBMITTED], edit=edit, doing="审核")
    if not policies.may_review_circular(actor, selectors.hands(found)):
        raise NotAllowed("文稿由没有动笔也没有送审的安委办人员或领导审核，请换一个人审核。")
    found.state = CircularState.REVIEWED
    found.reviewed_at, found.reviewed_by_id = at, actor.user_id
    found.save(update_fields=["state", "reviewed_at", "reviewed_by"])
    told(found, actor, at, Action.REVIEWED, note)
    return found
