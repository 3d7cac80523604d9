"""What the editor's page may send, and what is made of it."""

from collections.abc import Mapping
from typing import Any

import pytest

from notices.content import Block, BlockKind, CircularContent, Fact, FigureRef, Part, Text, Typed
from notices.editor_text import MAX_BLOCKS, MAX_TITLE, MAX_WORDS, clean, facts_of, read, resolved, restored
from units.errors import Invalid

FIGURES: Mapping[str, str] = {"general.found": "4993条", "major.found": "155条"}
PERIOD = Fact("period", "2023年9月")
TITLE = Block(BlockKind.TITLE, (PERIOD, Text("通报")), "title")
MARK = Block(BlockKind.DRAFT_MARK, (Text("（草稿）"),), "mark")
FIRST = Block(
    BlockKind.PARAGRAPH, (Text("累计排查"), FigureRef("general.found", "4993条"), Text("。")), "first"
)
DATE = Block(BlockKind.DATE, (Text("（待签发）"),), "date")
STORED = CircularContent((MARK, TITLE, FIRST, DATE))


def sent(content: CircularContent = STORED) -> list[dict[str, Any]]:
    """The content as the page sends it back."""
    return [
        {"id": block.id, "kind": block.kind.value, "parts": [_sent(part) for part in block.parts]}
        for block in content.blocks
    ]


def _sent(part: Part) -> dict[str, str]:
    match part:
        case FigureRef():
            return {"figure": part.key}
        case Fact():
            return {"fact": part.name}
    return {"words": part.text}


def paragraph(*parts: dict[str, str], name: str = "own-1", kind: str = "paragraph") -> dict[str, Any]:
    return {"id": name, "kind": kind, "parts": list(parts)}


def taken(posted: list[dict[str, Any]]) -> CircularContent:
    return resolved(read(posted), stored=STORED, base=STORED, figures=FIGURES)


def inserted(*added: dict[str, Any]) -> list[dict[str, Any]]:
    """As stored, with these after the first paragraph."""
    rows = sent()
    return [*rows[:3], *added, *rows[3:]]


def test_what_was_not_changed_comes_back_as_it_was() -> None:
    assert taken(sent()) == STORED


def test_I5_text_of_a_figure_is_the_circulars_own() -> None:
    stale = CircularContent(
        (MARK, TITLE, Block(FIRST.kind, (FigureRef("general.found", "1条"),), "first"), DATE)
    )
    assert taken(sent(stale)).blocks[2].parts == (FigureRef("general.found", "4993条"),)


def test_paragraph_of_ones_own_is_typed() -> None:
    content = taken(inserted(paragraph({"words": "另有12条，其中"}, {"figure": "major.found"})))
    assert content.blocks[3] == Block(
        BlockKind.PARAGRAPH, (Typed("另有12条，其中"), FigureRef("major.found", "155条")), "own-1"
    )


def test_paragraph_may_become_a_heading_and_move() -> None:
    rows = inserted(paragraph({"words": "新的"}))
    rows[2], rows[3] = rows[3], {**rows[2], "kind": "heading_1"}
    assert [(block.id, block.kind) for block in taken(rows).blocks[2:4]] == [
        ("own-1", BlockKind.PARAGRAPH), ("first", BlockKind.HEADING_1),
    ]  # fmt: skip


def test_paragraph_without_words_is_dropped() -> None:
    assert taken(inserted(paragraph({"words": " "}))) == STORED


def test_locked_line_is_never_taken_from_the_page() -> None:
    rows = sent()
    rows[0]["parts"] = [{"words": "（正式）"}]
    assert taken(rows) == STORED


@pytest.mark.parametrize("rows", [
    sent()[1:], [sent()[1], sent()[0], *sent()[2:]], [*sent(), paragraph({"words": "字"}, kind="notice")],
    [*sent()[:1], paragraph({"words": "字"}, kind="title"), *sent()[1:]],
])  # fmt: skip
def test_frame_cannot_be_taken_out_moved_or_added_to(rows: list[dict[str, Any]]) -> None:
    with pytest.raises(Invalid, match="不能增减或换位置"):
        taken(rows)


