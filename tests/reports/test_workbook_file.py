"""Opening uploads: every way a file can be unusable is refused in words, nothing hostile is expanded."""

import io
import struct
import time
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart

from reports import workbook_file
from reports.workbook_file import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_PART,
    MAX_PARTS,
    MAX_ROWS,
    UNCOMPUTED,
    Grid,
    address,
    open_grids,
)
from reports.workbook_problems import UnreadableFile
from reports.workbook_values import Fault
from tests.reports.workbooks import csv_bytes, repacked, xlsx

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLE = xlsx([["单位", "排查"], ["西天尾镇", 5]])
SHEET = "xl/worksheets/sheet1.xml"


def refusal(content: bytes, filename: str = "table.xlsx") -> str:
    with pytest.raises(UnreadableFile) as caught:
        open_grids(content, filename)
    return caught.value.message


def rows(content: bytes, filename: str = "table.xlsx") -> list[list[object]]:
    (grid,) = open_grids(content, filename)
    return [list(row) for row in grid.rows]


def with_sheet(old: bytes, new: bytes) -> bytes:
    """TABLE with a piece of its sheet replaced."""

    def change(source: bytes) -> bytes:
        assert old in source
        return source.replace(old, new, 1)

    return repacked(TABLE, {SHEET: change})


@pytest.mark.parametrize(
    ("row", "column", "name"), [(0, 0, "A1"), (6, 2, "C7"), (1048575, 16383, "XFD1048576")]
)
def test_address_names_a_place_as_spreadsheets_do(row: int, column: int, name: str) -> None:
    assert address(row, column) == name


def test_grid_has_nothing_outside_its_cells() -> None:
    grid = Grid("表", (("甲", 1), ()))
    assert (grid.at(0, 1), grid.at(0, 2), grid.at(1, 0), grid.at(2, 0)) == (1, None, None, None)
    assert grid.width == 2
    assert Grid("空", ()).width == 0


def test_workbook_gives_its_values_from_a1_on() -> None:
    assert rows(xlsx([[], [None, "单位", 5, 2.7, True]])) == [[], [None, "单位", 5, 2.7, True]]


def test_formatted_but_empty_cells_at_the_edges_are_cut() -> None:
    assert rows(xlsx([["单位", None, None], [None, None], [None]])) == [["单位"]]


def test_suffix_in_capitals_is_accepted() -> None:
    assert rows(TABLE, "表.XLSX") == rows(TABLE)


@pytest.mark.parametrize("filename", ["table.xls", "table.xlsm", "table.pdf", "table", "", "xlsx"])
def test_other_suffixes_are_refused(filename: str) -> None:
    assert refusal(TABLE, filename).startswith("只接受 .xlsx 和 .csv")


def test_empty_file_is_refused() -> None:
    assert "0 字节" in refusal(b"")


def test_file_over_ten_megabytes_is_refused_before_it_is_opened() -> None:
    assert "超过 10 MB" in refusal(b"PK" + b"\0" * MAX_BYTES)
    assert "超过 10 MB" not in refusal(b"PK" + b"\0" * (MAX_BYTES - 2))


@pytest.mark.parametrize("filename", ["table.xlsx", "table.csv"])
def test_old_xls_under_a_new_name_is_refused(filename: str) -> None:
    assert "旧版 .xls" in refusal(OLE2 + b"\0" * 600 + "Workbook".encode("utf-16-le"), filename)


def test_encrypted_workbook_is_refused() -> None:
    assert "打开密码" in refusal(OLE2 + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600)


@pytest.mark.parametrize(
    "start", [b"<html>", b"\n <!DOCTYPE html>", b"\xef\xbb\xbf<table>", b"<?xml version='1.0'?>"]
)
@pytest.mark.parametrize("filename", ["table.xlsx", "table.csv"])
def test_web_page_under_a_table_name_is_refused(start: bytes, filename: str) -> None:
    assert "网页或 XML" in refusal(start + b"<td>5</td>", filename)


@pytest.mark.parametrize("content", [b"unit,found\n", b"%PDF-1.7", b"\x00", b"P"])
def test_xlsx_that_is_no_archive_is_refused(content: bytes) -> None:
    assert "内容不是 .xlsx 工作簿" in refusal(content)


def test_workbook_under_a_csv_name_is_refused() -> None:
    assert "后缀改为 .xlsx" in refusal(TABLE, "table.csv")


