"""Typed content: plain text without digits, and a JSON form that loses nothing."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notices.content import Block, BlockKind, CircularContent, Fact, FigureRef, Text

plain = st.text(max_size=20).filter(lambda text: not any(char.isdigit() for char in text))
parts = st.one_of(
    st.builds(Text, plain), st.builds(FigureRef, st.text(), st.text()), st.builds(Fact, st.text(), st.text())
)
blocks = st.builds(Block, st.sampled_from(BlockKind), st.lists(parts, max_size=4).map(tuple))
contents = st.lists(blocks, max_size=5).map(lambda items: CircularContent(tuple(items)))

SAMPLE = CircularContent(
    (
        Block(BlockKind.TITLE, (Fact("office", "某区安委办"),)),
        Block(BlockKind.TITLE, (Text("关于"), Fact("period", "2023年9月"), Text("情况的通报"))),
        Block(BlockKind.PARAGRAPH, (Text("排查"), FigureRef("a", "3条"), Text("、"), FigureRef("b", "4条"))),
        Block(BlockKind.PARAGRAPH, (Text("又"), FigureRef("a", "3条"))),
    )
)


@pytest.mark.parametrize("text", ["9月", "新增６条", "第①项", "m²", "٣", "占比92.56%"])
def test_I5_plain_text_with_a_digit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="holds a digit"):
        Text(text)


@pytest.mark.parametrize("text", ["", "一是隐患排查", "（一）", "百分之三十", "“一案双罚”"])
def test_plain_text_without_digits_is_accepted(text: str) -> None:
    assert Text(text).text == text


def test_title_is_its_lines_in_one() -> None:
    assert SAMPLE.title == "某区安委办关于2023年9月情况的通报"


def test_block_reads_as_its_parts_joined() -> None:
    assert SAMPLE.blocks[2].text == "排查3条、4条"


def test_I5_figure_keys_are_listed_once_in_order() -> None:
    assert SAMPLE.figure_keys == ("a", "b")


def test_blocks_of_a_kind_keep_their_order() -> None:
    assert [block.text for block in SAMPLE.of(BlockKind.PARAGRAPH)] == ["排查3条、4条", "又3条"]
    assert SAMPLE.of(BlockKind.ANNEX) == ()


def test_json_tells_text_figures_and_facts_apart() -> None:
    assert SAMPLE.to_json()["blocks"][1]["parts"] == [
        {"text": "关于"},
        {"fact": "period", "text": "2023年9月"},
        {"text": "情况的通报"},
    ]
    assert SAMPLE.to_json()["blocks"][2]["parts"][1] == {"figure": "a", "text": "3条"}


@settings(deadline=None)
@given(contents)
def test_content_read_back_from_json_is_the_same(content: CircularContent) -> None:
    assert CircularContent.from_json(json.loads(json.dumps(content.to_json()))) == content


@pytest.mark.parametrize(
    "data",
    [
        {"schema": 2, "blocks": []},
        {"schema": 1, "blocks": [{"kind": "poem", "parts": []}]},
        {"schema": 1, "blocks": [{"kind": "title", "parts": [{"words": "x"}]}]},
        {"schema": 1, "blocks": [{"kind": "title", "parts": [{"figure": "a", "fact": "b", "text": "c"}]}]},
        {"schema": 1, "blocks": [{"kind": "title", "parts": [{"text": "改为7条"}]}]},
    ],
    ids=["schema", "kind", "part", "two-in-one", "typed digit"],
)
def test_I5_damaged_json_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"unknown|holds a digit|not a valid"):
        CircularContent.from_json(data)
