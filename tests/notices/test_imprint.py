"""The imprint: between its rules, at the foot of the page, one character in on both sides."""

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from notices.content import Block, BlockKind, Fact
from notices.gbt9704 import IMPRINT, LOOKS, TYPE_AREA, TYPE_AREA_HEIGHT, add_looks, prepare
from notices.imprint import ANCHOR, add_imprint, begin_last_page
from notices.sections import add_line

COPIES = Block(BlockKind.COPIES, (Fact("line", "抄送：市安委办，区委办公室。"),))
LONG = Block(BlockKind.COPIES, (Fact("line", "抄送：" + "区委办公室，" * 12),))
PRINTED = Block(BlockKind.PRINTED, (Fact("line", "荔城区安委办\t2023年10月18日印发"),))


def begun() -> Document:
    document = docx.Document()
    prepare(document)
    add_looks(document, (ANCHOR,))
    return document


def imprint(*blocks: Block) -> BaseOxmlElement:
    document = begun()
    add_imprint(document, blocks)
    table: BaseOxmlElement = document.tables[0]._tbl
    return table


def position(table: BaseOxmlElement) -> BaseOxmlElement:
    found: BaseOxmlElement = next(table.iter(qn("w:tblpPr")))
    return found


def heights(table: BaseOxmlElement) -> list[int]:
    return [int(item.get(qn("w:val"))) // 20 for item in table.iter(qn("w:trHeight"))]


def test_outer_rules_are_thick_and_the_inner_one_thin() -> None:
    (borders,) = imprint(COPIES, PRINTED).iter(qn("w:tblBorders"))
    millimetres = {
        border.tag.split("}")[1]: int(border.get(qn("w:sz"))) / 8 / 72 * 25.4 for border in borders
    }
    assert millimetres == pytest.approx({"top": 0.35, "bottom": 0.35, "insideH": 0.25}, abs=0.02)


def test_rules_are_as_wide_as_the_type_area_and_at_its_left_edge() -> None:
    table = imprint(COPIES, PRINTED)
    assert table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}").get(qn("w:w")) == str(TYPE_AREA * 20)
    assert int(position(table).get(qn("w:tblpX"))) == round(Mm(28).twips)


@pytest.mark.parametrize(("blocks", "lines"), [((PRINTED,), 1), ((COPIES, PRINTED), 2), ((LONG, PRINTED), 4)])
def test_imprint_ends_where_the_type_area_ends(blocks: tuple[Block, ...], lines: int) -> None:
    table = imprint(*blocks)
    top = int(position(table).get(qn("w:tblpY"))) / 20
    assert sum(heights(table)) == lines * LOOKS[BlockKind.COPIES].line
    assert TYPE_AREA_HEIGHT - 6 <= top + sum(heights(table)) <= TYPE_AREA_HEIGHT


def test_copies_wrap_behind_their_mark() -> None:
    (indent,) = imprint(LONG).iter(qn("w:ind"))
    assert {name: int(indent.get(qn(f"w:{name}"))) / 20 for name in ("left", "right", "hanging")} == {
        "left": IMPRINT * 4,
        "right": IMPRINT,
        "hanging": IMPRINT * 3,
    }


def test_date_of_printing_stands_at_the_right() -> None:
    table = imprint(PRINTED)
    (tab,) = table.findall(f".//{qn('w:tabs')}/{qn('w:tab')}")
    assert (tab.get(qn("w:val")), tab.get(qn("w:pos"))) == ("right", str((TYPE_AREA - IMPRINT) * 20))
    assert len(table.findall(f".//{qn('w:r')}/{qn('w:tab')}")) == 1


def test_letters_are_those_of_size_four() -> None:
    assert {LOOKS[kind].size for kind in (BlockKind.COPIES, BlockKind.PRINTED)} == {14}


def test_table_is_held_by_a_paragraph_of_no_height() -> None:
    document = begun()
    add_imprint(document, [PRINTED])
    (anchor,) = document.paragraphs
    assert (anchor._p.style, anchor.text) == (ANCHOR.name, "")
    assert ANCHOR.line == 1


def test_character_no_word_file_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="XML"):
        imprint(Block(BlockKind.PRINTED, (Fact("line", "区\x00局"),)))


def test_page_for_the_imprint_is_even_and_says_nothing_above() -> None:
    document = begun()
    add_line(document, LOOKS[BlockKind.PARAGRAPH], "正文")
    upright = document.element.body.sectPr
    begin_last_page(document, upright)
    assert len(document.sections) == 2
    assert document.sections[1]._sectPr.find(qn("w:type")).get(qn("w:val")) == "evenPage"
    assert document.sections[0]._sectPr.find(qn("w:type")) is None
    assert document.paragraphs[-1]._p.style == ANCHOR.name
