"""The files of a drafted circular, as the command and the period's downloads give them out."""

from dataclasses import dataclass
from datetime import datetime

from notices import document
from notices.models import Circular
from notices.services.drafting import draft_circular
from reports.models import Period
from reports.selectors.figures import ClosedPeriod, closed_period
from reports.workbook_out import write_dispatch
from units.actors import Actor


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
    """Draft the monthly circular if need be, and give the files: the text, its annex, and the figures behind it."""
    circular = draft_circular(actor=actor, period=period, at=at)
    return CircularFiles(circular, closed_period(actor, period, circular.snapshot))
