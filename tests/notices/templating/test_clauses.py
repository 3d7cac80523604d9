"""Clauses and sentences, filled one by one."""

import pytest

from notices.content import Fact, FigureRef, Text, Typed
from notices.templating.clauses import Material, appears, filled, said, words
from notices.templating.parts import Clause, Sentence
from tests.notices.templating.texts import FACTS, figures


def material(**values: int | None) -> Material:
    return Material.of(figures(**values), FACTS, ["排查"])


def sentence(*texts: str) -> Sentence:
    return Sentence(tuple(Clause(text, 1) for text in texts))


def read(given: Material, *sentences: Sentence) -> str:
    return "".join(part.text for part in said(sentences, given))


def test_places_are_filled_in_order() -> None:
    clause = Clause("{@period}有{x.y}，{x.y}", 1)
    reference = FigureRef("x.y", "3条")
    assert filled(clause, material(x_y=3)) == (
        Fact("period", "2023年9月"),
        Text("有"),
        reference,
        Text("，"),
        reference,
    )


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("话", True),
        ("{x}", True),
        ("{none}", False),
        ("{absent}", False),
        ("{@period}", True),
        ("{@unit}", False),
    ],
)
def test_clause_needs_all_it_names(text: str, there: bool) -> None:
    assert appears(Clause(text, 1), material(x=0, none=None)) is there
    assert not appears(Clause(text + "{absent}", 1), material(x=0))


def test_points_are_known_only_once_they_have_appeared() -> None:
    clause = Clause("去做", 1, "排查")
    before = material()
    assert not appears(clause, before)
    assert appears(clause, before.with_points(["排查"], here=False))
    assert not appears(clause, before.with_points([], here=True))
    assert appears(Clause("有", 1, "有要点"), before.with_points([], here=True))


def test_each_sentence_is_closed_by_one_stop() -> None:
    given = material(a=1, b=2)
    assert read(given, sentence("有{a}", "有{b}"), sentence("无{c}"), sentence("完")) == "有1条，有2条。完。"
    assert read(given, sentence("怎么办？"), sentence("如下：")) == "怎么办？如下："
    assert read(given, sentence("无{c}")) == ""


@pytest.mark.parametrize(
    ("text", "kind"), [("话", Text), ("第16号令", Typed), ("第①项", Typed), ("第１项", Typed)]
)
def test_words_with_digits_are_left_to_the_check(text: str, kind: type) -> None:
    assert type(words(text)) is kind
