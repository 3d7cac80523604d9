"""The lock on a unit's table, with the people to ask by name."""

from collections.abc import Sequence
from datetime import datetime

from reports import locks
from reports.locks import Lock
from reports.models import FilingEvent, Period, Submission
from reports.transitions import EDITABLE, State
from units.enums import Role
from units.models import Membership, Unit

SHOWN = 3
"""So many people are named."""


def of(period: Period, unit: Unit, submission: Submission | None) -> Lock | None:
    """What keeps the unit from changing its table in this period; None when nothing does (no query then)."""
    if period.closed_at is not None:
        return locks.closed(period.title, period.closed_at, period.tenant.zone, period.tenant.office)
    if not unit.owes:
        return locks.not_obliged(unit.name, _people(Role.ADMIN, None))
    if submission is None or State(submission.state) in EDITABLE:
        return None
    return _of_state(period, unit, submission)


def _of_state(period: Period, unit: Unit, submission: Submission) -> Lock:
    zone = period.tenant.zone
    if submission.state == State.READY:
        return locks.ready(_handed_on_at(submission), zone, _people(Role.HEAD, unit))
    if submission.state == State.SIGNED:
        signer = submission.signed_by.name if submission.signed_by else ""
        return locks.signed(submission.signed_at, zone, signer)
    return locks.filed(submission.filed_at, period.close_at, zone, period.tenant.office)


def _handed_on_at(submission: Submission) -> datetime | None:
    """When the table was handed to the head, else when it was last filled in."""
    events = FilingEvent.objects.filter(submission=submission, action="submit")
    return events.order_by("-number").values_list("at", flat=True).first() or submission.filled_at


def _people(role: Role, unit: Unit | None) -> Sequence[str]:
    found = Membership.objects.filter(role=role, unit=unit, user__is_active=True).order_by("id")
    return list(found.values_list("user__name", flat=True)[:SHOWN])
