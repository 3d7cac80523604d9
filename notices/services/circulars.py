"""Drafting circulars from snapshots."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from notices import document, policies
from notices.composition import compose
from notices.models import Circular
from notices.selectors import circulars as selectors
from reports.models import Period
from reports.selectors.corrections import corrected_before
from reports.selectors.figures import ClosedPeriod, closed_period
from reports.workbook_out import write_dispatch
from units import audit
from units.actors import Actor
from units.errors import NotAllowed


@transaction.atomic
def draft_circular(*, actor: Actor, period: Period, at: datetime) -> Circular:
    """Draft the circular of a closed period from its newest snapshot; once per snapshot.

    Rivals and repeated calls get the same draft. Conflict while the period is open.
    """
    if not policies.may_draft(actor):
        raise NotAllowed("通报由安委办起草。")
    closed = closed_period(actor, period)
    content = compose(
        closed.figures,
        closed.data,
        closed.previous,
        office=period.tenant.office,
        corrected=corrected_before(period, closed.snapshot),
    )
    circular, created = Circular.objects.get_or_create(
        snapshot=closed.snapshot,
        defaults={
            "period": period,
            "title": content.title,
            "content": content.to_json(),
            "created_at": at,
            "created_by_id": actor.user_id,
        },
    )
    if created:
        audit.record(
            actor=actor,
            at=at,
            action="circular.drafted",
            about=circular,
            summary=f"起草{period.title}通报（快照第{closed.snapshot.revision}版）",
        )
    return circular


def draft_due_circulars(*, actor: Actor, at: datetime) -> list[Circular]:
    """Draft what is missing for closed periods; doing it twice changes nothing."""
    return [
        draft_circular(actor=actor, period=period, at=at) for period in selectors.periods_without_circular()
    ]


@dataclass(frozen=True, slots=True)
class CircularFiles:
    """The three files of a drafted circular, ready to be written or downloaded."""

    circular: Circular
    closed: ClosedPeriod

    def docx(self) -> bytes:
        """The circular in Word."""
        return document.render(self.circular.document)

    def xlsx(self) -> bytes:
        """Annex 1 in Excel, totals recomputed."""
        return write_dispatch(self.closed.data)


def circular_files(*, actor: Actor, period: Period, at: datetime) -> CircularFiles:
    """Draft if need be, and give the files: the circular, its annex, and the figures behind them."""
    circular = draft_circular(actor=actor, period=period, at=at)
    return CircularFiles(circular, closed_period(actor, period, circular.snapshot))
