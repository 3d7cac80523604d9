"""The standard's measures: styles, fonts, and the small sums of the layout."""

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm

from notices.content import BlockKind
from notices.gbt9704 import (
    LOOKS,
    PAGE_NUMBER,
    SUBSTITUTES,
    TIGHTER,
    TYPE_AREA,
    TYPE_AREA_HEIGHT,
    Look,
    add_looks,
    narrowing,
    prepare,
    signature_indents,
    text_width,
)

# The order in which the schema of Word files demands the elements that are used here.
PARAGRAPH_ORDER = [
    "keepNext", "widowControl", "pBdr", "overflowPunct", "autoSpaceDE", "autoSpaceDN", "snapToGrid", "spacing",
    "ind", "jc", "outlineLvl",
]  # fmt: skip
RUN_ORDER = ["rFonts", "color", "spacing", "sz", "szCs", "lang"]
ALL_LOOKS = [*LOOKS.values(), PAGE_NUMBER]


@pytest.fixture(scope="module")
def document() -> Document:
    prepared = docx.Document()
    prepare(prepared)
    return prepared


def tags(document: Document, look: Look, part: str) -> list[str]:
    properties = document.styles[look.name].element.find(qn(part))
    assert properties is not None
    return [child.tag.split("}")[1] for child in properties]


@pytest.mark.parametrize("look", ALL_LOOKS, ids=lambda look: look.name)
def test_style_elements_stand_in_the_order_of_the_schema(document: Document, look: Look) -> None:
    for part, order in (("w:pPr", PARAGRAPH_ORDER), ("w:rPr", RUN_ORDER)):
        found = tags(document, look, part)
        assert found == [tag for tag in order if tag in found]


def test_every_kind_of_block_has_a_style_of_its_own() -> None:
    assert set(LOOKS) == set(BlockKind)
    assert len({look.name for look in ALL_LOOKS}) == len(ALL_LOOKS)


@pytest.mark.parametrize(
    ("kind", "font", "size", "align"),
    [
        (BlockKind.TITLE, "方正小标宋简体", 22, "center"),
        (BlockKind.PARAGRAPH, "仿宋_GB2312", 16, "both"),
        (BlockKind.HEADING_1, "黑体", 16, "both"),
        (BlockKind.HEADING_2, "楷体_GB2312", 16, "both"),
        (BlockKind.SALUTATION, "仿宋_GB2312", 16, "left"),
    ],
)
def test_fonts_and_sizes_are_those_of_the_standard(
    document: Document, kind: BlockKind, font: str, size: int, align: str
) -> None:
    element = document.styles[LOOKS[kind].name].element
    assert element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:eastAsia")) == font
    assert element.find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val")) == str(size * 2)
    assert element.find(f"{qn('w:pPr')}/{qn('w:jc')}").get(qn("w:val")) == align


def test_body_is_set_28_points_exact_with_two_characters_indent(document: Document) -> None:
    properties = document.styles[LOOKS[BlockKind.PARAGRAPH].name].element.find(qn("w:pPr"))
    spacing, indent = properties.find(qn("w:spacing")), properties.find(qn("w:ind"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("560", "exact")
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "640")


def test_type_area_holds_22_lines_of_28_characters(document: Document) -> None:
    section = document.sections[0]
    sizes = (section.page_height, section.top_margin, section.bottom_margin)
    height, top, bottom = (float(size or 0) for size in sizes)
    points = (height - top - bottom) / Mm(1) / 25.4 * 72
    assert int(points / LOOKS[BlockKind.PARAGRAPH].line) == 22
    assert 28 * (16 - TIGHTER / 20) <= TYPE_AREA < 29 * (16 - TIGHTER / 20)


def test_red_line_stands_below_the_document_number(document: Document) -> None:
    borders = document.styles[LOOKS[BlockKind.NUMBER].name].element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
    (line,) = list(borders)
    assert line.tag == qn("w:bottom")
    assert (line.get(qn("w:color")), line.get(qn("w:val"))) == ("E00000", "single")


def test_headings_appear_in_the_outline(document: Document) -> None:
    for kind, level in ((BlockKind.HEADING_1, "0"), (BlockKind.HEADING_2, "1")):
        element = document.styles[LOOKS[kind].name].element
        assert element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}").get(qn("w:val")) == level


