"""Opening an uploaded ledger without trusting it."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from hazards import ledger_workbook_in
from hazards.ledger_sheet import BY_NAME
from hazards.ledger_workbook_in import SheetRow, UnreadableFile, open_ledger

COLUMNS = ("number", "enterprise", "discovered_at", "description", "funds")
HEADS = [BY_NAME[name].label for name in COLUMNS]
ROW = ["", "东关机械厂", "2023-09-10", "没有标志", 0.35]


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def book_of(*rows: Sequence[Any], heads: Sequence[Any] = HEADS) -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["台账"], heads, *rows):
        sheet.append(list(row))
    return book


def read(content: bytes, name: str = "台账.xlsx") -> list[SheetRow]:
    with open_ledger(io.BytesIO(content), name) as ledger:
        return list(ledger.rows())


def refusal(content: bytes, name: str = "台账.xlsx") -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(content, name)
    return refused.value.words


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The workbook with parts changed, or left out where None comes back."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
    return buffer.getvalue()


INLINE = re.compile(rb't="inlineStr"><is><t[^>]*>([^<]*)</t></is>')


def shared(content: bytes) -> bytes:
    """The same workbook as Excel writes it: texts once, in a part of their own."""
    texts: list[bytes] = []

    def place(hit: re.Match[bytes]) -> bytes:
        texts.append(hit[1])
        return b't="s"><v>%d</v>' % (len(texts) - 1)

    def change(name: str, part: bytes) -> bytes:
        if name.endswith("sheet1.xml"):
            return INLINE.sub(place, part)
        if name.endswith("workbook.xml.rels"):
            link = b'<Relationship Id="rId99" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/>'
            return part.replace(b"</Relationships>", link + b"</Relationships>")
        return part

    changed = repacked(content, change)
    items = b"".join(b"<si><t>%s</t></si>" % text for text in texts)
    buffer = io.BytesIO(changed)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<sst>" + items + b"</sst>")
    return buffer.getvalue()


@pytest.mark.parametrize("way", [bytes, shared])
def test_rows_are_read_by_heading(way: Callable[[bytes], bytes]) -> None:
    (row,) = read(way(saved(book_of(ROW))))
    assert row.number == 3
    assert row.texts == {
        "number": "",
        "enterprise": "东关机械厂",
        "discovered_at": "2023-09-10",
        "description": "没有标志",
        "funds": "0.35",
    }
    assert row.faults == {}


def test_columns_may_stand_in_any_order_among_others() -> None:
    heads = ["序号", *reversed(HEADS), "备注"]
    (row,) = read(saved(book_of([1, *reversed(ROW), "不读"], heads=heads)))
    assert row.texts["funds"] == "0.35"
    assert set(row.texts) == set(COLUMNS)


def test_letters_and_rows_are_known_before_reading() -> None:
    with open_ledger(io.BytesIO(saved(book_of(ROW, ROW))), "台账.xlsx") as ledger:
        assert (ledger.columns["funds"], ledger.rows_at_most) == ("E", 2)


def test_blank_rows_are_passed_over_and_keep_their_numbers() -> None:
    rows = read(saved(book_of(ROW, [], ["", "  "], ROW)))
    assert [row.number for row in rows] == [3, 6]


def test_many_blank_rows_end_the_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_workbook_in, "MAX_BLANK", 5)
    rows = read(saved(book_of(ROW, *[[" "]] * 5, ROW, *[[" "]] * 6, ROW)))
    assert len(rows) == 2


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_workbook_in, "MAX_ROWS", 2)
    assert len(read(saved(book_of(ROW, ROW)))) == 2
    assert refusal(saved(book_of(ROW, ROW, ROW))) == "台账超过2行，请分成几个文件上传"


def test_cell_merged_downwards_says_the_same_in_each_row() -> None:
    book = book_of(ROW, ["", None, "2023-09-11", "又一处"], ["", None, "2023-09-12", "第三处"], ROW)
    book.worksheets[0].merge_cells("B3:B5")
    assert [row.texts["enterprise"] for row in read(saved(book))] == ["东关机械厂"] * 4


def test_cell_merged_sideways_does_not_spread() -> None:
    book = book_of(["", "东关机械厂", None, "没有标志"])
    book.worksheets[0].merge_cells("B3:C3")
    (row,) = read(saved(book))
    assert row.texts["discovered_at"] == ""


def test_days_and_faults_of_cells_are_told() -> None:
    book = book_of(["", "厂", date(2023, 9, 10), "=A1", "#REF!"])
    book.worksheets[0]["E3"].data_type = "e"
    (row,) = read(saved(book))
    assert row.texts["discovered_at"] == "2023-09-10"
    assert set(row.faults) == {"description", "funds"}
    assert "公式没有算出结果" in row.faults["description"]
    assert "#REF!" in row.faults["funds"]


def test_days_of_old_macs_are_the_same_days() -> None:
    book = book_of(["", "厂", date(2023, 9, 10), "没有标志"])
    book.epoch = CALENDAR_MAC_1904
    (row,) = read(saved(book))
    assert row.texts["discovered_at"] == "2023-09-10"


def test_ledger_may_be_any_visible_sheet() -> None:
    book = book_of(ROW)
    book.create_sheet("封面", 0).append(["关于报送台账的说明"])
    assert len(read(saved(book))) == 1
    book.worksheets[1].sheet_state = "hidden"
    assert "没有找到台账的表头" in refusal(saved(book))


@pytest.mark.parametrize("left_out", ["企业名称", "发现时间", "隐患描述"])
def test_sheet_without_its_headings_is_no_ledger(left_out: str) -> None:
    heads = ["" if head == left_out else head for head in HEADS]
    assert "要有“企业名称”、“发现时间”、“隐患描述”等栏目" in refusal(saved(book_of(ROW, heads=heads)))


def test_headings_far_below_are_not_found() -> None:
    book = Workbook()
    for _ in range(30):
        book.worksheets[0].append(["说明"])
    book.worksheets[0].append(HEADS)
    assert "没有找到台账的表头" in refusal(saved(book))


def test_heading_that_stands_there_twice_is_refused() -> None:
    assert "“整改资金（万元）”出现了两次" in refusal(saved(book_of(ROW, heads=[*HEADS, "整改资金"])))


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "台账.xlsx", "文件是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "台账.xls", "旧版 .xls"),
        (b"a,b", "台账.csv", "只接受 .xlsx"),
        (b"<html>", "台账.xlsx", "内容不是 .xlsx 工作簿"),
        (b"PK\x03\x04cut", "台账.xlsx", "不完整或已损坏"),
    ],
)
def test_file_that_is_something_else_is_refused(content: bytes, name: str, words: str) -> None:
    assert words in refusal(content, name)


def test_cut_off_file_is_refused() -> None:
    content = saved(book_of(ROW))
    assert "不完整或已损坏" in refusal(content[: len(content) // 2])


def test_large_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_workbook_in, "MAX_BYTES", 100)
    assert "超过 20 MB" in refusal(saved(book_of(ROW)))


def test_file_that_expands_too_far_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = repacked(
        saved(book_of(ROW)), lambda name, part: part + b" " * 5_000_000 if "sheet1" in name else part
    )
    monkeypatch.setattr(ledger_workbook_in, "MAX_INFLATED", 4_000_000)
    assert "解开后太大" in refusal(content)


def test_shared_texts_have_a_limit_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_workbook_in, "MAX_STRINGS", 100)
    assert "解开后太大" in refusal(shared(saved(book_of(ROW))))


def test_zip_without_a_workbook_is_refused() -> None:
    content = repacked(saved(book_of(ROW)), lambda name, part: None if "workbook" in name else part)
    assert "压缩包里没有工作簿" in refusal(content)


def test_zip_with_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_workbook_in, "MAX_PARTS", 3)
    assert "内部有异常" in refusal(saved(book_of(ROW)))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_entities_are_never_expanded(part: str) -> None:
    def poison(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        start = content.index(b"<", content.index(b"?>") if content.startswith(b"<?") else 0)
        return content[:start] + b'<!DOCTYPE x [<!ENTITY a "b">]>' + content[start:]

    assert "读不出来" in refusal(repacked(shared(saved(book_of(ROW))), poison))


def test_fault_below_the_header_is_met_while_reading() -> None:
    content = repacked(
        saved(book_of(*[ROW] * 3000)),
        lambda name, part: part.replace(b"</sheetData>", b"") if "sheet1" in name else part,
    )
    with open_ledger(io.BytesIO(content), "台账.xlsx") as ledger:
        rows = ledger.rows()
        assert next(rows).number == 3
        with pytest.raises(UnreadableFile, match="内部有损坏"):
            list(rows)


def test_errors_of_the_caller_are_not_taken_for_the_files() -> None:
    with pytest.raises(KeyError), open_ledger(io.BytesIO(saved(book_of(ROW))), "台账.xlsx"):
        raise KeyError


def test_reading_agrees_with_openpyxl() -> None:
    rows = [
        [f"2023-{n:05d}", f"厂{n}", f"2023-09-{n % 28 + 1:02d}", "甲\n乙 & <丙>", n / 8] for n in range(300)
    ]
    content = saved(book_of(*rows))
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    expected = [[str(cell) for cell in row[:4]] for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert [list(row.texts.values())[:4] for row in read(content)] == expected
