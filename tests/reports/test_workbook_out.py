"""The annex as written: layout, totals, what is missing, exact numbers, text that stays text, paper."""

import io
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.snapshot import IndicatorSpec, SnapshotData, decimal_text, digest
from reports.workbook_out import Matrix, MatrixRow, draw, totals, write_dispatch, write_matrix
from tests import licheng
from tests.reports.workbooks import SMALL, read

LAST_COLUMN = 29
FIRST_UNIT_ROW = 9


def opened(content: bytes, *, results: bool = True) -> Worksheet:
    """The sheet as somebody sees it who only looks, or with its formulas."""
    workbook = load_workbook(io.BytesIO(content), data_only=results)
    assert workbook.sheetnames == ["调度表"]
    return workbook.worksheets[0]


def annex(data: SnapshotData | None = None) -> Worksheet:
    return opened(write_dispatch(data or licheng.snapshot()))


def licheng_rows() -> list[MatrixRow]:
    return [MatrixRow(unit.name, unit.values) for unit in licheng.snapshot().units]


def texts(sheet: Worksheet) -> list[str]:
    return [str(sheet.cell(row, 1).value) for row in range(1, sheet.max_row + 1)]


def small(**row: Decimal) -> Worksheet:
    return opened(write_matrix(Matrix("表", "", SMALL, [MatrixRow("西天尾镇", row)], total_name=None)))


def cell_of(sheet: Worksheet, code: str) -> Cell | MergedCell:
    return sheet.cell(sheet.max_row, 2 + [spec.code for spec in SMALL].index(code))


def test_annex_is_headed_as_in_the_source() -> None:
    sheet = annex()
    assert texts(sheet)[:4] == [
        "附件1",
        "荔城区专项行动进展情况调度表",
        "（数据统计区间：2023年5月1日-2023年9月26日）",
        "地区/部门",
    ]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {
        "A2:AC2",
        "A4:A7",
        "B4:C4",
        "D4:I4",
        "D5:E5",
        "B5:B6",
        "M4:W4",
        "M5:N5",
        "O5:O6",
        "Z5:AA5",
    } <= merged
    assert [sheet.cell(7, column).value for column in (2, 10, 11, 13, 14, 27)] == [
        "条",
        "家次",
        "个次",
        "次",
        "万元",
        "人次",
    ]


def test_I9_first_row_is_the_sum_of_the_units_and_corrects_the_printed_one() -> None:
    sheet = annex()
    row = {
        spec.code: sheet.cell(8, column).value for column, spec in enumerate(licheng.indicators(), start=2)
    }
    assert sheet["A8"].value == "累计"
    assert row == {code: float(value) for code, value in licheng.PUBLISHED_TOTALS.items()} | {
        "towns_assisted": 386
    }


def test_I9_totals_are_formulas_over_the_units_rows() -> None:
    sheet = opened(write_dispatch(licheng.snapshot()), results=False)
    assert (sheet["B8"].value, sheet["AC8"].value) == ("=SUM(B9:B35)", "=SUM(AC9:AC35)")


@pytest.mark.skipif(
    not shutil.which("soffice"), reason="no LibreOffice on this machine to compute formulas with"
)
def test_I9_formulas_give_the_stored_totals_when_computed_anew(tmp_path: Path) -> None:
    table = Matrix("表", "", licheng.indicators(), licheng_rows())
    blank = tmp_path / "blank.xlsx"
    draw(table).workbook.save(blank)
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    # Commas, double quotes, UTF-8.
    kind = "csv:Text - txt - csv (StarCalc):44,34,76"
    command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(blank)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    computed = (tmp_path / "blank.csv").read_text(encoding="utf-8").splitlines()
    total = next(line for line in computed if line.startswith("累计"))
    assert total.split(",")[1:] == [decimal_text(value) for value in totals(table).values()]


def test_units_stand_in_printed_order() -> None:
    data = licheng.snapshot()
    shuffled = replace(data, units=tuple(reversed(data.units)), indicators=tuple(reversed(data.indicators)))
    names = list(licheng.unit_kinds())
    assert texts(annex(shuffled))[FIRST_UNIT_ROW - 1 : FIRST_UNIT_ROW - 1 + 27] == names
    assert annex(shuffled)["B9"].value == 267


def test_I12_unit_that_filed_nothing_shows_so_and_is_not_counted() -> None:
    sheet = annex(licheng.missing(licheng.snapshot(), "西天尾镇"))
    assert (sheet["A9"].value, sheet["B9"].value, sheet["C9"].value) == ("西天尾镇", "未报", None)
    assert "B9:AC9" in {str(area) for area in sheet.merged_cells.ranges}
    assert sheet["B8"].value == 4993 - 267
    assert "未报单位 1 个，不计入累计：西天尾镇。" in texts(sheet)


