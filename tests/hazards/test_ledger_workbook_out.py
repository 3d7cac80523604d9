"""The ledger as a workbook: blank, export, faulty rows; text stays text, numbers stay exact."""

import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from hazards import ledger_workbook_out as out
from hazards.ledger_sheet import BY_NAME, CHOICES, COLUMNS, READ
from hazards.ledger_workbook_in import SheetRow, open_ledger
from hazards.ledger_workbook_out import HEADER, LAST_ROW, Marked, Options

OPTIONS = Options(["东关镇", "西关街道"], ["工贸", "煤矿"], ["判定标准（第10号）"])
MORNING = datetime.combine(date(2023, 9, 10), time(9, 30))
ROW: dict[str, Any] = {
    "number": "2023-00012",
    "unit": "东关镇",
    "enterprise": "东关机械厂",
    "discovered_at": MORNING,
    "description": "没有标志",
    "funds": Decimal("114.438000"),
    "due_on": date(2023, 9, 30),
    "status": "整改中",
}


def sheet_of(content: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def cell(sheet: Worksheet, name: str, row: int = HEADER + 1) -> Any:
    return sheet.cell(row, [column.name for column in COLUMNS].index(name) + 1)


def exported(**values: Any) -> Worksheet:
    return sheet_of(out.export([{**ROW, **values}], OPTIONS, "荔城区"))


def read(content: bytes) -> list[SheetRow]:
    with open_ledger(io.BytesIO(content), "台账.xlsx") as ledger:
        return list(ledger.rows())


def test_headings_are_the_columns() -> None:
    sheet = sheet_of(out.template(OPTIONS, "荔城区安委办"))
    assert [cell.value for cell in sheet[HEADER]] == [column.label for column in COLUMNS]
    assert sheet["A1"].value == "重大事故隐患台账"
    assert "荔城区安委办" in str(sheet["A2"].value)
    assert sheet.max_row == HEADER


def test_blank_can_be_read_as_a_ledger_without_rows() -> None:
    with open_ledger(io.BytesIO(out.template(OPTIONS, "安委办")), "模板.xlsx") as ledger:
        assert set(ledger.columns) == set(READ)
        assert list(ledger.rows()) == []


def test_every_note_stands_at_its_heading() -> None:
    sheet = sheet_of(out.template(OPTIONS, "安委办"))
    for column in COLUMNS:
        comment = cell(sheet, column.name, HEADER).comment
        assert (comment.text if comment else "") == column.note, column.name


def test_page_of_notes_explains_each_column() -> None:
    book = openpyxl.load_workbook(io.BytesIO(out.template(OPTIONS, "安委办")))
    assert book.sheetnames == ["台账", "选项", "填写说明"]
    assert book["选项"].sheet_state == "hidden"
    explained = [row[0].value for row in book["填写说明"].iter_rows(min_row=2)]
    assert explained == [BY_NAME[name].label for name in READ]


def test_drop_down_lists_offer_what_may_be_chosen() -> None:
    book = openpyxl.load_workbook(io.BytesIO(out.template(OPTIONS, "安委办")))
    rules = {str(rule.sqref): rule for rule in book["台账"].data_validations.dataValidation}
    offered = {}
    for column in COLUMNS:
        letters = cell(book["台账"], column.name, HEADER).column_letter
        if rule := rules.get(f"{letters}{HEADER + 1}:{letters}{LAST_ROW}"):
            cells = book["选项"][rule.formula1.partition("!")[2].replace("$", "")]
            cells = cells if isinstance(cells, tuple) else ((cells,),)
            offered[column.name] = ([row[0].value for row in cells], rule.showErrorMessage)
    assert offered == {
        **{name: (list(words), True) for name, words in CHOICES.items()},
        "unit": (["东关镇", "西关街道"], True),
        "sector": (["工贸", "煤矿"], False),
        "standard": (["判定标准（第10号）"], False),
    }


def test_empty_list_offers_nothing() -> None:
    out.template(Options([], [], []), "安委办")
    sheet = sheet_of(out.template(Options([], [], []), "安委办"))
    assert len(sheet.data_validations.dataValidation) == len(CHOICES)


def test_offer_that_looks_like_a_formula_stays_text() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(out.template(Options(["=1+1", "东关\x0b镇"], ["@工贸"], []), "安委办"))
    )
    offered = [each for row in book["选项"].iter_rows() for each in row if each.value]
    assert {"=1+1", "@工贸", "东关镇"} <= {each.value for each in offered}
    assert {each.data_type for each in offered} == {"s"}


def test_values_keep_their_kind() -> None:
    sheet = exported()
    found = {name: (cell(sheet, name).value, cell(sheet, name).number_format) for name in ROW}
    assert found == {
        "number": ("2023-00012", "General"),
        "unit": ("东关镇", "General"),
        "enterprise": ("东关机械厂", "General"),
        "discovered_at": (MORNING, "yyyy-mm-dd hh:mm"),
        "description": ("没有标志", "General"),
        "funds": (114.438, "0.000"),
        "due_on": (datetime.combine(date(2023, 9, 30), time()), "yyyy-mm-dd"),
        "status": ("整改中", "General"),
    }


@pytest.mark.parametrize("text", ["=1+1", "=cmd|'/C calc'!A0", "+86", "-1", "@SUM(A1)", "=", "\t=1"])
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    sheet = exported(description=text, enterprise=text)
    for name in ("description", "enterprise"):
        written = cell(sheet, name)
        assert (written.value, written.data_type) == (text, "s")
        assert bool(written.quotePrefix) is text.startswith(("=", "+", "-", "@"))


