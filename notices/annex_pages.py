"""Annexes of a circular on turned pages of their own, as sections of a Word file."""

from collections.abc import Sequence
from copy import deepcopy

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from notices.annex import Annex
from notices.annex_fit import MARGINS, Paper, fit
from notices.annex_table import CELL, write_table
from notices.gbt9704 import BIAOSONG, HEITI, Look, add_looks
from notices.page_numbers import number_turned_pages
from notices.sections import add_line, begin_section

MARK = Look("公文附件标记", HEITI, align="left", keep_with_next=True)
TITLE = Look("公文附件标题", BIAOSONG, 22, 34, "center", before=14, keep_with_next=True)
SUBTITLE = Look("公文附表说明", size=12, line=26, align="center", keep_with_next=True)
NOTE = Look("公文附表附注", size=11, line=18, align="left", before=2)


def mark(at: int, count: int) -> str:
    """附件 in the corner of its page; numbered when there are several."""
    return f"附件{at + 1}" if count > 1 else "附件"


def add_annexes(document: Document, annexes: Sequence[Annex], count: int) -> None:
    """Each annex on turned pages of its own; `count` is how many annexes the circular names."""
    add_looks(document, (MARK, TITLE, SUBTITLE, NOTE, CELL))
    upright = document.element.body.sectPr
    for at, annex in enumerate(annexes):
        found = fit(annex.table)
        begin_section(document, _turned(document, upright, found.paper))
        *above, below = lines(annex, at, count)
        for look, text in above:
            add_line(document, look, text)
        document.element.body.sectPr.addprevious(write_table(annex.table, found))
        add_line(document, *below)


def lines(annex: Annex, at: int, count: int) -> list[tuple[Look, str]]:
    """The paragraphs of an annex; the table stands before the note, which is there even when it is empty."""
    return [
        (MARK, mark(at, count)),
        (TITLE, annex.title),
        (SUBTITLE, annex.table.subtitle),
        (NOTE, annex.table.note),
    ]


def _turned(document: Document, upright: BaseOxmlElement, paper: Paper) -> BaseOxmlElement:
    """Properties of a section on turned pages; margins and page numbers are turned with the page."""
    properties = deepcopy(upright)
    top, right, bottom, left = MARGINS
    size, margins = properties.find(qn("w:pgSz")), properties.find(qn("w:pgMar"))
    for name, value in (("w", paper.width), ("h", paper.height)):
        size.set(qn(f"w:{name}"), _twips(value))
    size.set(qn("w:orient"), "landscape")
    for name, value in (("top", top), ("right", right), ("bottom", bottom), ("left", left)):
        margins.set(qn(f"w:{name}"), _twips(value))
    number_turned_pages(document, properties, top=top, length=paper.height - top - bottom)
    return properties


def _twips(millimetres: int) -> str:
    return str(round(Mm(millimetres).twips))
