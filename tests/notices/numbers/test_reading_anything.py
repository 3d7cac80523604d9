"""Whatever is uploaded, reading ends in a document or in words: never in an error, never in a wrong place."""

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from notices.numbers.docx_file import UnreadableDocument
from notices.numbers.printed_header import recognise
from notices.numbers.printed_text import tables_in
from notices.numbers.reading import Document, read
from notices.numbers.tables_file import read_table
from reports.workbook_problems import UnreadableFile
from tests.circular_files import MAIN, as_lines, of_paragraphs, printed_form, repacked, with_tables
from tests.licheng import DATA, indicators

SPECS = indicators()
SOUND = with_tables(printed_form({"累计": ["3"] * 28, "甲镇": ["1"] * 28, "乙局": ["2"] * 28}))
SETTLED = settings(max_examples=60)


def read_or_refused(content: bytes, name: str) -> Document | None:
    """The document, or None where it was refused in words."""
    words = ""
    try:
        return read(content, name, SPECS)
    except UnreadableDocument as refusal:
        words = refusal.message
    assert "请" in words
    return None


def is_read(content: bytes, name: str) -> bool:
    """Whether a table was read; otherwise it was refused in words."""
    words = ""
    try:
        return read_table(content, name, SPECS).is_dispatch
    except UnreadableFile as refusal:
        words = refusal.message
    assert words
    return False


@SETTLED
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.docx"]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    read_or_refused(content, name)


@SETTLED
@given(st.integers(0, len(SOUND) - 1), st.integers(1, 255))
def test_document_with_a_spoilt_byte_is_read_or_refused(place: int, change: int) -> None:
    spoilt = bytearray(SOUND)
    spoilt[place] ^= change
    read_or_refused(bytes(spoilt), "a.docx")


@SETTLED
@given(st.integers(0, len(SOUND) - 1))
def test_document_cut_off_anywhere_is_refused(length: int) -> None:
    assert read_or_refused(SOUND[:length], "a.docx") is None


@SETTLED
@given(st.integers(0, 2000), st.integers(0, 2000))
def test_body_with_a_piece_cut_out_is_read_or_refused(first: int, second: int) -> None:
    with zipfile.ZipFile(io.BytesIO(SOUND)) as archive:
        body = archive.read(MAIN)
    start, end = sorted((first, second))
    read_or_refused(repacked(SOUND, {MAIN: body[:start] + body[end:]}), "a.docx")


@SETTLED
@given(st.text(alphabet="甲乙12.\t\n ，条累计", max_size=120))
def test_places_of_cells_are_those_of_the_text(text: str) -> None:
    for table in tables_in(text):
        assert 0 <= table.start < table.end <= len(text)
        for cell in (cell for row in table.rows for cell in row if cell.value is not None):
            assert table.start <= cell.start <= cell.end <= table.end
            assert "".join(text[cell.start : cell.end].split()) == "".join(str(cell.value).split())
        recognise(table, SPECS)


NAMES = st.text(alphabet="甲乙丙丁镇局街道", min_size=1, max_size=6)
NUMBERS = st.integers(0, 9999).map(str)


@SETTLED
@given(st.lists(st.tuples(NAMES, NUMBERS, NUMBERS), min_size=2, max_size=6, unique_by=lambda row: row[0]))
def test_table_reads_the_same_in_word_and_in_text(rows: list[tuple[str, str, str]]) -> None:
    printed = [["单位", "排查数", "整改数"], *map(list, rows)]
    text = read(f"附表\n{as_lines(printed)}\n".encode(), "a.txt", SPECS)
    word = read(with_tables(printed, before="附表"), "a.docx", SPECS)
    texts = [
        [(row.label, *(cell.text for cell in row.cells)) for table in document.tables for row in table.rows]
        for document in (text, word)
    ]
    assert texts[0] == texts[1] == [tuple(row) for row in rows]


@SETTLED
@given(st.lists(st.text(alphabet="排查整改12条，。（）", max_size=30), min_size=1, max_size=6))
def test_paragraphs_of_word_are_lines_of_text(paragraphs: list[str]) -> None:
    document = read_or_refused(of_paragraphs(*paragraphs), "a.docx")
    if any(paragraph.strip() for paragraph in paragraphs):
        assert document is not None
        assert document.text == "".join(f"{paragraph}\n" for paragraph in paragraphs)
    else:
        assert document is None


@SETTLED
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx"]))
def test_any_bytes_of_a_table_are_read_or_refused(content: bytes, name: str) -> None:
    is_read(content, name)


@SETTLED
@given(st.integers(0, 2500))
def test_csv_cut_off_anywhere_is_read_or_refused(length: int) -> None:
    content = (DATA / "dispatch-2023-09.csv").read_bytes()
    assert is_read(content, "a.csv")
    is_read(content[:length], "a.csv")
