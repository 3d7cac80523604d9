"""What is typed into a rule."""

from typing import Any

import pytest

from reports.forms.rules import RuleForm
from reports.shipped_rules import shipped

TYPED: dict[str, Any] = {
    "title": "名称",
    "subject": "each",
    "expression": "now > 0",
    "message": "{now}，请核对。",
    "severity": "hint",
    "office_only": "on",
    "kinds": ["town", "park"],
    "basis": "依据",
}


@pytest.mark.parametrize("rule", shipped(), ids=lambda rule: rule.code)
def test_shown_rule_typed_back_is_the_same_rule(rule: Any) -> None:
    form = RuleForm({name: value for name, value in RuleForm.of(rule).initial.items() if value is not False})
    assert form.is_valid(), form.errors
    assert form.spec(rule.code) == rule


def test_what_was_typed_is_the_rule() -> None:
    form = RuleForm(TYPED)
    assert form.is_valid()
    rule = form.spec("code")
    assert (rule.code, rule.kinds, rule.office_only) == ("code", ("town", "park"), True)


@pytest.mark.parametrize("field", ["title", "subject", "expression", "message", "severity"])
def test_field_that_is_needed_says_so(field: str) -> None:
    form = RuleForm({**TYPED, field: ""})
    assert not form.is_valid()
    assert list(form.errors) == [field]


@pytest.mark.parametrize("field", ["basis", "kinds", "office_only"])
def test_field_may_be_left_out(field: str) -> None:
    assert RuleForm({name: value for name, value in TYPED.items() if name != field}).is_valid()


@pytest.mark.parametrize(
    ("field", "limit"), [("title", 60), ("expression", 300), ("message", 200), ("basis", 120)]
)
def test_field_takes_so_many_characters_and_no_more(field: str, limit: int) -> None:
    assert RuleForm({**TYPED, field: "甲" * limit}).is_valid()
    form = RuleForm({**TYPED, field: "甲" * (limit + 1)})
    assert f"最多{limit}字" in str(form.errors[field])
