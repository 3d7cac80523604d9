"""What differs between two wordings."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.differences import differences

WORDS = st.text(alphabet="未设置标志台账", max_size=30)


@pytest.mark.parametrize(
    ("old", "new", "first", "second"),
    [
        ("", "", [], []),
        ("同样的话", "同样的话", [("同样的话", False)], [("同样的话", False)]),
        ("标", "标", [("标", False)], [("标", False)]),
        ("", "新写的", [], [("新写的", True)]),
        (
            "污水池未设标志",
            "污水池未建台账",
            [("污水池未", False), ("设标志", True)],
            [("污水池未", False), ("建台账", True)],
        ),
        ("照片3", "照片3、台账", [("照片3", False)], [("照片3", False), ("、台账", True)]),
    ],
)
def test_what_stands_on_one_side_only_is_marked(
    old: str, new: str, first: list[tuple[str, bool]], second: list[tuple[str, bool]]
) -> None:
    assert differences(old, new) == (first, second)


def test_single_character_in_common_is_chance() -> None:
    first, second = differences("未设标志牌", "没有标识物")
    assert (first, second) == ([("未设标志牌", True)], [("没有标识物", True)])


def test_very_long_wordings_are_not_compared_character_by_character() -> None:
    old, new = "甲" * 4000, "甲" * 3999 + "乙"
    assert differences(old, new) == ([(old, True)], [(new, True)])
    assert differences(old, old) == ([(old, False)], [(old, False)])


@given(WORDS, WORDS)
def test_pieces_make_up_the_wordings_and_what_is_common_is_the_same(old: str, new: str) -> None:
    first, second = differences(old, new)
    assert "".join(text for text, _ in first) == old
    assert "".join(text for text, _ in second) == new
    common = [[text for text, changed in side if not changed] for side in (first, second)]
    assert "".join(common[0]) == "".join(common[1])


@given(WORDS, WORDS)
def test_neighbouring_pieces_are_of_different_kinds(old: str, new: str) -> None:
    for side in differences(old, new):
        assert all(text for text, _ in side)
        assert all(one[1] != other[1] for one, other in pairwise(side))
