"""The trail of a filing as it is read: all of it, one cell of it, and what changed since a return."""

from collections.abc import Sequence

from reports.models import FilingEvent, Submission


def events(submission: Submission) -> Sequence[FilingEvent]:
    """The trail, the oldest line first (one query); empty for a filing not yet begun."""
    if submission.pk is None:
        return []
    return list(FilingEvent.objects.filter(submission=submission).order_by("number"))
