"""Documents are read as text with tables, or refused with the reason and what to do."""

import pytest

from notices.numbers.reading import MAX_BYTES, MAX_CHARACTERS, UnreadableDocument, read
from tests.circular_files import (
    as_lines,
    of_paragraphs,
    of_xml,
    paragraph,
    printed_form,
    repacked,
    run,
    with_tables,
)
from tests.licheng import indicators

WORDS = "排查一般隐患120条，已整改118条。"
ROWS = {"累计": ["3"] * 28, "甲镇": ["1"] * 28, "乙局": ["2"] * 28}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_file_reads_in_every_chinese_encoding(encoding: str) -> None:
    assert read(WORDS.encode(encoding), "通报.txt").text == WORDS


def test_line_breaks_of_other_systems_count_as_one() -> None:
    assert read("一\r\n二\r三\n四".encode(), "a.txt").text == "一\n二\n三\n四"


def test_suffix_is_read_in_capitals_too() -> None:
    assert read(WORDS.encode(), "通报.TXT").text == WORDS


def test_document_reads_paragraph_by_paragraph() -> None:
    document = read(of_paragraphs("一、工作成效", WORDS), "通报.docx")
    assert document.text == f"一、工作成效\n{WORDS}\n"
    assert document.tables == ()
    assert document.notes == ()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.txt", "0 字节"),
        (b"", "a.docx", "0 字节"),
        (b" \n\n", "a.txt", "只有空白"),
        (b"1" * (MAX_BYTES + 1), "a.txt", "超过 5 MB"),
        (b"1" * (MAX_CHARACTERS + 1), "a.txt", f"超过 {MAX_CHARACTERS} 字"),
        (b"\x81\xff\xff\x00", "a.txt", "编码认不出来"),
        (b"\xff\xfe\x00\xd8", "a.txt", "编码认不出来"),
        (b"PK\x03\x04\x00", "a.txt", "不是纯文字"),
        (b"%PDF-1.7\x00", "a.txt", "不是纯文字"),
        (b"x", "a.doc", "旧版 .doc"),
        (b"x", "a.pdf", "PDF 读不了"),
        (b"x", "a.wps", "WPS 专用格式"),
        (b"x", "a.docm", "带宏"),
        (b"x", "a.xlsx", "这是表格"),
        (b"x", "a.odt", "后缀是“.odt”"),
        (b"x", "通报", "后缀是“无”"),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_the_reason(content: bytes, name: str, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said) as refusal:
        read(content, name)
    assert refusal.value.message.endswith("。")


def test_largest_text_is_still_read() -> None:
    assert len(read(b"1" * MAX_CHARACTERS, "a.txt").text) == MAX_CHARACTERS


def test_document_without_words_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="里面没有文字"):
        read(of_paragraphs("", " "), "a.docx")


def test_scanned_document_is_told_as_such() -> None:
    scan = repacked(of_paragraphs(""), {"word/media/image1.jpeg": b"x"})
    with pytest.raises(UnreadableDocument, match="像是扫描件"):
        read(scan, "a.docx")


def test_pictures_beside_the_text_are_told() -> None:
    content = repacked(
        of_paragraphs("排查3条。"), {"word/media/image1.png": b"x", "word/media/image2.png": b"x"}
    )
    assert read(content, "a.docx").notes == ("文中有2张图片，图片里的数字没有核对。",)


def test_tracked_changes_are_told() -> None:
    content = of_xml(paragraph(run("整改"), f"<w:ins>{run('9')}</w:ins>", run("条")))
    document = read(content, "a.docx")
    assert document.text == "整改9条\n"
    assert "修订痕迹" in document.notes[0]


def test_hidden_text_is_told_and_not_read() -> None:
    document = read(of_xml(paragraph(run("整改9条"), run("原为8条", "<w:vanish/>"))), "a.docx")
    assert document.text == "整改9条\n"
    assert "隐藏文字" in document.notes[0]


def test_table_of_a_text_file_is_found_and_told() -> None:
    text = f"附件1\n某区调度表\n\n{as_lines(printed_form(ROWS))}\n\n附件2\n"
    document = read(text.encode(), "a.txt", indicators())
    (table,) = document.tables
    assert (table.title, len(table.units), table.is_dispatch) == ("某区调度表", 2, True)
    assert document.text[table.start : table.end].startswith("\t地区/部门")
    assert document.notes == ("读到调度表“某区调度表”：2行、28列数据。",)


def test_table_of_a_document_is_found_at_its_place_in_the_text() -> None:
    document = read(with_tables(printed_form(ROWS), before="某区调度表"), "a.docx", indicators())
    (table,) = document.tables
    assert (table.title, len(table.units)) == ("某区调度表", 2)
    cells = [cell for row in table.rows for cell in row.cells]
    assert [document.text[cell.start : cell.end].strip() for cell in cells] == [cell.text for cell in cells]


def test_table_without_numbers_is_left_to_the_text() -> None:
    document = read(
        with_tables([["事项", "要求"], ["报送", "每月24日前报送3份材料"]]), "a.docx", indicators()
    )
    assert document.tables == ()
    assert "每月24日前报送3份材料" in document.text


def test_other_tables_are_told_as_such() -> None:
    rows = [["行业", "条数"], ["工贸", "9"], ["消防", "3"], ["合计", "12"]]
    document = read(with_tables(rows, before="分布"), "a.docx", indicators())
    assert document.notes == ("读到表格“分布”：2行、1列数据。",)
