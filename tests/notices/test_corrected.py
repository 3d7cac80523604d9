"""What a circular says of corrected figures."""

from dataclasses import replace

import pytest

from notices.composition import compose
from notices.content import BlockKind, CircularContent
from notices.corrected import notes
from reports.figures import compute
from reports.snapshot import SnapshotData
from tests import licheng

NOW = licheng.snapshot()


def earlier(month: int, revision: int) -> SnapshotData:
    return replace(NOW, period=f"2023-{month:02}", period_title=f"2023年{month}月", revision=revision)


def test_nothing_is_said_where_nothing_was_corrected() -> None:
    assert list(notes(NOW, [])) == []


def test_each_corrected_period_is_named_with_its_revision() -> None:
    found = [block.text for block in notes(NOW, [earlier(7, 3), earlier(8, 2)])]
    assert [text[:7] for text in found] == ["2023年7月", "2023年8月"]
    assert "以第3版为准" in found[0]
    assert "以第2版为准" in found[1]


@pytest.mark.parametrize(("revision", "said"), [(1, 0), (2, 1), (3, 1)])
def test_revised_period_says_so_of_itself(revision: int, said: int) -> None:
    found = [block.text for block in notes(replace(NOW, revision=revision), [])]
    assert len(found) == said
    assert all(f"本通报依据第{revision}版数据" in text for text in found)


def test_notes_close_the_text_before_the_annex() -> None:
    revised = replace(NOW, revision=2)
    content = compose(compute(revised, None), revised, None, office="荔城区安委办", corrected=[earlier(8, 2)])
    at = [block.kind for block in content.blocks].index(BlockKind.ANNEX)
    assert ["2023年8月" in content.blocks[at - 2].text, "第2版" in content.blocks[at - 1].text] == [
        True,
        True,
    ]
    assert CircularContent.from_json(content.to_json()) == content
