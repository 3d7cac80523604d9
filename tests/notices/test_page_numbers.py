"""Page numbers: outside below the text, at the same place of the sheet when the page is turned."""

from copy import deepcopy

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from notices.gbt9704 import PAGE_NUMBER, prepare
from notices.page_numbers import number_pages, number_turned_pages

MM = 36000
SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


@pytest.fixture
def document() -> Document:
    prepared = docx.Document()
    prepare(prepared)
    number_pages(prepared)
    return prepared


@pytest.fixture
def turned(document: Document) -> dict[str, BaseOxmlElement]:
    """The footers of turned pages by their kind."""
    properties = deepcopy(document.sections[0]._sectPr)
    number_turned_pages(document, properties, top=28, length=156)
    return {
        reference.get(qn("w:type")): document.part.related_parts[reference.get(qn("r:id"))].element
        for reference in properties.findall(qn("w:footerReference"))
    }


def read(element: BaseOxmlElement) -> str:
    return "".join(item.text or "" for item in element.iter(qn("w:t")))


def alignment(element: BaseOxmlElement) -> list[str]:
    return [item.get(qn("w:val")) for item in element.iter(qn("w:jc"))]


def test_odd_pages_are_numbered_right_and_even_pages_left(document: Document) -> None:
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert alignment(section.footer._element) == ["right"]
    assert alignment(section.even_page_footer._element) == ["left"]


def test_number_stands_one_character_from_the_edge_between_dashes(document: Document) -> None:
    footer = document.sections[0].footer._element
    (indent,) = footer.iter(qn("w:ind"))
    assert {indent.get(qn("w:left")), indent.get(qn("w:right"))} == {str(PAGE_NUMBER.size * 20)}
    assert read(footer) == "— 1 —"


def test_number_is_a_field(document: Document) -> None:
    (field,) = document.sections[0].even_page_footer._element.iter(qn("w:fldSimple"))
    assert field.get(qn("w:instr")) == "PAGE"


def test_turned_pages_keep_odd_and_even_apart(turned: dict[str, BaseOxmlElement]) -> None:
    assert {kind: alignment(footer) for kind, footer in turned.items()} == {
        "default": ["right"],
        "even": ["left"],
    }


@pytest.mark.parametrize("kind", ["default", "even"])
def test_turned_number_reads_as_the_sheet_is_held_for_the_text(
    turned: dict[str, BaseOxmlElement], kind: str
) -> None:
    (box,) = turned[kind].iter(f"{SHAPE}bodyPr")
    assert box.get("vert") == "vert"
    assert read(turned[kind]) == "— 1 —"
    assert [field.get(qn("w:instr")) for field in turned[kind].iter(qn("w:fldSimple"))] == ["PAGE"]


def test_turned_number_stands_as_far_from_the_edge_as_all_others(
    document: Document, turned: dict[str, BaseOxmlElement]
) -> None:
    across, down = (int(item.text or 0) / MM for item in turned["default"].iter(f"{DRAWING}posOffset"))
    distance = (document.sections[0].footer_distance or 0) / MM
    assert across == pytest.approx(distance, abs=0.1)
    assert down == 28
    (extent,) = turned["default"].iter(f"{DRAWING}extent")
    assert int(extent.get("cy")) == 156 * MM


def test_shapes_of_a_file_have_ids_of_their_own(turned: dict[str, BaseOxmlElement]) -> None:
    ids = [item.get("id") for footer in turned.values() for item in footer.iter(f"{DRAWING}docPr")]
    assert len(set(ids)) == len(ids) == 2


def test_references_stand_first_in_their_section(document: Document) -> None:
    properties = deepcopy(document.sections[0]._sectPr)
    number_turned_pages(document, properties, top=28, length=156)
    tags = [child.tag.split("}")[1] for child in properties]
    assert tags[:3] == ["footerReference", "footerReference", "pgSz"]
