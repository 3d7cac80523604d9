"""Levelling: line breaks, widths and brackets go, every place leads back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.numbers.levelled import level, readable


@pytest.mark.parametrize(
    ("text", "levelled"),
    [
        ("一般隐患4993条、已\n\n整改4643条", "一般隐患4993条、已整改4643条"),
        ("整改率\n91.61%。", "整改率91.61%。"),
        ("抽查 检查\u3000企业", "抽查检查企业"),
        ("罚款1 144元", "罚款1 144元"),
        ("２０７５家次", "2075家次"),
        ("92.99％", "92.99%"),
        ("如下。\n一、成效", "如下。\n一、成效"),
        ("如下：\n各单位", "如下：\n各单位"),
        ("一、工作成效\n5-9月份", "一、工作成效\n5-9月份"),
        ("2023年10月18日\n附件1", "2023年10月18日\n附件1"),
        ("12\n34", "12\n34"),
        ("累计\n\t4993", "累计\n4993"),
        ("标题\n（一）强化", "标题\n（一）强化"),
        ("\n\n开头", "\n开头"),
        ("", ""),
    ],
)
def test_breaks_inside_sentences_go_others_stay(text: str, levelled: str) -> None:
    assert readable(level(text).text) == levelled


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("【46个】", "（46个）"),
        ("(一),[二];", "（一），（二）；"),
        ("1,064家", "1,064家"),
        ("24:00", "24:00"),
        ("附件:1.表", "附件：1.表"),
        ("〔2023〕", "〔2023〕"),
    ],
)
def test_marks_become_one_kind_character_for_character(text: str, read: str) -> None:
    assert readable(text) == read
    assert len(read) == len(text)


def test_span_leads_back_over_a_break() -> None:
    text = "整改率\n\n91.61%。"
    levelled = level(text)
    start = levelled.text.index("91")
    assert levelled.span(start, start + 6) == (5, 11)
    assert levelled.span(2, 4) == (2, 6)


def test_empty_stretch_has_no_place() -> None:
    with pytest.raises(ValueError, match="empty stretch"):
        level("一二").span(1, 1)


@given(st.text(alphabet="一二。：、 \t\n\r１2３5,(【】)附件第年月条", max_size=60))
def test_any_text_keeps_its_signs_in_order(text: str) -> None:
    levelled = level(text)
    assert len(levelled.text) == len(levelled.places)
    assert list(levelled.places) == sorted(set(levelled.places))
    assert all(place < len(text) for place in levelled.places)
    assert len([sign for sign in levelled.text if not sign.isspace()]) == len(
        [sign for sign in text if not sign.isspace()]
    )
