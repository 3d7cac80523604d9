"""Changing a draft: saving it while somebody writes, writing it again from new figures, accepting a number.

Of two who save the same text one is told that the other was quicker (I7). An earlier text is kept when somebody
else goes on with it, when the same person goes on in another hour, and before it is written again: at most one
version per person and hour, none of which is what nobody ever stopped at.
"""

from collections.abc import Collection
from datetime import UTC, datetime

from django.db import transaction

from notices import editor_text, policies
from notices.block_words import with_ids
from notices.content import CircularContent
from notices.models import (
    Circular,
    CircularEvent,
    CircularState,
    CircularVersion,
    NumberAcceptance,
)
from notices.pending import Pending
from notices.regenerating import merge
from notices.selectors import checks
from notices.selectors import editing as selectors
from notices.services import drafting
from notices.stored_figures import stored
from reports.models import Snapshot
from reports.selectors import periods
from units import audit
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed, NotFound

MAX_REASON = 300


@transaction.atomic
def save(
    *,
    actor: Actor,
    circular: Circular,
    content: CircularContent,
    edit: int,
    at: datetime,
    settled: Collection[str] = (),
) -> Circular:
    """Store the text of a draft; `settled` names blocks, or `pending.FIGURES`, whose decision was taken.

    Texts of figures and facts in `content` are not believed: the circular's own take their place. Saving what
    stands there already changes nothing. Conflict when `edit` is stale or the circular was handed on; Invalid when
    the text cannot be (`editor_text.resolved`).
    """
    locked = _locked(actor, circular)
    _require_fresh(locked, edit)
    return _store(actor, locked, selectors.resolved(locked, content), settled, at)


@transaction.atomic
def restore(*, actor: Actor, circular: Circular, number: int, edit: int, at: datetime) -> Circular:
    """Go back to an earlier text, with the figures of today. Refuses as `save` does; NotFound for another number."""
    locked = _locked(actor, circular)
    _require_fresh(locked, edit)
    old = with_ids(selectors.version(locked, number).document)
    texts = {key: figure.text for key, figure in selectors.figures_of(locked).items()}
    back = editor_text.restored(old, stored=selectors.stored(locked), figures=texts)
    _keep(locked)
    return _store(actor, locked, back, (), at)


@transaction.atomic
def regenerate(*, actor: Actor, circular: Circular, at: datetime) -> Circular:
    """Write a draft again from the newest figures and template, keeping what people wrote.

    What waits for a decision is kept with the circular (`Pending`). Doing it again changes nothing. Conflict when
    it was handed on, or when another circular was drafted from the newest figures already.
    """
    locked = _locked(actor, circular)
    generated = drafting.generated(locked)
    snapshot = periods.latest_snapshot(locked.period) if locked.snapshot and locked.period else None
    _give_way(actor, locked, snapshot, at)
    base, mine, new = selectors.base_of(locked), selectors.stored(locked), with_ids(generated.content)
    merged = merge(base, mine, new, {figure.key: figure.text for figure in generated.figures})
    if merged.content == mine and new == base and locked.snapshot == snapshot:
        return locked
    pending = Pending.of(locked.base).joined_by(merged).left((), merged.content, new)
    _keep(locked)
    locked.base = pending.beside(new)
    locked.figures = stored(generated.figures)
    locked.snapshot = snapshot
    locked.template_version = generated.template_version
    _write(actor, locked, merged.content, at)
    _step(actor, locked, CircularEvent.Action.REGENERATED, "", at)
    _tell(actor, locked, "regenerated", f"按新数据更新《{locked.title}》", at)
    return locked


@transaction.atomic
def accept(*, actor: Actor, circular: Circular, key: str, reason: str, at: datetime) -> NumberAcceptance:
    """Let a number stand as it is, with the reason; it holds until the words around it change.

    NotAllowed for all but those who draft; Conflict once it was issued or when the number no longer asks; Invalid
    without a reason. Accepted twice, the first reason stays.
    """
    locked = _held(actor, circular)
    if not locked.is_open:
        raise Conflict(f"《{locked.title}》已经{locked.get_state_display()}，不用再核对数字。")
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
    _tell(actor, locked, "accepted", f"《{locked.title}》保留数字{finding.judged.text}：{why}", at)
    return made


