"""The circular on screen: every number of the text leads to its figure (I5)."""

from dataclasses import replace

import pytest

from notices.content import Block, BlockKind, CircularContent, Fact, FigureRef, Text
from notices.paper import Run, sheet
from reports.figures import Figure, by_key, compute
from tests.licheng import snapshot
from tests.notices.composed import compose

FIGURE = Figure(
    "general.found", "一般隐患排查数", 4993, "条", "4993条", "各单位累计数之和", (("东关镇", "4993条"),)
)


def content(*parts: Text | FigureRef | Fact) -> CircularContent:
    return CircularContent((Block(BlockKind.PARAGRAPH, parts),))


def test_figure_in_the_text_carries_its_key() -> None:
    found = sheet(
        content(Text("累计"), FigureRef("general.found", "4993条"), Fact("period", "2023年9月")), [FIGURE]
    )
    assert found.lines[0].runs == (
        Run("累计"),
        Run("4993条", "general.found"),
        Run("2023年9月", fact="period"),
    )
    assert (found.cited, found.others, found.stale) == ((FIGURE,), (), 0)


def test_I5_number_unlike_its_figure_is_counted() -> None:
    found = sheet(content(FigureRef("general.found", "4994条")), [FIGURE])
    assert found.stale == 1


def test_I5_number_without_figure_is_counted() -> None:
    found = sheet(content(FigureRef("unknown", "7条")), [FIGURE])
    assert (found.stale, found.cited, found.others) == (1, (), (FIGURE,))


def test_figure_cited_twice_is_listed_once() -> None:
    part = FigureRef("general.found", "4993条")
    assert sheet(content(part, Text("，"), part), [FIGURE]).cited == (FIGURE,)


def test_every_kind_of_block_is_kept_in_order() -> None:
    blocks = tuple(Block(kind, (Text("字"),)) for kind in BlockKind)
    assert [line.kind for line in sheet(CircularContent(blocks), []).lines] == [
        kind.value for kind in BlockKind
    ]


@pytest.mark.parametrize("synthetic", [False, True])
def test_I5_real_circular_agrees_with_its_figures(synthetic: bool) -> None:
    data = replace(snapshot(), synthetic=synthetic)
    figures = compute(data, None)
    found = sheet(compose(figures, data, None, office="区安委办"), figures)
    assert found.stale == 0
    assert {figure.key for figure in (*found.cited, *found.others)} == set(by_key(figures))
    assert not set(found.cited) & set(found.others)
