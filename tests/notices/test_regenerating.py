"""A circular written again over what people changed: nothing typed is lost, nothing untouched is old."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from notices.content import Block, BlockKind, CircularContent, Fact, FigureRef, Part, Text, Typed
from notices.regenerating import Merged, merge

FIGURES: Mapping[str, str] = {"found": "20条"}


def block(name: str, *parts: Part, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind, parts, name)


def plain(*names: str) -> CircularContent:
    """Blocks that say no more than their names."""
    return CircularContent(tuple(block(name, Text(name)) for name in names))


def of(*blocks: Block) -> CircularContent:
    return CircularContent(blocks)


def merged(base: CircularContent, mine: CircularContent, new: CircularContent) -> Merged:
    return merge(base, mine, new, FIGURES)


def names(found: Merged) -> str:
    return "".join(each.id for each in found.content.blocks)


def test_untouched_block_is_the_machines() -> None:
    base = of(block("a", Text("排查减少。")))
    new = of(block("a", Text("排查增加。")))
    assert merged(base, base, new) == Merged(new, (), (), {}, ())


def test_changed_block_stays_while_the_machine_says_the_same() -> None:
    base, mine = of(block("a", Text("甲"))), of(block("a", Text("甲"), Typed("另有")))
    assert merged(base, mine, base) == Merged(mine, (), (), {}, ())


def test_figures_in_a_changed_block_are_renewed_without_a_question() -> None:
    base = of(block("a", Text("共"), FigureRef("found", "19条")))
    mine = of(block("a", Text("共"), FigureRef("found", "19条"), Typed("之多")))
    new = of(block("a", Text("共"), FigureRef("found", "20条")))
    found = merged(base, mine, new)
    assert found.content == of(block("a", Text("共"), FigureRef("found", "20条"), Typed("之多")))
    assert (found.changed, found.renewed) == ((), {"found": "19条"})


def test_block_both_changed_is_ones_own_and_marked() -> None:
    base, mine = of(block("a", Text("甲"))), of(block("a", Typed("乙")))
    found = merged(base, mine, of(block("a", Text("丙"))))
    assert (found.content, found.changed) == (mine, ("a",))


def test_block_both_changed_alike_is_not_marked() -> None:
    mine = of(block("a", Text("乙")))
    assert merged(of(block("a", Text("甲"))), mine, mine) == Merged(mine, (), (), {}, ())


def test_new_block_comes_in_at_its_place() -> None:
    assert names(merged(plain("a", "b"), plain("a", "b"), plain("x", "a", "y", "b", "z"))) == "xaybz"


def test_vanished_block_goes_unless_somebody_wrote_in_it() -> None:
    base = plain("a", "b", "c")
    mine = of(block("a", Text("a")), block("b", Typed("我写的")), block("c", Text("c")))
    found = merged(base, mine, plain("a"))
    assert (names(found), found.vanished) == ("ab", ("b",))


def test_block_taken_out_by_people_stays_out() -> None:
    new = of(block("a", Text("a")), block("b", Text("别的")))
    assert names(merged(plain("a", "b"), plain("a"), new)) == "a"


def test_paragraph_of_ones_own_stays_behind_what_it_followed() -> None:
    mine = of(block("a", Text("a")), block("own", Typed("另")), block("b", Text("b")))
    assert names(merged(plain("a", "b"), mine, plain("x", "a", "b"))) == "xaownb"


def test_moved_blocks_stay_where_people_put_them() -> None:
    assert names(merged(plain("a", "b", "c"), plain("c", "a", "b"), plain("a", "b", "x", "c"))) == "cabx"


def test_figure_that_is_no_more_becomes_words_and_is_told() -> None:
    mine = of(block("own", Typed("计"), FigureRef("gone", "7条")))
    found = merged(of(), mine, of())
    assert found.content == of(block("own", Typed("计7条")))
    assert found.lost == ("7条",)


def test_figure_gone_with_an_untouched_block_is_no_loss() -> None:
    base = of(block("a", FigureRef("gone", "7条")))
    assert merged(base, base, plain("a")) == Merged(plain("a"), (), (), {}, ())


def test_facts_are_renewed() -> None:
    mine = of(block("own", Fact("revision", "第1版"), Typed("。")))
    new = of(block("a", Fact("revision", "第2版")))
    assert merged(of(), mine, new).content.blocks[-1].text == "第2版"
    assert merged(of(), mine, of()).content == mine


IDS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)
KINDS: tuple[Part, ...] = (
    Text("甲乙"),
    Text("丙"),
    FigureRef("found", "19条"),
    FigureRef("gone", "7条"),
    Typed("打12"),
)
PARTS = st.lists(st.sampled_from(KINDS), max_size=3)


@st.composite
def contents(draw: st.DrawFn) -> CircularContent:
    return CircularContent(tuple(block(name, *draw(PARTS)) for name in draw(IDS)))


def refreshed(content: CircularContent) -> CircularContent:
    """As the machine writes it today: no other texts of figures than those there are."""
    return CircularContent(
        tuple(
            block(each.id, *(_today(part) for part in each.parts if part != FigureRef("gone", "7条")))
            for each in content.blocks
        )
    )


def _today(part: Part) -> Part:
    return FigureRef("found", "20条") if isinstance(part, FigureRef) else part


@given(contents(), contents())
def test_without_changes_of_people_the_machine_is_followed(
    base: CircularContent, new: CircularContent
) -> None:
    assert merge(base, base, refreshed(new), FIGURES).content == refreshed(new)


@given(contents(), contents(), contents())
def test_I7_nothing_people_typed_is_lost(
    base: CircularContent, mine: CircularContent, new: CircularContent
) -> None:
    found = merge(base, mine, refreshed(new), FIGURES).content
    before = {each.id: each for each in base.blocks}
    after = {each.id: each.text for each in found.blocks}
    for each in mine.blocks:
        if each.text and each != before.get(each.id):
            assert each.text.replace("19条", "20条") == after[each.id]


@given(contents(), contents(), contents())
def test_written_again_twice_changes_nothing(
    base: CircularContent, mine: CircularContent, new: CircularContent
) -> None:
    now = refreshed(new)
    once = merge(base, mine, now, FIGURES).content
    again = merge(now, once, now, FIGURES)
    assert again == Merged(once, (), (), {}, ())


@given(contents(), contents(), contents())
def test_every_block_stands_once(base: CircularContent, mine: CircularContent, new: CircularContent) -> None:
    ids = [each.id for each in merge(base, mine, refreshed(new), FIGURES).content.blocks]
    assert len(ids) == len(set(ids))
