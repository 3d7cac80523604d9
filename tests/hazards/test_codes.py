"""统一社会信用代码: a wrong one is refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hazards.codes import BadCode, normal_code
from tests.ledgers import OTHER_USCC, USCC

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("code", [USCC, OTHER_USCC])
def test_right_code_stands(code: str) -> None:
    assert normal_code(code) == code


@pytest.mark.parametrize("typed", ["91110000600037341l", " 9111 0000 6000 3734 1L ", "91110000-60003734-1L"])
def test_case_blanks_and_hyphens_do_not_matter(typed: str) -> None:
    assert normal_code(typed) == USCC


@pytest.mark.parametrize("typed", ["", "  ", "-"])
def test_no_code_is_none(typed: str) -> None:
    assert normal_code(typed) == ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (USCC[:-1], "现有17位"),
        (USCC + "0", "现有19位"),
        (USCC[:-1] + "M", "校验位不对"),
        ("A" + USCC[1:], "前8位应为数字"),
        (USCC[:9] + "I" + USCC[10:], "没有 I、O、S、V、Z"),
        ("企" * 18, "前8位应为数字"),
    ],
)
def test_wrong_code_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(BadCode, match=words):
        normal_code(typed)


@given(place=st.integers(8, 17), letter=st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_noticed(place: int, letter: str) -> None:
    typed = USCC[:place] + letter + USCC[place + 1 :]
    if typed == USCC:
        assert normal_code(typed) == USCC
    else:
        with pytest.raises(BadCode, match="校验位不对"):
            normal_code(typed)


@given(place=st.integers(0, 7), digit=st.sampled_from("0123456789"))
def test_any_single_wrong_digit_is_noticed(place: int, digit: str) -> None:
    typed = USCC[:place] + digit + USCC[place + 1 :]
    if typed != USCC:
        with pytest.raises(BadCode, match="校验位不对"):
            normal_code(typed)
