"""Answers to conditions in one cell: written and read again without loss."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hazards.judgment import Answer, Condition, Value
from hazards.ledger_answers import ALL_MET, BadAnswers, read, written

ASKED = [Condition("/0", "存在有限空间"), Condition("/1/0", "未设置标志"), Condition("/1/1", "标志被遮挡")]
YES, NO, OPEN = (Answer(value) for value in (Value.YES, Value.NO, Value.UNKNOWN))


def test_answers_are_written_by_number() -> None:
    answers = {"/0": Answer(Value.YES, "污水池"), "/1/0": Answer(Value.NO, "有标志", "照片3"), "/1/1": OPEN}
    assert written(ASKED, answers) == "1是：污水池；2否：有标志【依据：照片3】；3未定"


def test_conditions_without_an_answer_are_left_out() -> None:
    assert written(ASKED, {"/1/1": YES}) == "3是"
    assert written(ASKED, {}) == ""


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("", {}),
        (ALL_MET, {"/0": YES, "/1/0": YES, "/1/1": YES}),
        ("全部满足。", {"/0": YES, "/1/0": YES, "/1/1": YES}),
        ("1是", {"/0": YES}),
        ("1是；2不清楚", {"/0": YES, "/1/0": OPEN}),
        ("1是；2否。", {"/0": YES, "/1/0": NO}),
        ("1是；2否；3未定", {"/0": YES, "/1/0": NO, "/1/1": OPEN}),
        ("1是：污水池；2否：有标志", {"/0": Answer(Value.YES, "污水池"), "/1/0": Answer(Value.NO, "有标志")}),
        ("1 是: 污水池;2.否", {"/0": Answer(Value.YES, "污水池"), "/1/0": NO}),
        ("１是：污水池\n２、否", {"/0": Answer(Value.YES, "污水池"), "/1/0": NO}),
        ("2是：【依据：照片3】", {"/1/0": Answer(Value.YES, "", "照片3")}),
        ("1是：池；井；坑", {"/0": Answer(Value.YES, "池；井；坑")}),
        ("1是：第2池；3否", {"/0": Answer(Value.YES, "第2池"), "/1/1": NO}),
    ],
)
def test_cell_is_read(text: str, answers: dict[str, Answer]) -> None:
    assert read(text, ASKED) == answers


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("都满足", "看不懂"),
        ("1对", "看不懂"),
        ("是", "看不懂"),
        ("4是", "本条有3项条件，没有第4项"),
        ("0是", "没有第0项"),
        ("1是；1否", "第1项条件答了两次"),
    ],
)
def test_cell_that_is_not_clear_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadAnswers, match=words):
        read(text, ASKED)


TEXTS = st.text(alphabet="污水池没有标志，。、；12是否：照片 ", max_size=20)
ANSWERS = st.builds(Answer, st.sampled_from(Value), TEXTS, TEXTS).map(
    lambda answer: Answer(answer.value, answer.fact.strip(), answer.evidence.strip())
)


@given(st.dictionaries(st.sampled_from([condition.path for condition in ASKED]), ANSWERS, min_size=1))
@example({"/0": Answer(Value.YES, "", "；1否")})
def test_what_is_written_can_be_read_and_says_the_same(answers: dict[str, Answer]) -> None:
    said = written(ASKED, answers)
    again = read(said, ASKED)
    assert {path: answer.value for path, answer in again.items()} == {
        path: answer.value for path, answer in answers.items()
    }
    assert written(ASKED, again) == said
