"""What units filed, as corrected since: what later periods are compared with.

Read from filings and granted corrections, which a unit's own people may see; snapshots show all units (I3).
"""

from collections.abc import Mapping

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from reports.corrections import applied
from reports.models import Correction, Submission
from reports.transitions import State


def filed() -> QuerySet[Submission]:
    """The filed tables of the open tenant, each with the corrections granted since (see `values_now`)."""
    granted = Correction.objects.filter(
        period=OuterRef("period_id"), unit=OuterRef("unit_id"), state=Correction.State.GRANTED
    ).order_by("decided_at", "id")
    found: QuerySet[Submission] = Submission.objects.filter(state=State.FILED).annotate(
        corrected=ArraySubquery(granted.values("changes"))
    )
    return found


def values_now(submission: Submission) -> Mapping[str, str]:
    """The stored texts of a filing found by `filed`, corrections applied in the order they were granted."""
    return applied(submission.values, submission.corrected)  # type: ignore[attr-defined]


def corrections_of(submission: Submission) -> int:
    """How many corrections of a filing found by `filed` were granted."""
    return len(submission.corrected)  # type: ignore[attr-defined]
