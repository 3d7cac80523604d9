"""The trail of a filing: every service that changes one writes its line in the transaction of the change (I8)."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max

from reports.cell_changes import Changes
from reports.models import FilingEvent, Submission
from units.actors import Actor


def note(
    submission: Submission,
    *,
    actor: Actor,
    at: datetime,
    action: str,
    verb: str,
    changes: Changes | None = None,
    note: str = "",
    comments: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
) -> FilingEvent:
    """Write the next line of the trail of a filing that the caller has locked.

    `verb` is what was done, in the words shown; `values` the whole table as it now stands, where it was handed
    over (filing, import, return).
    """
    last = FilingEvent.objects.filter(submission=submission).aggregate(last=Max("number"))["last"]
    event: FilingEvent = FilingEvent.objects.create(
        submission=submission,
        unit_id=submission.unit_id,
        number=(last or 0) + 1,
        action=action,
        verb=verb,
        note=note,
        changes={code: list(pair) for code, pair in (changes or {}).items()},
        comments=dict(comments or {}),
        values=None if values is None else dict(values),
        at=at,
        by_id=actor.user_id,
        by_name=actor.name,
    )
    return event
