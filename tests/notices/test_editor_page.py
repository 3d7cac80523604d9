"""What the editor's page is told."""

import json
from decimal import Decimal

from notices.content import Block, BlockKind, CircularContent, Fact, FigureRef, Text, Typed
from notices.editor_page import EditorLine, blocks_text, editor_lines, finding_json, renewed
from notices.editor_text import read
from notices.found_numbers import Found
from notices.numbers.verdicts import Judged, Verdict
from notices.paper import Line, Run, line
from notices.pending import Pending
from reports.figures import Figure

FIGURE = Figure("found", "排查数", 7, "条", "7条", "算法", ())
BLOCK = Block(
    BlockKind.PARAGRAPH,
    (Text("共"), Typed("计"), FigureRef("found", "7条"), Fact("period", "2023年9月")),
    "a",
)
CONTENT = CircularContent((BLOCK, Block(BlockKind.HEADING_1, (Text("乙"),), "b")))
BASE = CircularContent((Block(BlockKind.PARAGRAPH, (Text("机器"),), "a"),))


def test_blocks_are_written_as_a_browser_writes_them() -> None:
    assert blocks_text(CircularContent((BLOCK,))) == (
        '[{"id":"a","kind":"paragraph","parts":[{"words":"共计"},{"figure":"found"},{"fact":"period"}]}]'
    )


def test_blocks_as_told_can_be_sent_back() -> None:
    sent = read(json.loads(blocks_text(CONTENT)))
    assert [(block.id, block.kind) for block in sent.blocks] == [
        (block.id, block.kind) for block in CONTENT.blocks
    ]


def test_finding_tells_what_where_and_what_could_stand_there() -> None:
    judged = Judged("8条", Decimal(8), "条", 9, 11, "", Verdict.CONTRADICTS, "found", "7条", "应为7条。")
    told = finding_json(Found("key", judged, "a", 2, 4, "共8条", (FIGURE,)), ("某人", "理由"))
    assert told == {
        "key": "key", "block": "a", "start": 2, "end": 4, "text": "8条", "verdict": "与指标不符", "wrong": True,
        "reason": "应为7条。", "offers": [{"key": "found", "label": "排查数", "text": "7条"}],
        "accepted": ["某人", "理由"],
    }  # fmt: skip


def test_lines_carry_the_decisions_that_wait() -> None:
    first, second = editor_lines(CONTENT, BASE, Pending(("a",), ("b",)))
    assert first == EditorLine(line(BLOCK), Line("paragraph", (Run("机器"),), "a"), False)
    assert second == EditorLine(line(CONTENT.blocks[1]), None, True)


def test_lines_without_decisions_are_plain() -> None:
    assert {(row.offer, row.vanished) for row in editor_lines(CONTENT, BASE, Pending())} == {(None, False)}


def test_renewed_figures_come_with_the_text_before() -> None:
    assert renewed(Pending(renewed={"found": "6条", "gone": "1条"}), {"found": FIGURE}) == ((FIGURE, "6条"),)


def test_line_tells_what_may_be_done_with_it() -> None:
    assert [(each.is_body, each.is_locked) for each in map(line, (
        BLOCK, Block(BlockKind.TITLE, (Text("题"),), "t"), Block(BlockKind.SOURCE, (Text("源"),), "s"),
    ))] == [(True, False), (False, False), (False, True)]  # fmt: skip
