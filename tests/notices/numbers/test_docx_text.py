"""A Word document reads as it will be printed, whatever Word made of it inside."""

import docx
import pytest

from notices.numbers.docx_file import open_docx
from notices.numbers.docx_text import Written, write
from tests.circular_files import add_table, of_paragraphs, of_xml, paragraph, repacked, run, saved

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = f"<wps:txbx><w:txbxContent>{paragraph(run('框内7家'))}</w:txbxContent></wps:txbx>"
LEGACY = f"<w:pict><w:txbxContent>{paragraph(run('框内7家'))}</w:txbxContent></w:pict>"


def written(content: bytes) -> Written:
    """What is read of a file."""
    parts = open_docx(content)
    return write(parts.main, parts.notes)


def body(*blocks: str) -> str:
    """The text of a body of these elements."""
    return written(of_xml(*blocks)).text


def test_number_split_over_runs_is_one() -> None:
    runs = [run("整改率9"), run("2", "<w:b/>"), "<w:proofErr/>", run(".9"), run("9%")]
    assert body(paragraph(*runs)) == "整改率92.99%\n"


def test_inserted_words_stand_and_deleted_ones_do_not() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>120</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2">{run("118")}</w:ins>'
    found = written(of_xml(paragraph(run("整改"), deleted, inserted, run("条"))))
    assert (found.text, found.revised) == ("整改118条\n", True)


def test_moved_words_stand_where_they_went() -> None:
    away = f'<w:moveFrom w:id="1">{run("3条")}</w:moveFrom>'
    here = f'<w:moveTo w:id="2">{run("3条")}</w:moveTo>'
    assert body(paragraph(run("甲"), away), paragraph(run("乙"), here)) == "甲\n乙3条\n"


def test_deleted_paragraph_mark_joins_two() -> None:
    mark = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    assert body(paragraph(mark, run("排查1")), paragraph(run("20条"))) == "排查120条\n"


def test_document_that_ends_in_a_deleted_mark_keeps_its_words() -> None:
    mark = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    assert body(paragraph(mark, run("排查120条"))) == "排查120条\n"


def test_untouched_document_is_not_called_revised() -> None:
    found = written(of_paragraphs("排查3条"))
    assert (found.revised, found.hidden) == (False, False)


@pytest.mark.parametrize(
    ("mark", "shown"),
    [("<w:vanish/>", False), ('<w:vanish w:val="1"/>', False), ('<w:vanish w:val="0"/>', True)],
)
def test_hidden_words_are_left_out(mark: str, shown: bool) -> None:
    found = written(of_xml(paragraph(run("共3条"), run("（原5条）", mark))))
    assert found.text == ("共3条（原5条）\n" if shown else "共3条\n")
    assert found.hidden is not shown


def test_field_shows_its_result_alone() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =SUM(1,2) </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("3")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert body(paragraph(run("共"), field, run("条"))) == "共3条\n"


def test_simple_field_and_link_and_control_are_transparent() -> None:
    parts = (
        f'<w:fldSimple w:instr="NUMPAGES">{run("4")}</w:fldSimple>',
        f"<w:hyperlink>{run('5')}</w:hyperlink>",
        f"<w:sdt><w:sdtContent>{run('6')}</w:sdtContent></w:sdt>",
        f"<w:smartTag>{run('7')}</w:smartTag>",
        "<m:oMath><m:r><m:t>8</m:t></m:r></m:oMath>",
    )
    assert body(paragraph(*parts)) == "45678\n"


def test_text_box_is_read_once_after_its_paragraph() -> None:
    both = f"<mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{LEGACY}</mc:Fallback></mc:AlternateContent>"
    assert body(paragraph(run("前"), f"<w:r>{both}</w:r>", run("后"))) == "前后\n框内7家\n"


def test_text_box_of_old_word_is_read_too() -> None:
    assert body(paragraph(f"<w:r>{LEGACY}</w:r>")) == "\n框内7家\n"


