"""What is typed about a rectification, a move or a second look, before any service sees it."""

from datetime import date
from decimal import Decimal

import pytest

from hazards.counting import EXCLUSIONS, REASONS, Reason
from hazards.entries import LABELS
from hazards.forms.fields import first_problem
from hazards.forms.record import MoveForm
from hazards.forms.rectification import DecisionForm, ExtensionForm, PlanForm
from hazards.forms.second_looks import DrawForm, LookForm
from hazards.models import Hazard
from hazards.services.rectification import PLAN

TODAY = date(2023, 11, 6)


def test_plan_starts_with_what_the_record_says() -> None:
    form = PlanForm(hazard=Hazard(tenant_id=1, responsible="丙", funds=Decimal("0.350000"), halt="part"))
    shown = form.as_p()
    assert 'value="丙"' in shown
    assert 'value="0.35"' in shown, "no trailing noughts"
    assert '<option value="part" selected>局部停产' in shown


def test_plan_without_funds_starts_empty() -> None:
    assert "None" not in PlanForm(hazard=Hazard(tenant_id=1)).as_p()


def test_plan_is_named_like_the_record() -> None:
    form = PlanForm(hazard=Hazard(tenant_id=1))
    assert {name: form.fields[name].label for name in PLAN} == {name: LABELS[name] for name in PLAN}


def test_plan_gives_all_its_fields_and_nothing_else() -> None:
    form = PlanForm({"version": "3", "halt": "none", "funds": "0.5", "due_on": "2023-12-31"})
    assert form.is_valid()
    assert form.entries == {
        "responsible": "",
        "measures": "",
        "funds": Decimal("0.5"),
        "plan": "",
        "halt": "none",
        "coordination": "",
    }


def test_extension_takes_a_day() -> None:
    form = ExtensionForm({"wanted_on": "2023-10-31", "reason": "配件未到货"})
    assert form.is_valid()
    assert form.cleaned_data == {"wanted_on": date(2023, 10, 31), "reason": "配件未到货"}


@pytest.mark.parametrize(("granted", "value"), [("yes", True), ("no", False)])
def test_decision_is_a_yes_or_a_no(granted: str, value: bool) -> None:
    form = DecisionForm({"granted": granted})
    assert form.is_valid()
    assert form.cleaned_data == {"granted": value, "answer": ""}


@pytest.mark.parametrize("granted", ["", "maybe", "True"])
def test_decision_is_nothing_else(granted: str) -> None:
    form = DecisionForm({"granted": granted})
    assert first_problem_of(form) == "请选择同意或不同意。"


def first_problem_of(form: DecisionForm | MoveForm | LookForm) -> str:
    assert not form.is_valid()
    return first_problem(form)


def test_move_takes_its_version_and_words() -> None:
    form = MoveForm({"version": "7", "reason": "重复", "exclusion": "duplicate", "acknowledged": "on"})
    assert form.is_valid()
    assert (form.cleaned_data["version"], form.chosen, form.cleaned_data["acknowledged"]) == (
        7,
        Reason.DUPLICATE,
        True,
    )


def test_move_without_a_reason_of_the_list_has_none() -> None:
    form = MoveForm({"version": "7"})
    assert form.is_valid()
    assert form.chosen is None
    assert not form.cleaned_data["acknowledged"]


@pytest.mark.parametrize("reason", list(Reason))
def test_I1_only_reasons_of_the_closed_list_are_taken(reason: Reason) -> None:
    form = MoveForm({"version": "7", "exclusion": reason.value})
    assert form.is_valid() is (reason in EXCLUSIONS)
    assert REASONS[reason]


@pytest.mark.parametrize("version", ["", "七", "1.5"])
def test_move_without_a_version_says_what_to_do(version: str) -> None:
    assert first_problem_of(MoveForm({"version": version})) == "页面不完整，请刷新后再试。"


def test_draw_suggests_the_last_three_months() -> None:
    shown = DrawForm(today=TODAY).as_p()
    assert 'value="2023-08-08"' in shown
    assert 'value="2023-11-06"' in shown


@pytest.mark.parametrize("finding", ["", "pending", "other"])
def test_look_finds_one_of_two_things(finding: str) -> None:
    assert first_problem_of(LookForm({"finding": finding})) == "请选择核查结果：整改到位，或整改不到位。"
