"""The check as a whole: every number once, in order, where it stands."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notices.numbers.check import check
from notices.numbers.verdicts import Verdict
from tests.notices.numbers.telling import judged, september, verdicts

PIECES = (
    "累计排查一般隐患", "重大隐患", "（其中企业自查", "部门排查", "）", "、已整改", "整改率", "，", "。", "\n",
    "5-9月份", "占比", "其他", "区应急局", "分别是", "4993条", "155条", "81条", "74个", "92.99%", "100%", "0条",
    "1.2万元", "580余次", "三个", "环比下降", "比上期的", "新增", "【", "】", "第3条", "2023年", "两个行业领域",
    "平均", "单位", "行政处罚", "由", "降至", "的", "是",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join), st.booleans())
@settings(max_examples=200, deadline=None)
def test_every_number_of_any_text_is_judged_once_in_order(text: str, known: bool) -> None:
    found = check(text, **(september() if known else {}))
    places = [(each.start, each.end) for each in found]
    assert places == sorted(places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    for each in found:
        assert text[each.start : each.end] == each.text
        assert each.reason
    standing = {index for index, sign in enumerate(text) if sign.isdigit()}
    covered = {index for start, end in places for index in range(start, end)}
    assert standing <= covered


def test_offsets_hold_over_breaks_and_full_width() -> None:
    text = "排查４９９３条、已\n\n整改 4643 条、整改率\n92.98％。"
    found = judged(text, "92.98％")
    assert text[found.start : found.end] == "92.98％"
    assert (found.verdict, found.expected) == (Verdict.INCONSISTENT, "92.99%")
    assert "\n" not in found.context


def test_numbers_of_tables_are_left_to_others() -> None:
    text = "排查3条\n累计\n\t4993\n\t4643\n附件2"
    start, end = text.index("累计"), text.index("附件2")
    assert verdicts(text, skip=[(start, end)]) == {"3条": Verdict.UNVERIFIED}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2023年", "日期"),
        ("荔安办〔2023〕121号", "文号"),
        ("第三条", "条款号"),
        ("附件1", "序号"),
        ("联系电话：61271226", "电话"),
        ("“885”清单", "名称"),
        ("作为一项行动", "用语"),
    ],
)
def test_number_that_is_no_figure_is_ignored_with_its_reason(text: str, words: str) -> None:
    (*_, found) = check(text)
    assert found.verdict is Verdict.IGNORED
    assert words in found.reason


def test_number_that_nothing_is_known_of_says_so() -> None:
    found = judged("召开会议20次", "20次")
    assert found.verdict is Verdict.UNVERIFIED
    assert "没有可以对照的指标" in found.reason


def test_derived_number_is_right_by_what_the_text_says() -> None:
    found = judged("排查4993条、已整改4643条、整改率92.99%", "92.99%")
    assert (found.verdict, found.figure) == (Verdict.OK, "")
    assert "4643条÷4993条=92.99%" in found.reason
    base = judged("排查4993条、已整改4643条、整改率92.99%", "4993条")
    assert base.verdict is Verdict.UNVERIFIED
    assert "一致" in base.reason


def test_relation_of_a_number_that_contradicts_its_figure_blames_it_alone() -> None:
    text = "累计排查一般隐患4994条、已整改4643条、整改率92.99%"
    found = {each.text: each.verdict for each in check(text, **september())}
    assert found == {"4994条": Verdict.CONTRADICTS, "4643条": Verdict.OK, "92.99%": Verdict.OK}


def test_empty_text_has_no_numbers() -> None:
    assert check("") == ()


def test_long_text_is_checked_fast() -> None:
    sentence = (
        "5-9月，全区累计排查重大隐患155条（其中企业自查81条，部门排查74条）、已整改142条、整改率91.61%。"
    )
    text = sentence * (5000 // len(sentence))
    started = time.process_time()
    check(text, **september())
    assert time.process_time() - started < 1


@pytest.mark.parametrize(("many", "flagged"), [(199, True), (200, True), (201, False)])
def test_sentence_with_more_numbers_than_any_is_left_open(many: int, flagged: bool) -> None:
    sentence = "排查重大隐患10条、已整改5条、整改率60%，" + "另有12件、" * (many - 3)
    found = check(f"{sentence}完。")
    assert len(found) == many
    assert any(each.is_wrong for each in found) is flagged
    assert any("请断句" in each.reason for each in found) is not flagged
