"""Lines of a template as they are read."""

import pytest

from notices.templating import BrokenTemplate, parse
from notices.templating.parts import Clause, ItemKind
from tests.notices.templating.texts import HEAD


def test_condition_begins_at_a_question_mark_after_a_blank() -> None:
    (item,) = parse(HEAD + "有{x} ?x > 0|为什么？ | 好 ？ x<1").items
    assert [(clause.text, clause.when) for clause in item.clauses] == [
        ("有{x}", "x > 0"),
        ("为什么？", ""),
        ("好", "x<1"),
    ]


def test_full_width_signs_are_read_as_their_own() -> None:
    (item,) = parse("标题:甲\n＃ 有｛＠period｝").items
    assert (item.kind, item.lead) == (ItemKind.SECTION, Clause("有{@period}", 2))


def test_line_ends_of_any_system_are_read() -> None:
    assert len(parse("标题：甲\r\n\r\n话\r\n\r\n话二\r").items) == 2


def test_sentences_marked_with_an_asterisk_stand_aside() -> None:
    (point,) = parse(HEAD + "- [点] 提要\n话\n* 旁白").items
    assert [sentence.aside for sentence in point.sentences] == [False, True]
    assert (point.name, point.section) == ("点", 0)


def test_sections_are_counted() -> None:
    assert [item.section for item in parse(HEAD + "话\n# 甲\n话\n## 乙\n# 丙").items] == [0, 1, 1, 1, 2]


def test_everything_that_cannot_be_read_is_told_by_line() -> None:
    with pytest.raises(BrokenTemplate) as refusal:
        parse("标题：\n#\n* 话")
    assert [each.line for each in refusal.value.problems] == [1, 2, 3]
    assert "第2行" in str(refusal.value)


def test_points_and_clauses_of_a_template_are_listed() -> None:
    template = parse(HEAD + "# 甲\n- [点] 提要\n话\n\n- 无名\n话")
    assert template.points == ("点",)
    assert [clause.line for clause in template.clauses] == [1, 2, 3, 4, 6, 7]
    assert template.clauses[0].places == ("@period",)
