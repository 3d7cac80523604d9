"""Drafting: once per snapshot and kind, with figures, first version, event and trail."""

import pytest

from notices.content import BlockKind, CircularContent
from notices.models import Circular, CircularEvent, CircularKind, CircularState, CircularVersion
from notices.selectors.circulars import periods_without_circular
from notices.services.drafting import draft_circular, draft_due_circulars, generated, written
from notices.stored_figures import restored
from reports.selectors.figures import closed_period
from tests.factories import CUTOFF, District
from tests.notices.drafted import AFTER, drafted, write
from tests.reports.corrected import LATER, ask, grant, two_closed
from units.errors import Conflict, Invalid, NotAllowed
from units.models import AuditEntry

FACTS = {"unit": "东关镇", "office": "某安委办", "period": "2023年9月", "campaign": "行动", "owed": "台账"}


def letter(district: District, kind: CircularKind = CircularKind.CHASE) -> Circular:
    return written(
        actor=district.reviewer, at=CUTOFF, kind=kind, period=district.period, unit=district.town,
        figures=(), facts=FACTS, summary="起草催报函",
    )  # fmt: skip


def test_draft_keeps_text_base_figures_and_template(district: District) -> None:
    circular = drafted(district)
    assert circular.base == circular.content == circular.document.to_json()
    assert (circular.kind, circular.state, circular.template_version) == ("monthly", "draft", 0)
    computed = closed_period(district.system, district.period).figures
    assert tuple(restored(circular.figures).values()) == computed
    assert circular.title == circular.document.title


def test_I8_draft_begins_its_versions_events_and_trail(district: District) -> None:
    circular = drafted(district)
    version, event = CircularVersion.objects.get(), CircularEvent.objects.get()
    assert (version.number, version.content, version.what, version.by_name) == (
        1,
        circular.content,
        "起草",
        "系统",
    )
    assert (event.action, event.at, event.by_name) == (CircularEvent.Action.DRAFTED, CUTOFF, "系统")
    line = AuditEntry.objects.get(action="circular.drafted")
    assert line.summary == "起草2023年9月月度调度通报（快照第1版）"


def test_I6_drafting_again_finds_the_same(district: District) -> None:
    circular = drafted(district)
    again = draft_circular(actor=district.reviewer, period=district.period, at=AFTER)
    assert again.pk == circular.pk
    assert CircularVersion.objects.count() == 1


def test_each_kind_is_drafted_on_its_own(district: District) -> None:
    monthly = drafted(district)
    kind = CircularKind.PROGRESS
    progress = draft_circular(actor=district.reviewer, period=district.period, at=AFTER, kind=kind)
    assert progress.pk != monthly.pk
    assert progress.title.endswith("进展情况的通报")
    assert (
        draft_circular(actor=district.system, period=district.period, at=AFTER, kind=kind).pk == progress.pk
    )


def test_withdrawn_circular_makes_room_for_another(district: District) -> None:
    first = drafted(district)
    Circular.objects.filter(pk=first.pk).update(state=CircularState.WITHDRAWN)
    again = draft_circular(actor=district.reviewer, period=district.period, at=AFTER)
    assert again.pk != first.pk
    assert draft_due_circulars(actor=district.system, at=AFTER) == []


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_drafting_is_refused_to_all_but_the_office(district: District, who: str) -> None:
    with pytest.raises(NotAllowed):
        draft_circular(actor=getattr(district, who), period=district.period, at=AFTER)


def test_open_period_and_letters_are_refused(district: District) -> None:
    with pytest.raises(Conflict):
        draft_circular(actor=district.reviewer, period=district.period, at=AFTER)
    with pytest.raises(Invalid, match="催报函"):
        draft_circular(actor=district.reviewer, period=district.period, at=AFTER, kind=CircularKind.CHASE)


def test_letter_is_drafted_without_a_snapshot(district: District) -> None:
    made = letter(district)
    assert (made.snapshot, made.unit, made.period) == (None, district.town, district.period)
    assert made.document.of(BlockKind.SALUTATION)[0].text == "东关镇："
    assert made.document.of(BlockKind.SOURCE) == ()
    assert letter(district).pk != made.pk


def test_generated_is_what_was_drafted_while_nothing_changed(district: District) -> None:
    for circular in (drafted(district), letter(district)):
        assert generated(circular).content == CircularContent.from_json(circular.base)


def test_I4_generated_follows_a_correction(district: District) -> None:
    august = two_closed(district)
    circular = draft_circular(actor=district.reviewer, period=august, at=LATER)
    grant(district, ask(district, august))
    text = generated(circular).content.text
    assert "本通报依据第2版数据" in text
    assert generated(circular).content.title == circular.title


def test_draft_people_work_on_is_not_doubled_after_a_correction(district: District) -> None:
    august = two_closed(district)
    draft_due_circulars(actor=district.system, at=LATER)
    mine = Circular.objects.get(period=august)
    write(district.reviewer, mine, "另有说明。")
    grant(district, ask(district, august))
    assert [period.label for period in periods_without_circular()] == ["2023-09"]


def test_I5_every_number_of_a_letter_is_a_figure_or_a_fact(district: District) -> None:
    for kind in CircularKind:
        if kind.is_letter:
            parts = [part for block in letter(district, kind).document.blocks for part in block.parts]
            assert all(type(part).__name__ != "Typed" for part in parts)
