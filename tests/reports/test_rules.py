"""Rules evaluated: what they find, how it is worded, and which rules cannot be kept."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.facts import Facts
from reports.rules import RuleSpec, Subject, broken, findings, problems
from reports.snapshot import IndicatorSpec, Source
from reports.validation import Severity

FOUND = IndicatorSpec("found", 1, ("隐患",), "排查", "条", source=Source.LEDGER)
DONE = IndicatorSpec("done", 2, ("隐患",), "已整改", "条")
FORM = (FOUND, DONE)
RULE = RuleSpec("part", "部分不大于全部", "done <= found", Severity.BLOCK, "{done}，大于{found}，请改正。")
EACH = RuleSpec(
    "fall", "不减少", "now >= before", Severity.REASON, "{now}，上次{before}，已报{periods_filed}期，请核对。",
    subject=Subject.EACH,
)  # fmt: skip


def facts(found: int, done: int, *, kind: str = "bureau", past: tuple[int, int] | None = None) -> Facts:
    def row(values: tuple[int, int]) -> dict[str, Decimal]:
        return dict(zip(("found", "done"), map(Decimal, values), strict=True))

    return Facts(FORM, kind, row((found, done)), [row(past)] if past else [])


def test_broken_rule_names_its_columns_and_their_values() -> None:
    (found,) = broken(RULE, facts(9, 12))
    assert found.message == "“隐患/已整改”12条，大于“隐患/排查”9条，请改正。"
    assert (found.code, found.key, found.fields) == ("part", "part", ("done", "found"))
    assert found.severity is Severity.BLOCK


@pytest.mark.parametrize(("done", "is_broken"), [(8, False), (9, False), (10, True)])
def test_rule_is_broken_only_beyond_its_bound(done: int, is_broken: bool) -> None:
    assert bool(broken(RULE, facts(9, done))) is is_broken


def test_rule_over_each_column_has_a_key_for_each() -> None:
    found = broken(EACH, facts(8, 5, past=(9, 6)))
    assert [item.key for item in found] == ["fall/found", "fall/done"]
    assert found[0].message == "“隐患/排查”8条，上次9条，已报1期，请核对。"


def test_values_before_and_new_are_shown_without_the_column_again() -> None:
    rule = replace(
        RULE, expression="new_done <= new_found", message="{new_done}比{before_found}和{periods_filed}。"
    )
    (found,) = broken(rule, facts(9, 9, past=(9, 6)))
    assert found.message == "3条比9条和1。"
    assert found.fields == ("done", "found")


def test_value_that_is_not_there_is_shown_as_a_dash() -> None:
    rule = replace(RULE, message="{before_done}，请核对。")
    assert broken(rule, facts(1, 2))[0].message == "—，请核对。"


@pytest.mark.parametrize(("kinds", "expected"), [((), 1), (("town",), 0), (("town", "bureau"), 1)])
def test_rule_is_only_for_its_kinds_of_unit(kinds: tuple[str, ...], expected: int) -> None:
    assert len(broken(replace(RULE, kinds=kinds), facts(1, 2))) == expected


def test_column_that_a_kind_of_unit_does_not_fill_is_not_looked_at() -> None:
    form = (replace(FOUND, not_for=("town",)), DONE)
    seen = replace(facts(8, 5, past=(9, 6), kind="town"), indicators=form)
    assert [item.key for item in broken(EACH, seen)] == ["fall/done"]


@pytest.mark.parametrize("expression", ["done / (found - 9) < 1", "before_done > 9", "elsewhere > 9"])
def test_undecided_rule_finds_nothing(expression: str) -> None:
    assert broken(replace(RULE, expression=expression), facts(9, 12)) == ()


def test_evidence_is_asked_for_only_where_it_is_kept() -> None:
    form = (FOUND, replace(DONE, evidence="照片"))
    asked = replace(facts(9, 3), indicators=form)
    assert findings([], asked) == ()
    assert [item.key for item in findings([], replace(asked, proved=frozenset()))] == ["evidence/done"]
    assert findings([], replace(asked, proved=frozenset({"done"}))) == ()
    assert findings([], replace(asked, proved=frozenset(), past=[asked.now])) == ()


def test_empty_fields_come_first_then_the_rules_in_their_order() -> None:
    seen = Facts((*FORM, replace(DONE, code="third")), "bureau", facts(1, 2).now)
    assert [item.code for item in findings([RULE, replace(RULE, code="again")], seen)] == [
        "empty",
        "part",
        "again",
    ]


@pytest.mark.parametrize(
    ("changes", "field", "word"),
    [
        ({"expression": "done <="}, "expression", "写错了"),
        ({"expression": "done <= fuond"}, "expression", "是不是“found”？"),
        ({"expression": "now > 1"}, "expression", "没有“now”这个名称"),
        ({"message": "{fund}，请核对。"}, "message", "“fund”不是可用的名称"),
        ({"message": "{found，请核对。"}, "message", "花括号不成对"),
        ({"message": "{}，请核对。"}, "message", "花括号不成对"),
        ({"expression": "same_as_others == 0"}, "office_only", "请勾选"),
        ({"office_only": True}, "severity", "提示核对"),
    ],
)
def test_rule_that_cannot_be_kept_says_why(changes: dict[str, object], field: str, word: str) -> None:
    found = problems(replace(RULE, **changes), FORM)  # type: ignore[arg-type]
    assert list(found) == [field]
    assert word in found[field]


def test_names_of_a_rule_depend_on_its_subject() -> None:
    assert problems(RULE, FORM) == {}
    assert problems(EACH, FORM) == {}
    assert "expression" in problems(replace(EACH, subject=Subject.FORM), FORM)
    assert "expression" in problems(replace(RULE, subject=Subject.EACH), FORM)
    assert "expression" not in problems(replace(RULE, expression="ledger_found > 0"), FORM)
    assert "expression" in problems(replace(RULE, expression="ledger_done > 0"), FORM)


@given(st.integers(0, 99), st.integers(0, 99))
def test_I9_part_is_above_its_whole_exactly_when_found(found: int, done: int) -> None:
    assert bool(broken(RULE, facts(found, done))) is (done > found)
