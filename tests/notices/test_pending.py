"""What waits for the writer after a circular was written again."""

from notices.content import Block, BlockKind, CircularContent, FigureRef, Part, Text, Typed
from notices.pending import FIGURES, Pending
from notices.regenerating import Merged


def of(**blocks: Part) -> CircularContent:
    return CircularContent(tuple(Block(BlockKind.PARAGRAPH, (part,), name) for name, part in blocks.items()))


BASE = of(a=Text("机器"), b=FigureRef("found", "8条"))
MINE = of(a=Typed("我的"), b=FigureRef("found", "8条"), c=Typed("旧段"))
WAITING = Pending(("a",), ("c",), {"found": "7条"}, ("9条",))


def test_it_is_kept_beside_the_base_and_read_again() -> None:
    kept = WAITING.beside(BASE)
    assert Pending.of(kept) == WAITING
    assert CircularContent.from_json(kept) == BASE


def test_nothing_waiting_leaves_the_base_as_it_is() -> None:
    assert Pending().beside(BASE) == BASE.to_json()
    assert Pending.of(BASE.to_json()) == Pending() == Pending.of({})
    assert not Pending()
    assert WAITING


def test_what_is_open_stays() -> None:
    assert WAITING.left((), MINE, BASE) == WAITING


def test_settled_blocks_and_figures_go() -> None:
    assert WAITING.left({"a", "c", FIGURES}, MINE, BASE) == Pending()


def test_taking_over_the_machines_words_settles_a_block() -> None:
    assert not WAITING.left((), of(a=Text("机器")), BASE).changed


def test_taking_a_block_or_figure_out_settles_it() -> None:
    assert WAITING.left((), of(a=Typed("我的")), BASE) == Pending(("a",), (), {}, ("9条",))


def test_block_the_machine_writes_again_has_not_vanished() -> None:
    assert not Pending(vanished=("a",)).left((), MINE, BASE).vanished


def test_written_again_twice_keeps_the_first_text_of_a_figure() -> None:
    more = Merged(MINE, ("b", "a"), (), {"found": "8条", "other": "1条"}, ("9条",))
    assert WAITING.joined_by(more) == Pending(("a", "b"), ("c",), {"found": "7条", "other": "1条"}, ("9条",))
