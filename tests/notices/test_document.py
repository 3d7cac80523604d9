"""The Word file: it opens, says exactly what the circular says, and is laid out as the standard demands."""

import io
import zipfile

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from hypothesis import given, settings

from notices.annex import Annex, Row, Table, dispatch
from notices.content import Block, BlockKind, CircularContent, Fact, Text
from notices.document import BrokenDocument, render, verify
from notices.gbt9704 import LOOKS
from reports.demo_series import synthetic_series
from reports.figures import compute
from reports.workbook_layout import Block as HeaderCell
from tests import licheng
from tests.notices.composed import compose

OFFICE = "荔城区人民政府安全生产委员会办公室"


@pytest.fixture(scope="module")
def content() -> CircularContent:
    july, august = synthetic_series(licheng.september())
    before = licheng.snapshot(august, july, period="2023-08", period_title="2023年8月", synthetic=True)
    data = licheng.snapshot(previous=august)
    return compose(compute(data, before), data, before, office=OFFICE)


@pytest.fixture(scope="module")
def written(content: CircularContent) -> bytes:
    return render(content)


@pytest.fixture
def opened(written: bytes) -> Document:
    return docx.Document(io.BytesIO(written))


def of_kind(document: Document, kind: BlockKind) -> list[Paragraph]:
    return [item for item in document.paragraphs if item.style and item.style.name == LOOKS[kind].name]


def lines(*blocks: tuple[BlockKind, str]) -> CircularContent:
    return CircularContent(tuple(Block(kind, (Fact("line", text),)) for kind, text in blocks))


def test_file_says_what_the_circular_says(opened: Document, content: CircularContent) -> None:
    read = [item.text for item in opened.paragraphs if not item.text.startswith("附件：")]
    assert read == [block.text for block in content.blocks if block.kind is not BlockKind.ANNEX]


def test_I5_published_numbers_stand_in_the_file(opened: Document) -> None:
    text = "\n".join(item.text for item in opened.paragraphs)
    for number in ("4993条", "92.99%", "155条", "91.61%", "27.03%", "114.438万元", "92.56%", "下降53.85%"):
        assert number in text


def test_every_paragraph_has_the_style_of_its_kind(opened: Document, content: CircularContent) -> None:
    styles = [item.style.name if item.style else None for item in opened.paragraphs]
    assert styles == [LOOKS[block.kind].name for block in content.blocks]


def test_page_is_a4_with_the_margins_of_the_standard(opened: Document) -> None:
    section = opened.sections[0]
    assert (section.page_width, section.page_height) == pytest.approx((Mm(210), Mm(297)), abs=Mm(0.1))
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert margins == pytest.approx((Mm(37), Mm(35), Mm(28), Mm(26)), abs=Mm(0.1))


def test_pages_are_numbered_outside(opened: Document) -> None:
    assert opened.settings.odd_and_even_pages_header_footer
    section = opened.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (2, 0)
    for footer in (odd, even):
        (field,) = footer._p.findall(qn("w:fldSimple"))
        assert field.get(qn("w:instr")) == "PAGE"
        assert "".join(item.text or "" for item in footer._p.iter(qn("w:t"))) == "— 1 —"


def test_draft_mark_stands_below_the_title(opened: Document) -> None:
    texts = [item.text for item in opened.paragraphs]
    assert texts.index("（草稿）") == texts.index("2023年9月调度情况的通报") + 1


def test_long_red_head_is_narrowed_into_one_line(opened: Document) -> None:
    (head,) = of_kind(opened, BlockKind.ISSUER)
    (scale,) = head._p.iter(qn("w:w"))
    assert 50 <= int(scale.get(qn("w:val")) or 0) < 100


def test_first_title_line_keeps_its_distance_from_the_red_line(opened: Document) -> None:
    first, *others = of_kind(opened, BlockKind.TITLE)
    assert first.paragraph_format.space_before == Pt(56)
    assert all(item.paragraph_format.space_before is None for item in others)


def test_single_annex_has_no_number(opened: Document) -> None:
    (annex,) = of_kind(opened, BlockKind.ANNEX)
    assert annex.text == "附件：荔城区专项行动进展情况调度表"


