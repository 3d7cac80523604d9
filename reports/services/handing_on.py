"""What hinders a unit's table from being handed on: submitted for signature, signed, filed."""

from collections.abc import Sequence

from reports.findings_answered import unanswered
from reports.models import Period, Submission
from reports.selectors import findings
from reports.validation import Finding, Severity
from units.errors import Invalid
from units.models import Unit

NAMED = 5
"""So many findings are told in full; the page shows the others."""


def require_sound(submission: Submission, period: Period, unit: Unit) -> None:
    """Invalid while something must be put right, or something doubtful has no reason yet."""
    found = findings.of_filing(period, unit, submission)
    if blocking := [finding for finding in found if finding.severity is Severity.BLOCK]:
        raise Invalid(f"还有 {len(blocking)} 处问题，改好后才能报送：{_told(blocking)}")
    if open_questions := unanswered(found, submission.reasons):
        raise Invalid(
            f"还有 {len(open_questions)} 处要说明原因，改正或写明原因后才能报送：{_told(open_questions)}"
        )


def _told(found: Sequence[Finding]) -> str:
    return "".join(finding.message for finding in found[:NAMED])
