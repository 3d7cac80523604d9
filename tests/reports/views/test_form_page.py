"""What the form's template is given: lines with findings, steps, buttons."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import RequestFactory

from reports.models import Submission
from reports.selectors import submissions
from reports.selectors.submissions import Filing
from reports.services import submissions as services
from reports.transitions import State
from reports.views import form_lines, form_page
from tests.factories import BEFORE, District, close, file_for, make_form, save_draft, sign_and_file
from tests.licheng import indicators
from units.actors import Actor


def shown(district: District, actor: Actor, **refused: Any) -> dict[str, Any]:
    """The context of the first town's form for this person."""
    request = RequestFactory().get("/")
    request.tenant, request.actor = district.tenant, actor  # type: ignore[attr-defined]
    context: Mapping[str, Any] = {"typed": {}, "refused": {}, **refused}
    return form_page.context(request, filing(district, actor), now=BEFORE, **context)  # type: ignore[arg-type]


def filing(district: District, actor: Actor) -> Filing:
    return submissions.filing(actor, district.period, district.town)


def lines(context: dict[str, Any]) -> dict[str, form_lines.Line]:
    return {
        line.field.spec.code: line
        for part in context["parts"]
        for group in part.groups
        for line in group.lines
    }


def names(context: dict[str, Any]) -> list[str]:
    return [button.name for button in context["buttons"]]


def main(context: dict[str, Any]) -> list[str]:
    return [button.name for button in context["buttons"] if button.main]


def test_untouched_form_alarms_nobody(district: District) -> None:
    found = shown(district, district.filer)
    assert found["problems"] == []
    assert found["unfilled"] == 4
    assert not any(line.findings for line in lines(found).values())


def test_finding_stands_at_its_first_field_only(district: District) -> None:
    save_draft(district, {"general_found": "3", "general_rectified": "5"})
    found = lines(shown(district, district.filer))
    assert [each["kind"] for each in found["general_rectified"].findings] == ["block"]
    assert found["general_rectified"].tone == "has-problem"
    assert found["general_found"].findings == ()


def test_refused_text_is_shown_as_typed(district: District) -> None:
    found = shown(
        district, district.filer, typed={"general_found": "3a"}, refused={"general_found": "应填整数"}
    )
    line = lines(found)["general_found"]
    assert (line.text, [each["message"] for each in line.findings]) == ("3a", ["应填整数"])
    assert found["problems"][0]["codes"] == ["general_found"]


def test_empty_fields_are_counted_not_listed(district: District) -> None:
    save_draft(district, {"general_found": "3"})
    found = shown(district, district.filer)
    assert [problem["code"] for problem in found["problems"]] == []
    assert found["unfilled"] == 3


def test_real_form_is_laid_out_in_its_printed_groups(district: District) -> None:
    district.period.form = make_form((), version=2)
    district.period.save()
    parts = shown(district, district.filer)["parts"]
    assert [part.name for part in parts] == list(dict.fromkeys(spec.group[0] for spec in indicators()))
    assert [group.name for group in parts[1].groups] == ["企业自查上报", "部门排查", "部门挂牌督办"]
    printed = [line.field.spec.code for part in parts for group in part.groups for line in group.lines]
    assert printed == [spec.code for spec in indicators()]


@pytest.mark.parametrize(
    ("who", "state", "offered", "marked"),
    [
        ("filer", State.DRAFT, ["submit"], ["submit"]),
        ("filer", State.READY, ["reopen"], []),
        ("filer", State.SIGNED, ["reopen", "file"], ["file"]),
        ("filer", State.FILED, [], []),
        ("filer", State.RETURNED, ["submit"], ["submit"]),
        ("head", State.DRAFT, ["sign", "sign_and_file"], ["sign_and_file"]),
        ("head", State.READY, ["sign", "reopen", "sign_and_file"], ["sign_and_file"]),
        ("head", State.SIGNED, ["reopen", "file"], ["file"]),
        ("reviewer", State.DRAFT, [], []),
    ],
)
def test_buttons_are_what_the_hand_may_do(
    district: District, who: str, state: State, offered: list[str], marked: list[str]
) -> None:
    save_draft(district)
    Submission.objects.update(
        state=state.value, return_reason="x", filed_at=BEFORE, first_filed_at=BEFORE, signed_at=BEFORE
    )
    found = shown(district, getattr(district, who))
    assert names(found) == offered
    assert main(found) == marked


def test_only_the_office_may_return(district: District) -> None:
    sign_and_file(district)
    assert shown(district, district.reviewer)["can_return"]
    assert not shown(district, district.head)["can_return"]


def test_steps_tell_who_did_what_and_whose_turn_it_is(district: District) -> None:
    saved = save_draft(district)
    steps = shown(district, district.filer)["steps"]
    assert [(step.name, bool(step.at), step.here) for step in steps] == [
        ("填报", False, True),
        ("负责人审核签字", False, False),
        ("报送", False, False),
    ]
    submit = {"actor": district.filer, "period": district.period, "unit": district.town, "name": "submit"}
    services.move(**submit, version=saved.version, at=BEFORE)  # type: ignore[arg-type]
    steps = shown(district, district.filer)["steps"]
    assert steps[0].who == district.filer.name
    assert [(bool(step.at), step.here) for step in steps] == [(True, False), (False, True), (False, False)]


def test_filed_form_has_every_step_signed(district: District) -> None:
    sign_and_file(district)
    steps = shown(district, district.filer)["steps"]
    assert [step.who for step in steps] == [district.filer.name, district.head.name, district.head.name]
    assert all(step.at == BEFORE for step in steps)


def test_imported_form_claims_no_signature(district: District) -> None:
    file_for(district, district.town)
    steps = shown(district, district.filer)["steps"]
    assert [step.name for step in steps] == ["安委办导入", "报送"]


@pytest.mark.parametrize(
    ("who", "label"),
    [("filer", "本单位"), ("head", "本单位"), ("reviewer", "调度"), ("admin", "调度"), ("leader", "看板")],
)
def test_way_back_leads_to_where_the_person_came_from(district: District, who: str, label: str) -> None:
    close(district)
    district.period.refresh_from_db()
    assert shown(district, getattr(district, who))["back_label"] == label


def test_drafts_kept_in_the_browser_belong_to_one_person(district: District) -> None:
    keys = {shown(district, who)["draft_key"] for who in (district.filer, district.head)}
    assert len(keys) == 2
