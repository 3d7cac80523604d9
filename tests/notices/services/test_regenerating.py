"""A draft written again after its figures were corrected."""

from datetime import timedelta

import pytest

from notices.content import Typed
from notices.models import Circular, CircularEvent, CircularState
from notices.pending import Pending
from notices.selectors import editing as reads
from notices.services import editing, regenerating
from notices.services.drafting import draft_circular, generated
from reports.models import Period
from tests.factories import District
from tests.notices.drafted import changed, first_paragraph, write
from tests.reports.corrected import LATER, ask, grant, two_closed
from units.errors import Conflict, NotAllowed

AGAIN = LATER + timedelta(hours=3)


@pytest.fixture
def august(district: District) -> Period:
    """A closed period, its circular drafted."""
    period = two_closed(district)
    draft_circular(actor=district.system, period=period, at=LATER)
    return period


def draft(period: Period) -> Circular:
    return Circular.objects.filter(period=period).earliest("id")


def corrected(district: District, period: Period) -> Circular:
    """The draft, after the figures under it were corrected."""
    grant(district, ask(district, period))
    return draft(period)


def again(district: District, circular: Circular) -> Circular:
    return regenerating.regenerate(actor=district.reviewer, circular=circular, at=AGAIN)


def test_untouched_draft_becomes_what_the_machine_writes_now(district: District, august: Period) -> None:
    circular = again(district, corrected(district, august))
    assert [block.text for block in reads.stored(circular).blocks] == [
        block.text for block in generated(circular).content.blocks
    ]
    assert circular.snapshot is not None
    assert circular.snapshot.revision == 2
    assert "第2版" in circular.document.text


def test_words_of_people_stay_and_figures_are_renewed(district: District, august: Period) -> None:
    write(district.reviewer, draft(august), "请高度重视。", at=LATER)
    circular = again(district, corrected(district, august))
    assert "请高度重视。" in circular.document.text
    pending = Pending.of(circular.base)
    figures = reads.figures_of(circular)
    assert pending.renewed
    assert all(figures[key].text != before for key, before in pending.renewed.items())


def test_block_both_changed_waits_for_a_decision(district: District, august: Period) -> None:
    circular = draft(august)
    block = first_paragraph(reads.stored(circular))
    mine = type(block)(block.kind, (Typed("我的写法"),), block.id)
    content = changed(reads.stored(circular), mine)
    saved = editing.save(actor=district.reviewer, circular=circular, content=content, edit=1, at=LATER)
    other = type(block)(block.kind, (Typed("机器从前的写法"),), block.id)
    Circular.objects.update(base=changed(reads.base_of(saved), other).to_json())
    circular = again(district, corrected(district, august))
    assert Pending.of(circular.base).changed == (block.id,)
    assert "我的写法" in circular.document.text


def test_text_before_is_kept_and_the_step_is_told(district: District, august: Period) -> None:
    circular = corrected(district, august)
    before = circular.content
    again(district, circular)
    assert circular.versions.latest("number").content == before
    assert circular.events.latest("id").action == CircularEvent.Action.REGENERATED


def test_written_again_twice_changes_nothing(district: District, august: Period) -> None:
    once = again(district, corrected(district, august))
    twice = again(district, once)
    assert (twice.edit, twice.content, twice.events.count()) == (once.edit, once.content, once.events.count())


def test_nothing_new_changes_nothing(district: District, august: Period) -> None:
    circular = again(district, draft(august))
    assert (circular.edit, circular.edited_at) == (1, None)


def test_draft_of_the_new_figures_nobody_touched_gives_way(district: District, august: Period) -> None:
    circular = corrected(district, august)
    other = draft_circular(actor=district.system, period=august, at=LATER)
    assert other.pk != circular.pk
    again(district, circular)
    other.refresh_from_db()
    assert other.state == CircularState.WITHDRAWN
    assert "代替了它" in other.events.latest("id").comment


def test_draft_of_the_new_figures_somebody_changed_stays(district: District, august: Period) -> None:
    circular = corrected(district, august)
    write(district.reviewer, draft_circular(actor=district.system, period=august, at=LATER), "字", at=LATER)
    with pytest.raises(Conflict, match="已有依据第2版数据"):
        again(district, circular)


@pytest.mark.parametrize("who", ["filer", "leader", "admin"])
def test_writing_again_denied_to_everybody_but_the_office(
    district: District, august: Period, who: str
) -> None:
    with pytest.raises(NotAllowed):
        regenerating.regenerate(actor=getattr(district, who), circular=draft(august), at=AGAIN)


def test_what_was_handed_on_is_not_written_again(district: District, august: Period) -> None:
    Circular.objects.update(state=CircularState.SUBMITTED)
    with pytest.raises(Conflict, match="待审核"):
        again(district, draft(august))