def test_line_of_the_frame_cannot_become_a_paragraph() -> None:
    rows = sent()
    rows[1]["kind"] = "paragraph"
    with pytest.raises(Invalid):
        taken(rows)


@pytest.mark.parametrize("part", [{"figure": "unknown"}, {"fact": "unknown"}])
def test_figure_or_fact_of_another_text_is_refused(part: dict[str, str]) -> None:
    with pytest.raises(Invalid, match="不在本稿的数据里"):
        taken(inserted(paragraph(part)))


@pytest.mark.parametrize("posted", [
    None, "字", {}, [1], [{}], [paragraph(name="")], [paragraph(name="x" * 121)], [paragraph(name="a\n")],
    [paragraph(kind="script")], [paragraph({"html": "<b>"})], [paragraph({"words": "字", "figure": "x"})],
    [{**paragraph(), "parts": 3}], [{**paragraph(), "id": 3}], [paragraph({"figure": ""})],
    [paragraph({"words": 3})],  # type: ignore[dict-item]
])  # fmt: skip
def test_anything_else_is_refused_in_words(posted: object) -> None:
    with pytest.raises(Invalid, match="没有看懂"):
        read(posted)


def test_one_id_twice_is_refused() -> None:
    with pytest.raises(Invalid):
        taken(inserted(paragraph({"words": "字"}), paragraph({"words": "字"})))


def test_longest_text_is_taken_and_a_longer_one_not() -> None:
    assert read([paragraph({"words": "字" * MAX_WORDS})]).blocks
    with pytest.raises(Invalid, match=f"最多{MAX_WORDS}字"):
        read([paragraph({"words": "字" * (MAX_WORDS + 1)})])


def test_most_paragraphs_are_taken_and_one_more_not() -> None:
    assert len(read([paragraph()] * MAX_BLOCKS).blocks) == MAX_BLOCKS
    with pytest.raises(Invalid, match=f"最多{MAX_BLOCKS}段"):
        read([paragraph()] * (MAX_BLOCKS + 1))


@pytest.mark.parametrize(("words", "told"), [("", "标题空着"), ("字" * (MAX_TITLE + 1), "最多200字")])
def test_title_is_neither_empty_nor_too_long(words: str, told: str) -> None:
    rows = sent()
    rows[1]["parts"] = [{"words": words}]
    with pytest.raises(Invalid, match=told):
        taken(rows)


def test_words_come_in_one_line_without_what_cannot_be_seen() -> None:
    assert clean("甲\n乙\u00a0丙\u200b丁\x00戊\u202e己\u3000") == "甲 乙 丙丁戊己\u3000"


def test_facts_are_those_cited() -> None:
    assert facts_of(STORED) == {"period": "2023年9月"}


def test_restored_text_stands_in_todays_frame_with_todays_figures() -> None:
    own = Block(BlockKind.PARAGRAPH, (FigureRef("gone", "7条"), Fact("gone", "旧名"), Typed("旧")), "own")
    past = FigureRef("general.found", "1条")
    old = CircularContent(
        (Block(BlockKind.TITLE, (Typed("旧题"),), "title"), Block(FIRST.kind, (past,), "first"), own)
    )
    back = restored(old, stored=STORED, figures=FIGURES)
    assert [block.id for block in back.blocks] == ["mark", "title", "first", "own", "date"]
    assert back.blocks[1].text == "旧题"
    assert back.blocks[2].parts == (FigureRef("general.found", "4993条"),)
    assert back.blocks[3].parts == (Typed("7条"), Typed("旧名"), Typed("旧"))


def test_restoring_what_stands_changes_nothing() -> None:
    assert restored(STORED, stored=STORED, figures=FIGURES) == STORED
