"""Findings as the page and its scripts show them."""

import pytest

from reports.validation import Finding, Severity
from reports.views import form_findings

FELL = Finding("fell", Severity.REASON, ("a", "b"), "比上期少。", key="fell/a")


def test_finding_carries_all_that_the_browser_needs() -> None:
    (shown,) = form_findings.shown([FELL], {})
    assert shown == {
        "code": "fell",
        "codes": ["a", "b"],
        "message": "比上期少。",
        "kind": "reason",
        "key": "fell/a",
        "reason": "",
    }


@pytest.mark.parametrize(
    ("about", "reason"), [("比上期少。", "已核对"), ("比上期少很多。", "")], ids=["same", "other"]
)
def test_reason_is_shown_for_this_very_message_only(about: str, reason: str) -> None:
    (shown,) = form_findings.shown([FELL], {FELL.key: {"about": about, "text": "已核对"}})
    assert shown["reason"] == reason


def test_empty_fields_are_no_alarm() -> None:
    empty = Finding(form_findings.EMPTY, Severity.BLOCK, ("a",), "未填。")
    assert form_findings.shown([empty, FELL], {}) == form_findings.shown([FELL], {})


def test_refused_entries_look_like_findings_that_block() -> None:
    (refused,) = form_findings.refusals({"a": "应填整数。"})
    (shown,) = form_findings.shown([FELL], {})
    assert refused.keys() == shown.keys()
    assert (refused["codes"], refused["kind"]) == (["a"], "block")
