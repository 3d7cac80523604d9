"""Reads of one circular for its page and its editor."""

import pytest

from notices.block_words import with_ids
from notices.content import FigureRef, Typed
from notices.models import Circular, CircularState
from notices.selectors import editing
from reports.figures import by_key
from reports.selectors.figures import closed_period
from tests.factories import District
from tests.notices.drafted import drafted, first_paragraph, with_words, write
from units.errors import Conflict, Invalid, NotAllowed, NotFound


@pytest.fixture
def circular(district: District) -> Circular:
    return drafted(district)


@pytest.mark.parametrize(
    ("who", "may"), [("reviewer", True), ("leader", True), ("filer", False), ("head", False)]
)
def test_I3_drafts_are_read_by_those_who_serve_the_whole_tenant(
    district: District, circular: Circular, who: str, may: bool
) -> None:
    actor = getattr(district, who)
    if may:
        assert editing.readable(actor, circular.pk) == circular
        return
    with pytest.raises(NotAllowed, match="只供安委办和领导查看"):
        editing.readable(actor, circular.pk)


def test_unknown_circular_is_not_there(district: District, circular: Circular) -> None:
    with pytest.raises(NotFound, match="请从通报列表重新进入"):
        editing.readable(district.reviewer, circular.pk + 1)


def test_draft_is_edited_by_the_office(district: District, circular: Circular) -> None:
    assert editing.editable(district.reviewer, circular.pk) == circular
    with pytest.raises(NotAllowed, match="由安委办起草、修改"):
        editing.editable(district.leader, circular.pk)


@pytest.mark.parametrize("state", [CircularState.SUBMITTED, CircularState.REVIEWED, CircularState.WITHDRAWN])
def test_what_is_no_draft_is_not_edited(district: District, circular: Circular, state: CircularState) -> None:
    Circular.objects.update(state=state)
    with pytest.raises(Conflict, match=state.label):
        editing.editable(district.reviewer, circular.pk)


def test_figures_are_those_it_was_drafted_with(district: District, circular: Circular) -> None:
    figures = editing.figures_of(circular)
    closed = by_key(closed_period(district.reviewer, district.period).figures)
    assert {key: figure.text for key, figure in figures.items()} == {
        key: figure.text for key, figure in closed.items()
    }
    assert figures["general.found"] == closed["general.found"]


def test_circular_from_before_figures_were_kept_has_those_of_its_snapshot(
    district: District, circular: Circular
) -> None:
    kept = editing.figures_of(circular)
    Circular.objects.update(figures=[], base={})
    circular.refresh_from_db()
    assert editing.figures_of(circular)["general.found"].text == kept["general.found"].text
    assert editing.base_of(circular) == editing.stored(circular)


def test_text_has_an_id_for_every_line(circular: Circular) -> None:
    content = editing.stored(circular)
    assert all(block.id for block in content.blocks)
    assert with_ids(content) == content


def test_sent_text_is_given_the_circulars_own_figures(circular: Circular) -> None:
    sent = with_words(editing.stored(circular), FigureRef("general.found", "9条"), "之多")
    parts = first_paragraph(editing.resolved(circular, sent)).parts
    assert parts[-2:] == (FigureRef("general.found", "20条"), Typed("之多"))
    with pytest.raises(Invalid, match="不在本稿的数据里"):
        editing.resolved(circular, with_words(editing.stored(circular), FigureRef("x", "")))


def test_versions_and_steps_come_newest_first(district: District, circular: Circular) -> None:
    write(district.reviewer, circular, "字")
    write(district.system, circular, "又")
    assert [each.number for each in editing.versions(circular)] == [2, 1]
    assert editing.version(circular, 1).what == "起草"
    assert [step.action for step in editing.trail(circular)] == ["drafted"]
    with pytest.raises(NotFound, match="没有第3稿"):
        editing.version(circular, 3)


def test_drafts_of_one_period_stand_beside_one_another(district: District, circular: Circular) -> None:
    assert editing.siblings(circular) == [circular]
    Circular.objects.update(state=CircularState.WITHDRAWN)
    assert editing.siblings(circular) == []


def test_letter_has_nothing_beside_it(district: District, circular: Circular) -> None:
    assert editing.siblings(Circular(unit=district.town, kind="chase")) == []
