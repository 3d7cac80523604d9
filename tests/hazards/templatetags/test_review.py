"""How the review desk is printed."""

from decimal import Decimal

import pytest

from hazards.judgment import Answer, Value
from hazards.models import FoundBy, Hazard
from hazards.templatetags.review import UNANSWERED, ago, answer_at, answer_look, entry, only_here


@pytest.mark.parametrize(("days", "words"), [(0, "今天"), (1, "昨天"), (2, "2天前"), (365, "365天前")])
def test_days_are_said_in_words(days: int, words: str) -> None:
    assert ago(days) == words


@pytest.mark.parametrize(("value", "word"), [(Value.YES, "是"), (Value.NO, "否"), (Value.UNKNOWN, "未回答")])
def test_every_answer_has_a_word_a_picture_and_a_colour(value: Value, word: str) -> None:
    look = answer_look(Answer(value))["look"]
    assert (look.label, bool(look.icon), bool(look.tone)) == (word, True, True)


def test_condition_without_answer_is_unanswered() -> None:
    answers = {"/0": Answer(Value.YES, "污水池")}
    assert answer_at(answers, "/0") == Answer(Value.YES, "污水池")
    assert answer_at(answers, "/1") is UNANSWERED


def test_what_only_this_side_has_is_marked_and_nothing_is_trusted() -> None:
    pieces = [("<b>同</b>", False), ("<i>新</i>", True)]
    assert only_here(pieces, "ins") == "&lt;b&gt;同&lt;/b&gt;<ins>&lt;i&gt;新&lt;/i&gt;</ins>"
    assert only_here([], "del") == ""


def test_fields_are_printed_as_the_trail_prints_them() -> None:
    hazard = Hazard(tenant_id=1, found_by=FoundBy.ENTERPRISE, funds=Decimal("0.350000"), halt="part")
    assert [entry(hazard, name) for name in ("found_by", "funds", "halt", "place")] == [
        "企业自查",
        "0.35",
        "局部停产",
        "",
    ]
