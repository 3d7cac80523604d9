"""Writing a draft again from new figures or a new template, over what people wrote."""

from datetime import datetime

from django.db import transaction

from notices.block_words import with_ids
from notices.models import Circular, CircularEvent, CircularState
from notices.pending import Pending
from notices.regenerating import merge
from notices.selectors import editing as selectors
from notices.services import draft_rows as rows
from notices.services import drafting
from notices.stored_figures import stored
from reports.models import Snapshot
from reports.selectors import periods
from units.actors import Actor
from units.errors import Conflict


@transaction.atomic
def regenerate(*, actor: Actor, circular: Circular, at: datetime) -> Circular:
    """Write a draft again from the newest figures and template, keeping what people wrote.

    What waits for a decision is kept with the circular (`Pending`). Doing it again changes nothing. Conflict when
    it was handed on, or when another circular was drafted from the newest figures already.
    """
    locked = rows.locked(actor, circular)
    generated = drafting.generated(locked)
    snapshot = periods.latest_snapshot(locked.period) if locked.snapshot and locked.period else None
    _give_way(actor, locked, snapshot, at)
    base, mine, new = selectors.base_of(locked), selectors.stored(locked), with_ids(generated.content)
    merged = merge(base, mine, new, {figure.key: figure.text for figure in generated.figures})
    if merged.content == mine and new == base and locked.snapshot == snapshot:
        return locked
    pending = Pending.of(locked.base).joined_by(merged).left((), merged.content, new)
    rows.keep(locked)
    locked.base = pending.beside(new)
    locked.figures = stored(generated.figures)
    locked.snapshot = snapshot
    locked.template_version = generated.template_version
    rows.write(actor, locked, merged.content, at)
    rows.step(actor, locked, CircularEvent.Action.REGENERATED, "", at)
    rows.tell(actor, locked, "regenerated", f"按新数据更新《{locked.title}》", at)
    return locked


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
        rows.step(
            actor, other, CircularEvent.Action.WITHDRAWN, "没有人改过；已有的文稿按新数据更新，代替了它", at
        )
