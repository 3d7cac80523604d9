"""What the rules say about filings: of one unit, or of all units of a period at once."""

from collections.abc import Mapping

from reports.models import Period, Submission
from reports.selectors import submissions
from reports.snapshot import values_from
from reports.validation import Finding, check
from units.models import Unit


def of_filing(
    period: Period, unit: Unit, submission: Submission | None, *, office: bool = False
) -> tuple[Finding, ...]:
    """Everything found in one unit's filing, that of an empty table when it was not begun.

    `office` adds the hints that only 安委办 may see; they need a scope over all units.
    """
    specs = period.form.specs()
    stored = values_from(submission.values) if submission else {}
    values = {spec.code: stored.get(spec.code) for spec in specs}
    return check(values, specs, previous=submissions.previous_values(period, unit), unit_kind=unit.kind)


def by_unit(period: Period) -> Mapping[int, tuple[Finding, ...]]:
    """What was found in every filing of the period, by unit id, 安委办's hints included."""
    found = Submission.objects.filter(period=period).select_related("unit")
    specs = period.form.specs()
    previous = submissions.previous_by_unit(period)
    result = {}
    for submission in found:
        stored = values_from(submission.values)
        values = {spec.code: stored.get(spec.code) for spec in specs}
        before = previous.get(submission.unit_id)
        result[submission.unit_id] = check(values, specs, previous=before, unit_kind=submission.unit.kind)
    return result
