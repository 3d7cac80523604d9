"""The number check of a stored circular (I5)."""

import pytest

from notices.content import FigureRef
from notices.models import Circular
from notices.selectors import checks, editing
from tests.factories import District
from tests.notices.drafted import drafted, with_words, write


@pytest.fixture
def circular(district: District) -> Circular:
    return drafted(district)


def texts(circular: Circular) -> list[str]:
    return [finding.judged.text for finding in checks.open_findings(circular)]


def test_I5_untouched_draft_has_nothing_open(circular: Circular) -> None:
    assert checks.findings(circular) == []


def test_typed_numbers_are_open_in_the_order_of_the_text(district: District, circular: Circular) -> None:
    saved = write(district.reviewer, circular, "另有7731处，又有8842处。")
    assert texts(saved) == ["7731处", "8842处"]


def test_typed_number_unlike_its_figure_is_open_with_the_figure(
    district: District, circular: Circular
) -> None:
    saved = write(district.reviewer, circular, "累计排查一般隐患21条。")
    (finding,) = checks.open_findings(saved)
    assert finding.judged.is_wrong
    assert finding.key == finding.found.key
    assert finding.block_id == finding.found.block_id


def test_figure_put_in_by_chip_is_not_open(district: District, circular: Circular) -> None:
    assert (
        texts(write(district.reviewer, circular, "累计排查一般隐患", FigureRef("general.found", ""), "。"))
        == []
    )


def test_text_in_the_editor_is_looked_at_instead(circular: Circular) -> None:
    content = editing.resolved(circular, with_words(editing.stored(circular), "另有7731处。"))
    assert [each.judged.text for each in checks.findings(circular, content)] == ["7731处"]
    assert texts(circular) == []


def test_dates_and_ordinals_are_nobodys_concern(district: District, circular: Circular) -> None:
    assert (
        texts(write(district.reviewer, circular, "请于2023年10月24日前整改，一是抓排查，二是抓整改。")) == []
    )
