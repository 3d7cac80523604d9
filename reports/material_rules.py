"""材料报送: when a unit's paper may be filed or replaced, and what is said of it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from reports.schedule import cutoff_text, is_late
from reports.snapshot import Timeliness
from reports.standing import timeliness

LABELS = {
    "due": "待报送",
    "missing": "逾期未报",
    "on_time": "按时报送",
    "late": "迟报",
    "returned": "已退回",
}
"""How a paper stands, in words, by its status."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What the rules ask of a paper: `first_filed_at` is None as long as nothing was filed."""

    due_at: datetime
    first_filed_at: datetime | None = None
    returned: bool = False

    def timeliness(self, now: datetime) -> Timeliness | None:
        """On time or late by the first filing; None while it can still be in time (there are no extensions)."""
        return timeliness(self.first_filed_at, self.due_at, None, now)

    def status(self, now: datetime) -> str:
        """One key for colour, words and filter, see `LABELS`."""
        if self.returned:
            return "returned"
        found = self.timeliness(now)
        return found.value if found else "due"

    def is_locked(self, now: datetime) -> bool:
        """Whether the unit may no longer file: filed, not returned, and the time is up."""
        return self.first_filed_at is not None and not self.returned and is_late(now, self.due_at)


def lock_text(paper: Paper, now: datetime, zone: ZoneInfo, office: str) -> str:
    """Why a paper can no longer be replaced, since when and whom to ask; empty when it can."""
    if not paper.is_locked(now):
        return ""
    return (
        f"报送时间已于{cutoff_text(paper.due_at, zone)}截止，已报送的材料不能自行替换。"
        f"确需更换的，请联系{office}退回后再报。"
    )


def late_text(paper: Paper, now: datetime, zone: ZoneInfo) -> str:
    """What filing now would mean, told before it is done; empty while it would be in time."""
    if paper.is_locked(now) or not is_late(now, paper.due_at):
        return ""
    if paper.first_filed_at is None:
        return f"已过截止时间{cutoff_text(paper.due_at, zone)}，现在报送记为迟报。"
    if is_late(paper.first_filed_at, paper.due_at):
        return "首次报送在截止时间之后，重新报送仍记为迟报。"
    return "首次报送在截止时间之前，重新报送不算迟报。"
