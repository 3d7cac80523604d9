"""Clauses: places filled, and silence when there is nothing to say."""

from decimal import Decimal

import pytest

from notices.clauses import Clause, Sentence, above, below, sentences_parts
from notices.content import Fact, FigureRef, Text
from reports.figures import Figure, Value

FACTS = {"period": "2023年9月"}


def figures(**values: Value) -> dict[str, Figure]:
    """Figures by key, printed as `<value>条`."""
    return {key: Figure(key, key, value, "条", f"{value}条", "", ()) for key, value in values.items()}


def read(*sentences: Sentence, **values: Value) -> str:
    return "".join(part.text for part in sentences_parts(sentences, figures(**values), FACTS))


def test_clause_is_split_into_text_figures_and_facts() -> None:
    clause = Clause("{@period}新增{new}，共{all}")
    assert clause.parts(figures(new=6, all=155), FACTS) == (
        Fact("period", "2023年9月"),
        Text("新增"),
        FigureRef("new", "6条"),
        Text("，共"),
        FigureRef("all", "155条"),
    )


@pytest.mark.parametrize(
    ("value", "said"), [(None, False), ((), False), (("甲",), True), (0, True), (7, True)]
)
def test_clause_is_silent_when_its_figure_is_undefined_or_an_empty_list(value: Value, said: bool) -> None:
    assert Clause("涉及{x}").appears(figures(x=value)) is said


def test_clause_is_silent_when_the_form_has_no_such_figure() -> None:
    assert not Clause("涉及{x}").appears({})


def test_clause_without_figures_always_appears() -> None:
    assert Clause("{@period}工作").appears({})


def test_clause_with_an_unknown_fact_is_an_error() -> None:
    with pytest.raises(KeyError):
        Clause("{@weather}").parts({}, FACTS)


@pytest.mark.parametrize(("value", "over", "under"), [(-1, False, True), (0, False, False), (1, True, False)])
def test_conditions_exclude_their_bound(value: int, over: bool, under: bool) -> None:
    assert above("x").holds(figures(x=value)) is over
    assert below("x").holds(figures(x=value)) is under


@pytest.mark.parametrize(("value", "holds"), [("49.99", True), ("50", False), ("50.01", False)])
def test_condition_has_a_bound_of_its_own(value: str, holds: bool) -> None:
    assert below("rate", 50).holds(figures(rate=Decimal(value))) is holds


@pytest.mark.parametrize("value", [None, ("甲",)])
def test_condition_on_a_figure_without_number_does_not_hold(value: Value) -> None:
    assert not above("x", -1000).holds(figures(x=value))
    assert not below("x", 1000).holds(figures(x=value))


def test_condition_on_an_absent_figure_does_not_hold() -> None:
    assert not below("x").holds({})


def test_sentence_joins_the_clauses_that_speak() -> None:
    sentence = (Clause("排查{a}"), Clause("整改{b}"), Clause("督办{c}"))
    assert read(sentence, a=1, b=2, c=3) == "排查1条，整改2条，督办3条。"
    assert read(sentence, a=1, b=None, c=3) == "排查1条，督办3条。"
    assert read(sentence, a=None, b=None, c=3) == "督办3条。"


def test_sentence_with_nothing_to_say_leaves_no_trace() -> None:
    assert read((Clause("排查{a}"),), a=None) == ""


def test_sentences_follow_each_other() -> None:
    assert read((Clause("排查{a}"),), (Clause("罚款{b}", (above("b"),)),), (Clause("完"),), a=1, b=0) == (
        "排查1条。完。"
    )
