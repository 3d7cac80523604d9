"""Numbers of official texts: read, measured, placed, and told from dates, ordinals and names."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.numbers.numerals import KIND_WORDS, UNITS, Kind, Numeral, find, spoken_value


def data(text: str) -> list[tuple[Decimal, str]]:
    return [(each.value, each.unit) for each in find(text) if each.kind is Kind.DATA]


def kinds(text: str) -> set[Kind]:
    return {each.kind for each in find(text)}


def only(text: str) -> Numeral:
    (numeral,) = find(text)
    return numeral


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("累计排查一般隐患4993条", "4993", "条"),
        ("抽查检查企业２０７５家次", "2075", "家次"),
        ("帮扶指导1,064家次", "1064", "家次"),
        ("处罚金额114.438万元", "114.438", "万元"),
        ("罚款1 144 380元", "380", "元"),
        ("投入1.2亿元", "1.2", "亿元"),
        ("整改率92.99%", "92.99", "%"),
        ("整改率92.99％", "92.99", "%"),
        ("检查企业1.2万家次", "12000", "家次"),
        ("上升3.5个百分点", "3.5", "个百分点"),
        ("共二百零五条", "205", "条"),
        ("责令停产三十三家", "33", "家"),
        ("下降百分之五十三点八五", "53.85", "%"),
        ("隐患为0。", "0", ""),
    ],
)
def test_figure_is_read_with_its_unit(text: str, value: str, unit: str) -> None:
    assert data(text)[-1] == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["执法检查580余次", "近580次", "约580次", "超过580次"])
def test_approximate_figure_is_known_as_such(text: str) -> None:
    assert only(text).approximate
    assert only(text).value == 580


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2023年10月18日", Kind.DATE),
        ("5-9月份", Kind.DATE),
        ("9、10月", Kind.DATE),
        ("9月24日24:00", Kind.DATE),
        ("0904期", Kind.DATE),
        ("整治2023行动", Kind.DATE),
        ("3个月累计", Kind.DATE),
        ("10天内", Kind.DATE),
        ("24小时", Kind.DATE),
        ("15个工作日", Kind.DATE),
        ("三个月", Kind.DATE),
        ("5年", Kind.DATE),
        ("作为一项子行动", Kind.WORDING),
        ("只满足一个条件", Kind.WORDING),
        ("同时满足三个条件", Kind.WORDING),
        ("校验码7d8396bc2d32", Kind.NAME),
        ("荔安办〔2023〕121号", Kind.DOCUMENT),
        ("GB/T 9704-2012", Kind.DOCUMENT),
        ("区政府第52次常务会议", Kind.ORDINAL),
        ("附件1", Kind.ORDINAL),
        ("如：1.对标准理解有误；2.将审批描述", Kind.ORDINAL),
        ("（一）强化组织领导", Kind.ORDINAL),
        ("第十三条第（一）项", Kind.ARTICLE),
        ("第13条", Kind.ARTICLE),
        ("联系电话：61271226", Kind.PHONE),
        ("13900000000", Kind.PHONE),
        ("与“885”安全清单", Kind.NAME),
        ("“十五条硬措施”", Kind.NAME),
        ("《每月24条的通知》", Kind.NAME),
    ],
)
def test_number_that_is_no_figure_is_told_by_what_stands_around_it(text: str, kind: Kind) -> None:
    assert kinds(text) <= {kind}


def test_date_beside_a_figure_leaves_the_figure() -> None:
    assert data("9月单月增加重大事故隐患43个，是5-8月3个月累计（69个）的62.3%") == [
        (43, "个"),
        (69, "个"),
        (Decimal("62.3"), "%"),
    ]


def test_places_printed_are_counted() -> None:
    assert [each.decimals for each in find("3条，33.5%，86.50%")] == [0, 1, 2]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("零", "0"),
        ("十", "10"),
        ("十五", "15"),
        ("二十", "20"),
        ("两百", "200"),
        ("二百零五", "205"),
        ("一千零一十", "1010"),
        ("三万二千", "32000"),
        ("一亿零五万", "100050000"),
        ("二〇二三", "2023"),
        ("一点五", "1.5"),
    ],
)
def test_spoken_number_has_its_value(said: str, value: str) -> None:
    assert spoken_value(said) == Decimal(value)


def test_nothing_spoken_is_no_number() -> None:
    with pytest.raises(ValueError, match="no number"):
        spoken_value("")


def test_every_kind_but_data_has_words() -> None:
    assert set(KIND_WORDS) == set(Kind) - {Kind.DATA}


@given(st.integers(0, 10**9), st.sampled_from(UNITS), st.sampled_from(["", "全区排查", "，", "“甲”", "\n"]))
def test_any_number_with_any_unit_is_found_where_it_stands(value: int, unit: str, before: str) -> None:
    text = f"{before}{value}{unit}，"
    numeral = find(text)[-1]
    assert text[numeral.start : numeral.end] == numeral.text == f"{value}{unit}"
    assert numeral.value == value
    assert numeral.unit == unit


@given(st.text(alphabet="0123456789.,%条万亿元年月日第（）〔〕“”一二十百、。；：余约 \n\t", max_size=60))
def test_any_text_is_read_without_failing_and_offsets_hold(text: str) -> None:
    for numeral in find(text):
        assert text[numeral.start : numeral.end].rstrip() == numeral.text.rstrip()
        assert numeral.value.is_finite()


@pytest.mark.parametrize(("text", "value"), [("仅一项", 1), ("共一条", 1), ("二十一项", 21), ("排查1条", 1)])
def test_one_that_is_counted_is_a_figure(text: str, value: int) -> None:
    assert only(text).kind is Kind.DATA
    assert only(text).value == value


@pytest.mark.parametrize(("text", "kind"), [("区应急局（46）", Kind.DATA), ("。（1）强化", Kind.ORDINAL)])
def test_number_in_brackets_is_an_ordinal_only_at_the_head_of_a_clause(text: str, kind: Kind) -> None:
    assert only(text).kind is kind
