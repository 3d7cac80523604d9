"""Which findings still wait for a reason."""

import pytest

from reports.findings_answered import answered, unanswered
from reports.validation import Finding, Severity

DOUBT = Finding("below", Severity.REASON, ("found",), "比上次少1条", key="below/found")
GIVEN = {"below/found": {"about": "比上次少1条", "text": "上次多录"}}


def test_doubt_without_a_reason_is_unanswered() -> None:
    assert unanswered([DOUBT], {}) == (DOUBT,)
    assert unanswered([DOUBT], GIVEN) == ()


@pytest.mark.parametrize(
    "given",
    [
        {"below/found": {"about": "比上次少2条", "text": "上次多录"}},
        {"below/found": {"about": "比上次少1条", "text": ""}},
        {"below/other": {"about": "比上次少1条", "text": "上次多录"}},
        {"below/found": {}},
    ],
)
def test_reason_answers_only_that_very_message(given: dict[str, dict[str, str]]) -> None:
    assert not answered(DOUBT, given)


@pytest.mark.parametrize("severity", [Severity.BLOCK, Severity.HINT])
def test_only_what_asks_for_a_reason_waits_for_one(severity: Severity) -> None:
    assert unanswered([Finding("other", severity, (), "请核对", key="other")], {}) == ()
