"""What was issued is withdrawn or replaced, never edited."""

from datetime import datetime

from django.db import transaction

from notices import policies
from notices.finishing import reopened
from notices.models import Circular, CircularState, CircularVersion, Publication, PublicationState
from notices.selectors import issuing as selectors
from notices.services import publishing
from notices.services.steps import Action, comment_in, held, told
from units.actors import Actor
from units.errors import Conflict, NotAllowed


@transaction.atomic
def withdraw(
    *, actor: Actor, circular: Circular, at: datetime, comment: str, edit: int | None = None
) -> Circular:
    """Withdraw an issued circular: those who received it read that, and why; its text and number stay.

    NotAllowed for everybody but leaders and 安委办; Invalid without a reason.
    """
    if not policies.may_withdraw(actor):
        raise NotAllowed("已印发的文件由领导或安委办撤回。")
    why = comment_in(comment, "请写明撤回的原因，收文单位会看到。")
    found = held(circular, states=[CircularState.ISSUED], edit=edit, doing="撤回")
    found.state = CircularState.WITHDRAWN
    found.save(update_fields=["state"])
    publication = Publication.objects.get(circular=found)
    publication.state, publication.note = PublicationState.WITHDRAWN, why
    publication.save(update_fields=["state", "note"])
    told(found, actor, at, Action.WITHDRAWN, why)
    publishing.tell_withdrawn(publication, at)
    return found


@transaction.atomic
def replace(
    *, actor: Actor, circular: Circular, at: datetime, comment: str = "", edit: int | None = None
) -> Circular:
    """A new draft with the text of an issued circular, which it replaces once it is signed itself.

    NotAllowed for everybody but 安委办; Conflict when there is such a draft already.
    """
    if not policies.may_draft(actor):
        raise NotAllowed("替代稿由安委办起草。")
    note = comment_in(comment)
    # Superseded by what was withdrawn since, it may be replaced once more: its figures may not be drafted twice.
    states = [CircularState.ISSUED, CircularState.SUPERSEDED]
    old = held(circular, states=states, edit=edit, doing="起草替代稿")
    if existing := selectors.successor(old):
        by = existing.created_by.name if existing.created_by else "系统"
        raise Conflict(
            f"这份文件的替代稿已由{by}起草，现在是“{existing.get_state_display()}”。请从“通报”页打开它。"
        )
    new = _copied(old, actor, at)
    CircularVersion.objects.create(
        circular=new,
        number=1,
        content=new.content,
        what="按原文起草替代稿",
        at=at,
        by_id=actor.user_id,
        by_name=actor.name,
    )
    told(new, actor, at, Action.DRAFTED, note or "替代已印发的文件")
    return new


def _copied(old: Circular, actor: Actor, at: datetime) -> Circular:
    return Circular.objects.create(
        kind=old.kind,
        period=old.period,
        snapshot=old.snapshot,
        unit=old.unit,
        span=old.span,
        template_version=old.template_version,
        title=old.title,
        content=reopened(old.document).to_json(),
        base=old.base,
        figures=old.figures,
        created_at=at,
        created_by_id=actor.user_id,
        supersedes=old,
    )
