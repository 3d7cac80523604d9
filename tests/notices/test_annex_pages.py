"""Annexes on turned pages of their own: mark, title, table, page numbers, and sections in between."""

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from notices.annex import Annex, Row, Table, dispatch
from notices.annex_pages import MARK, NOTE, SUBTITLE, TITLE, add_annexes, lines, mark
from notices.content import BlockKind
from notices.gbt9704 import LOOKS, prepare
from notices.page_numbers import number_pages
from notices.sections import add_line
from reports.workbook_layout import Block
from tests import licheng

SMALL = Annex("小表", Table(((Block(0, 0, 1, 1, "单位"), Block(0, 1, 1, 1, "条")),), (Row("甲", ("1",)),)))
WIDE = Annex(
    "大表", Table((tuple(Block(0, at, 1, 1, "次数") for at in range(61)),), (Row("甲", ("12345",) * 60),))
)


def begun() -> Document:
    document = docx.Document()
    prepare(document)
    number_pages(document)
    return document


@pytest.fixture(scope="module")
def document() -> Document:
    document = begun()
    add_line(document, LOOKS[BlockKind.PARAGRAPH], "正文")
    add_annexes(document, [dispatch(licheng.snapshot()), WIDE], 2)
    return document


def test_text_stays_upright_and_each_annex_is_turned(document: Document) -> None:
    assert [section.orientation for section in document.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.LANDSCAPE,
    ]


def test_annex_is_on_a4_and_a_wider_one_on_a3(document: Document) -> None:
    sizes = [(section.page_width or 0, section.page_height or 0) for section in document.sections]
    wanted = [(Mm(210), Mm(297)), (Mm(297), Mm(210)), (Mm(420), Mm(297))]
    for found, size in zip(sizes, wanted, strict=True):
        assert found == pytest.approx(size, abs=Mm(0.1))


def test_margins_are_turned_with_the_page(document: Document) -> None:
    text, annex, _ = document.sections
    pairs = [
        (annex.top_margin, text.left_margin),
        (annex.right_margin, text.top_margin),
        (annex.bottom_margin, text.right_margin),
        (annex.left_margin, text.bottom_margin),
    ]
    for turned, upright in pairs:
        assert turned == pytest.approx(upright, abs=Mm(0.1))


def test_annexes_are_numbered_in_their_corner(document: Document) -> None:
    marks = [item.text for item in document.paragraphs if item._p.style == MARK.name]
    assert marks == ["附件1", "附件2"]


@pytest.mark.parametrize(("at", "count", "text"), [(0, 1, "附件"), (0, 2, "附件1"), (10, 11, "附件11")])
def test_single_annex_has_no_number(at: int, count: int, text: str) -> None:
    assert mark(at, count) == text


def test_annex_reads_mark_title_interval_table_note() -> None:
    annex = dispatch(licheng.missing(licheng.snapshot(), "区水利局"))
    found = lines(annex, 0, 1)
    assert [look for look, _ in found] == [MARK, TITLE, SUBTITLE, NOTE]
    assert [text for _, text in found[:2]] == ["附件", annex.title]
    assert found[3][1].startswith("注：标“未报”")


def test_table_stands_between_interval_and_note() -> None:
    document = begun()
    add_annexes(document, [SMALL], 1)
    tags = [child.tag.split("}")[1] for child in document.element.body]
    assert tags == ["p", "p", "p", "p", "tbl", "p", "sectPr"]


def test_sections_end_with_their_own_properties(document: Document) -> None:
    carrying = [
        p for p in document.element.body.findall(qn("w:p")) if p.find(f".//{qn('w:sectPr')}") is not None
    ]
    assert [p.style for p in carrying] == [LOOKS[BlockKind.PARAGRAPH].name, NOTE.name]


def test_pages_of_annexes_continue_the_numbers(document: Document) -> None:
    assert not list(document.element.body.iter(qn("w:pgNumType")))


def test_turned_pages_have_footers_of_their_own(document: Document) -> None:
    used = [
        {reference.get(qn("r:id")) for reference in section._sectPr.findall(qn("w:footerReference"))}
        for section in document.sections
    ]
    assert [len(each) for each in used] == [2, 2, 2]
    assert len(set.union(*used)) == 6


def test_boxes_of_page_numbers_are_told_apart(document: Document) -> None:
    ids = []
    for section in document.sections[1:]:
        for reference in section._sectPr.findall(qn("w:footerReference")):
            footer = document.part.related_parts[reference.get(qn("r:id"))].element
            ids += [item.get("id") for item in footer.iter() if item.tag.endswith("}docPr")]
    assert len(set(ids)) == len(ids) == 4
