"""A checked document on the screen: every sign of the text once, every number where it stands, tables as tables."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.numbers.printed_paper import Cells, Paper, Paragraph, lay_out
from notices.numbers.reading import Document, read
from notices.numbers.verdicts import Judged, Report, Verdict
from notices.numbers.verifying import default_indicators, verify
from tests.circular_files import as_lines

SPECS = default_indicators()
ROWS = [["单位", "排查", "整改"], ["甲镇", "3", ""], ["乙局", "4", "4"], ["合计", "8", "4"]]


def paper(text: str) -> Paper:
    """A text checked and laid out."""
    document = read(text.encode(), "a.txt", SPECS)
    return lay_out(document, verify(document))


def paragraphs(laid: Paper) -> list[Paragraph]:
    """The paragraphs alone."""
    return [item for item in laid.items if isinstance(item, Paragraph)]


def test_paragraphs_are_numbered_without_blank_lines() -> None:
    found = paragraphs(paper("标题\n\n一、成效\n排查3条。\n"))
    assert [(each.number, "".join(run.text for run in each.runs)) for each in found] == [
        (1, "标题"),
        (2, "一、成效"),
        (3, "排查3条。"),
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("一、工作成效", "heading"),
        ("十二、工作成效", "heading"),
        ("（一）夯实责任。", "subheading"),
        ("（一）夯实责任。各镇街要落实到位。", "plain"),
        ("一是懈怠。", "plain"),
        ("  一、工作成效", "heading"),
    ],
)
def test_headings_are_known_by_their_numbering(line: str, kind: str) -> None:
    assert paragraphs(paper(line))[0].kind == kind


def test_number_stands_in_its_paragraph_with_its_place() -> None:
    laid = paper("全区2023年排查3条，整改2条。")
    assert [(mark.judged.text, mark.place, mark.paragraph) for mark in laid.marks][-2:] == [
        ("3条", 2, 1),
        ("2条", 3, 1),
    ]
    assert not laid.marks[0].is_data
    runs = paragraphs(laid)[0].runs
    assert [run.text for run in runs if run.mark and run.mark.is_data] == ["3条", "2条"]


def judged(start: int, end: int, verdict: Verdict) -> Judged:
    """A number at a place."""
    return Judged("", Decimal(0), "", start, end, "", verdict)


def test_numbers_are_sorted_by_what_was_found() -> None:
    verdicts = (Verdict.OK, Verdict.CONTRADICTS, Verdict.INCONSISTENT, Verdict.UNVERIFIED, Verdict.IGNORED)
    numbers = tuple(judged(place, place + 1, verdict) for place, verdict in enumerate(verdicts))
    laid = lay_out(Document("12345"), Report(numbers))
    places = [[mark.place for mark in marks] for marks in (laid.right, laid.wrong, laid.open)]
    assert places == [[1], [2, 3], [4]]
    assert [mark.words for mark in laid.wrong] == ["与指标不符", "前后矛盾"]


def test_number_over_a_line_break_stays_in_its_first_line() -> None:
    laid = lay_out(Document("整改12\n3条。"), Report((judged(2, 7, Verdict.OK),)))
    assert [[run.text for run in each.runs] for each in paragraphs(laid)] == [["整改", "12"], ["3条。"]]


def test_table_stands_where_it_was_with_its_verdicts() -> None:
    laid = paper(f"排查3条。\n附表\n{as_lines(ROWS)}\n\n以上。")
    kinds = [type(item) for item in laid.items]
    assert kinds == [Paragraph, Paragraph, Cells, Paragraph]
    table = laid.items[2]
    assert isinstance(table, Cells)
    assert [(label, [cell and cell.value for cell in cells]) for label, cells in table.rows] == [
        ("甲镇", ["3", None]),
        ("乙局", ["4", "4"]),
        ("合计", ["8", "4"]),
    ]
    wrong = [cell for _, cells in table.rows for cell in cells if cell and cell.is_wrong]
    assert [(cell.value, cell.expected) for cell in wrong] == [("8", "7")]


def test_cells_of_two_tables_are_not_mixed_up() -> None:
    second = [["行业", "条数"], ["工贸", "5"], ["消防", "6"]]
    laid = paper(f"{as_lines(ROWS)}\n\n附件2\n\n{as_lines(second)}\n")
    tables = [item for item in laid.items if isinstance(item, Cells)]
    assert [cells[0] and cells[0].value for _, cells in tables[1].rows] == ["5", "6"]


@given(st.text(alphabet="排查整改12条。\n、%（） 年", max_size=60).filter(lambda text: text.strip() != ""))
def test_no_sign_of_the_text_is_lost_or_doubled(text: str) -> None:
    laid = paper(text)
    shown = ["".join(run.text for run in each.runs) for each in paragraphs(laid)]
    assert shown == [line for line in text.split("\n") if line.strip()]