def test_every_named_font_has_a_substitute(document: Document) -> None:
    assert {look.font for look in ALL_LOOKS} <= set(SUBSTITUTES)
    table = parse_xml(document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE).blob)
    named = {font.get(qn("w:name")): font.find(qn("w:altName")).get(qn("w:val")) for font in table}
    assert named == dict(SUBSTITUTES)


def test_page_has_one_grid_of_lines(document: Document) -> None:
    (grid,) = document.sections[0]._sectPr.findall(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "lines"


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("通报", 32), ("2023", 32), ("2023年9月", 72), ("（待签发）", 80)]
)
def test_text_width_counts_latin_letters_half(text: str, width: float) -> None:
    assert text_width(text) == width


@pytest.mark.parametrize(("characters", "percent"), [(1, 100), (12, 100), (13, 94), (19, 64), (40, 30)])
def test_red_head_is_narrowed_only_when_too_long(characters: int, percent: int) -> None:
    text = "区" * characters
    assert narrowing(text, 36) == percent
    assert text_width(text, 36) * percent / 100 <= TYPE_AREA


@pytest.mark.parametrize(
    ("signature", "date", "indents"),
    [
        ("某区安委办", "（待签发）", (64, 64)),
        ("安委办", "（待签发）", (80, 64)),
        ("某区安全委", "2023年10月18日", (80, 64)),
        ("某某区安全生产委员会", "（待签发）", (32, 72)),
        ("某某区安全委", "（待签发）", (32, 64)),
    ],
)
def test_signature_and_date_are_centred_on_each_other(
    signature: str, date: str, indents: tuple[float, float]
) -> None:
    assert signature_indents(signature, date) == indents


def test_type_area_is_as_high_as_the_page_without_its_margins(document: Document) -> None:
    section = document.sections[0]
    height, top, bottom = section.page_height or 0, section.top_margin or 0, section.bottom_margin or 0
    assert (height - top - bottom) / Mm(1) / 25.4 * 72 == pytest.approx(TYPE_AREA_HEIGHT, abs=0.5)


def test_head_begins_35_mm_below_the_top_of_the_type_area() -> None:
    look = LOOKS[BlockKind.ISSUER]
    blank = look.before + (look.line - look.size) / 2
    assert blank / 72 * 25.4 == pytest.approx(35, abs=1)


def test_number_stands_two_lines_below_the_head() -> None:
    head, number = LOOKS[BlockKind.ISSUER], LOOKS[BlockKind.NUMBER]
    blank = (head.line - head.size) / 2 + number.before + (number.line - number.size) / 2
    assert blank == pytest.approx(2 * LOOKS[BlockKind.PARAGRAPH].line, abs=6)


@pytest.mark.parametrize("kind", [BlockKind.SALUTATION, BlockKind.ANNEX, BlockKind.SIGNATURE])
def test_one_line_stays_empty_above(kind: BlockKind) -> None:
    assert LOOKS[kind].before == LOOKS[BlockKind.PARAGRAPH].line


@pytest.mark.parametrize(
    ("kind", "size", "indent"),
    [(BlockKind.SOURCE, 16, 2), (BlockKind.COPIES, 14, 0), (BlockKind.PRINTED, 14, 0)],
)
def test_note_and_imprint_are_set_as_the_standard_says(kind: BlockKind, size: int, indent: int) -> None:
    look = LOOKS[kind]
    assert (look.font, look.size, look.indent) == ("仿宋_GB2312", size, indent)


@pytest.mark.parametrize(
    ("kind", "latin"), [(BlockKind.TITLE, "方正小标宋简体"), (BlockKind.PARAGRAPH, "Times New Roman")]
)
def test_digits_of_a_title_are_as_heavy_as_its_characters(
    document: Document, kind: BlockKind, latin: str
) -> None:
    fonts = document.styles[LOOKS[kind].name].element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    assert {fonts.get(qn("w:ascii")), fonts.get(qn("w:hAnsi"))} == {latin}


def test_looks_can_be_added_later() -> None:
    document = docx.Document()
    add_looks(document, [Look("甲", size=14), Look("乙", outline=0)])
    assert {"甲", "乙"} <= {style.name for style in document.styles}
