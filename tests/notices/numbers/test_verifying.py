"""The check as a whole: what a document is held against, and how its tables and its text meet."""

from decimal import Decimal

import pytest

from notices.numbers.reading import Document, read
from notices.numbers.tables_file import read_table
from notices.numbers.verdicts import Verdict
from notices.numbers.verifying import Beside, Known, default_indicators, of_table, verify
from reports.demo_series import synthetic_series
from reports.workbook_out import write_dispatch
from tests.circular_files import as_lines, printed_form
from tests.licheng import DATA, PUBLISHED_TOTALS, indicators, september, snapshot, with_unit

SPECS = default_indicators()
TEXT = "全区排查一般隐患4993条。"
CSV = read_table((DATA / "dispatch-2023-09.csv").read_bytes(), "a.csv", SPECS)


def document(text: str) -> Document:
    """A text file with this text."""
    return read(text.encode(), "通报.txt", SPECS)


def printed(**changes: str) -> str:
    """The real table with its published totals as text; `changes` replace cells of 区应急局 by code."""
    rows = {"累计": PUBLISHED_TOTALS, **september()}
    cells = {name: [str(values[spec.code]) for spec in SPECS] for name, values in rows.items()}
    for code, text in changes.items():
        cells["区应急局"][[spec.code for spec in SPECS].index(code)] = text
    return as_lines(printed_form(cells))


def test_default_columns_are_those_of_the_published_form() -> None:
    assert indicators() == SPECS


def test_without_a_table_only_the_text_itself_is_checked() -> None:
    report = verify(document(TEXT))
    assert report.table == ()
    assert "只核对文中的数字前后是否一致" in report.notes[-1]


def test_every_number_outside_the_tables_is_judged_once() -> None:
    read_in = document(f"{TEXT}\n\n{printed()}\n\n另有3家。")
    report = verify(read_in)
    assert [number.text for number in report.numbers] == ["4993条", "3家"]
    assert all(read_in.text[number.start : number.end] == number.text for number in report.numbers)
    assert len(report.table) == 28 * 28


def test_text_is_held_against_the_table_that_stands_in_it() -> None:
    report = verify(document(f"{TEXT}\n\n{printed()}"))
    assert "文中的数字与文中的调度表核对。" in report.notes
    assert [(cell.row, cell.expected) for cell in report.table if cell.is_wrong] == [
        ("累计", "386"),
        ("区文旅局", "不大于0"),
    ]


def test_two_dispatch_tables_in_a_text_are_not_guessed_between() -> None:
    report = verify(document(f"{printed()}\n\n附件2\n\n{printed()}"))
    assert "只核对文中的数字前后是否一致" in "".join(report.notes)
    assert len(report.table) == 2 * 28 * 28


def test_table_beside_is_compared_with_the_text_s_own_cell_by_cell() -> None:
    changed = document(printed(listed_found="14"))
    report = verify(changed, beside=Beside(CSV, "核对表"))
    faults = {(cell.row, cell.column): cell for cell in report.table if cell.is_wrong}
    cell = faults["区应急局", "重大隐患/部门挂牌督办/排查"]
    assert (cell.verdict, cell.expected) == (Verdict.CONTRADICTS, "15")
    assert faults["累计", "重大隐患/部门挂牌督办/排查"].expected == "19"


def test_table_beside_stands_alone_where_the_text_has_none() -> None:
    report = verify(document(TEXT), beside=Beside(CSV, "核对表"))
    assert len(report.table) == 27 * 28
    assert [(cell.row, cell.expected) for cell in report.table if cell.is_wrong] == [("区文旅局", "不大于0")]


def test_snapshot_is_what_counts_where_it_is_known() -> None:
    known = Known(
        with_unit(snapshot(), "北高镇", values=september()["北高镇"] | {"general_found": Decimal(179)}),
        None,
        "2023年9月快照第2版",
    )
    report = verify(document(printed()), known)
    fault = next(cell for cell in report.table if (cell.row, cell.verdict) == ("北高镇", Verdict.CONTRADICTS))
    assert fault.expected == "179"
    assert fault.reason.startswith("2023年9月快照第2版中“北高镇”")


def test_table_beside_is_held_against_the_snapshot_too() -> None:
    known = Known(
        with_unit(snapshot(), "北高镇", values=september()["北高镇"] | {"general_found": Decimal(179)}),
        None,
        "快照",
    )
    report = verify(document(TEXT), known, Beside(CSV, "核对表"))
    faults = [(cell.row, cell.expected) for cell in report.table if cell.is_wrong]
    assert faults == [("北高镇", "179"), ("区文旅局", "不大于0")]


def test_rows_nobody_knows_are_named() -> None:
    text = printed().replace("北高镇", "南高镇")
    report = verify(document(text), Known(snapshot(), None, "快照"))
    assert "快照里没有南高镇，文中表格的这些行没有核对。" in report.notes


def test_many_unknown_rows_are_counted() -> None:
    known = Known(snapshot(values={}), None, "快照")
    assert "等27家，文中表格的这些行没有核对。" in "".join(verify(document(printed()), known).notes)


def test_I5_figures_of_a_table_are_those_of_the_same_snapshot() -> None:
    known = of_table(CSV, SPECS, "核对表")
    figures = Known(snapshot(), None, "快照").figures
    keys = (
        "general.found",
        "general.rectification_rate",
        "major.found.total",
        "listed.rate",
        "penalty.top3.count_share",
    )
    assert [known.figures[key].text for key in keys] == [figures[key].text for key in keys]
    assert known.figures["listed.rate"].text == "27.03%"


def test_I12_a_table_alone_tells_nothing_of_filing_or_of_the_month() -> None:
    figures = of_table(CSV, SPECS, "核对表").figures
    assert not [key for key in figures if key.startswith("filing.")]
    assert "major.new.total" not in figures
    assert "major.new.change_rate" not in figures


def test_table_of_the_month_before_gives_the_month_its_figures() -> None:
    _, august = synthetic_series(september())
    before = read_table(write_dispatch(snapshot(august)), "8月.xlsx", SPECS)
    known = of_table(CSV, SPECS, "核对表", before)
    assert known.figures["major.new.total"].value == 6
    assert known.previous is not None
    notes = verify(document(TEXT), beside=Beside(CSV, "核对表", before)).notes
    assert not [note for note in notes if "没有上一期的数据" in note]


def test_columns_a_table_has_not_give_no_figures() -> None:
    content = "单位,一般隐患/排查,一般隐患/已整改\n甲镇,3,2\n乙局,4,4\n".encode()
    known = of_table(read_table(content, "a.csv", SPECS), SPECS, "核对表")
    assert known.figures["general.rectification_rate"].text == "85.71%"
    assert "penalty.count" not in known.figures


@pytest.mark.parametrize("given", [None, Beside(CSV, "核对表")])
def test_summary_counts_numbers_and_cells(given: Beside | None) -> None:
    report = verify(document(f"{TEXT}\n\n{printed()}"), beside=given)
    summary = report.summary
    assert (summary["numbers"], summary["cells"]) == (1, 784)
    assert summary["wrong"] == summary["contradicts"] + summary["inconsistent"]
