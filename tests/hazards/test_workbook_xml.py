"""Cells out of a sheet's XML: every way Excel, WPS and others write them, and what nobody writes in good faith."""

import io
import zipfile
from decimal import Decimal

import pytest

from hazards import workbook_xml
from hazards.workbook_xml import (
    KEPT_COLUMNS,
    MAX_COLUMNS,
    MAX_ROW,
    MAX_TEXT,
    UNCOMPUTED,
    BadXml,
    Cell,
    Fault,
    Row,
)

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def packed(content: str | bytes) -> zipfile.ZipFile:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("part.xml", content)
    return zipfile.ZipFile(buffer)


def rows(data: str, strings: tuple[str, ...] = ("甲", "乙")) -> list[Row]:
    sheet = f"<worksheet {NAMESPACE}><sheetData>{data}</sheetData></worksheet>"
    return list(workbook_xml.rows(packed(sheet), "part.xml", strings))


def value(cell: str) -> Cell:
    (row,) = rows(f'<row r="1">{cell}</row>')
    return row.cells.get("A")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A1"><v>3</v></c>', Decimal(3)),
        ('<c r="A1" t="n"><v>0.34999999999999998</v></c>', Decimal("0.35")),
        ('<c r="A1"><v>114.438</v></c>', Decimal("114.438")),
        ('<c r="A1"><v>1E-3</v></c>', Decimal("0.001")),
        ('<c r="A1"><v>12345678901234567890</v></c>', Decimal(12345678901234567890)),
        ('<c r="A1" t="s"><v>1</v></c>', "乙"),
        ('<c r="A1" t="inlineStr"><is><t>文字</t></is></c>', "文字"),
        ('<c r="A1" t="inlineStr"><is><r><t>文</t></r><r><t>字</t></r></is></c>', "文字"),
        ('<c r="A1" t="inlineStr"><is><t>漢</t><rPh sb="0" eb="1"><t>かん</t></rPh></is></c>', "漢"),
        ('<c r="A1" t="str"><f>B1</f><v>算出</v></c>', "算出"),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', Decimal(2)),
        ('<c r="A1" t="d"><v>2023-09-10</v></c>', "2023-09-10"),
        ('<c r="A1" t="b"><v>1</v></c>', "是"),
        ('<c r="A1" t="b"><v>0</v></c>', "否"),
        ('<c r="A1" s="3"/>', None),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', None),
        ('<c r="A1"><f>1+1</f></c>', UNCOMPUTED),
        ('<c r="A1"><f>1+1</f><v/></c>', UNCOMPUTED),
        ('<c r="A1" t="str"><f>B1</f></c>', UNCOMPUTED),
    ],
)
def test_cell_is_read_as_it_is_stored(cell: str, expected: Cell) -> None:
    assert value(cell) == expected


@pytest.mark.parametrize("error", ["#REF!", "#VALUE!", "#N/A"])
def test_error_of_a_formula_is_a_fault(error: str) -> None:
    found = value(f'<c r="A1" t="e"><f>x</f><v>{error}</v></c>')
    assert isinstance(found, Fault)
    assert error in found.words


def test_rows_and_cells_without_places_follow_each_other() -> None:
    found = rows(
        '<row><c><v>1</v></c><c><v>2</v></c></row><row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row>'
    )
    assert [(row.number, row.cells) for row in found] == [
        (1, {"A": Decimal(1), "B": Decimal(2)}),
        (5, {"C": Decimal(3), "D": Decimal(4)}),
    ]


def test_prefixed_names_are_known() -> None:
    sheet = (
        '<x:worksheet xmlns:x="u"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    assert [row.cells for row in workbook_xml.rows(packed(sheet), "part.xml", ())] == [{"A": Decimal(7)}]


def test_long_texts_come_whole_across_pieces() -> None:
    text = "隐患" * 15_000
    cell = f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>'
    found = rows("".join(f'<row r="{number}">{cell}</row>' for number in range(1, 6)))
    assert [row.cells["A"] for row in found] == [text] * 5


def test_rows_are_handed_on_before_the_end_is_read() -> None:
    content = "<worksheet><sheetData>" + "<row><c><v>1</v></c></row>" * 20_000 + "<broken"
    reading = workbook_xml.rows(packed(content), "part.xml", ())
    assert next(reading).cells == {"A": Decimal(1)}
    with pytest.raises(BadXml):
        list(reading)


def test_shared_strings_keep_their_places() -> None:
    part = f"<sst {NAMESPACE}><si><t>甲</t></si><si/><si><r><t>乙</t></r><r><t>丙</t></r></si></sst>"
    assert workbook_xml.shared_strings(packed(part), "part.xml") == ["甲", "", "乙丙"]


def test_attributes_are_found_without_their_prefix() -> None:
    part = f'<workbook {NAMESPACE} xmlns:r="u"><sheets><sheet name="台账" r:id="rId1"/></sheets></workbook>'
    assert workbook_xml.elements(packed(part), "part.xml", "sheet") == [{"name": "台账", "id": "rId1"}]


def test_formats_far_to_the_right_are_left_out() -> None:
    (row,) = rows(f'<row r="1">{"<c><v>1</v></c>" * MAX_COLUMNS}</row>')
    assert len(row.cells) == KEPT_COLUMNS


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>',
        "<worksheet><row>",
        "",
        "no xml",
        '<worksheet><row r="1"><c r="A1" t="s"><v>9</v></c></row></worksheet>',
        '<worksheet><row r="1"><c r="A1" t="s"><v>x</v></c></row></worksheet>',
        '<worksheet><row r="1"><c r="A1"><v>x</v></c></row></worksheet>',
        '<worksheet><row r="x"/></worksheet>',
        '<worksheet><row r="0"/></worksheet>',
        '<worksheet><row r="5"/><row r="5"/></worksheet>',
        '<worksheet><row r="5"/><row r="4"/></worksheet>',
        f'<worksheet><row r="{MAX_ROW + 1}"/></worksheet>',
        '<worksheet><row r="1"><c r="A1"><v>NaN</v></c></row></worksheet>',
        '<worksheet><row r="1"><c r="A1"><v>1e999</v></c></row></worksheet>',
        f'<worksheet><row r="1"><c r="A1" t="str"><v>{"字" * (MAX_TEXT + 1)}</v></c></row></worksheet>',
        f'<worksheet><row r="1">{"<c><v>1</v></c>" * (MAX_COLUMNS + 1)}</row></worksheet>',
    ],
)
def test_what_no_sheet_says_is_refused(content: str) -> None:
    with pytest.raises(BadXml):
        list(workbook_xml.rows(packed(content), "part.xml", ("甲",)))


def test_document_type_hidden_in_another_encoding_is_refused() -> None:
    content = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><worksheet/>'.encode("utf-16")
    with pytest.raises(BadXml):
        list(workbook_xml.rows(packed(content), "part.xml", ()))


@pytest.mark.parametrize(("place", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA")])
def test_columns_have_letters(place: int, name: str) -> None:
    assert workbook_xml.letters(place) == name
    assert workbook_xml.number_of(name) == place