# Named in words: the length of a workbook differs with the second it is written in.
@pytest.mark.parametrize(
    "kept",
    [slice(2), slice(50), slice(len(TABLE) // 2), slice(-60), slice(-1)],
    ids=["mark", "head", "half", "directory", "last byte"],
)
def test_truncated_workbook_is_refused(kept: slice) -> None:
    assert "不完整或已损坏" in refusal(TABLE[kept])


def test_damaged_part_is_found_by_its_checksum() -> None:
    place = TABLE.index(SHEET.encode()) + len(SHEET) + 20
    spoiled = bytearray(TABLE)
    spoiled[place] ^= 0xFF
    assert "不完整或已损坏" in refusal(bytes(spoiled))


def test_archive_without_workbook_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert "压缩包里没有工作簿" in refusal(buffer.getvalue())


def test_workbook_with_macros_is_refused() -> None:
    assert "带宏" in refusal(repacked(TABLE, {"xl/vbaProject.bin": lambda _: b"macro"}))


def test_archive_with_two_parts_of_one_name_is_refused() -> None:
    buffer = io.BytesIO(TABLE)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(SHEET, "<worksheet/>")
    assert "重名" in refusal(buffer.getvalue())


def test_archive_locked_by_password_is_refused() -> None:
    directory = TABLE.index(b"PK\x01\x02")
    locked = bytearray(TABLE)
    locked[directory + 8] |= 1
    assert "密码" in refusal(bytes(locked))


def test_zip_bomb_is_refused_by_its_declared_size() -> None:
    bomb = repacked(TABLE, {"xl/media/image1.png": lambda _: b"\0" * 50_000_000})
    assert len(bomb) < MAX_BYTES
    assert "解开后太大" in refusal(bomb)


def test_one_xml_part_over_its_limit_is_refused() -> None:
    padding = with_sheet(b"</worksheet>", b"</worksheet>" + b" " * MAX_PART)
    assert "解开后太大" in refusal(padding)


def test_zip_bomb_that_lies_about_its_size_expands_no_further_than_it_claims() -> None:
    size = 50_000_000
    bomb = repacked(TABLE, {"xl/media/image1.png": lambda _: b"\0" * size})
    lying = bomb.replace(struct.pack("<L", size), struct.pack("<L", 1000))
    assert lying != bomb
    assert "不完整或已损坏" in refusal(lying)


def test_archive_of_countless_parts_is_refused() -> None:
    crowd = {f"xl/media/{number}.png": lambda _: b"" for number in range(MAX_PARTS)}
    assert "解开后太大" in refusal(repacked(TABLE, crowd))


def test_total_of_what_is_really_inflated_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_file, "_refuse_parts", lambda _: None)
    pictures = {f"xl/media/{number}.png": lambda _: b"\0" * 6_000_000 for number in range(4)}
    assert "解开后太大" in refusal(repacked(TABLE, pictures))


@pytest.mark.parametrize(
    "change",
    [
        lambda _: b"",
        lambda _: b"<worksheet",
        lambda source: source.replace(b'r="A1"', b'r="?1"'),
        lambda source: source.replace(b"<v>5</v>", b"<v>five</v>"),
        lambda source: source.replace(b"<v>5</v>", b"<v>" + b"9" * 5000 + b"</v>"),
        lambda source: source.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1),
    ],
    ids=["empty", "cut", "bad address", "bad number", "endless number", "entities"],
)
def test_workbook_damaged_inside_is_refused_without_traceback(change: Callable[[bytes], bytes]) -> None:
    assert "内部有损坏" in refusal(repacked(TABLE, {SHEET: change}))


@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
)
def test_any_part_turned_into_nonsense_is_refused(part: str) -> None:
    assert "内部有损坏" in refusal(repacked(TABLE, {part: lambda _: b"<nonsense>"}))


def test_cell_at_the_last_corner_of_the_sheet_does_not_hang() -> None:
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    started = time.monotonic()
    (grid,) = open_grids(with_sheet(b"</sheetData>", corner), "table.xlsx")
    assert time.monotonic() - started < 5
    assert grid.clipped
    assert grid.rows[1] == ("西天尾镇", 5)
    assert len(grid.rows) == 2


def test_rows_and_columns_up_to_the_limit_are_read_and_not_beyond() -> None:
    (whole,) = open_grids(xlsx([[1] * MAX_COLUMNS, *[[1]] * (MAX_ROWS - 2)]), "table.xlsx")
    assert (len(whole.rows), whole.width, whole.clipped) == (MAX_ROWS - 1, MAX_COLUMNS, False)
    (wide,) = open_grids(xlsx([[1] * (MAX_COLUMNS + 1)]), "table.xlsx")
    assert (wide.width, wide.clipped) == (MAX_COLUMNS, True)
    (tall,) = open_grids(xlsx([[1]] * (MAX_ROWS + 1)), "table.xlsx")
    assert (len(tall.rows), tall.clipped) == (MAX_ROWS, True)


