"""Saving a draft while it is written, and going back to an earlier text."""

from datetime import timedelta

import pytest

from notices.block_words import joined
from notices.content import FigureRef, Typed
from notices.models import Circular, CircularState, CircularVersion
from notices.pending import FIGURES, Pending
from notices.selectors import editing as reads
from notices.services import editing
from tests.factories import District, make_actor
from tests.notices.drafted import AFTER, changed, drafted, first_paragraph, with_words, without, write
from units.actors import Actor
from units.enums import Role
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import AuditEntry
from units.scoping import scope

HOUR = timedelta(hours=1)


@pytest.fixture
def circular(district: District) -> Circular:
    return drafted(district)


def opening(circular: Circular) -> str:
    circular.refresh_from_db()
    return first_paragraph(reads.stored(circular)).text


def versions(circular: Circular) -> list[tuple[int, str, str]]:
    rows = CircularVersion.objects.filter(circular=circular).order_by("number")
    return [(row.number, row.what, row.by_name) for row in rows]


def test_words_are_stored_with_who_and_when(district: District, circular: Circular) -> None:
    saved = write(district.reviewer, circular, "请各单位重视。")
    assert opening(circular).endswith("请各单位重视。")
    assert (saved.edit, saved.edited_at, saved.edited_by_id) == (2, AFTER, district.reviewer.user_id)


def test_I5_words_are_typed_and_the_rest_stays_the_templates(district: District, circular: Circular) -> None:
    before = first_paragraph(reads.stored(circular)).parts
    write(district.reviewer, circular, "另有12条。")
    parts = first_paragraph(reads.stored(Circular.objects.get())).parts
    assert parts == joined((*before, Typed("另有12条。")))


def test_I5_figure_has_the_circulars_own_text(district: District, circular: Circular) -> None:
    write(district.reviewer, circular, FigureRef("general.found", "99999条"))
    assert opening(circular).endswith("20条")


def test_title_follows_its_lines(district: District, circular: Circular) -> None:
    content = reads.stored(circular)
    title = next(block for block in content.blocks if block.kind == "title")
    content = changed(content, type(title)(title.kind, (Typed("关于近期工作"),), title.id))
    saved = editing.save(actor=district.reviewer, circular=circular, content=content, edit=1, at=AFTER)
    assert saved.title == content.title
    assert saved.title.startswith("关于近期工作")


def test_saving_what_stands_there_changes_nothing(district: District, circular: Circular) -> None:
    same = editing.save(
        actor=district.reviewer, circular=circular, content=reads.stored(circular), edit=1, at=AFTER
    )
    assert (same.edit, same.edited_at, len(versions(circular))) == (1, None, 1)
    assert not AuditEntry.objects.filter(action="circular.edited").exists()


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_editing_denied_to_everybody_but_the_office(district: District, circular: Circular, who: str) -> None:
    with pytest.raises(NotAllowed, match="由安委办"):
        write(getattr(district, who), circular, "字")


@pytest.mark.parametrize("state", [CircularState.SUBMITTED, CircularState.REVIEWED, CircularState.WITHDRAWN])
def test_what_was_handed_on_cannot_be_edited(
    district: District, circular: Circular, state: CircularState
) -> None:
    Circular.objects.update(state=state)
    with pytest.raises(Conflict, match=f"现在是“{state.label}”"):
        write(district.reviewer, circular, "字")


def test_I7_stale_page_is_told_who_was_quicker(district: District, circular: Circular) -> None:
    write(district.reviewer, circular, "先到。")
    other = make_actor("second", Role.REVIEWER)
    content = with_words(reads.stored(circular), "后到。")
    with pytest.raises(Conflict, match=f"{district.reviewer.name}在09:00改过"):
        editing.save(actor=other, circular=circular, content=content, edit=1, at=AFTER)
    assert opening(circular).endswith("先到。")


def test_I7_page_older_than_a_writing_by_machine_is_told_so(district: District, circular: Circular) -> None:
    Circular.objects.update(edit=2)
    with pytest.raises(Conflict, match="系统在刚刚改过"):
        editing.save(
            actor=district.reviewer, circular=circular, content=reads.stored(circular), edit=1, at=AFTER
        )


