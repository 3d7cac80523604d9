"""Which findings of a filing still wait for a reason."""

from collections.abc import Iterable, Mapping

from reports.validation import Finding, Severity

Reasons = Mapping[str, Mapping[str, str]]
"""Key of a finding → {"about": the finding's message, "text": the reason given}."""


def answered(finding: Finding, reasons: Reasons) -> bool:
    """Whether a reason was given for this very message: other figures make another finding of it."""
    given = reasons.get(finding.key)
    return given is not None and given.get("about") == finding.message and bool(given.get("text"))


def unanswered(findings: Iterable[Finding], reasons: Reasons) -> tuple[Finding, ...]:
    """The findings that need a reason and have none, in the order given."""
    return tuple(
        finding
        for finding in findings
        if finding.severity is Severity.REASON and not answered(finding, reasons)
    )
