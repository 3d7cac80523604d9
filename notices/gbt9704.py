"""The look of an official document after GB/T 9704-2012 (党政机关公文格式): page, fonts, paragraphs.

Measures are those of the standard: A4 with a type area of 156 × 225 mm, 22 lines of 28 characters, body in
三号仿宋 (16 pt). Fonts are only named; whoever opens the file needs them or sees the named substitute.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm

from notices.content import BlockKind

FANGSONG, KAITI, HEITI, SONGTI = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
BIAOSONG = "方正小标宋简体"
LATIN = "Times New Roman"
SUBSTITUTES = MappingProxyType(
    {FANGSONG: "仿宋", KAITI: "楷体", HEITI: "SimHei", SONGTI: "SimSun", BIAOSONG: "宋体"}
)
"""What Word takes where the named font is not installed."""

CHARACTER = 16
"""Width of a body character, pt."""

TIGHTER = 5
"""Twips by which body characters stand closer together, so that 28 of them fit into a line."""

IMPRINT = 14
"""Width of a character of the imprint (版记), pt."""

TYPE_AREA = 442
"""Width of the type area (156 mm), pt."""

TYPE_AREA_HEIGHT = 638
"""Height of the type area (225 mm), pt."""

FOOTER_MM = 22
"""Distance of the page number from the lower edge of the paper."""

RED = "E00000"
# The red line stands 4 mm (11 pt) below the document number and is as wide as the type area.
_RED_LINE = f'<w:bottom w:val="single" w:sz="16" w:space="11" w:color="{RED}"/>'
_RED_BOX = "".join(
    f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="{RED}"/>'
    for side in ("top", "left", "bottom", "right")
)


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style: `size`, `line` (exact) and spaces in pt, `indent` in characters."""

    name: str
    font: str = FANGSONG
    size: int = CHARACTER
    line: int = 28
    align: str = "both"
    indent: int = 0
    before: int = 0
    colour: str = "000000"
    borders: str = ""
    outline: int | None = None
    keep_with_next: bool = False


LOOKS: Mapping[BlockKind, Look] = MappingProxyType(
    {
        BlockKind.ISSUER: Look("公文发文机关标志", BIAOSONG, 36, 44, "center", before=94, colour=RED),
        BlockKind.NUMBER: Look("公文发文字号", align="center", before=44, borders=_RED_LINE),
        BlockKind.TITLE: Look("公文标题", BIAOSONG, 22, 34, "center", keep_with_next=True),
        BlockKind.DRAFT_MARK: Look("公文草稿标记", KAITI, align="center", before=4),
        BlockKind.NOTICE: Look("公文提示", HEITI, 12, 20, before=10, colour=RED, borders=_RED_BOX),
        BlockKind.SALUTATION: Look("公文主送机关", align="left", before=28),
        BlockKind.PARAGRAPH: Look("公文正文", indent=2),
        BlockKind.HEADING_1: Look("公文一级标题", HEITI, indent=2, outline=0, keep_with_next=True),
        BlockKind.HEADING_2: Look("公文二级标题", KAITI, indent=2, outline=1, keep_with_next=True),
        BlockKind.ANNEX: Look("公文附件说明", align="left", before=28, keep_with_next=True),
        BlockKind.SIGNATURE: Look("公文署名", align="right", before=28, keep_with_next=True),
        BlockKind.DATE: Look("公文成文日期", align="right"),
        BlockKind.SOURCE: Look("公文附注", align="left", indent=2),
        BlockKind.COPIES: Look("公文抄送机关", size=IMPRINT),
        BlockKind.PRINTED: Look("公文印发机关", size=IMPRINT, align="left"),
    }
)
PAGE_NUMBER = Look("公文页码", SONGTI, 14, 18)


def prepare(document: Document) -> None:
    """Give an empty document the page and the styles of the standard."""
    add_looks(document, (*LOOKS.values(), PAGE_NUMBER))
    _set_page(document.sections[0])
    _name_substitutes(document)


def add_looks(document: Document, looks: Iterable[Look]) -> None:
    """Give a document paragraph styles."""
    for look in looks:
        document.styles.element.append(parse_xml(_style_xml(look)))


def text_width(text: str, size: float = CHARACTER) -> float:
    """Printed width in pt: Latin letters and digits take half a character."""
    return sum(size / 2 if char.isascii() else size for char in text)


def narrowing(text: str, size: float) -> int:
    """How wide letters may be, in per cent, for the text to fit in one line of the type area."""
    width = text_width(text, size)
    return 100 if width <= TYPE_AREA else int(TYPE_AREA / width * 100)


def signature_indents(signature: str, date: str) -> tuple[float, float]:
    """Distances in pt of signature and date from the right edge: the shorter is centred on the longer.

    The date stands four characters from the edge; a signature too long for that stands two from it.
    """
    wider = text_width(signature) - text_width(date)
    if wider <= 0:
        return 4 * CHARACTER - wider / 2, 4 * CHARACTER
    at_edge = 2 * CHARACTER
    return at_edge, max(at_edge + wider / 2, 4 * CHARACTER)


def _style_xml(look: Look) -> str:
    """One paragraph style, elements in the order the schema demands."""
    # 28 characters of 16 pt are a little wider than 156 mm; a quarter of a point less each and they fit.
    tight = f'<w:spacing w:val="-{TIGHTER}"/>' if look.size == CHARACTER else ""
    keep = "<w:keepNext/>" if look.keep_with_next else ""
    borders = f"<w:pBdr>{look.borders}</w:pBdr>" if look.borders else ""
    outline = "" if look.outline is None else f'<w:outlineLvl w:val="{look.outline}"/>'
    name, font = quoteattr(look.name), quoteattr(look.font)
    # Beside the heavy letters of a title thin digits would look like a mistake.
    latin = BIAOSONG if look.font == BIAOSONG else LATIN
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId={name}>'
        f'<w:name w:val={name}/><w:basedOn w:val="Normal"/><w:qFormat/>'
        # Without widow control every page keeps its 22 lines.
        f'<w:pPr>{keep}<w:widowControl w:val="0"/>{borders}'
        # Hanging punctuation is Word's default; saying so expressly makes LibreOffice (which reads the
        # value the wrong way round and then loses a hanging comma) keep every comma on its line.
        # Off the page's grid, since that would round a line of 34 pt up to two.
        '<w:overflowPunct w:val="1"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="{look.before * 20}" w:after="0" w:line="{look.line * 20}" w:lineRule="exact"/>'
        f'<w:ind w:firstLineChars="{look.indent * 100}" w:firstLine="{look.indent * look.size * 20}"/>'
        f'<w:jc w:val="{look.align}"/>{outline}</w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia={font} w:cs="{LATIN}"/>'
        f'<w:color w:val="{look.colour}"/>{tight}<w:sz w:val="{look.size * 2}"/>'
        f'<w:szCs w:val="{look.size * 2}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:style>'
    )


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The dashes of the page number stand 7 mm below the type area.
    section.header_distance, section.footer_distance = Mm(15), Mm(FOOTER_MM)
    properties = section._sectPr
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    # "lines", not "linesAndChars": LibreOffice spaces the latter far apart.
    properties.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="579"/>'))


def _name_substitutes(document: Document) -> None:
    """Tell Word what to take for fonts that are not installed (GB2312 fonts are missing on new systems)."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(other)}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, other in SUBSTITUTES.items()
    )
    table = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    )
    document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)._blob = table.encode()
