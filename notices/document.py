"""Write a circular as a Word file after GB/T 9704-2012, and read back what was written."""

import io

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from notices.content import Block, BlockKind, CircularContent
from notices.gbt9704 import CHARACTER, LOOKS, narrowing, prepare, signature_indents

_ANNEX_MARK = "附件："


class BrokenDocument(Exception):
    """A file was written that does not say what it should; a fault of the writer, not of the user."""


def render(content: CircularContent) -> bytes:
    """The circular as the bytes of a .docx file, opened again and compared before it is given out.

    Raises BrokenDocument when the file read back differs, ValueError for characters no Word file can hold.
    """
    document = docx.Document()
    prepare(document)
    lines = _lines(content)
    for kind, text in lines:
        _add(document, kind, text)
    _open(document, lines)
    _close(document, lines)
    _describe(document, content)
    buffer = io.BytesIO()
    document.save(buffer)
    data = buffer.getvalue()
    verify(data, content)
    return data


def verify(data: bytes, content: CircularContent) -> None:
    """Raise BrokenDocument unless the file opens and its paragraphs and styles are the content's."""
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:
        raise BrokenDocument("the written file does not open") from error
    found = [(paragraph._p.style, paragraph.text) for paragraph in document.paragraphs]
    expected = [(LOOKS[kind].name, text) for kind, text in _lines(content)]
    if found != expected:
        raise BrokenDocument("the written file does not say what the circular says")


def _lines(content: CircularContent) -> list[tuple[BlockKind, str]]:
    """The paragraphs of the file; annexes get their mark and, when there are several, their numbers."""
    annexes = content.of(BlockKind.ANNEX)
    lines = []
    for block in content.blocks:
        text = _annex_text(annexes, block) if block.kind is BlockKind.ANNEX else block.text
        lines.append((block.kind, text))
    return lines


def _annex_text(annexes: tuple[Block, ...], block: Block) -> str:
    number = f"{annexes.index(block) + 1}." if len(annexes) > 1 else ""
    mark = _ANNEX_MARK if block is annexes[0] else ""
    return f"{mark}{number}{block.text}"


def _add(document: Document, kind: BlockKind, text: str) -> None:
    paragraph = document.add_paragraph(text)
    # The styles' ids are their names; asking python-docx to look them up takes longer than all the rest.
    paragraph._p.style = LOOKS[kind].name
    if kind is BlockKind.ANNEX:
        _hang(paragraph, text)


def _open(document: Document, lines: list[tuple[BlockKind, str]]) -> None:
    """The red head in one line, the title two blank lines below the red line."""
    kinds = [kind for kind, _ in lines]
    paragraphs = document.paragraphs
    if BlockKind.ISSUER in kinds:
        head = paragraphs[kinds.index(BlockKind.ISSUER)]
        percent = narrowing(head.text, LOOKS[BlockKind.ISSUER].size)
        for run in head.runs:
            run._r.get_or_add_rPr().append(parse_xml(f'<w:w {nsdecls("w")} w:val="{percent}"/>'))
    if BlockKind.TITLE in kinds:
        title = paragraphs[kinds.index(BlockKind.TITLE)]
        title.paragraph_format.space_before = Pt(2 * LOOKS[BlockKind.PARAGRAPH].line)


def _hang(paragraph: Paragraph, text: str) -> None:
    """Annex names stand below each other, two characters in, behind the mark and the number."""
    marked = text.startswith(_ANNEX_MARK)
    left = (2 + len(_ANNEX_MARK)) * CHARACTER
    paragraph.paragraph_format.left_indent = Pt(left)
    paragraph.paragraph_format.first_line_indent = Pt(-len(_ANNEX_MARK) * CHARACTER if marked else 0)
    if not marked:
        paragraph.paragraph_format.space_before = Pt(0)


def _close(document: Document, lines: list[tuple[BlockKind, str]]) -> None:
    """Signature and date at the right, the shorter centred on the longer, never on a page without text."""
    kinds = [kind for kind, _ in lines]
    paragraphs = document.paragraphs
    tail = [at for at, kind in enumerate(kinds) if kind in (BlockKind.ANNEX, BlockKind.SIGNATURE)]
    if tail and tail[0] > 0:
        paragraphs[tail[0] - 1].paragraph_format.keep_with_next = True
    if BlockKind.SIGNATURE in kinds and BlockKind.DATE in kinds:
        places = (kinds.index(BlockKind.SIGNATURE), kinds.index(BlockKind.DATE))
        indents = signature_indents(*(lines[at][1] for at in places))
        for at, indent in zip(places, indents, strict=True):
            paragraphs[at].paragraph_format.right_indent = Pt(indent)


def _describe(document: Document, content: CircularContent) -> None:
    """Title and author for file managers; no dates, since the file says nothing its content does not."""
    properties = document.core_properties
    properties.title = content.title
    properties.author = properties.last_modified_by = "".join(
        block.text for block in content.of(BlockKind.SIGNATURE)
    )
    properties.comments = ""
    element = properties._element
    for child in list(element):
        if child.tag.endswith(("}created", "}modified")):
            element.remove(child)
