"""What the review desk is asked for and told."""

import pytest
from django.http import QueryDict

from hazards.counting import EXCLUSIONS, Reason
from hazards.forms.review import BatchForm, DecisionForm, address, asked
from hazards.selectors.review import EVERYTHING, LIMIT, Age, Asked
from hazards.services.reviewing import Chosen
from hazards.standards import SHORT


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({}, EVERYTHING),
        ({"sector": "消防", "age": "old"}, Asked("消防", Age.OLD)),
        ({"age": "x", "other": "y"}, EVERYTHING),
        ({"sector": "消\0防"}, Asked("消防")),
        ({"sector": "长" * 500}, Asked("长" * SHORT)),
    ],
)
def test_part_of_the_queue_is_read_from_the_address(fields: dict[str, str], part: Asked) -> None:
    assert asked(fields) == part


@pytest.mark.parametrize(
    "part", [EVERYTHING, Asked("消防"), Asked(age=Age.FRESH), Asked("工贸&消防", Age.OLD)]
)
def test_address_leads_to_the_part_it_was_made_from(part: Asked) -> None:
    end = address(part)
    assert end == "" or end.startswith("?")
    assert asked(QueryDict(end.removeprefix("?")).dict()) == part


def test_address_may_ask_for_another_sector_or_for_all() -> None:
    part = Asked("消防", Age.OLD)
    assert address(part, sector="") == "?age=old"
    assert address(Asked("消防"), age="old") == "?sector=%E6%B6%88%E9%98%B2&age=old"
    assert address(part, sector="", age="") == ""


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"act": "accept", "version": "3"}, set()),
        ({"act": "return", "version": "3", "reason": "照片不清"}, set()),
        ({"act": "return", "version": "3", "reason": " "}, {"reason"}),
        ({"act": "exclude", "version": "3", "reason": "不构成", "exclusion": "criterion_not_met"}, set()),
        ({"act": "exclude", "version": "3"}, {"reason", "exclusion"}),
        ({"act": "exclude", "version": "3", "reason": "不构成", "exclusion": "withdrawn"}, {"exclusion"}),
        ({"act": "return", "version": "3", "reason": "长" * (SHORT + 1)}, {"reason"}),
        ({"act": "return", "version": "3", "reason": "长" * SHORT}, set()),
        ({"act": "accept", "version": "-1"}, {"version"}),
        ({"act": "close", "version": "3"}, {"act"}),
        ({}, {"act", "version"}),
    ],
)
def test_decision_has_what_it_needs(fields: dict[str, str], refused: set[str]) -> None:
    form = DecisionForm(fields)
    assert set(form.errors) == refused
    assert all(len(messages) == 1 for messages in form.errors.values())


@pytest.mark.parametrize("reason", EXCLUSIONS)
def test_every_reason_of_the_closed_list_may_be_chosen(reason: Reason) -> None:
    form = DecisionForm({"act": "exclude", "version": "0", "reason": "说明", "exclusion": reason.value})
    assert form.is_valid()
    assert form.chosen_exclusion is reason


def test_reason_of_the_closed_list_belongs_to_excluding_only() -> None:
    form = DecisionForm({"act": "return", "version": "0", "reason": "说明", "exclusion": "duplicate"})
    assert form.is_valid()
    assert form.chosen_exclusion is None


def batch(*values: str) -> BatchForm:
    fields = QueryDict(mutable=True)
    fields.setlist("chosen", list(values))
    return BatchForm(fields)


def test_ticked_records_are_read_with_their_versions() -> None:
    form = batch("12:3", "7:0")
    assert form.is_valid()
    assert form.cleaned_data["chosen"] == [Chosen(12, 3), Chosen(7, 0)]


def test_record_ticked_twice_counts_once() -> None:
    form = batch(*["12:3"] * (LIMIT + 1))
    assert form.is_valid()
    assert form.cleaned_data["chosen"] == [Chosen(12, 3)]


@pytest.mark.parametrize(
    "value", ["", "12", "12:", ":3", "12:3:4", "-1:3", "1e3:1", "１２:3", "9" * 20 + ":1"]
)
def test_what_is_no_record_is_refused(value: str) -> None:
    assert set(batch("12:3", value).errors) == {"chosen"}


@pytest.mark.parametrize(("count", "valid"), [(LIMIT, True), (LIMIT + 1, False)])
def test_batch_is_at_most_a_page(count: int, valid: bool) -> None:
    assert batch(*(f"{number}:1" for number in range(count))).is_valid() is valid


def test_nothing_ticked_is_said() -> None:
    assert "还没有选中任何一条" in batch().errors["chosen"][0]