def test_remarks_for_missing_units_and_synthetic_data_appear_only_when_due() -> None:
    assert not [text for text in texts(annex()) if "合成" in text or "未报" in text]
    assert "【合成数据】本表为演示用的合成数据，不是真实填报。" in texts(
        annex(licheng.snapshot(synthetic=True))
    )


def test_I4_source_line_names_revision_and_hash_of_the_snapshot() -> None:
    data = licheng.snapshot(revision=3)
    mark = digest(data.to_json())[:12]
    assert texts(annex(data))[-1] == f"数据来源：荔城区2023年9月快照第 3 版，校验码 {mark}。"


def test_totals_count_only_rows_with_values() -> None:
    rows = [
        MatrixRow("甲", {"found": Decimal(2)}),
        MatrixRow("乙", None),
        MatrixRow("丙", {"found": Decimal(3)}),
    ]
    assert totals(Matrix("表", "", SMALL, rows)) == {"found": 5, "fixed": 0, "fines": 0, "towns": 0}


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        ("0", "0"),
        ("1064", "0"),
        ("2.7", "0.0"),
        ("0.45", "0.00"),
        ("114.438", "0.000"),
        ("0.000001", "0.000000"),
    ],
)
def test_I10_number_is_shown_with_exactly_its_digits(value: str, number_format: str) -> None:
    cell = cell_of(small(fines=Decimal(value)), "fines")
    assert (cell.value, cell.number_format, cell.data_type) == (float(value), number_format, "n")


def test_whole_amount_with_trailing_zeros_is_written_whole() -> None:
    assert cell_of(small(fines=Decimal("5.000")), "fines").number_format == "0"


@pytest.mark.parametrize(
    ("value", "kind"), [("123456789.123456", "n"), ("1234567890.123456", "s"), ("0.123456", "n")]
)
def test_I10_number_longer_than_excel_can_hold_is_written_as_text(value: str, kind: str) -> None:
    cell = cell_of(small(fines=Decimal(value)), "fines")
    assert (str(cell.value), cell.data_type) == (value, kind)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1"])
def test_text_that_looks_like_a_formula_stays_text(name: str) -> None:
    form = [IndicatorSpec("a", 1, (name,), name, name)]
    matrix = Matrix(name, name, form, [MatrixRow(name, {})], corner=name, total_name=None, notes=[name])
    sheet = opened(write_matrix(matrix), results=False)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells if cell.value == name} == {"s"}
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_signs_that_a_workbook_cannot_hold_are_left_out() -> None:
    sheet = opened(write_matrix(Matrix("表\x00\x0b\uffff", "", SMALL, [MatrixRow("西天\x1f尾镇", {})])))
    assert texts(sheet)[0] == "表"
    assert texts(sheet)[-1] == "西天尾镇"


def test_blank_form_has_header_and_units_and_reads_as_silent() -> None:
    rows = [MatrixRow(name, {}) for name in ("西天尾镇", "区公安分局")]
    content = write_matrix(
        Matrix("填报模板", "", SMALL, [*rows, MatrixRow("区应急局", {"found": Decimal(1)})], total_name=None)
    )
    sheet = opened(content)
    assert texts(sheet) == ["填报模板", "地区/部门", *["None"] * 3, "西天尾镇", "区公安分局", "区应急局"]
    assert [problem.cell for problem in read(content, "t.xlsx").errors] == ["C8", "D8", "E8"]


def test_annex_is_set_up_for_a3_paper() -> None:
    sheet = annex()
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 8, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_options.horizontalCentered
    assert sheet.print_title_rows == "$4:$7"
    assert sheet.print_area == f"'调度表'!$A$1:$AC${sheet.max_row}"
    assert sheet.freeze_panes == "B8"
    assert "&P" in sheet.oddFooter.center.text  # type: ignore[union-attr, operator]


def test_every_cell_of_the_table_is_framed_and_has_a_named_font() -> None:
    sheet = annex(licheng.missing(licheng.snapshot(), "西天尾镇"))
    cells = [cell for row in sheet.iter_rows(min_row=4, max_row=8 + 27) for cell in row]
    for cell in cells:
        if isinstance(cell, Cell):
            assert cell.font.name in ("黑体", "仿宋"), cell.coordinate
            assert cell.border.left.style == cell.border.top.style == "thin", cell.coordinate
    assert sheet["AC9"].border.right.style == sheet["I4"].border.right.style == "thin"
    assert sheet["A7"].border.bottom.style == "thin"


def test_every_number_fits_its_column() -> None:
    sheet = annex()
    for column in range(2, LAST_COLUMN + 1):
        longest = max(len(f"{sheet.cell(row, column).value:.10g}") for row in range(8, 8 + 28))
        width = sheet.column_dimensions[get_column_letter(column)].width
        assert width >= longest * 1.15 + 1