def test_several_annexes_are_numbered_below_one_mark() -> None:
    data = render(lines((BlockKind.ANNEX, "调度表"), (BlockKind.ANNEX, "填表说明")))
    first, second = docx.Document(io.BytesIO(data)).paragraphs
    assert [first.text, second.text] == ["附件：1.调度表", "2.填表说明"]
    # Behind two characters, the mark and the number.
    assert first.paragraph_format.left_indent == Pt((2 + 3 + 1) * 16)
    assert first.paragraph_format.left_indent == second.paragraph_format.left_indent
    assert second.paragraph_format.space_before == 0


def test_signature_and_date_are_set_from_the_right(opened: Document) -> None:
    (signature,), (date,) = of_kind(opened, BlockKind.SIGNATURE), of_kind(opened, BlockKind.DATE)
    assert signature.paragraph_format.right_indent == Pt(32)
    assert date.paragraph_format.right_indent == Pt(32 + (17 - 5) * 16 / 2)


def test_signature_takes_the_last_body_paragraph_along_to_its_page(opened: Document) -> None:
    before_annex = of_kind(opened, BlockKind.PARAGRAPH)[-1]
    assert before_annex.paragraph_format.keep_with_next


def test_file_names_title_and_office_and_no_invented_date(written: bytes, content: CircularContent) -> None:
    properties = docx.Document(io.BytesIO(written)).core_properties
    assert (properties.title, properties.author) == (content.title, OFFICE)
    assert (properties.created, properties.modified) == (None, None)


def test_circular_with_quotes_and_markup_is_written_as_it_is() -> None:
    odd = lines((BlockKind.PARAGRAPH, '“<b>区&县</b>” "x" 区公安\n分局'))
    (paragraph,) = docx.Document(io.BytesIO(render(odd))).paragraphs
    assert paragraph.text == '“<b>区&县</b>” "x" 区公安\n分局'


def test_character_no_word_file_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="XML"):
        render(lines((BlockKind.PARAGRAPH, "区\x00局")))


def test_empty_circular_is_an_empty_file() -> None:
    assert docx.Document(io.BytesIO(render(CircularContent(())))).paragraphs == []


def test_I5_file_that_says_something_else_is_found_out(written: bytes, content: CircularContent) -> None:
    document = docx.Document(io.BytesIO(written))
    run = next(run for item in document.paragraphs for run in item.runs if "92.99%" in run.text)
    run.text = run.text.replace("92.99%", "93.00%")
    buffer = io.BytesIO()
    document.save(buffer)
    with pytest.raises(BrokenDocument, match="does not say"):
        verify(buffer.getvalue(), content)


def test_paragraph_too_many_is_found_out(written: bytes, content: CircularContent) -> None:
    document = docx.Document(io.BytesIO(written))
    document.add_paragraph("又及")
    buffer = io.BytesIO()
    document.save(buffer)
    with pytest.raises(BrokenDocument, match="does not say"):
        verify(buffer.getvalue(), content)


@pytest.mark.parametrize("length", [0, 100, 20_000])
def test_truncated_file_is_found_out(written: bytes, content: CircularContent, length: int) -> None:
    with pytest.raises(BrokenDocument, match="does not open"):
        verify(written[:length], content)


