"""A draft becomes the issued text and its printed copy."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.content import Block, BlockKind, CircularContent, Fact, FigureRef, Text, Typed
from notices.finishing import (
    DATE_PENDING,
    DRAFT_MARK,
    NUMBER_PENDING,
    finished,
    missing,
    placeholders,
    printed,
    reopened,
)

DAY = date(2023, 9, 28)
NUMBER = "荔安办〔2023〕121号"


def line(kind: BlockKind, text: str, id_: str = "") -> Block:
    return Block(kind, (Typed(text),), id_)


DRAFT = CircularContent(
    (
        line(BlockKind.ISSUER, "荔城区安委办文件", "issuer"),
        Block(BlockKind.NUMBER, (Text(NUMBER_PENDING),), "number"),
        line(BlockKind.TITLE, "关于专项行动", "title-1"),
        line(BlockKind.TITLE, "调度情况的通报", "title-2"),
        Block(BlockKind.DRAFT_MARK, (Text(DRAFT_MARK),), "draft_mark"),
        Block(BlockKind.PARAGRAPH, (Text("排查"), FigureRef("general.found", "10条"), Text("。")), "p"),
        line(BlockKind.SIGNATURE, "荔城区安委办", "signature"),
        Block(BlockKind.DATE, (Text(DATE_PENDING),), "date"),
    )
)


def made(copies: str = "区委办", printer: str = "荔城区安委办") -> CircularContent:
    return finished(DRAFT, number_text=NUMBER, issued_on=DAY, copies=copies, printer=printer)


def texts(content: CircularContent, kind: BlockKind) -> list[str]:
    return [block.text for block in content.of(kind)]


def test_number_and_date_take_their_places() -> None:
    assert texts(made(), BlockKind.NUMBER) == [NUMBER]
    assert texts(made(), BlockKind.DATE) == ["2023年9月28日"]
    assert made().of(BlockKind.NUMBER)[0].id == "number"


def test_draft_mark_is_gone() -> None:
    assert made().of(BlockKind.DRAFT_MARK) == ()
    assert "草稿" not in made().text


def test_imprint_closes_the_document() -> None:
    assert [block.kind for block in made().blocks[-2:]] == [BlockKind.COPIES, BlockKind.PRINTED]
    assert texts(made(), BlockKind.COPIES) == ["抄送：区委办。"]
    assert texts(made(), BlockKind.PRINTED) == ["荔城区安委办\t2023年9月28日印发"]


@pytest.mark.parametrize("typed", ["区委办、区府办。", "区委办、区府办．", "区委办、区府办"])
def test_copies_end_with_one_full_stop(typed: str) -> None:
    assert texts(made(copies=typed), BlockKind.COPIES) == ["抄送：区委办、区府办。"]


def test_empty_lines_of_the_imprint_are_left_out() -> None:
    bare = made(copies="", printer="")
    assert bare.of(BlockKind.COPIES) == bare.of(BlockKind.PRINTED) == ()


def test_finishing_twice_keeps_one_imprint() -> None:
    again = finished(made(), number_text=NUMBER, issued_on=DAY, copies="区委办", printer="荔城区安委办")
    assert again == made()


def test_I5_figures_of_the_issued_text_keep_their_keys() -> None:
    assert made().figure_keys == ("general.found",)


def test_I3_printed_copy_holds_words_only() -> None:
    copy = printed(made())
    assert copy.text == made().text
    assert copy.figure_keys == ()
    assert all(isinstance(part, Typed) for block in copy.blocks for part in block.parts)
    assert all(block.id == "" for block in copy.blocks)


def test_reopened_draft_is_the_draft_again() -> None:
    assert reopened(made()) == DRAFT


def test_reopened_text_without_title_is_marked_at_its_top() -> None:
    bare = CircularContent((line(BlockKind.PARAGRAPH, "正文", "draft_mark"),))
    opened = reopened(bare)
    assert [block.kind for block in opened.blocks] == [BlockKind.DRAFT_MARK, BlockKind.PARAGRAPH]
    assert len({block.id for block in opened.blocks}) == 2


words = st.text(st.characters(whitelist_categories=("Lo", "Nd")), max_size=8)
blocks = st.builds(
    lambda kind, text, at: line(kind, text, f"b{at}"),
    st.sampled_from([kind for kind in BlockKind if kind not in (BlockKind.NUMBER, BlockKind.DATE)]),
    words,
    st.integers(),
)


@given(st.lists(blocks, max_size=12))
def test_nothing_but_marks_and_imprint_is_lost(found: list[Block]) -> None:
    kept = [
        block
        for block in found
        if block.kind not in (BlockKind.DRAFT_MARK, BlockKind.COPIES, BlockKind.PRINTED)
    ]
    text = finished(CircularContent(tuple(found)), number_text=NUMBER, issued_on=DAY, copies="", printer="")
    assert list(text.blocks) == kept


@pytest.mark.parametrize(
    "text",
    [
        "请于____前报送",
        "于{@reply_by}前",
        "地点：××会议室",
        "联系人XX",
        "〔 〕号",
        "时间（待定）",
        "（此处待补充）",
    ],
)
def test_places_left_open_are_found(text: str) -> None:
    assert len(placeholders(CircularContent((line(BlockKind.PARAGRAPH, text),)))) == 1


@pytest.mark.parametrize("text", ["共待整改3条", "（其中待整改3条）", "荔安办〔2023〕1号", "见附件", "ABC类"])
def test_sound_words_leave_nothing_open(text: str) -> None:
    assert placeholders(CircularContent((line(BlockKind.PARAGRAPH, text),))) == ()


def test_number_and_date_of_a_draft_are_no_open_places() -> None:
    assert placeholders(DRAFT) == ()


def test_open_place_is_told_with_the_words_around_it() -> None:
    content = CircularContent((line(BlockKind.PARAGRAPH, "请各单位务必于__月__日前将整改情况书面报送"),))
    assert placeholders(content)[0].startswith("请各单位务必于__")


def test_facts_of_the_imprint_may_hold_digits() -> None:
    content = made(copies="第1督导组")
    assert content.of(BlockKind.COPIES)[0].parts == (Fact("copies", "抄送：第1督导组。"),)


def test_complete_draft_lacks_nothing() -> None:
    assert missing(DRAFT) == ()


@pytest.mark.parametrize(
    ("kind", "name"),
    [(BlockKind.NUMBER, "发文字号"), (BlockKind.TITLE, "标题"), (BlockKind.DATE, "成文日期")],
)
def test_what_no_document_can_do_without_is_named(kind: BlockKind, name: str) -> None:
    bare = CircularContent(tuple(block for block in DRAFT.blocks if block.kind is not kind))
    assert missing(bare) == (name,)