def test_signs_that_xml_cannot_hold_are_left_out() -> None:
    assert cell(exported(description="污\x0b水\x00池\ud800"), "description").value == "污水池"


@pytest.mark.parametrize(
    ("amount", "value", "shape"),
    [
        ("0", 0, "0"),
        ("100", 100, "0"),
        ("0.35", 0.35, "0.00"),
        ("0.000001", 0.000001, "0.000000"),
        ("12345678.123456", 12345678.123456, "0.000000"),
        ("1234567890.123456", "1234567890.123456", "General"),
    ],
)
def test_I10_amounts_are_written_exactly(amount: str, value: Any, shape: str) -> None:
    written = cell(exported(funds=Decimal(amount)), "funds")
    assert (written.value, written.number_format) == (value, shape)


def test_what_was_exported_is_read_again_as_it_was() -> None:
    rows = [{**ROW, "number": f"2023-{n:05d}", "description": f"第{n}处\n=没有标志"} for n in range(50)]
    again = read(out.export(rows, OPTIONS, "荔城区"))
    assert [row.texts["number"] for row in again] == [row["number"] for row in rows]
    assert [row.texts["description"] for row in again] == [row["description"] for row in rows]
    assert {row.texts["discovered_at"] for row in again} == {"2023-09-10 09:30"}
    assert {row.texts["funds"] for row in again} == {"114.438"}
    assert "status" not in again[0].texts


def test_faulty_cells_are_red_with_the_reason() -> None:
    marked = [
        Marked({**ROW, "discovered_at": "2023-02-30"}, {"discovered_at": "没有这一天。", "funds": "不对。"}),
        Marked(ROW, {"": "又有变动。"}),
    ]
    sheet = sheet_of(out.faulty(marked, OPTIONS, "共2行"))
    red = {
        written.coordinate: written.comment.text
        for row in sheet.iter_rows(min_row=HEADER + 1)
        for written in row
        if written.fill.fgColor.rgb == "00FFC7CE" and written.comment
    }
    assert red == {
        cell(sheet, "discovered_at").coordinate: "没有这一天。",
        cell(sheet, "funds").coordinate: "不对。",
        cell(sheet, "number", HEADER + 2).coordinate: "又有变动。",
    }
    assert cell(sheet, "discovered_at").value == "2023-02-30"


def test_reason_is_written_without_signs_that_xml_cannot_hold() -> None:
    sheet = sheet_of(out.faulty([Marked(ROW, {"description": "原来的内容“污\x0b水”。"})], OPTIONS, ""))
    assert cell(sheet, "description").comment.text == "原来的内容“污水”。"


def test_marked_cell_does_not_colour_the_others() -> None:
    sheet = sheet_of(
        out.faulty([Marked(ROW, {"unit": "不对。"}), Marked(ROW, {"place": "不对。"})], OPTIONS, "")
    )
    assert cell(sheet, "unit").fill.fill_type == "solid"
    assert cell(sheet, "unit", HEADER + 2).fill.fill_type is None


def test_row_is_as_high_as_its_longest_text() -> None:
    sheet = sheet_of(out.export([ROW, {**ROW, "description": "没有标志" * 40}], OPTIONS, ""))
    short, long = (sheet.row_dimensions[row].height for row in (HEADER + 1, HEADER + 2))
    assert short is not None
    assert long is not None
    assert long > 5 * short


def test_printed_on_a3_with_headings_on_every_page() -> None:
    sheet = sheet_of(out.export([ROW] * 30, OPTIONS, ""))
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"$1:${HEADER}"
    assert sheet.print_area.endswith(f"$Z${HEADER + 30}")
    assert sheet.freeze_panes == f"E{HEADER + 1}"


def test_codes_and_articles_stand_in_one_line() -> None:
    widths = {column.name: column.width for column in COLUMNS}
    assert widths["uscc"] > len("91350304MA000000XX")
    assert widths["responsible"] > 2 * len("整改责任人")


def test_notes_are_printed_on_one_page_across() -> None:
    notes = openpyxl.load_workbook(io.BytesIO(out.template(OPTIONS, "安委办")))["填写说明"]
    assert notes.page_setup.paperSize == 9
    assert (notes.page_setup.fitToWidth, notes.page_setup.fitToHeight) == (1, 0)
    fit = notes.sheet_properties.pageSetUpPr
    assert fit is not None
    assert fit.fitToPage
    heights = {notes.cell(row, 1).value: notes.row_dimensions[row].height or 0 for row in range(2, 24)}
    assert heights["条件判定"] > 2 * 13.5 > heights["整改责任人"] > 13.5


def test_title_and_groups_are_merged_over_their_columns() -> None:
    sheet = sheet_of(out.template(OPTIONS, "安委办"))
    spans = {str(span) for span in sheet.merged_cells.ranges}
    assert {"A1:Z1", "A2:Z2", "A3:C3", "D3:G3"} <= spans
    assert sheet["D3"].value == "企业"


def test_workbook_says_nothing_of_who_wrote_it() -> None:
    with zipfile.ZipFile(io.BytesIO(out.export([ROW], OPTIONS, ""))) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "清患" in core
    assert "openpyxl" not in core