def test_fallback_is_read_where_the_choice_has_no_words() -> None:
    both = f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{LEGACY}</mc:Fallback></mc:AlternateContent>"
    assert body(paragraph(f"<w:r>{both}</w:r>")) == "\n框内7家\n"


def test_tabs_breaks_and_hyphens_keep_words_apart() -> None:
    signs = "<w:r><w:t>1</w:t><w:tab/><w:t>2</w:t><w:br/><w:t>3</w:t><w:noBreakHyphen/><w:t>4</w:t></w:r>"
    assert body(paragraph(signs)) == "1\t2\n3-4\n"


def test_reading_aid_over_a_word_is_left_out() -> None:
    aid = f"<w:r><w:ruby><w:rt>{run('lì')}</w:rt><w:rubyBase>{run('荔')}</w:rubyBase></w:ruby></w:r>"
    assert body(paragraph(aid)) == "荔\n"


def test_footnotes_follow_the_text_and_comments_do_not() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator">{paragraph(run("——"))}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph(run("其中3条为旧账"))}</w:footnote></w:footnotes>'
    )
    comments = f"<w:comments {W}><w:comment>{paragraph(run('应为9条'))}</w:comment></w:comments>"
    parts = {"word/footnotes.xml": notes.encode(), "word/comments.xml": comments.encode()}
    assert written(repacked(of_paragraphs("排查12条"), parts)).text == "排查12条\n其中3条为旧账\n"


def test_table_is_written_cell_by_cell() -> None:
    document = docx.Document()
    document.add_paragraph("某表")
    add_table(document, [["单位", "条数"], ["区公安\n分局", "3"]])
    found = written(saved(document))
    (table,) = found.tables
    assert found.text == "某表\n\t单位\n\t条数\n\n\t区公安\n分局\n\t3\n\n"
    assert [[cell.text for cell in row] for row in table.rows] == [["单位", "条数"], ["区公安分局", "3"]]
    assert [found.text[cell.start : cell.end] for cell in table.rows[1]] == ["\t区公安\n分局", "\t3"]
    assert (table.title, table.squared) == ("某表", True)


def test_merged_cells_keep_the_columns_apart() -> None:
    document = docx.Document()
    table = add_table(
        document, [["单位", "隐患", "", "处罚"], ["", "排查", "整改", ""], ["甲", "1", "2", "3"]]
    )
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    (found,) = written(saved(document)).tables
    texts = [[cell.text for cell in row] for row in found.rows]
    assert texts == [["单位", "隐患", "", "处罚"], ["", "排查", "整改", ""], ["甲", "1", "2", "3"]]


def test_cells_before_the_grid_and_short_rows_are_filled_up() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    before = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    rows = f"<w:tr>{before}{cell.format('1')}</w:tr><w:tr>{cell.format('2')}{cell.format('3')}{cell.format('4')}</w:tr>"
    (found,) = written(of_xml(f"<w:tbl>{rows}</w:tbl>")).tables
    assert [[each.text for each in row] for row in found.rows] == [["", "1", ""], ["2", "3", "4"]]


def test_deleted_row_is_gone() -> None:
    row = "<w:tr>{}<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
    gone = '<w:trPr><w:del w:id="1"/></w:trPr>'
    found = written(of_xml(f"<w:tbl>{row.format('', '留')}{row.format(gone, '删')}</w:tbl>"))
    assert (found.text, found.revised) == ("\t留\n\n", True)


def test_wild_span_does_not_make_a_wild_table() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc>'
    (found,) = written(of_xml(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")).tables
    assert len(found.rows[0]) <= 200


def test_offsets_hold_over_several_tables() -> None:
    document = docx.Document()
    for number in range(3):
        document.add_paragraph(f"表{number}")
        add_table(document, [[f"甲{number}", "1"], [f"乙{number}", "2"]])
    found = written(saved(document))
    for table in found.tables:
        for cell in (cell for row in table.rows for cell in row):
            assert found.text[cell.start : cell.end].strip() == cell.text
