"""Lines and sections of a Word file that is written from top to bottom."""

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from notices.gbt9704 import Look


def add_line(document: Document, look: Look, text: str) -> Paragraph:
    """A paragraph at the end; ValueError for characters no Word file can hold."""
    paragraph = document.add_paragraph(text)
    # The styles' ids are their names; asking python-docx to look them up takes longer than all the rest.
    paragraph._p.style = look.name
    return paragraph


def begin_section(document: Document, properties: BaseOxmlElement) -> None:
    """What is added from now on stands on pages with these `properties`; what was added before keeps its own."""
    open_ones = document.element.body.sectPr
    last = open_ones.getprevious()
    # A section ends with a paragraph, which carries its properties.
    if last is None or last.tag != qn("w:p"):
        last = document.add_paragraph()._p
    open_ones.addprevious(properties)
    last.get_or_add_pPr().append(open_ones)