def _held(actor: Actor, circular: Circular) -> Circular:
    if not policies.may_draft(actor):
        raise NotAllowed("通报和函件由安委办起草、修改。您可以查看全文和每个数字的来源。")
    rows = Circular.objects.get_queryset().locked().select_related("tenant", "period__campaign")
    # Joined rows would be those of before the wait for the lock: who edited it is asked afterwards.
    found: Circular | None = rows.filter(pk=circular.pk).first()
    if found is None:
        raise NotFound("没有这份通报或函件。请从通报列表重新进入。")
    return found


def _locked(actor: Actor, circular: Circular) -> Circular:
    found = _held(actor, circular)
    selectors.require_editable(actor, found)
    return found


def _require_fresh(circular: Circular, edit: int) -> None:
    if circular.edit == edit:
        return
    who = circular.edited_by.name if circular.edited_by else "系统"
    when = f"{circular.edited_at.astimezone(circular.tenant.zone):%H:%M}" if circular.edited_at else "刚刚"
    raise Conflict(f"{who}在{when}改过这份文稿，您看到的不是最新内容。请刷新页面，再改一次。")


def _give_way(actor: Actor, circular: Circular, snapshot: Snapshot | None, at: datetime) -> None:
    """A circular of its kind and snapshot is there once: a draft of the newest figures that nobody touched goes."""
    if snapshot is None or circular.supersedes_id is not None:
        return
    same = (
        Circular.objects.get_queryset()
        .locked()
        .filter(snapshot=snapshot, kind=circular.kind, supersedes=None)
    )
    for other in same.exclude(pk=circular.pk).exclude(state=CircularState.WITHDRAWN):
        if other.state != CircularState.DRAFT or other.edited_at is not None:
            raise Conflict(
                f"已有依据第{snapshot.revision}版数据的{circular.get_kind_display()}，而且有人改过或已送审。"
                "请改用那一份；本稿仍依据原来的数据。"
            )
        other.state = CircularState.WITHDRAWN
        other.save(update_fields=["state"])
        _step(
            actor, other, CircularEvent.Action.WITHDRAWN, "没有人改过；已有的文稿按新数据更新，代替了它", at
        )


def _step(actor: Actor, circular: Circular, action: CircularEvent.Action, comment: str, at: datetime) -> None:
    CircularEvent.objects.create(
        circular=circular, action=action, comment=comment, at=at, by_id=actor.user_id, by_name=actor.name
    )


def _store(
    actor: Actor, circular: Circular, content: CircularContent, settled: Collection[str], at: datetime
) -> Circular:
    base = selectors.base_of(circular)
    before = Pending.of(circular.base)
    pending = before.left(settled, content, base)
    if content == selectors.stored(circular) and pending == before:
        return circular
    if _new_sitting(actor, circular, at):
        _keep(circular)
        _tell(actor, circular, "edited", f"修改《{circular.title}》", at)
    circular.base = pending.beside(base)
    _write(actor, circular, content, at)
    return circular


def _new_sitting(actor: Actor, circular: Circular, at: datetime) -> bool:
    """Whether somebody else changed it last, or the same person in another hour."""
    before = circular.edited_at
    return before is None or circular.edited_by_id != actor.user_id or _hour(before) != _hour(at)


def _hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _keep(circular: Circular) -> None:
    """Keep the text that is about to change as a version, unless the newest version is just this."""
    last = circular.versions.order_by("-number").first()
    if last is not None and last.content == circular.content:
        return
    by = circular.edited_by or circular.created_by
    CircularVersion.objects.create(
        circular=circular,
        number=(last.number if last else 0) + 1,
        content=circular.content,
        what="修改" if circular.edited_at else "起草",
        at=circular.edited_at or circular.created_at,
        by=by,
        by_name=by.name if by else "系统",
    )


def _write(actor: Actor, circular: Circular, content: CircularContent, at: datetime) -> None:
    circular.content = content.to_json()
    circular.title = content.title
    circular.edit += 1
    circular.edited_at, circular.edited_by_id = at, actor.user_id
    circular.save(
        update_fields=[
            "content", "base", "figures", "snapshot", "template_version", "title", "edit", "edited_at", "edited_by",
        ]
    )  # fmt: skip


def _tell(actor: Actor, circular: Circular, what: str, summary: str, at: datetime) -> None:
    audit.record(actor=actor, at=at, action=f"circular.{what}", about=circular, summary=summary)
