"""Two texts of a circular compared, block by block and figure by figure."""

from hypothesis import given
from hypothesis import strategies as st

from notices.comparing import Mark, Piece, Row, compare
from notices.content import Block, BlockKind, CircularContent, Fact, FigureRef, Part, Text, Typed


def of(*blocks: Block) -> CircularContent:
    return CircularContent(blocks)


def block(name: str, *parts: Part, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind, parts, name)


def only(old: Block, new: Block) -> Row:
    (row,) = compare(of(old), of(new))
    return row


def test_same_text_has_no_mark() -> None:
    content = of(block("a", Text("甲"), FigureRef("found", "7条")), block("b"))
    assert compare(content, content) == (
        Row("paragraph", Mark.SAME, (Piece("甲7条"),)), Row("paragraph", Mark.SAME, ()),
    )  # fmt: skip


def test_words_put_in_and_taken_out_are_marked() -> None:
    row = only(block("a", Text("各单位要重视。")), block("a", Text("各单位"), Typed("务必"), Text("重视。")))
    assert row.mark is Mark.CHANGED
    assert row.pieces == (
        Piece("各单位"), Piece("要", Mark.REMOVED), Piece("务必", Mark.ADDED), Piece("重视。"),
    )  # fmt: skip


def test_figure_with_another_text_shows_both() -> None:
    row = only(
        block("a", Text("共"), FigureRef("found", "7条")), block("a", Text("共"), FigureRef("found", "8条"))
    )
    assert row == Row("paragraph", Mark.CHANGED, (Piece("共"), Piece("8条", Mark.CHANGED, "7条")))


def test_fact_with_another_text_shows_both() -> None:
    row = only(block("a", Fact("revision", "第1版")), block("a", Fact("revision", "第2版")))
    assert row.pieces == (Piece("第2版", Mark.CHANGED, "第1版"),)


def test_figure_replaced_by_typed_words_is_taken_out_and_put_in() -> None:
    row = only(block("a", FigureRef("found", "7条")), block("a", Typed("7条")))
    assert row.pieces == (Piece("7条", Mark.REMOVED), Piece("7条", Mark.ADDED))


def test_paragraphs_put_in_and_taken_out_stand_where_they_were() -> None:
    old = of(block("a", Text("甲")), block("b", Text("乙")), block("c", Text("丙")))
    new = of(block("a", Text("甲")), block("x", Typed("新")), block("c", Text("丙")))
    assert [(row.pieces[0].text, row.mark) for row in compare(old, new)] == [
        ("甲", Mark.SAME), ("乙", Mark.REMOVED), ("新", Mark.ADDED), ("丙", Mark.SAME),
    ]  # fmt: skip


def test_first_paragraph_taken_out_stands_first() -> None:
    rows = compare(of(block("a", Text("甲")), block("b", Text("乙"))), of(block("b", Text("乙"))))
    assert [row.mark for row in rows] == [Mark.REMOVED, Mark.SAME]


def test_paragraph_turned_into_a_heading_is_changed() -> None:
    row = only(block("a", Text("甲")), block("a", Text("甲"), kind=BlockKind.HEADING_1))
    assert (row.kind, row.mark, row.pieces) == ("heading_1", Mark.CHANGED, (Piece("甲"),))


def test_words_of_another_hand_alone_are_no_change() -> None:
    assert only(block("a", Text("甲")), block("a", Typed("甲"))).mark is Mark.SAME


def test_single_character_between_changes_is_chance() -> None:
    row = only(block("a", Typed("甲乙丙丁戊")), block("a", Typed("子丑丙寅卯")))
    assert row.pieces == (Piece("甲乙丙丁戊", Mark.REMOVED), Piece("子丑丙寅卯", Mark.ADDED))


def test_very_long_paragraphs_are_marked_whole() -> None:
    row = only(block("a", Typed("甲" * 1100)), block("a", Typed("乙" * 1100)))
    assert [piece.mark for piece in row.pieces] == [Mark.REMOVED, Mark.ADDED]


def test_texts_from_before_there_were_ids_are_aligned_by_place() -> None:
    rows = compare(
        of(block("", Text("甲")), block("", Text("乙"))), of(block("", Text("甲")), block("", Text("丁")))
    )
    assert [row.mark for row in rows] == [Mark.SAME, Mark.CHANGED]


WORDS = st.text(st.sampled_from("甲乙丙丁，。"), max_size=20)


@given(WORDS, WORDS)
def test_each_side_can_be_read_out_of_the_comparison(old: str, new: str) -> None:
    row = only(block("a", Typed(old)), block("a", Typed(new)))
    first = "".join(piece.text for piece in row.pieces if piece.mark is not Mark.ADDED)
    second = "".join(piece.text for piece in row.pieces if piece.mark is not Mark.REMOVED)
    assert (first, second) == (old, new)