def test_formula_error_is_a_fault_that_names_it() -> None:
    broken = with_sheet(b'<c r="B2" t="n"><v>5</v></c>', b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    fault = rows(broken)[1][1]
    assert isinstance(fault, Fault)
    assert "#DIV/0!" in fault.message


def test_formula_gives_its_stored_result() -> None:
    computed = with_sheet(b'<c r="B2" t="n"><v>5</v></c>', b'<c r="B2"><f>2+3</f><v>5</v></c>')
    assert rows(computed) == rows(TABLE)


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="B2"><f>2+3</f></c>',
        b'<c r="B2"><f t="shared" si="0"/></c>',
        b'<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="B2"><x:f>2+3</x:f></x:c>',
    ],
)
def test_formula_without_result_is_not_taken_for_an_empty_cell(cell: bytes) -> None:
    assert rows(with_sheet(b'<c r="B2" t="n"><v>5</v></c>', cell))[1][1] is UNCOMPUTED


def test_formula_whose_result_is_empty_text_is_an_empty_cell() -> None:
    empty = with_sheet(b'<c r="B2" t="n"><v>5</v></c>', b'<c r="B2" t="str"><f>""</f><v></v></c>')
    assert rows(empty)[1] == ["西天尾镇"]


def test_long_shared_formulas_cost_nothing() -> None:
    shared = b'<row r="3"><c r="A3"><f t="shared" si="0">' + b"SUM(A1)+" * 5000 + b"1</f><v>1</v></c>"
    more = b"".join(b'<c><f t="shared" si="0"/><v>1</v></c>' for _ in range(MAX_COLUMNS - 1))
    started = time.monotonic()
    assert len(rows(with_sheet(b"</sheetData>", shared + more + b"</row></sheetData>"))[2]) == MAX_COLUMNS
    assert time.monotonic() - started < 3


def test_dates_come_as_dates() -> None:
    assert rows(xlsx([[datetime(2023, 9, 5)]])) == [[datetime(2023, 9, 5)]]  # noqa: DTZ001 - has no zone


def test_date_beyond_the_calendar_is_a_fault() -> None:
    far = xlsx([[datetime(2023, 9, 5)]])  # noqa: DTZ001 - workbooks know no zones
    far = repacked(far, {SHEET: lambda source: source.replace(b"<v>45174</v>", b"<v>99999999999</v>")})
    assert isinstance(rows(far)[0][0], Fault)


def test_visible_sheets_are_given_in_order_and_hidden_ones_not() -> None:
    workbook = load_workbook(io.BytesIO(xlsx([["甲"]], [["乙"]], [["丙"]])))
    workbook.worksheets[1].sheet_state = "hidden"
    buffer = io.BytesIO()
    workbook.save(buffer)
    assert [grid.rows for grid in open_grids(buffer.getvalue(), "t.xlsx")] == [(("甲",),), (("丙",),)]


def test_workbook_of_charts_alone_has_no_grid() -> None:
    workbook = Workbook()
    workbook.create_chartsheet().add_chart(BarChart())
    workbook.remove(workbook.worksheets[0])
    buffer = io.BytesIO()
    workbook.save(buffer)
    assert open_grids(buffer.getvalue(), "t.xlsx") == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_each_encoding_excel_writes(encoding: str) -> None:
    assert rows(csv_bytes([["单位", "排查"], ["西天尾镇", 5]], encoding), "t.csv") == [
        ["单位", "排查"],
        ["西天尾镇", "5"],
    ]


@pytest.mark.parametrize("content", ["单位,排查".encode("utf-16"), b"\xff\xfe\xfa\x80\x81", b"unit\0,found"])
def test_csv_in_an_unknown_encoding_is_refused(content: bytes) -> None:
    assert "编码认不出来" in refusal(content, "t.csv")


def test_csv_with_tabs_and_quotes_is_read() -> None:
    assert rows('单位\t排查\r\n"区公安\n分局"\t5'.encode(), "t.csv") == [
        ["单位", "排查"],
        ["区公安\n分局", "5"],
    ]


def test_csv_blank_cells_are_empty_and_rows_keep_their_numbers() -> None:
    assert rows("单位,排查\n\n西天尾镇,,\n".encode(), "t.csv") == [["单位", "排查"], [], ["西天尾镇"]]


def test_csv_field_without_end_is_refused() -> None:
    assert "引号" in refusal(b'unit,found\n"' + b"a" * 200_000, "t.csv")


def test_csv_longer_than_the_limit_is_clipped() -> None:
    (grid,) = open_grids(b"unit,found\n" + b"a,1\n" * MAX_ROWS, "t.csv")
    assert grid.clipped
    assert len(grid.rows) == MAX_ROWS
