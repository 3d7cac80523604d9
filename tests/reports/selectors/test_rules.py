"""Reads of the rules."""

import pytest

from reports.models import Rule
from reports.selectors import rules
from reports.shipped_rules import shipped
from tests.factories import CODES, District, make_form, make_rules
from units.errors import NotAllowed, NotFound


def test_stored_rules_are_the_shipped_ones_in_their_order(district: District) -> None:
    assert tuple(rules.spec_of(rule) for rule in rules.rules()) == shipped()


def test_rule_is_found_by_its_code(district: District) -> None:
    assert rules.rule_by_code("sudden_zero").title == "往期都有新增的，本期不突然为零"
    with pytest.raises(NotFound, match="没有这条校验规则"):
        rules.rule_by_code("none")


def test_rules_that_are_off_are_left_out(district: District) -> None:
    Rule.objects.exclude(code="sudden_zero").update(is_on=False)
    assert [rule.code for rule in rules.switched_on(office=True)] == ["sudden_zero"]


def test_columns_are_those_of_all_versions_as_they_stand_in_the_latest(district: District) -> None:
    form = make_form(("general_found", "closed_down"), version=2)
    form.indicators.filter(code="general_found").update(label="新名称")
    known = {spec.code: spec.label for spec in rules.known_indicators()}
    assert known.keys() == {*CODES, "closed_down"}
    assert known["general_found"] == "新名称"


@pytest.mark.parametrize(
    ("who", "keeps"), [("admin", True), ("reviewer", True), ("leader", False), ("head", False)]
)
def test_rules_are_kept_by_office_and_administrators(district: District, who: str, keeps: bool) -> None:
    if keeps:
        rules.require_keeper(getattr(district, who))
        return
    with pytest.raises(NotAllowed, match="请联系安委办"):
        rules.require_keeper(getattr(district, who))


def test_rule_that_fits_passes(district: District) -> None:
    rules.require_fit(rules.spec_of(rules.rule_by_code("amount_without_count")))


def test_factory_makes_what_the_product_ships(district: District) -> None:
    Rule.objects.all().delete()
    make_rules()
    assert Rule.objects.filter(is_on=True).count() == len(shipped())
