"""The text of a document: which paragraphs it has, and where those stand that have no fixed place."""

import docx
import pytest
from docx.document import Document
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from notices.content import Block, BlockKind, CircularContent, Fact
from notices.document_text import Line, lines, write
from notices.gbt9704 import prepare


def content(*texts: Line) -> CircularContent:
    return CircularContent(tuple(Block(kind, (Fact("line", text),)) for kind, text in texts))


def written(*texts: Line) -> list[Paragraph]:
    document: Document = docx.Document()
    prepare(document)
    write(document, lines(content(*texts)))
    return document.paragraphs


def annexes(*titles: str) -> list[Line]:
    return [(BlockKind.ANNEX, title) for title in titles]


@pytest.mark.parametrize(
    ("titles", "texts"),
    [
        ([], []),
        (["调度表"], ["附件：调度表"]),
        (["调度表", "填表说明"], ["附件：1.调度表", "2.填表说明"]),
        (["调度表", "调度表"], ["附件：1.调度表", "2.调度表"]),
    ],
)
def test_annexes_get_one_mark_and_numbers_when_several(titles: list[str], texts: list[str]) -> None:
    assert [text for _, text in lines(content(*annexes(*titles)))] == texts


def test_imprint_is_no_paragraph_of_the_text() -> None:
    whole = content(
        (BlockKind.COPIES, "抄送：某"), (BlockKind.PARAGRAPH, "正文"), (BlockKind.PRINTED, "某\t印发")
    )
    assert lines(whole) == [(BlockKind.PARAGRAPH, "正文")]


def test_name_of_a_single_annex_wraps_below_its_first_character() -> None:
    (annex,) = written(*annexes("调度表"))
    assert annex.paragraph_format.left_indent == Pt((2 + 3) * 16)
    assert annex.paragraph_format.first_line_indent == Pt(-3 * 16)


def test_names_of_numbered_annexes_stand_below_each_other() -> None:
    texts = written(*annexes(*(f"表{letter}" for letter in "甲乙丙丁戊己庚辛壬癸")))
    lefts = [text.paragraph_format.left_indent or 0 for text in texts]
    firsts = [text.paragraph_format.first_line_indent or 0 for text in texts]
    # The number begins where the mark ends: for the first the mark hangs, too.
    assert [left + first for left, first in zip(lefts, firsts, strict=True)] == [Pt(32)] + [Pt(80)] * 9
    assert (lefts[0], lefts[1], lefts[9]) == (Pt(96), Pt(96), Pt(104))


def test_only_the_first_annex_keeps_a_line_from_the_text() -> None:
    first, second = written(*annexes("调度表", "填表说明"))
    assert first.paragraph_format.space_before is None
    assert second.paragraph_format.space_before == 0


def test_title_that_looks_like_a_number_is_not_taken_for_one() -> None:
    (annex,) = written(*annexes("2023年调度表"))
    assert annex.paragraph_format.first_line_indent == Pt(-3 * 16)


def test_last_paragraph_stays_with_the_signature() -> None:
    first, last, _, _ = written(
        (BlockKind.PARAGRAPH, "甲"),
        (BlockKind.PARAGRAPH, "乙"),
        (BlockKind.SIGNATURE, "某办"),
        (BlockKind.DATE, "2023年10月18日"),
    )
    assert (first.paragraph_format.keep_with_next, last.paragraph_format.keep_with_next) == (None, True)


def test_date_without_signature_is_left_where_its_style_puts_it() -> None:
    (date,) = written((BlockKind.DATE, "2023年10月18日"))
    assert date.paragraph_format.right_indent is None


def test_note_below_the_date_does_not_move_the_date() -> None:
    _, plain = written((BlockKind.SIGNATURE, "某办"), (BlockKind.DATE, "（待签发）"))
    _, noted, _ = written(
        (BlockKind.SIGNATURE, "某办"), (BlockKind.DATE, "（待签发）"), (BlockKind.SOURCE, "（数据取自快照）")
    )
    assert noted.paragraph_format.right_indent == plain.paragraph_format.right_indent == Pt(64)
