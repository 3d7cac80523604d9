"""Write a circular as a Word file after GB/T 9704-2012, and read back what was written."""

import io
from collections.abc import Iterator, Sequence

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from notices.annex import Annex
from notices.annex_pages import add_annexes
from notices.annex_pages import lines as annex_lines
from notices.annex_table import read_table
from notices.content import Block, BlockKind, CircularContent
from notices.document_text import lines, write
from notices.gbt9704 import LOOKS, add_looks, prepare
from notices.imprint import ANCHOR, add_imprint, begin_last_page
from notices.imprint import KINDS as IMPRINT_KINDS
from notices.page_numbers import number_pages
from notices.undated import undated


class BrokenDocument(Exception):
    """A file was written that does not say what it should; a fault of the writer, not of the user."""


def render(content: CircularContent, annexes: Sequence[Annex] = ()) -> bytes:
    """The circular and its annexes as a .docx file, opened again and compared before it is given out.

    The same content gives the same bytes. Raises BrokenDocument when the file read back differs, ValueError for
    characters no Word file can hold.
    """
    document = docx.Document()
    prepare(document)
    number_pages(document)
    write(document, lines(content))
    _append(document, content, annexes)
    _describe(document, content)
    buffer = io.BytesIO()
    document.save(buffer)
    data = undated(buffer.getvalue())
    verify(data, content, annexes)
    return data


def verify(data: bytes, content: CircularContent, annexes: Sequence[Annex] = ()) -> None:
    """Raise BrokenDocument unless the file opens and every paragraph, style and cell is what it should be."""
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:
        raise BrokenDocument("the written file does not open") from error
    if list(_found(document)) != list(_expected(content, annexes)):
        raise BrokenDocument("the written file does not say what the circular says")


_Piece = tuple[str, str] | list[list[str]]
"""A paragraph as its style and text, or a table as the texts at its places."""


def _found(document: Document) -> Iterator[_Piece]:
    for element in document.element.body:
        if element.tag == qn("w:p"):
            yield element.style or "", Paragraph(element, document._body).text
        elif element.tag == qn("w:tbl"):
            yield read_table(element)


def _expected(content: CircularContent, annexes: Sequence[Annex]) -> Iterator[_Piece]:
    for kind, text in lines(content):
        yield LOOKS[kind].name, text
    if annexes and not lines(content):
        yield "", ""
    for at, annex in enumerate(annexes):
        *above, (look, note) = annex_lines(annex, at, _annex_count(content, annexes))
        yield from ((look.name, text) for look, text in above)
        yield annex.table.grid()
        yield look.name, note
    if imprint := _imprint(content):
        if annexes:
            yield ANCHOR.name, ""
        yield [[block.text] for block in imprint]
        yield ANCHOR.name, ""


def _append(document: Document, content: CircularContent, annexes: Sequence[Annex]) -> None:
    """Annexes behind the text, and the imprint at the foot of the last page."""
    upright = document.element.body.sectPr
    if annexes:
        add_annexes(document, annexes, _annex_count(content, annexes))
    if imprint := _imprint(content):
        add_looks(document, (ANCHOR,))
        if annexes:
            begin_last_page(document, upright)
        add_imprint(document, imprint)


def _annex_count(content: CircularContent, annexes: Sequence[Annex]) -> int:
    """How many annexes the circular has, with or without pages here."""
    return max(len(content.of(BlockKind.ANNEX)), len(annexes))


def _imprint(content: CircularContent) -> list[Block]:
    return [block for kind in IMPRINT_KINDS for block in content.of(kind)]


def _describe(document: Document, content: CircularContent) -> None:
    """Title and author for file managers; no dates, since the file says nothing its content does not."""
    properties = document.core_properties
    properties.title = content.title
    properties.author = properties.last_modified_by = "".join(
        block.text for block in content.of(BlockKind.SIGNATURE)
    )
    properties.comments = ""
    element = properties._element
    for child in list(element):
        if child.tag.endswith(("}created", "}modified")):
            element.remove(child)
