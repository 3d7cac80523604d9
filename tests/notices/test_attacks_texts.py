"""Texts made to hang or break what reads them: numbers, templates, Word files. Time is that of the processor."""

import io
import time
import zipfile

import pytest

from notices.numbers import reading
from notices.numbers.check import check
from notices.numbers.docx_file import UnreadableDocument
from notices.numbers.numerals import find
from notices.templating import problems

PATIENCE = 2.0
"""Seconds of the processor."""
LONG = 60_000
FIGURES = {f"a{place}.total": f"第{place}号指标" for place in range(500)}
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize("piece", [
    "1", "1、", "1,", "1.", "1%", "1家，", "（1）", "第1", "第", "一", "百", "万", "一万", "百分之", "其中",
    "2023-", "1年1月", "电话0592-", "a", "A1", "a@b.", "“", "《", "00-", "一个", "十条", "1至",
])  # fmt: skip
def test_numbers_of_any_text_are_found_in_time(piece: str) -> None:
    begun = time.process_time()
    find((piece * LONG)[:LONG])
    assert time.process_time() - begun < PATIENCE


@pytest.mark.parametrize("words", [
    "百分之一点百", "百分之点", "百分之百点五", "一亿万家", "一万万元", "零百家", "十十十个",
    "千千万万户", "亿家", "点五个",
])  # fmt: skip
def test_words_that_only_look_like_numbers_break_nothing(words: str) -> None:
    assert all(each.value >= 0 for each in find(f"排查{words}，整改3处。"))
    assert check(f"排查{words}，整改3处。")[-1].text == "3处"


@pytest.mark.parametrize("body", [
    "1" * 19_900, "一" * 19_900, "万" * 19_900, "甲" + " " * 19_800 + "乙", " ?" * 9_900, "{甲}" * 6_000,
    "{" * 19_900, "甲|" * 9_900, "甲 ?b>1|" * 2_700, "甲 ?" + "a." * 9_900, "甲 ?" + "(" * 19_000, "- [" + "[" * 19_000,
    "甲 ?9**9**9 > 1", "甲 ?a.__class__ > 1", "甲 ?__import__('os') > 1", "甲 ?a[0] > 1", "甲 ?1e999999 > 1",
])  # fmt: skip
def test_template_made_to_hang_is_judged_in_time(body: str) -> None:
    begun = time.process_time()
    found = problems(f"标题：通报\n\n{body}"[:20_000], figures=FIGURES, facts={"office": "机关"})
    assert time.process_time() - begun < PATIENCE * 2
    assert all(each.message.endswith(("。", "）")) or "？" in each.message for each in found)


@pytest.mark.parametrize("condition", ["9**9**9 > 1", "a.__class__ > 1", "__import__('os') > 1", "b[0] > 1"])
def test_condition_that_is_a_program_is_refused(condition: str) -> None:
    assert problems(f"标题：通报\n\n甲 ?{condition}\n", figures={"a": "甲"}, facts={})


def test_what_no_database_takes_is_refused_even_in_a_note() -> None:
    (found,) = problems("标题：通报\n// \0\n正文\n", figures={}, facts={})
    assert (found.line, "控制字符" in found.message) == (2, True)


def docx(body: str) -> bytes:
    """The least of a Word file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
    return file.getvalue()


def test_table_that_unfolds_without_end_is_refused() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="200"/></w:tcPr></w:tc>'
    bomb = f"<w:tbl><w:tr>{cell * 5_000}</w:tr>{'<w:tr/>' * 10_000}</w:tbl>"
    with pytest.raises(UnreadableDocument, match="大得不像"):
        reading.read(docx(bomb), "通报.docx")


def test_ten_thousand_tables_are_read_in_time() -> None:
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    begun = time.process_time()
    reading.read(docx(table * 10_000), "通报.docx")
    assert time.process_time() - begun < PATIENCE * 2


def test_tables_one_within_another_are_read_in_time() -> None:
    opened, closed = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    words = f"<w:p><w:r><w:t>{'整改3处。' * 20_000}</w:t></w:r></w:p>"
    begun = time.process_time()
    reading.read(docx(opened * 60 + words + closed * 60), "通报.docx")
    assert time.process_time() - begun < PATIENCE


@pytest.mark.parametrize("head", [
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE x [<!ENTITY a "aaaa">]>',
])  # fmt: skip
def test_entities_are_not_followed(head: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"{head}<w:document {_W}><w:body>&a;</w:body></w:document>")
    with pytest.raises(UnreadableDocument, match="不安全"):
        reading.read(file.getvalue(), "通报.docx")


@pytest.mark.parametrize("before", ["GB", "电话", "《", "“", "编号A", "账号", "〔2023〕"])
def test_long_code_in_a_sentence_does_not_hang_the_check(before: str) -> None:
    begun = time.process_time()
    found = check(f"{before}{'1' * 80}，共排查隐患3条。")
    assert time.process_time() - begun < PATIENCE
    assert found[-1].text == "3条"
