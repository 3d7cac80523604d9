"""What the rules say about stored filings: of one unit, of all units, with constant queries."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import FieldEvidence, Indicator, Period, Rule, Submission
from reports.selectors import findings
from reports.validation import Finding, Severity
from tests.factories import (
    BEFORE,
    ENTRIES,
    VALUES,
    District,
    file_for,
    make_form,
    make_previous,
    make_unit,
    save_draft,
)
from units.models import Unit
from units.scoping import scope

EXTRA = ("accountability", "major_department_found")


def found(district: District, unit: Unit | None = None, **options: bool) -> tuple[Finding, ...]:
    """What is found in the first town's filing, or another unit's."""
    owner = unit or district.town
    filing = Submission.objects.filter(period=district.period, unit=owner).first()
    return findings.of_filing(district.period, owner, filing, **options)


def codes(items: tuple[Finding, ...]) -> list[str]:
    return [item.key or item.code for item in items]


def use_form(district: District, **of: object) -> None:
    """The open period gets a form with columns to be proved and counted from the ledger."""
    form = make_form((*VALUES, *EXTRA), version=2)
    Indicator.objects.filter(form=form, code="general_found").update(**of) if of else None
    Period.objects.filter(pk=district.period.pk).update(form=form)
    district.period.form = form


def test_I12_filing_not_begun_has_every_field_empty(district: District) -> None:
    assert set(codes(found(district))) == {"empty"}


def test_sound_filing_has_no_findings(district: District) -> None:
    save_draft(district)
    assert found(district) == ()


def test_rules_are_applied_to_what_is_stored(district: District) -> None:
    save_draft(district, {**ENTRIES, "general_rectified": "11"})
    (item,) = found(district)
    assert (item.code, item.severity) == ("general_rectified_above_found", Severity.BLOCK)


def test_rule_that_is_off_finds_nothing(district: District) -> None:
    save_draft(district, {**ENTRIES, "general_rectified": "11"})
    Rule.objects.update(is_on=False)
    assert found(district) == ()


@pytest.mark.parametrize(("before", "expected"), [("10", []), ("11", ["below_last_period/general_found"])])
def test_fall_below_the_last_filing_needs_a_reason(
    district: District, before: str, expected: list[str]
) -> None:
    august = make_previous(district)
    file_for(district, district.town, {**VALUES, "general_found": Decimal(before)}, period=august)
    save_draft(district)
    assert codes(found(district)) == expected


def test_column_filled_by_period_is_added_to_what_was_filed_before(district: District) -> None:
    Indicator.objects.filter(code="general_found").update(cumulative=False)
    august = make_previous(district)
    file_for(district, district.town, {**VALUES, "general_found": Decimal(30)}, period=august)
    save_draft(district, {**ENTRIES, "general_rectified": "40"})
    assert found(district) == ()
    save_draft(district, {"general_rectified": "41"}, version=1)
    (item,) = found(district)
    assert "大于“一般隐患/排查”40条" in item.message


def test_column_is_to_be_proved_until_evidence_is_there(district: District) -> None:
    use_form(district)
    saved = save_draft(district, {**ENTRIES, "accountability": "1", "major_department_found": "0"})
    assert codes(found(district)) == ["evidence/accountability"]
    proof = FieldEvidence.objects.create(
        submission=saved, unit=district.town, code="accountability", name="清单.pdf", media_type="application/pdf",
        size=1, digest="0", stored="一", at=BEFORE, uploader_name="甲",
    )  # fmt: skip
    assert found(district) == ()
    proof.removed_at, proof.remover_name = BEFORE, "甲"
    proof.save()
    assert codes(found(district)) == ["evidence/accountability"]


def test_table_taken_in_by_the_office_is_not_asked_for_evidence(district: District) -> None:
    use_form(district)
    file_for(district, district.town, values(accountability=1))
    assert found(district) == ()


def test_major_column_unlike_the_ledger_shows_both(district: District) -> None:
    use_form(district)
    file_for(district, district.town, values(major_department_found=2))
    (item,) = found(district)
    assert item.key == "ledger_differs/major_department_found"
    assert "部门排查/排查”2条，台账中符合条件的是0条" in item.message


def values(**changes: int) -> Mapping[str, Decimal]:
    rest = dict.fromkeys(EXTRA, Decimal(0))
    return {**VALUES, **rest, **{code: Decimal(value) for code, value in changes.items()}}


def test_I3_same_rows_are_told_to_the_office_only(district: District) -> None:
    file_for(district, district.town)
    file_for(district, district.other_town)
    assert found(district) == ()
    (item,) = found(district, office=True)
    assert item.office_only
    assert item.fields == ()
    assert "与另外1家单位完全相同" in item.message


def test_row_copied_but_not_filed_yet_is_seen_against_filed_ones(district: District) -> None:
    file_for(district, district.other_town)
    save_draft(district)
    seen = findings.by_unit(district.period)
    assert codes(seen[district.town.pk]) == ["same_as_others"]
    assert codes(seen[district.other_town.pk]) == []


def test_by_unit_tells_of_each_filing_what_of_filing_tells(district: District) -> None:
    save_draft(district, {**ENTRIES, "general_rectified": "11"})
    file_for(district, district.bureau, {**VALUES, "penalty_amount": Decimal(0)})
    seen = findings.by_unit(district.period)
    assert seen.keys() == {district.town.pk, district.bureau.pk}
    for unit in (district.town, district.bureau):
        assert seen[unit.pk] == found(district, unit, office=True)
        assert set(found(district, unit)) <= set(seen[unit.pk])


def test_queries_are_as_many_for_one_unit_as_for_many(district: District) -> None:
    file_for(district, district.town)
    with CaptureQueriesContext(connection) as few:
        findings.by_unit(district.period)
    august = make_previous(district)
    for order in range(3):
        unit = make_unit(f"第{order}镇", 10 + order)
        file_for(district, unit, period=august)
        file_for(district, unit)
    with CaptureQueriesContext(connection) as many:
        findings.by_unit(district.period)
    # Earlier filings bring the columns of their forms along, once.
    assert len(many) <= len(few) + 1


def test_row_of_a_table_is_checked_before_anything_is_stored(district: District) -> None:
    rows = [(district.town, {**VALUES, "general_rectified": Decimal(11)}), (district.bureau, VALUES)]
    seen = findings.of_table(district.period, rows)
    assert codes(seen[district.town.pk]) == ["general_rectified_above_found"]
    assert seen[district.bureau.pk] == ()
    assert not Submission.objects.exists()


def test_I3_unit_gets_the_same_findings_within_its_own_walls(district: District) -> None:
    file_for(district, district.other_town)
    save_draft(district, {**ENTRIES, "general_rectified": "11"})
    with scope(district.tenant.pk, units=[district.town.pk]):
        assert codes(found(district)) == ["general_rectified_above_found"]
