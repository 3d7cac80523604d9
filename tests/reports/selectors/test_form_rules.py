"""Rules that a version of the form leaves without something to check."""

import pytest

from reports.models import Rule
from reports.selectors.form_rules import silent
from reports.snapshot import IndicatorSpec
from tests.factories import BEFORE, District
from tests.reports.designs import drafted


@pytest.fixture(autouse=True)
def no_other_rules(district: District) -> None:
    """The shipped rules would be told too."""
    Rule.objects.all().delete()


def make_rule(expression: str, **fields: object) -> Rule:
    defaults = {"title": "整改不多于排查", "severity": "block", "message": "请改正", "is_on": True}
    code = f"rule_{Rule.objects.count()}"
    return Rule.objects.create(code=code, expression=expression, changed_at=BEFORE, **{**defaults, **fields})


def without_general_found(district: District) -> list[IndicatorSpec]:
    return [spec for spec in district.form.specs() if spec.code != "general_found"]


def test_rule_that_names_a_column_taken_out_is_told_in_words(district: District) -> None:
    rule = make_rule("general_rectified <= general_found")
    draft = drafted(district, without_general_found(district))
    (found,) = silent(draft, district.form)
    assert found.rule == rule
    assert len(found.missing) == 1
    assert "排查" in found.missing[0]
    assert "general_found" not in found.missing[0]


def test_rules_that_are_off_or_over_each_column_are_left_out(district: District) -> None:
    make_rule("general_rectified <= general_found", is_on=False)
    make_rule("now >= before", subject="each")
    draft = drafted(district, without_general_found(district))
    assert silent(draft, district.form) == []


def test_rule_whose_columns_are_all_there_goes_on(district: District) -> None:
    make_rule("general_rectified <= general_found")
    assert silent(drafted(district), district.form) == []


def test_rule_that_never_applied_is_not_told(district: District) -> None:
    """Its other column stood in neither version."""
    make_rule("general_found >= major_department_found")
    draft = drafted(district, without_general_found(district))
    assert silent(draft, district.form) == []