def test_unsound_text_is_refused_and_nothing_stored(district: District, circular: Circular) -> None:
    content = reads.stored(circular)
    with pytest.raises(Invalid, match="不能增减"):
        editing.save(
            actor=district.reviewer, circular=circular, content=without(content, content.blocks[0].id),
            edit=1, at=AFTER,
        )  # fmt: skip
    circular.refresh_from_db()
    assert circular.edit == 1


def test_autosaves_of_an_hour_are_one_version(district: District, circular: Circular) -> None:
    for minute in range(3):
        write(district.reviewer, circular, "字", at=AFTER + timedelta(minutes=minute))
    assert versions(circular) == [(1, "起草", "系统")]
    assert AuditEntry.objects.filter(action="circular.edited").count() == 1


def test_text_is_kept_before_the_same_person_goes_on_in_another_hour(
    district: District, circular: Circular
) -> None:
    write(district.reviewer, circular, "第一", at=AFTER)
    write(district.reviewer, circular, "第二", at=AFTER + HOUR)
    assert versions(circular)[1:] == [(2, "修改", district.reviewer.name)]
    assert first_paragraph(reads.version(circular, 2).document).text.endswith("第一")


def test_text_is_kept_before_somebody_else_goes_on(district: District, circular: Circular) -> None:
    other = make_actor("second", Role.REVIEWER)
    write(district.reviewer, circular, "第一")
    write(other, circular, "第二")
    write(district.reviewer, circular, "第三")
    assert [by for _, _, by in versions(circular)] == ["系统", district.reviewer.name, other.name]


def test_earlier_text_comes_back_and_the_present_one_is_kept(district: District, circular: Circular) -> None:
    before = opening(circular)
    saved = write(district.reviewer, circular, "写错了")
    editing.restore(actor=district.reviewer, circular=saved, number=1, edit=2, at=AFTER + HOUR)
    assert opening(circular) == before
    assert first_paragraph(reads.version(circular, 2).document).text.endswith("写错了")


def test_restoring_within_the_same_hour_keeps_the_present_text_too(
    district: District, circular: Circular
) -> None:
    saved = write(district.reviewer, circular, "写错了")
    editing.restore(actor=district.reviewer, circular=saved, number=1, edit=2, at=AFTER)
    assert first_paragraph(reads.version(circular, 2).document).text.endswith("写错了")


def test_restoring_what_there_is_not_or_on_a_stale_page_is_refused(
    district: District, circular: Circular
) -> None:
    with pytest.raises(NotFound, match="没有第7稿"):
        editing.restore(actor=district.reviewer, circular=circular, number=7, edit=1, at=AFTER)
    with pytest.raises(Conflict):
        editing.restore(actor=district.reviewer, circular=circular, number=1, edit=9, at=AFTER)


def test_decisions_taken_are_stored_with_the_text(district: District, circular: Circular) -> None:
    base = reads.base_of(circular)
    Circular.objects.update(base=Pending(renewed={"general.found": "19条"}).beside(base))
    circular.refresh_from_db()
    saved = editing.save(
        actor=district.reviewer, circular=circular, content=reads.stored(circular), edit=1, at=AFTER,
        settled=[FIGURES],
    )  # fmt: skip
    assert (saved.edit, Pending.of(saved.base)) == (2, Pending())
    assert reads.base_of(saved) == base


def test_circular_of_another_tenant_is_not_there(circular: Circular, neighbour: District) -> None:
    stranger: Actor = neighbour.reviewer
    with scope(neighbour.tenant.pk), pytest.raises(NotFound):
        editing.save(actor=stranger, circular=circular, content=reads.stored(circular), edit=1, at=AFTER)


def test_machine_words_are_text_again_after_they_were_put_back(
    district: District, circular: Circular
) -> None:
    before = first_paragraph(reads.stored(circular)).parts
    saved = write(district.reviewer, circular, "多")
    content = changed(reads.stored(saved), first_paragraph(reads.base_of(saved)))
    editing.save(actor=district.reviewer, circular=saved, content=content, edit=2, at=AFTER)
    assert first_paragraph(reads.stored(Circular.objects.get())).parts == joined(before)
