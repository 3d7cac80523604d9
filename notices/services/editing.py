"""Saving a draft while somebody writes, and going back to an earlier text.

Of two who save the same text one is told that the other was quicker (I7). An earlier text is kept when somebody
else goes on with it, when the same person goes on in another hour, and before it is written again or goes back:
at most one version per person and hour, none of which is what nobody ever stopped at.
"""

from collections.abc import Collection
from datetime import UTC, datetime

from django.db import transaction

from notices import editor_text
from notices.block_words import with_ids
from notices.content import CircularContent
from notices.models import Circular
from notices.pending import Pending
from notices.selectors import editing as selectors
from notices.services import draft_rows as rows
from units.actors import Actor


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
    locked = rows.locked(actor, circular)
    rows.require_fresh(locked, edit)
    return _store(actor, locked, selectors.resolved(locked, content), settled, at)


@transaction.atomic
def restore(*, actor: Actor, circular: Circular, number: int, edit: int, at: datetime) -> Circular:
    """Go back to an earlier text, with the figures of today. Refuses as `save` does; NotFound for another number."""
    locked = rows.locked(actor, circular)
    rows.require_fresh(locked, edit)
    old = with_ids(selectors.version(locked, number).document)
    texts = {key: figure.text for key, figure in selectors.figures_of(locked).items()}
    back = editor_text.restored(old, stored=selectors.stored(locked), figures=texts)
    rows.keep(locked)
    return _store(actor, locked, back, (), at)


def _store(
    actor: Actor, circular: Circular, content: CircularContent, settled: Collection[str], at: datetime
) -> Circular:
    base = selectors.base_of(circular)
    before = Pending.of(circular.base)
    pending = before.left(settled, content, base)
    if content == selectors.stored(circular) and pending == before:
        return circular
    if _new_sitting(actor, circular, at):
        rows.keep(circular)
        rows.tell(actor, circular, "edited", f"修改《{circular.title}》", at)
    circular.base = pending.beside(base)
    rows.write(actor, circular, content, at)
    return circular


def _new_sitting(actor: Actor, circular: Circular, at: datetime) -> bool:
    """Whether somebody else changed it last, or the same person in another hour."""
    before = circular.edited_at
    return before is None or circular.edited_by_id != actor.user_id or _hour(before) != _hour(at)


def _hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
