"""The words of a reminder (催报), and what makes two of them the same. Pure."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from reports.owed import Owed
from reports.schedule import cutoff_text

LONGEST = 300
"""Characters a reminder may have."""
_NAMED = 6
"""So many things owed are named; of more the number is told."""


def key(period_id: int, unit_id: int, wanted: Sequence[Owed], day: date) -> str:
    """One reminder per unit, set of things owed and day, whoever presses how often."""
    owed = ",".join(sorted(each.key for each in wanted))
    return f"{period_id}/{unit_id}/{day.isoformat()}/{hashlib.sha256(owed.encode()).hexdigest()[:16]}"


def text(title: str, wanted: Sequence[Owed], now: datetime, zone: ZoneInfo) -> str:
    """What is owed and until when: 2023年9月调度：请于9月24日24:00前报送台账、调度表。

    `title` is the period's. What is overdue says so, what was returned asks for the corrected one.
    """
    sentences = []
    for due_at in sorted({each.due_at for each in wanted}):
        named = [_name(each) for each in wanted if each.due_at == due_at]
        listed = "、".join(named[:_NAMED]) + (f"等{len(named)}项" if len(named) > _NAMED else "")
        until = cutoff_text(due_at, zone)
        if due_at <= now:
            sentences.append(f"{listed}应于{until}前报送，已经超过期限，请立即报送。")
        else:
            sentences.append(f"请于{until}前报送{listed}。")
    return f"{title}调度：{''.join(sentences)}"[:LONGEST]


def _name(each: Owed) -> str:
    return f"{each.name}（已退回，请改正后重报）" if each.returned else each.name
