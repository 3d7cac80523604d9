"""Keeping rules: loading, creating, editing, switching, and who may."""

from dataclasses import replace

import pytest

from reports.models import Rule
from reports.rules import RuleSpec
from reports.selectors.rules import UnfitRule, rule_by_code, spec_of, switched_on
from reports.services import rules
from reports.shipped_rules import shipped
from reports.validation import Severity
from tests.factories import BEFORE, CODES, District, act_as, make_form, make_tenant, user_of
from units.errors import Conflict, NotAllowed, NotFound
from units.models import AuditEntry
from units.scoping import scope

CODE = "amount_without_count"
OWN = RuleSpec("", "检查不少于一条", "general_found > 0", Severity.HINT, "{general_found}，请核对。")


@pytest.mark.parametrize("who", ["filer", "head", "leader"])
def test_rules_are_kept_by_office_and_administrators_only(district: District, who: str) -> None:
    actor = getattr(district, who)
    with pytest.raises(NotAllowed, match="由安委办和管理员维护"):
        rules.load_shipped(actor=actor, at=BEFORE)
    with pytest.raises(NotAllowed):
        rules.create(actor=actor, rule=OWN, at=BEFORE)
    with pytest.raises(NotAllowed):
        rules.edit(actor=actor, rule=replace(OWN, code=CODE), version=0, at=BEFORE)
    with pytest.raises(NotAllowed):
        rules.switch(actor=actor, code=CODE, on=False, version=0, at=BEFORE)


def test_loading_twice_loads_once(district: District) -> None:
    Rule.objects.all().delete()
    assert rules.load_shipped(actor=district.system, at=BEFORE) == len(shipped())
    assert rules.load_shipped(actor=district.system, at=BEFORE) == 0
    assert tuple(switched_on(office=True)) == shipped()
    assert AuditEntry.objects.filter(action="rules.loaded").count() == 1


def test_loading_again_keeps_what_was_edited_and_switched_off(district: District) -> None:
    rules.switch(actor=district.admin, code=CODE, on=False, version=0, at=BEFORE)
    edited = replace(spec_of(rule_by_code("count_without_amount")), title="改过的名称")
    rules.edit(actor=district.admin, rule=edited, version=0, at=BEFORE)
    Rule.objects.filter(code="sudden_zero").delete()
    assert rules.load_shipped(actor=district.admin, at=BEFORE) == 1
    assert rule_by_code("count_without_amount").title == "改过的名称"
    assert not rule_by_code(CODE).is_on


def test_rules_of_a_tenant_are_its_own(district: District) -> None:
    other = make_tenant("hanjiang")
    with scope(other.pk):
        assert switched_on(office=True) == []
        with pytest.raises(NotFound):
            rule_by_code(CODE)


def test_new_rule_is_off_and_stands_last(district: District) -> None:
    made = rules.create(actor=district.admin, rule=OWN, at=BEFORE)
    assert not made.is_on
    assert made.order == len(shipped()) + 1
    assert made.code not in {rule.code for rule in switched_on(office=True)}
    assert replace(spec_of(rule_by_code(made.code)), code="") == OWN
    assert AuditEntry.objects.get(action="rule.created").summary.startswith("新建校验规则“检查不少于一条”")


def test_two_new_rules_have_codes_of_their_own(district: District) -> None:
    first, second = (rules.create(actor=district.admin, rule=OWN, at=BEFORE) for _ in range(2))
    assert first.code != second.code


@pytest.mark.parametrize(
    "expression",
    ["general_find > 0", "general_found >", "(" * 200 + "1", "general_found.real > 0", "9**9**9 > 1"],
)
def test_bad_expression_is_refused_and_nothing_stored(district: District, expression: str) -> None:
    count = Rule.objects.count()
    with pytest.raises(UnfitRule) as caught:
        rules.create(actor=district.admin, rule=replace(OWN, expression=expression), at=BEFORE)
    assert list(caught.value.problems) == ["expression"]
    kept = rule_by_code(CODE)
    with pytest.raises(UnfitRule):
        rules.edit(
            actor=district.admin, rule=replace(OWN, code=CODE, expression=expression), version=0, at=BEFORE
        )
    assert rule_by_code(CODE).expression == kept.expression
    assert Rule.objects.count() == count


def test_rule_may_name_columns_of_any_version_of_the_form(district: District) -> None:
    rule = replace(OWN, expression="closed_down >= 0", message="{closed_down}，请核对。")
    with pytest.raises(UnfitRule):
        rules.create(actor=district.admin, rule=rule, at=BEFORE)
    make_form((*CODES, "closed_down"), version=2)
    assert rules.create(actor=district.admin, rule=rule, at=BEFORE).pk


def test_edit_counts_versions_and_leaves_old_and_new(district: District) -> None:
    before = spec_of(rule_by_code(CODE))
    edited = rules.edit(actor=district.admin, rule=replace(before, kinds=("town",)), version=0, at=BEFORE)
    assert edited.version == 1
    assert edited.is_on
    assert AuditEntry.objects.get(action="rule.edited").detail == {"kinds": [[], ["town"]]}


def test_edit_that_changes_nothing_leaves_no_trace(district: District) -> None:
    kept = rules.edit(actor=district.admin, rule=spec_of(rule_by_code(CODE)), version=0, at=BEFORE)
    assert kept.version == 0
    assert not AuditEntry.objects.filter(action="rule.edited").exists()


def test_second_of_two_editors_is_told_who_was_first(district: District) -> None:
    edited = replace(spec_of(rule_by_code(CODE)), title="先改的")
    rules.edit(actor=district.admin, rule=edited, version=0, at=BEFORE)
    name = act_as(user_of(district.admin)).name
    with pytest.raises(Conflict, match=f"刚被{name}改过"):
        rules.edit(actor=district.reviewer, rule=replace(edited, title="后改的"), version=0, at=BEFORE)
    with pytest.raises(Conflict):
        rules.switch(actor=district.reviewer, code=CODE, on=False, version=0, at=BEFORE)
    assert rule_by_code(CODE).title == "先改的"


def test_rule_switched_off_finds_nothing_until_it_is_on_again(district: District) -> None:
    off = rules.switch(actor=district.reviewer, code=CODE, on=False, version=0, at=BEFORE)
    assert CODE not in {rule.code for rule in switched_on(office=False)}
    rules.switch(actor=district.reviewer, code=CODE, on=True, version=off.version, at=BEFORE)
    assert CODE in {rule.code for rule in switched_on(office=False)}
    summaries = (
        AuditEntry.objects.filter(action="rule.switched").order_by("id").values_list("summary", flat=True)
    )
    assert [text[:2] for text in summaries] == ["停用", "启用"]


def test_switching_what_is_on_already_changes_nothing(district: District) -> None:
    assert rules.switch(actor=district.admin, code=CODE, on=True, version=0, at=BEFORE).version == 0


def test_unknown_rule_is_not_found(district: District) -> None:
    with pytest.raises(NotFound, match="没有这条校验规则"):
        rules.switch(actor=district.admin, code="none", on=True, version=0, at=BEFORE)


def test_hints_for_the_office_are_left_out_for_units(district: District) -> None:
    unit, office = switched_on(office=False), switched_on(office=True)
    assert {rule.code for rule in office} - {rule.code for rule in unit} == {
        "same_as_others", "ledger_in_the_last_hours",
    }  # fmt: skip
