"""What is drafted by itself once its time has come, and on demand: circulars of periods, quarters and years (I6)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from notices.models import Circular, CircularKind
from notices.selectors import drafter
from notices.services import outbox, spans
from notices.services.drafting import draft_circular, draft_due_circulars
from reports.models import Period
from units.actors import Actor
from units.selectors import calendar_of

OF_PERIODS = tuple(kind for kind in CircularKind if not kind.is_letter)


def draft(*, actor: Actor, period: Period, kind: CircularKind, at: datetime) -> Circular:
    """Draft the circular of this kind that a period, or the quarter or year it ends, is to have; once.

    NotAllowed for everybody but 安委办; Conflict while the period is open or the span not complete.
    """
    match kind:
        case CircularKind.QUARTERLY:
            return spans.draft_quarter(actor=actor, period=period, at=at)
        case CircularKind.YEARLY:
            return spans.draft_year(actor=actor, period=period, at=at)
        case _:
            return draft_circular(actor=actor, period=period, at=at, kind=kind)


@transaction.atomic
def draft_due(*, actor: Actor, at: datetime) -> Sequence[Circular]:
    """Draft the circulars of newly closed periods, and of quarters and years that have become complete.

    安委办 is told of each by mail, once. Late, doubled and missed calls come to the same: what is due is found out
    from the database.
    """
    made = [*draft_due_circulars(actor=actor, at=at), *spans.draft_due_spans(actor=actor, at=at)]
    if made:
        _tell_the_office(made, at)
    return made


def _tell_the_office(made: Sequence[Circular], at: datetime) -> None:
    """Mail to everybody of 安委办 who has an address, in working hours: closing is at midnight (I11)."""
    people = drafter.office_people()
    if not people:
        return
    opening = calendar_of(made[0].tenant).next_hours(at)
    for circular in made:
        note = drafter.note(circular)
        for person in people:
            outbox.put(
                key=f"draft/{circular.pk}/{person.pk}",
                to=person.email,
                subject=note.words,
                text=f"{note.words}。\n登录清患，在“期次”的本期页面里核对、修改后送审。\n",
                at=at,
                not_before=opening,
            )
