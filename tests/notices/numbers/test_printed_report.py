"""The report in words: what is wrong first, with its place, what it should be, and why; then the counts."""

from decimal import Decimal

import pytest

from notices.numbers.printed_report import lines, paragraph_of
from notices.numbers.verdicts import Judged, JudgedCell, Report, Verdict

TEXT = "标题\n\n一、成效\n挂牌督办10条。"
START = TEXT.index("10条")


def number(verdict: Verdict, expected: str = "") -> Judged:
    """The number of the text with a verdict."""
    return Judged(
        "10条", Decimal(10), "条", START, START + 3, "挂牌督办10条。", verdict, "", expected, "表中是15条。"
    )


def told(report: Report) -> list[str]:
    """The lines of a report."""
    return list(lines(report, TEXT, "通报.txt"))


@pytest.mark.parametrize(
    ("place", "paragraph"), [(0, 1), (TEXT.index("一、"), 2), (START, 3), (len(TEXT), 3)]
)
def test_paragraphs_are_counted_without_blank_lines(place: int, paragraph: int) -> None:
    assert paragraph_of(TEXT, place) == paragraph


def test_sound_report_says_so_first() -> None:
    said = told(Report((number(Verdict.OK),)))
    assert said == ["通报.txt：没有发现不对的数", "", "文中共1个数：相符1"]


def test_wrong_number_is_told_with_place_value_and_reason() -> None:
    said = told(Report((number(Verdict.CONTRADICTS, "15条"),), notes=("已核对。",)))
    assert said == [
        "通报.txt：有1处不对（文中1处）",
        "",
        "1. 第3段  10条，应为15条（与指标不符）",
        "   表中是15条。",
        "   原文：…挂牌督办10条。…",
        "",
        "文中共1个数：与指标不符1",
        "说明：已核对。",
    ]


@pytest.mark.parametrize(
    ("expected", "words"),
    [("386", "366，应为386（前后矛盾）"), ("不大于0", "366，应不大于0（前后矛盾）"), ("", "366（前后矛盾）")],
)
def test_wrong_cell_is_told_by_row_and_column(expected: str, words: str) -> None:
    cell = JudgedCell("累计", "帮扶", "366", Verdict.INCONSISTENT, expected, "相加是386。")
    said = told(Report((number(Verdict.INCONSISTENT),), (cell,)))
    assert said[0] == "通报.txt：有2处不对（文中1处，表中1处）"
    assert f"2. 表格 累计行 帮扶列  {words}" in said
    assert said[-1] == "表中共1格：前后矛盾1"


def test_document_without_numbers_has_no_counts() -> None:
    assert told(Report(())) == ["通报.txt：没有发现不对的数", ""]


def test_counts_come_in_the_order_of_the_verdicts() -> None:
    report = Report(
        (number(Verdict.UNVERIFIED), number(Verdict.OK), number(Verdict.IGNORED), number(Verdict.OK))
    )
    assert told(report)[-1] == "文中共4个数：相符2，不是数据1，无从核对1"
