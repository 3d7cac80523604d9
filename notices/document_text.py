"""The text of an official document, paragraph by paragraph: what stands in each, and where it stands."""

import re
from collections.abc import Sequence

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from notices.content import Block, BlockKind, CircularContent
from notices.gbt9704 import CHARACTER, LOOKS, narrowing, signature_indents, text_width
from notices.imprint import KINDS as IMPRINT
from notices.sections import add_line

Line = tuple[BlockKind, str]

_ANNEX_MARK = "附件："
_NUMBER = re.compile(r"\d+\.")


def lines(content: CircularContent) -> list[Line]:
    """The paragraphs of the text; annexes get their mark and, when there are several, their numbers."""
    annexes = content.of(BlockKind.ANNEX)
    numbers = iter(range(len(annexes)))
    return [
        (block.kind, _annex_text(block, next(numbers), len(annexes)) if _is_annex(block) else block.text)
        for block in content.blocks
        if block.kind not in IMPRINT
    ]


def write(document: Document, text: Sequence[Line]) -> None:
    """The paragraphs in a prepared document, each in its style and place."""
    for kind, words in text:
        _add(document, kind, words)
    _open(document, text)
    _close(document, text)


def _is_annex(block: Block) -> bool:
    return block.kind is BlockKind.ANNEX


def _annex_text(block: Block, at: int, count: int) -> str:
    mark = _ANNEX_MARK if at == 0 else ""
    number = f"{at + 1}." if count > 1 else ""
    return f"{mark}{number}{block.text}"


def _add(document: Document, kind: BlockKind, text: str) -> None:
    paragraph = add_line(document, LOOKS[kind], text)
    if kind is BlockKind.ANNEX:
        _hang(paragraph, text)


def _open(document: Document, lines: Sequence[Line]) -> None:
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
    """Names of annexes stand below each other, two characters in, behind the mark and the number."""
    mark = len(_ANNEX_MARK) * CHARACTER
    number = _NUMBER.match(text.removeprefix(_ANNEX_MARK))
    hanging = text_width(number[0]) if number else 0
    marked = text.startswith(_ANNEX_MARK)
    paragraph.paragraph_format.left_indent = Pt(2 * CHARACTER + mark + hanging)
    paragraph.paragraph_format.first_line_indent = Pt(-hanging - (mark if marked else 0))
    if not marked:
        paragraph.paragraph_format.space_before = Pt(0)


def _close(document: Document, lines: Sequence[Line]) -> None:
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
