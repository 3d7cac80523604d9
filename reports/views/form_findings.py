"""What the rules found in a filing, as its page and its scripts show it."""

from collections.abc import Iterable, Mapping
from typing import Any

from reports.findings_answered import Reasons, answered
from reports.validation import Finding, Severity

EMPTY = "empty"
"""The finding for a field not filled in yet: a count while one is filling, not an alarm."""


def shown(findings: Iterable[Finding], reasons: Reasons) -> list[dict[str, Any]]:
    """Findings as the browser shows them; `reason` is the one given for this very message."""
    return [
        {
            "code": finding.code,
            "codes": list(finding.fields),
            "message": finding.message,
            "kind": finding.severity.value,
            "key": finding.key,
            "reason": reasons[finding.key]["text"] if answered(finding, reasons) else "",
        }
        for finding in findings
        if finding.code != EMPTY
    ]


def refusals(refused: Mapping[str, str]) -> list[dict[str, Any]]:
    """Entries that could not be read, by indicator code, in the same shape."""
    return [
        {
            "code": "unreadable",
            "codes": [code],
            "message": message,
            "kind": Severity.BLOCK.value,
            "key": "",
            "reason": "",
        }
        for code, message in refused.items()
    ]
