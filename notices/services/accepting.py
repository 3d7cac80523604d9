"""Letting a number stand that the check asks about, with the reason."""

from datetime import datetime

from django.db import transaction

from notices import editor_text
from notices.models import Circular, CircularState, NumberAcceptance
from notices.selectors import checks
from notices.services import draft_rows as rows
from units.actors import Actor
from units.errors import Conflict, Invalid

MAX_REASON = 300


@transaction.atomic
def accept(*, actor: Actor, circular: Circular, key: str, reason: str, at: datetime) -> NumberAcceptance:
    """Let a number stand as it is, with the reason; it holds until the words around it change.

    NotAllowed for all but those who draft; Conflict once it was sent on or when the number no longer asks; Invalid
    without a reason. Accepted twice, the first reason stays.
    """
    locked = rows.held(actor, circular)
    if locked.state != CircularState.DRAFT:
        raise Conflict(
            f"《{locked.title}》现在是“{locked.get_state_display()}”。数字在草稿里核对，要改请先退回。"
        )
    why = " ".join(editor_text.clean(reason).split())
    if not 0 < len(why) <= MAX_REASON:
        raise Invalid(f"请写明保留这个数字的理由，最多{MAX_REASON}字。")
    finding = next((each for each in checks.findings(locked) if each.key == key), None)
    if finding is None:
        raise Conflict("这处数字刚被改过，或已经不用处理。请刷新页面看最新的核对结果。")
    if finding.accepted:
        return finding.accepted
    made = NumberAcceptance.objects.create(
        circular=locked,
        key=key,
        text=finding.found.sentence[:300],
        reason=why,
        at=at,
        by_id=actor.user_id,
        by_name=actor.name,
    )
    rows.tell(actor, locked, "accepted", f"《{locked.title}》保留数字{finding.judged.text}：{why}", at)
    return made
