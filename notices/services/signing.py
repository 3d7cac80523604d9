"""签发: the one step that numbers a circular, freezes it and sends it out, or does nothing at all."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from notices import policies
from notices.content import CircularContent
from notices.finishing import finished
from notices.models import Circular, CircularState, CircularVersion, LetterHead, Publication, PublicationState
from notices.selectors import issuing as selectors
from notices.selectors import letterhead
from notices.services import numbering, publishing
from notices.services.steps import MAX_COMMENT, Action, comment_in, held, told
from units.actors import Actor
from units.errors import Conflict, NotAllowed


@transaction.atomic
def sign(
    *, actor: Actor, circular: Circular, at: datetime, comment: str = "", edit: int | None = None
) -> Circular:
    """Sign a reviewed circular: it gets its number and date, is printed, published and never changed again.

    NotAllowed for everybody but a leader who did not write it (I8). Conflict, naming the reason, while numbers are
    open, the figures have been corrected since, something is left to fill in, or no letterhead is set. Of two who
    sign at once one does; whatever fails leaves no number used.
    """
    note = comment_in(comment)
    found = held(circular, states=[CircularState.REVIEWED], edit=edit, doing="签发")
    if not policies.may_sign_circular(actor, selectors.writers(found)):
        raise NotAllowed("文件由没有参与起草的领导签发。")
    head = _ready(found, at)
    day = at.astimezone(found.tenant.zone).date()
    number = numbering.next_number(day.year)
    number_text = numbering.document_number(head.mark, day.year, number)
    content = finished(
        found.document, number_text=number_text, issued_on=day, copies=head.copies, printer=head.printer
    )
    _freeze(found, actor, at, content, (day.year, number))
    told(found, actor, at, Action.ISSUED, _said(number_text, note))
    publishing.publish(actor=actor, circular=found, number_text=number_text, at=at)
    _supersede(found, actor, at, number_text)
    return found


def _ready(circular: Circular, at: datetime) -> LetterHead:
    """The letterhead to sign under; Conflict with the first thing that stands in the way."""
    head = letterhead.current()
    if head is None:
        raise Conflict("还没有设置机关代字，编不了发文字号。请管理员或安委办在“公文版头”页设置后再签发。")
    if circular.reply_by and circular.reply_by <= at.astimezone(circular.tenant.zone).date():
        raise Conflict("要求回复的期限已经到了。请退回，由起草人改定期限后再送。")
    if found := selectors.obstacles(circular):
        raise Conflict(f"还不能签发：{found[0]}")
    return head


def _freeze(
    circular: Circular, actor: Actor, at: datetime, content: CircularContent, numbered: tuple[int, int]
) -> None:
    """Store the finished text and its number in one write: from then on the database lets nothing else change."""
    circular.content = content.to_json()
    circular.state = CircularState.ISSUED
    circular.year, circular.number = numbered
    circular.issued_at, circular.signed_by_id = at, actor.user_id
    circular.save(update_fields=["content", "state", "year", "number", "issued_at", "signed_by"])
    versions = CircularVersion.objects.filter(circular=circular)
    CircularVersion.objects.create(
        circular=circular,
        number=(versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        content=circular.content,
        what="签发定稿",
        at=at,
        by_id=actor.user_id,
        by_name=actor.name,
    )


def _said(number_text: str, note: str) -> str:
    """The number with the signer's words; the words alone where both are more than the trail takes."""
    both = f"{number_text}，{note}" if note else number_text
    return both if len(both) <= MAX_COMMENT else note


def _supersede(circular: Circular, actor: Actor, at: datetime, number_text: str) -> None:
    """What this one replaces no longer holds, unless it was withdrawn in the meantime.

    What an earlier successor replaced that was withdrawn since now names this one.
    """
    if circular.supersedes_id is None:
        return
    old = Circular.objects.select_for_update(of=("self",)).get(pk=circular.supersedes_id)
    if old.state not in {CircularState.ISSUED, CircularState.SUPERSEDED}:
        return
    old.state = CircularState.SUPERSEDED
    old.save(update_fields=["state"])
    note = f"已由{number_text}替代"
    Publication.objects.filter(circular=old).update(state=PublicationState.SUPERSEDED, note=note)
    told(old, actor, at, Action.SUPERSEDED, note)
