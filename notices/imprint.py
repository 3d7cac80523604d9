"""The imprint of an official document (版记): copies and printing, between rules at the foot of the last page."""

from collections.abc import Sequence
from copy import deepcopy
from math import ceil

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from notices.content import Block, BlockKind
from notices.gbt9704 import IMPRINT, LOOKS, TYPE_AREA, TYPE_AREA_HEIGHT, Look, text_width
from notices.sections import add_line, begin_section

KINDS = (BlockKind.COPIES, BlockKind.PRINTED)
ANCHOR = Look("公文版记位置", size=1, line=1)
_THICK, _THIN = 8, 6
"""Rules of 0.35 mm and 0.25 mm, in eighths of a point."""
_SLACK = 4
"""Points left for the rules themselves."""


def add_imprint(document: Document, blocks: Sequence[Block]) -> None:
    """The imprint at the foot of the page on which the document ends.

    It is a table that floats down to the lower edge of the type area; the tiny paragraph behind it holds it.
    """
    document.element.body.sectPr.addprevious(_table(blocks))
    add_line(document, ANCHOR, "")


def begin_last_page(document: Document, upright: BaseOxmlElement) -> None:
    """A page for the imprint behind annexes; a leaf ends on its even page."""
    properties = deepcopy(upright)
    for old in properties.findall(qn("w:type")):
        properties.remove(old)
    properties.find(qn("w:pgSz")).addprevious(parse_xml(f'<w:type {nsdecls("w")} w:val="evenPage"/>'))
    begin_section(document, properties)
    # LibreOffice loses the start of a section that begins with a floating table.
    add_line(document, ANCHOR, "")


def _table(blocks: Sequence[Block]) -> BaseOxmlElement:
    """Thick rules above and below, a thin one between."""
    width = TYPE_AREA * 20
    # Counted from the top, since LibreOffice takes the bottom for that of the page number.
    down = TYPE_AREA_HEIGHT - sum(_height(block) for block in blocks) - _SLACK
    element = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="page"'
        f' w:tblpX="{round(Mm(28).twips)}" w:tblpY="{down * 20}"/>'
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{_rule("top", _THICK)}{_rule("bottom", _THICK)}'
        f'{_rule("insideH", _THIN)}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
        f"{''.join(_row(block, width) for block in blocks)}</w:tbl>"
    )
    for paragraph, block in zip(element.iter(qn("w:p")), blocks, strict=True):
        run = paragraph.add_r()
        # Takes a tab for what it is, and refuses what no Word file can hold.
        run.text = block.text
    return element


def _height(block: Block) -> int:
    """Points that the lines of a block take."""
    look = LOOKS[block.kind]
    mark = text_width(_mark(block), IMPRINT) if block.kind is BlockKind.COPIES else 0
    width = text_width(block.text, IMPRINT) - mark
    return max(1, ceil(width / (TYPE_AREA - 2 * IMPRINT - mark))) * look.line


def _mark(block: Block) -> str:
    """抄送： with its colon; what follows is set behind it."""
    return block.text.partition("：")[0] + "："


def _rule(side: str, size: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'


def _row(block: Block, width: int) -> str:
    edge = IMPRINT * 20
    # Lines after the first begin behind the mark 抄送：.
    mark = round(text_width(_mark(block), IMPRINT) * 20)
    hanging = f' w:hanging="{mark}"' if block.kind is BlockKind.COPIES else ""
    left = edge + mark if hanging else edge
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_height(block) * 20}" w:hRule="atLeast"/></w:trPr><w:tc>'
        f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p>'
        f'<w:pPr><w:pStyle w:val="{LOOKS[block.kind].name}"/><w:tabs><w:tab w:val="right" w:pos="{width - edge}"/>'
        f'</w:tabs><w:ind w:left="{left}" w:right="{edge}"{hanging}/></w:pPr></w:p></w:tc></w:tr>'
    )
