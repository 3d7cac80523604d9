"""Page numbers of an official document, outside below the type area, on upright and on turned pages.

On a turned page the number stays where it is on all others, so it stands upright when the sheet is held as the
text is read: at the left edge of the table, turned with it.
"""

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import _Footer

from notices.gbt9704 import FOOTER_MM, PAGE_NUMBER

_EMU = 36000
# What the standard's line of a page number needs, mm.
_BREADTH = 7
_ANCHOR = (
    'distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"'
    ' layoutInCell="1" allowOverlap="1"'
)
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def number_pages(document: Document) -> None:
    """— 1 — one character from the edge: odd pages on the right, even pages on the left."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    _fill(section.footer, "right")
    _fill(section.even_page_footer, "left")


def number_turned_pages(document: Document, section: BaseOxmlElement, *, top: int, length: int) -> None:
    """Give the properties of a section with turned pages footers of their own.

    `top` is the upper margin, `length` the height of the type area, mm.
    """
    for reference in section.findall(qn("w:footerReference")):
        section.remove(reference)
    for at, (kind, align) in enumerate((("default", "right"), ("even", "left"))):
        part, relation = document.part.add_footer_part()  # type: ignore[no-untyped-call]  # python-docx leaves it untyped
        paragraph = part.element.p_lst[0]
        box = _turned(align, int(relation.removeprefix("rId")), top, length)
        paragraph.getparent().replace(paragraph, parse_xml(box))
        section.insert(
            at, parse_xml(f'<w:footerReference {nsdecls("w", "r")} w:type="{kind}" r:id="{relation}"/>')
        )


def _fill(footer: _Footer, align: str) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]._p
    paragraph.getparent().replace(paragraph, parse_xml(_number(align)))


def _number(align: str) -> str:
    edge = PAGE_NUMBER.size * 20
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{PAGE_NUMBER.name}"/>'
        f'<w:ind w:left="{edge}" w:right="{edge}"/><w:jc w:val="{align}"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
        '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )


def _turned(align: str, number: int, top: int, length: int) -> str:
    """The page number in a box of turned text beside the type area; `number` tells the boxes of a file apart."""
    left, breadth, down, long = (mm * _EMU for mm in (FOOTER_MM, _BREADTH, top, length))
    return (
        f"<w:p {nsdecls('w', 'wp', 'a')}"
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        f' xmlns:wps="{_SHAPE}"><w:pPr><w:pStyle w:val="{PAGE_NUMBER.name}"/></w:pPr><w:r>'
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor {_ANCHOR}>'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{down}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{breadth}" cy="{long}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        # Beside the type area it wraps nothing; without wrapping LibreOffice sometimes forgets its place.
        '<wp:wrapSquare wrapText="bothSides"/>'
        f'<wp:docPr id="{number}" name="页码{number}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{breadth}" cy="{long}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{_number(align)}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr vert="vert" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></wps:bodyPr>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>"
        "</w:r></w:p>"
    )
