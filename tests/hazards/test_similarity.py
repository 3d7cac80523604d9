"""How alike two descriptions are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.similarity import ALIKE, likeness

SIGN = "污水池入口处没有设置有限空间安全警示标志"


@pytest.mark.parametrize(
    "other",
    [
        SIGN,
        "污水池入口没有设置有限空间警示标志",
        "污水处理池入口处未设置有限空间安全警示标志",
        " 污水池 入口处\n没有设置有限空间安全警示标志。",
    ],
)
def test_same_hazard_in_other_words_is_alike(other: str) -> None:
    assert likeness(SIGN, other) >= ALIKE


@pytest.mark.parametrize("other", ["", " ", "配电室堆放易燃物，灭火器失效", "安全出口上锁", "标志"])
def test_other_hazard_is_not(other: str) -> None:
    assert likeness(SIGN, other) < ALIKE


def test_threshold_is_met_at_three_fifths() -> None:
    assert likeness("一二三四五", "一二三六七") == ALIKE
    assert likeness("一二三四五六", "一二三七八九") < ALIKE


def test_blanks_do_not_count() -> None:
    assert likeness("安全 出口\t上锁", "安全出口上锁") == 1
    assert likeness("", "") == 0


TEXT = st.text("甲乙丙丁", max_size=12)


@given(first=TEXT, second=TEXT)
def test_likeness_is_symmetric_and_between_none_and_all(first: str, second: str) -> None:
    assert 0 <= likeness(first, second) == likeness(second, first) <= 1


@given(text=st.text("甲乙丙丁", min_size=1, max_size=12))
def test_everything_is_like_itself(text: str) -> None:
    assert likeness(text, text) == 1