def test_file_is_a_sound_archive(written: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert archive.testzip() is None
        assert "word/document.xml" in archive.namelist()


def test_plain_text_blocks_are_written_like_any_other() -> None:
    block = Block(BlockKind.HEADING_1, (Text("一、工作成效"),))
    (paragraph,) = docx.Document(io.BytesIO(render(CircularContent((block,))))).paragraphs
    assert paragraph.text == "一、工作成效"


@settings(deadline=None, max_examples=8)
@given(licheng.tables(), licheng.tables())
def test_any_month_can_be_written_and_read_back(now: licheng.Table, before: licheng.Table) -> None:
    data, earlier = licheng.snapshot(now, before), licheng.snapshot(before)
    content = compose(compute(data, earlier), data, earlier, office=OFFICE)
    verify(render(content), content)


IMPRINT = (
    (BlockKind.PARAGRAPH, "正文"),
    (BlockKind.COPIES, "抄送：市安委办。"),
    (BlockKind.PRINTED, "荔城区安委办\t2023年10月18日印发"),
)
SMALL = Annex(
    "小表",
    Table(
        ((HeaderCell(0, 0, 1, 1, "单位"), HeaderCell(0, 1, 1, 1, "条")),),
        (Row("甲", ("1",)),),
        "（上）",
        "注",
    ),
)


def changed(data: bytes, old: str, new: str) -> bytes:
    """The file with one place of its text changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            target.writestr(name, content)
    return buffer.getvalue()


def shape(data: bytes) -> list[str]:
    """Paragraphs and tables in their order."""
    return [child.tag.split("}")[1] for child in docx.Document(io.BytesIO(data)).element.body]


def test_same_content_gives_the_same_bytes(content: CircularContent, written: bytes) -> None:
    assert render(content) == written
    annexes = [dispatch(licheng.snapshot())]
    assert render(content, annexes) == render(content, list(annexes))


def test_file_tells_no_time_of_writing(written: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_real_table_stands_behind_the_text(content: CircularContent, opened: Document) -> None:
    data = render(content, [dispatch(licheng.snapshot())])
    document = docx.Document(io.BytesIO(data))
    assert shape(data)[-7:] == ["p", "p", "p", "p", "tbl", "p", "sectPr"]
    assert len(document.paragraphs) == len(opened.paragraphs) + 4
    assert document.tables[0].cell(4, 1).text == "4993"


def test_I5_changed_cell_of_an_annex_is_found_out() -> None:
    annexes = [dispatch(licheng.snapshot())]
    content = lines((BlockKind.PARAGRAPH, "正文"))
    data = changed(render(content, annexes), ">4993<", ">4992<")
    with pytest.raises(BrokenDocument, match="does not say"):
        verify(data, content, annexes)


@pytest.mark.parametrize(
    ("old", "new"), [("小表", "大表"), ("（上）", "（下）"), (">注<", "><"), (">附件<", ">附表<")]
)
def test_changed_words_round_a_table_are_found_out(old: str, new: str) -> None:
    content = lines((BlockKind.PARAGRAPH, "正文"))
    data = changed(render(content, [SMALL]), old, new)
    with pytest.raises(BrokenDocument, match="does not say"):
        verify(data, content, [SMALL])


def test_missing_annex_is_found_out(written: bytes, content: CircularContent) -> None:
    with pytest.raises(BrokenDocument, match="does not say"):
        verify(written, content, [SMALL])


def test_annex_is_numbered_when_the_text_names_several() -> None:
    text = lines((BlockKind.ANNEX, "小表"), (BlockKind.ANNEX, "填表说明"))
    document = docx.Document(io.BytesIO(render(text, [SMALL])))
    assert [item.text for item in document.paragraphs][2:4] == ["附件1", "小表"]


def test_annex_without_any_text_is_written() -> None:
    assert shape(render(CircularContent(()), [SMALL])) == ["p", "p", "p", "p", "tbl", "p", "sectPr"]


def test_imprint_follows_the_text_on_its_last_page() -> None:
    data = render(lines(*IMPRINT))
    document = docx.Document(io.BytesIO(data))
    assert shape(data) == ["p", "tbl", "p", "sectPr"]
    assert len(document.sections) == 1
    assert [row.cells[0].text for row in document.tables[0].rows] == [text for _, text in IMPRINT[1:]]


def test_imprint_stands_behind_annexes_on_an_upright_even_page() -> None:
    data = render(lines(*IMPRINT), [SMALL])
    _, annex, last = docx.Document(io.BytesIO(data)).sections
    assert shape(data) == ["p", "p", "p", "p", "tbl", "p", "p", "tbl", "p", "sectPr"]
    assert (annex.orientation, last.orientation) == (1, 0)
    assert last.start_type == WD_SECTION.EVEN_PAGE


def test_imprint_may_stand_anywhere_in_the_content() -> None:
    assert render(lines(*IMPRINT)) == render(lines(*IMPRINT[1:], IMPRINT[0]))


def test_changed_imprint_is_found_out() -> None:
    content = lines(*IMPRINT)
    data = changed(render(content), "市安委办", "省安委办")
    with pytest.raises(BrokenDocument, match="does not say"):
        verify(data, content)


@settings(deadline=None, max_examples=8)
@given(licheng.tables())
def test_any_table_can_be_written_and_read_back(values: licheng.Table) -> None:
    annexes = [dispatch(licheng.snapshot(values))]
    content = lines(*IMPRINT)
    verify(render(content, annexes), content, annexes)
