"""The rules that come with the product, as the sources imply them (`data/rules.json`)."""

import json
from functools import cache
from pathlib import Path

from reports.rules import RuleSpec, Subject
from reports.validation import Severity

_FILE = Path(__file__).parent / "data" / "rules.json"


@cache
def shipped() -> tuple[RuleSpec, ...]:
    """The shipped rules in their order."""
    rows = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(
        RuleSpec(
            code=row["code"],
            title=row["title"],
            expression=row["expression"],
            severity=Severity(row["severity"]),
            message=row["message"],
            subject=Subject(row["subject"]),
            office_only=row["office_only"],
            basis=row["basis"],
        )
        for row in rows
    )
