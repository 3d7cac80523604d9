"""Lines of the entry page: what is found, held, said and proven stands at its own field."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from reports.models import Submission
from reports.selectors import submissions
from reports.selectors.field_evidence import by_field
from reports.validation import Finding, Severity
from reports.views import form_findings, form_lines
from reports.views.form_lines import Line
from tests.factories import CODES, District, file_for, save_draft
from tests.reports.majors import proven_by_other, with_majors
from units.models import Unit

FOUND = "major_department_found"


def finding(severity: Severity, *fields: str) -> Finding:
    return Finding("rule", severity, fields, "请核对。", key="rule/a")


def lines(
    district: District,
    *found: Mapping[str, Any],
    held: Mapping[str, Decimal] | None = None,
    unit: Unit | None = None,
) -> dict[str, Line]:
    filing = submissions.filing(district.reviewer, district.period, unit or district.town)
    evidence = by_field(filing.submission)
    parts = form_lines.parts(filing, found, typed={}, held=held or {}, evidence=evidence)
    return {line.field.spec.code: line for part in parts for group in part.groups for line in group.lines}


@pytest.mark.parametrize(
    ("severity", "reason", "tone"),
    [
        (Severity.BLOCK, "", "has-problem"),
        (Severity.REASON, "", "has-hint"),
        (Severity.REASON, "已核对", ""),
        (Severity.HINT, "", "has-hint"),
    ],
)
def test_line_is_coloured_by_what_is_still_open(
    district: District, severity: Severity, reason: str, tone: str
) -> None:
    one = finding(severity, "penalty_count")
    reasons = {one.key: {"about": one.message, "text": reason}} if reason else {}
    found = lines(district, *form_findings.shown([one], reasons))
    assert found["penalty_count"].tone == tone
    assert found["general_found"].tone == ""


def test_finding_about_the_table_as_a_whole_stands_at_no_line(district: District) -> None:
    found = lines(district, *form_findings.shown([finding(Severity.BLOCK)], {}))
    assert not any(line.findings for line in found.values())


@pytest.mark.parametrize(
    ("typed", "words"),
    [("6", ""), ("8", "，现填比台账多 2 条"), ("5", "，现填比台账少 1 条"), ("", "")],
)
def test_difference_from_the_ledger_is_put_in_words(district: District, typed: str, words: str) -> None:
    with_majors(district)
    save_draft(district, {FOUND: typed})
    line = lines(district, held={FOUND: Decimal(6)})[FOUND]
    assert (line.source, line.apart) == ("台账", words)


def test_typed_field_names_no_source(district: District) -> None:
    assert lines(district)["general_found"].source == ""


def test_comment_of_the_office_stands_at_its_cell(district: District) -> None:
    save_draft(district)
    Submission.objects.update(comments={"penalty_count": "与台账不符"})
    assert lines(district)["penalty_count"].comment == "与台账不符"
    assert lines(district)["general_found"].comment == ""


def test_files_stand_at_the_field_they_prove(district: District) -> None:
    file_for(district, district.other_town)
    proven_by_other(district, district.period, "方案.pdf")
    found = lines(district, unit=district.other_town)
    assert [file.name for file in found["general_found"].evidence] == ["方案.pdf"]
    assert found["general_found"].takes_evidence
    assert not found["penalty_count"].takes_evidence


def test_required_evidence_can_be_handed_in_before_there_is_any(district: District) -> None:
    with_majors(district, (*CODES, "accountability"))
    assert lines(district)["accountability"].takes_evidence
