"""How standards and verdicts are printed."""

from datetime import date

import pytest

from hazards.judgment import Value, Verdict
from hazards.outline import Branch, Fact, outline
from hazards.selectors.catalogue import State
from hazards.standard_diff import Kind
from hazards.standards import Confidence
from hazards.templatetags import standards


def test_every_state_verdict_and_answer_has_its_own_words_and_picture() -> None:
    states = [standards.state_look(state)["look"] for state in State]
    verdicts = [standards.verdict_look(verdict)["look"] for verdict in Verdict]
    assert [look.label for look in states] == ["现行", "已废止", "尚未施行"]
    assert [look.label for look in verdicts] == ["构成", "不构成", "还不能定"]
    for looks in (states, verdicts):
        assert len({look.icon for look in looks}) == len({look.tone for look in looks}) == len(looks)
    assert [standards.value_label(value) for value in Value] == ["是", "否", "不清楚"]
    assert standards.state_label(State.ENDED) == "已废止"


def test_choices_are_the_three_answers() -> None:
    assert standards.choices() == [("yes", "是"), ("no", "否"), ("unknown", "不清楚")]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("构成，已满足：甲", "已满足：甲"),
        ("不构成，下列条件不满足：甲", "下列条件不满足：甲"),
        ("还需同时满足：甲构成，乙", "还需同时满足：甲构成，乙"),
    ],
)
def test_reason_does_not_repeat_the_badge(words: str, reason: str) -> None:
    assert standards.reason(words) == reason


def test_days_are_cited_with_their_year() -> None:
    assert standards.full_day(date(2023, 5, 1)) == "2023年5月1日"
    assert standards.full_day(None) == ""


def test_branch_is_told_from_a_fact() -> None:
    fact = {"condition": "甲"}
    assert standards.is_branch(outline({"any": [fact, fact]}))
    assert not standards.is_branch(Fact("甲", "/", Value.UNKNOWN, Value.UNKNOWN))


@pytest.mark.parametrize("confidence", list(Confidence))
def test_only_verbatim_text_may_be_quoted(confidence: Confidence) -> None:
    assert standards.is_verbatim(confidence.value) is (confidence is Confidence.VERBATIM)


def test_marked_text_is_safe_to_print() -> None:
    assert standards.marked("<b>标志</b>", ["标志"]) == "&lt;b&gt;<mark>标志</mark>&lt;/b&gt;"
    assert standards.marked("a<b", "") == "a&lt;b"
    assert standards.shared(["有限空间未"], "甲", "对有限空间") == ("有限空间",)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_change_has_its_own_words_and_picture(kind: Kind) -> None:
    look = standards.change_look(kind)["look"]
    others = [standards.change_look(other)["look"] for other in Kind if other is not kind]
    assert look.label == standards.change_label(kind)
    assert look.icon
    assert (look.label, look.tone) not in [(other.label, other.tone) for other in others]


def test_tree_is_shown_with_its_branches_in_words() -> None:
    logic = {"at_least": 2, "of": [{"condition": each} for each in "甲乙丙"]}
    shown = standards.as_outline(logic)
    assert isinstance(shown, Branch)
    assert shown.words == "以下 3 项中至少满足 2 项"
