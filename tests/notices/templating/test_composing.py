"""Templates filled: what appears, how it is numbered, and the frame that no template can leave out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.content import BlockKind, CircularContent, Fact, FigureRef, Text, Typed
from notices.templating import compose, parse
from notices.templating.composing import numeral
from reports.figures import Value
from tests.notices.templating.texts import FACTS, HEAD, body, content, figures


def kinds(found: CircularContent) -> list[str]:
    return [block.kind.value for block in found.blocks]


def test_sentence_is_split_into_words_figures_and_facts() -> None:
    (block,) = content("{@period}新增{x.new}，共{x.all}", x_new=6, x_all=155).of(BlockKind.PARAGRAPH)
    assert block.parts == (
        Fact("period", "2023年9月"), Text("新增"), FigureRef("x.new", "6条"), Text("，共"),
        FigureRef("x.all", "155条"), Text("。"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "said"), [(None, False), ((), False), (("甲",), True), (0, True), (7, True)]
)
def test_clause_is_silent_when_its_figure_is_undefined_or_an_empty_list(value: Value, said: bool) -> None:
    assert bool(body("涉及{x}", x=value)) is said


def test_clause_is_silent_where_there_is_no_such_figure_or_fact() -> None:
    assert body("涉及{x}\n请{@unit}注意\n请{@nobody}注意\n其他") == ["其他。"]


def test_clauses_that_speak_are_joined_by_commas_and_closed() -> None:
    text = "排查{a} | 整改{b} | 督办{c}"
    assert body(text, a=1, b=2, c=3) == ["排查1条，整改2条，督办3条。"]
    assert body(text, a=1, b=None, c=3) == ["排查1条，督办3条。"]
    assert body(text, c=3) == ["督办3条。"]
    assert body(text) == []


def test_punctuation_as_typed_is_set_once() -> None:
    assert body("排查{a}，|整改{b}；\n完。", a=1, b=2) == ["排查1条，整改2条。完。"]
    assert body("现通报如下：\n怎么办？") == ["现通报如下：怎么办？"]


def test_lines_are_sentences_and_empty_lines_end_paragraphs() -> None:
    assert body("甲\n乙\n\n\n丙") == ["甲。乙。", "丙。"]


@pytest.mark.parametrize(("value", "said"), [(-1, False), (0, False), (1, True), (None, False)])
def test_condition_decides(value: int | None, said: bool) -> None:
    assert bool(body("有问题 ?x > 0", x=value)) is said


def test_condition_on_a_list_counts_its_names() -> None:
    assert body("几家 ?x > 1", x=("甲",)) == []
    assert body("几家 ?x > 1", x=("甲", "乙")) == ["几家。"]


def test_point_appears_with_a_sentence_that_counts() -> None:
    text = "- [排查] 劲头减弱\n新增{x} ?x < 0\n* 涉及{y}"
    assert body(text, x=-1, y=("甲",)) == ["一是劲头减弱。新增-1条。涉及甲。"]
    assert body(text, x=-1) == ["一是劲头减弱。新增-1条。"]
    assert body(text, x=1, y=("甲",)) == []


def test_point_of_one_line_stands_for_itself() -> None:
    assert body("- 压实责任\n\n- 提高质量 ?x > 0", x=1) == ["一是压实责任。", "二是提高质量。"]
    assert body("- 压实责任\n\n- 提高质量 ?x > 0", x=0) == ["一是压实责任。"]


def test_points_are_numbered_without_gaps_and_anew_in_each_section() -> None:
    text = "# 甲\n- 一\n有{x}\n\n- 二\n有{y}\n\n- 三\n有{z}\n# 乙\n- 四\n有{x}"
    assert body(text, x=1, z=3) == [
        "一、甲",
        "一是一。有1条。",
        "二是三。有3条。",
        "二、乙",
        "一是四。有1条。",
    ]


def test_heading_without_content_is_left_out_and_the_others_numbered() -> None:
    text = "# 空\n## 也空\n有{x}\n# 满\n## 其一\n话\n## 其二\n有{x}\n## 其三\n话"
    assert body(text) == ["一、满", "（一）其一", "话。", "（二）其三", "话。"]


def test_what_stands_below_a_heading_that_stays_out_stays_out_too() -> None:
    text = "# 甲 ?x > 0\n话\n## 下\n话\n# 乙\n## 丙 ?x > 0\n话\n## 丁\n别的"
    assert body(text, x=0) == ["一、乙", "（一）丁", "别的。"]
    assert len(body(text, x=1)) == 9


def test_heading_depends_on_a_point_that_appeared() -> None:
    text = "# 问题\n- [排查] 劲头减弱\n新增{x} ?x < 0\n# 措施\n## 加大力度 ?排查\n去做\n## 报送\n去报"
    assert body(text, x=-1)[3:] == ["（一）加大力度", "去做。", "（二）报送", "去报。"]
    assert body(text, x=1) == ["一、措施", "（一）报送", "去报。"]


def test_point_below_a_heading_that_stays_out_has_not_appeared() -> None:
    text = "# 问题 ?x > 5\n- [排查] 减弱\n有{x}\n# 措施\n## 加大 ?排查\n去做\n## 别的\n话"
    assert body(text, x=1) == ["一、措施", "（一）别的", "话。"]


def test_section_says_whether_it_has_points() -> None:
    text = "# 问题\n有问题 ?有要点\n没问题 ?无要点\n- 甲\n有{x}\n# 别处\n没问题 ?无要点"
    assert body(text, x=1) == ["一、问题", "有问题。", "一是甲。有1条。", "二、别处", "没问题。"]
    assert body(text)[:2] == ["一、问题", "没问题。"]


def test_frame_stands_whatever_the_template_says() -> None:
    facts = {**FACTS, "source": "2023年9月调度快照第1版", "synthetic": "2023年9月"}
    found = content("话", facts=facts)
    assert kinds(found) == [
        "issuer", "number", "title", "draft_mark", "notice", "paragraph", "date", "source",
    ]  # fmt: skip
    assert found.of(BlockKind.NOTICE)[0].text.startswith("本期为合成数据")
    assert found.of(BlockKind.SOURCE)[0].text == "（数据来源：2023年9月调度快照第1版）"


def test_head_lines_stand_where_an_official_document_has_them() -> None:
    template = parse(
        "落款：{@office}\n主送：各镇街：\n话\n\n附件：甲表\n附件：乙表\n标题：甲\n标题：乙\n> 供讨论"
    )
    found = compose(template, {}, FACTS)
    assert kinds(found) == [
        "issuer", "number", "title", "title", "draft_mark", "salutation", "paragraph", "notice", "annex", "annex",
        "signature", "date",
    ]  # fmt: skip
    assert found.title == "甲乙"


def test_words_with_a_digit_that_is_no_data_are_left_to_the_number_check() -> None:
    (block,) = content("按《第16号令》办理").of(BlockKind.PARAGRAPH)
    assert block.parts == (Typed("按《第16号令》办理"), Text("。"))


def test_ids_stay_when_pieces_are_moved_or_others_left_out() -> None:
    one = content("# 甲\n话{x}\n\n- [点] 要点\n有{y}", x=1, y=2)
    other = content("# 新\n新话\n# 甲\n- [点] 要点，改了说法\n有{y}\n\n话{x}", x=1, y=2)
    ids = {block.id for block in one.blocks}
    assert len(ids) == len(one.blocks)
    assert ids < {block.id for block in other.blocks}
    assert {block.id for block in content("# 甲\n话{x}", x=1).blocks} < ids


def test_same_words_twice_have_ids_of_their_own() -> None:
    found = content("话\n\n话\n\n# 甲\n话\n# 甲\n话")
    assert len({block.id for block in found.blocks}) == len(found.blocks)


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")]
)
def test_numerals_are_chinese(number: int, words: str) -> None:
    assert numeral(number) == words


@given(
    st.lists(
        st.sampled_from(["# 甲", "## 乙 ?点", "- [点] 丙", "有{x} ?x > 0", "* 旁{y}", "", "话"]), max_size=12
    )
)
def test_any_order_of_lines_composes_to_sound_blocks(lines: list[str]) -> None:
    text = HEAD + "\n".join(line for at, line in enumerate(lines) if line not in lines[:at] or line == "")
    if "*" in text and "- [点]" not in text.partition("*")[0]:
        return
    try:
        template = parse(text)
    except ValueError:
        return
    for values in ({}, {"x": 1}, {"x": 0, "y": 2}):
        found = compose(template, figures(**values), FACTS)
        assert all(block.text for block in found.blocks)
        assert len({block.id for block in found.blocks}) == len(found.blocks)
