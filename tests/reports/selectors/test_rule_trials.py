"""A rule tried on what was filed before."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import Rule
from reports.rules import RuleSpec, Subject
from reports.selectors.rule_trials import PERIODS, try_out
from reports.selectors.rules import UnfitRule
from reports.validation import Severity
from tests import licheng
from tests.factories import (
    CUTOFF,
    VALUES,
    District,
    file_for,
    make_form,
    make_period,
    make_previous,
    make_unit,
    save_draft,
)
from units.enums import UnitKind
from units.errors import NotAllowed

FEW = RuleSpec("few", "不少于11条", "general_found > 10", Severity.HINT, "{general_found}，请核对。")


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_trying_is_for_those_who_keep_the_rules(district: District, who: str) -> None:
    with pytest.raises(NotAllowed):
        try_out(getattr(district, who), FEW)


def test_rule_that_cannot_be_kept_is_not_tried(district: District) -> None:
    with pytest.raises(UnfitRule, match="general_found"):
        try_out(district.admin, replace(FEW, expression="general_foud > 10"))


def test_without_filings_there_is_nothing_to_try_on(district: District) -> None:
    save_draft(district)
    assert try_out(district.admin, FEW) == []


def test_periods_are_tried_the_latest_first_and_units_named_in_their_order(district: District) -> None:
    august = make_previous(district)
    file_for(district, district.bureau)
    file_for(district, district.town)
    file_for(district, district.other_town, {**VALUES, "general_found": Decimal(11)})
    file_for(district, district.town, {**VALUES, "general_found": Decimal(11)}, period=august)
    september, before = try_out(district.admin, FEW)
    assert september.words == "在2023年9月的3家中会查出2家"
    assert [each.unit for each in september.caught] == [district.town, district.bureau]
    assert september.caught[0].messages == ("“一般隐患/排查”10条，请核对。",)
    assert before.words == "在2023年8月的1家中不会查出任何一家"


def test_trial_stores_nothing_and_switches_nothing_on(district: District) -> None:
    file_for(district, district.town)
    before = list(Rule.objects.values())
    try_out(district.admin, FEW)
    assert list(Rule.objects.values()) == before


def test_hint_for_the_office_can_be_tried_too(district: District) -> None:
    file_for(district, district.town)
    file_for(district, district.bureau)
    rule = replace(
        FEW, expression="same_as_others == 0", message="{same_as_others}家相同，请核对。", office_only=True
    )
    (trial,) = try_out(district.reviewer, rule)
    assert [each.messages for each in trial.caught] == [("1家相同，请核对。",)] * 2


def test_rule_over_each_column_tells_all_it_found_in_a_unit(district: District) -> None:
    file_for(district, district.bureau)
    rule = replace(FEW, subject=Subject.EACH, expression="now == 0", message="{now}，请核对。")
    (trial,) = try_out(district.reviewer, rule)
    assert len(trial.caught[0].messages) == 4


def test_only_the_latest_periods_are_tried(district: District) -> None:
    for month in range(1, PERIODS + 2):
        cutoff = CUTOFF.replace(year=2022, month=month)
        file_for(
            district,
            district.town,
            period=make_period(district.campaign, district.form, f"2022-{month}", cutoff),
        )
    assert [trial.period.label for trial in try_out(district.admin, FEW)] == [
        f"2022-{m}" for m in range(7, 1, -1)
    ]


def test_queries_do_not_grow_with_units(district: District) -> None:
    file_for(district, district.town)
    with CaptureQueriesContext(connection) as few:
        try_out(district.admin, FEW)
    file_for(district, district.other_town)
    file_for(district, district.bureau)
    with CaptureQueriesContext(connection) as many:
        try_out(district.admin, FEW)
    assert len(many) == len(few)


def test_real_table_would_have_caught_one_of_27(district: District) -> None:
    period = make_period(district.campaign, make_form((), version=2), "2023-10", CUTOFF.replace(month=10))
    table = licheng.september()
    for order, (name, kind) in enumerate(licheng.unit_kinds().items(), start=10):
        file_for(district, make_unit(name, order, UnitKind(kind)), table[name], period=period)
    rule = replace(
        FEW, expression="listed_found <= major_department_found", message="{listed_found}，请改正。"
    )
    (trial,) = try_out(district.admin, rule)
    assert trial.words == "在2023年10月的27家中会查出1家"
    assert trial.caught[0].unit.name == "区文旅局"
