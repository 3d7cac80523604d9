"""Circulars as files for tests of the number check: Word documents with all that Word puts into them, and tables."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.table import Table

from tests.licheng import indicators

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
CONTENT_TYPES = "[Content_Types].xml"
MAIN = "word/document.xml"


def saved(document: Document) -> bytes:
    """A document as a file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def of_paragraphs(*paragraphs: str) -> bytes:
    """A .docx with these paragraphs and nothing else."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def of_xml(*blocks: str) -> bytes:
    """A .docx whose body are these elements, the prefixes w, mc, wps and m known."""
    document = docx.Document()
    section = document.element.body.sectPr
    for block in blocks:
        head, _, rest = block.partition(">")
        head, end = (head[:-1], "/>") if head.endswith("/") else (head, ">")
        section.addprevious(parse_xml(f"{head} {_SPACES}{end}{rest}"))
    return saved(document)


def run(text: str, properties: str = "") -> str:
    """A run of text with its properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*parts: str) -> str:
    """A paragraph of these runs, or whatever they are."""
    return f"<w:p>{''.join(parts)}</w:p>"


def repacked(content: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """A zip container with some parts replaced, added, or (None) left out."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in (*old.namelist(), *(name for name in changes if name not in old.namelist())):
            part = changes[name] if name in changes else old.read(name)
            if part is not None:
                new.writestr(name, part)
    return buffer.getvalue()


def add_table(document: Document, rows: Sequence[Sequence[str]]) -> Table:
    """A plain table of these texts."""
    table: Table = document.add_table(len(rows), max(map(len, rows)))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
    return table


def with_tables(*tables: Sequence[Sequence[str]], before: str = "调度表") -> bytes:
    """A .docx with a title line before each table."""
    document = docx.Document()
    for rows in tables:
        document.add_paragraph(before)
        add_table(document, rows)
    return saved(document)


def as_lines(rows: Sequence[Sequence[str]]) -> str:
    """A table as a text file keeps it: each cell on its own line after a tab, a blank line after each row."""
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows)


def printed_form(rows: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The 28 columns of the published form in two header rows of our own (labels, measures), then these rows."""
    specs = indicators()
    header = [["地区/部门", *(spec.label for spec in specs)], ["计量单位", *(spec.measure for spec in specs)]]
    return [*header, *([name, *cells] for name, cells in rows.items())]
