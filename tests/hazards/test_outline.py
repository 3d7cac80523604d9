"""Conditions in words, and the answers of a form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.judgment import Answer, UnknownCondition, Value, conditions
from hazards.outline import Branch, Fact, Node, answers_given, outline
from hazards.standards import Logic

FACTS = [{"condition": text} for text in "甲乙丙"]
TREES = st.recursive(
    st.just({"condition": "甲"}),
    lambda below: st.one_of(
        st.lists(below, min_size=2, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(below, min_size=2, max_size=3).map(lambda parts: {"any": parts}),
        st.lists(below, min_size=3, max_size=3).map(lambda parts: {"at_least": 2, "of": parts}),
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("logic", "words"),
    [
        ({"all": FACTS}, "同时满足以下 3 项"),
        ({"any": FACTS}, "满足以下 3 项之一"),
        ({"at_least": 2, "of": FACTS}, "以下 3 项中至少满足 2 项"),
        ({"at_least": 1, "of": FACTS}, "满足以下 3 项之一"),
        ({"at_least": 3, "of": FACTS}, "同时满足以下 3 项"),
    ],
)
def test_branch_says_how_many_it_takes(logic: Logic, words: str) -> None:
    found = outline(logic)
    assert isinstance(found, Branch)
    assert found.words == words
    assert [part.text for part in found.parts if isinstance(part, Fact)] == ["甲", "乙", "丙"]


def test_single_condition_is_no_branch() -> None:
    assert outline({"condition": "甲"}) == Fact("甲", "/", Value.UNKNOWN, Value.UNKNOWN)


def facts(node: Node) -> list[Fact]:
    return [node] if isinstance(node, Fact) else [fact for part in node.parts for fact in facts(part)]


@given(TREES)
def test_outline_names_every_condition_as_the_judgment_does(logic: Logic) -> None:
    assert [(fact.path, fact.text) for fact in facts(outline(logic))] == [
        (condition.path, condition.text) for condition in conditions(logic)
    ]


@given(TREES, st.data())
def test_answers_come_back_from_the_form_they_were_shown_in(logic: Logic, data: st.DataObject) -> None:
    paths = [condition.path for condition in conditions(logic)]
    chosen = {path: Answer(data.draw(st.sampled_from([Value.YES, Value.NO]))) for path in paths}
    shown = {fact.name: fact.given.value for fact in facts(outline(logic, chosen))}
    assert answers_given(shown) == chosen


def test_hint_of_the_description_is_no_answer() -> None:
    found = outline({"condition": "甲"}, {}, {"/": Answer(Value.YES)})
    assert isinstance(found, Fact)
    assert (found.given, found.heard) == (Value.UNKNOWN, Value.YES)


def test_what_is_not_known_is_no_answer_and_other_fields_are_left_alone() -> None:
    assert answers_given({"answer/0": "unknown", "answer/1": "no", "on": "2023-09-01", "answer": "yes"}) == {
        "/1": Answer(Value.NO)
    }


@pytest.mark.parametrize("value", ["", "是", "YES", "maybe"])
def test_answer_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(UnknownCondition):
        answers_given({"answer/0": value})
