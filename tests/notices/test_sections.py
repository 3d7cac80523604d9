"""Sections of a Word file: what was written before keeps its page."""

from copy import deepcopy

import docx
import pytest
from docx.document import Document
from docx.shared import Mm

from notices.content import BlockKind
from notices.gbt9704 import LOOKS, prepare
from notices.sections import add_line, begin_section

BODY = LOOKS[BlockKind.PARAGRAPH]


@pytest.fixture
def document() -> Document:
    prepared = docx.Document()
    prepare(prepared)
    return prepared


def widened(document: Document, millimetres: int) -> None:
    begin_section(document, deepcopy(document.element.body.sectPr))
    document.sections[-1].page_width = Mm(millimetres)


def widths(document: Document) -> list[int]:
    return [round((section.page_width or 0) / Mm(1)) for section in document.sections]


def test_line_has_the_style_of_its_look(document: Document) -> None:
    paragraph = add_line(document, BODY, "正文")
    assert paragraph.style is not None
    assert (paragraph.style.name, paragraph.text) == (BODY.name, "正文")


def test_character_no_word_file_can_hold_is_refused(document: Document) -> None:
    with pytest.raises(ValueError, match="XML"):
        add_line(document, BODY, "区\x00局")


def test_new_section_leaves_the_one_before_as_it_was(document: Document) -> None:
    add_line(document, BODY, "甲")
    widened(document, 297)
    add_line(document, BODY, "乙")
    widened(document, 420)
    add_line(document, BODY, "丙")
    assert widths(document) == [210, 297, 420]
    assert [item.text for item in document.paragraphs] == ["甲", "乙", "丙"]


def test_section_needs_no_paragraph_of_its_own_to_end(document: Document) -> None:
    add_line(document, BODY, "甲")
    widened(document, 297)
    assert len(document.paragraphs) == 1


def test_section_that_ends_with_a_table_gets_a_paragraph_behind_it(document: Document) -> None:
    document.add_table(1, 1)
    widened(document, 297)
    assert widths(document) == [210, 297]
    assert [item.text for item in document.paragraphs] == [""]


def test_empty_section_gets_a_paragraph(document: Document) -> None:
    widened(document, 297)
    assert (widths(document), len(document.paragraphs)) == ([210, 297], 1)
