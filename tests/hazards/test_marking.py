"""Words found and marked in a wording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.marking import holds, segments, shared, words


def test_query_is_parted_by_any_blank_in_full_or_half_width() -> None:
    assert words("  有限空间　标志 ＧＢ ") == ("有限空间", "标志", "gb")
    assert words(" 　") == ()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("有限空间", True),
        ("有限空间 标志", True),
        ("标志 gb", True),
        ("有限空间 审批", False),
        ("空间未", False),
        ("", True),
    ],
)
def test_every_word_must_be_held_but_not_in_one_wording(query: str, found: bool) -> None:
    assert holds(["有限空间", "未设置标志", "GB 35181"], words(query)) is found


def test_marked_words_are_told_from_the_rest() -> None:
    assert list(segments("未设置警示标志", ["标志", "警示标志"])) == [("未设置", False), ("警示标志", True)]


def test_single_characters_and_nothing_are_not_marked() -> None:
    assert list(segments("未设置标志", ["未", ""])) == [("未设置标志", False)]
    assert list(segments("未设置标志", [])) == [("未设置标志", False)]


@given(st.text(), st.lists(st.text(max_size=4), max_size=4))
def test_marking_loses_nothing_whatever_the_words(text: str, marked: list[str]) -> None:
    assert "".join(part for part, _ in segments(text, marked)) == text


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (["有限空间未"], ("有限空间",)),
        (["警示标志", "警示"], ("警示标志", "警示")),
        (["有限空间没警示标志"], ("有限空间", "警示标志")),
        (["没", "空"], ()),
        ([], ()),
    ],
)
def test_shared_is_what_stands_in_the_text(said: list[str], found: tuple[str, ...]) -> None:
    assert shared("有限空间经辨识，没有警示标志", said) == found
