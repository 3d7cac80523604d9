"""The term of rectification (整改时限): how many days are left on a day, and when a record is overdue.

Pure. Days are the tenant's local days (I10); the last day belongs to the term.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hazards.life import OPEN, Status

NOTED = "整改进展"
REPLANNED = "调整方案"
ASKED = "申请延期"
GRANTED = "同意延期"
REFUSED = "不同意延期"
VERIFIED = "核实照片"
RETERMED = "重定时限"
"""The words of the trail for what is done during rectification besides the moves."""
NEAR = 7
"""With this many days left or fewer a term is near."""
LONGEST = timedelta(days=365)
"""An extension reaches at most this far beyond the term it replaces."""


class Urgency(StrEnum):
    """How loudly a term is shown."""

    CALM = "calm"
    NEAR = "near"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Term:
    """What is left of a term: `days` from the day asked to the last one, 0 on the last day, negative after."""

    due_on: date
    days: int

    @property
    def urgency(self) -> Urgency:
        """Near on the last eight days, the last one included."""
        if self.days < 0:
            return Urgency.OVERDUE
        return Urgency.NEAR if self.days <= NEAR else Urgency.CALM

    @property
    def words(self) -> str:
        """还有3天, 今天到期, 逾期2天."""
        if self.days < 0:
            return f"逾期{-self.days}天"
        return f"还有{self.days}天" if self.days else "今天到期"


def term(status: Status, due_on: date | None, today: date) -> Term | None:
    """The term that runs: from acceptance until the close-out; None when none does."""
    if status not in OPEN or due_on is None:
        return None
    return Term(due_on, (due_on - today).days)


def too_late_to_ask(due_on: date, today: date) -> bool:
    """Whether the term has passed: an extension is asked on its last day at the latest."""
    return today > due_on


def latest_extension(due_on: date) -> date:
    """The last day that an extension of this term, or a new term set on this day, may reach."""
    return date.max if date.max - due_on < LONGEST else due_on + LONGEST
