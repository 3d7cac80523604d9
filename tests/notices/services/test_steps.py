"""What every step shares: the lock, the state, the comment, the trail."""

import pytest

from notices.models import CircularEvent, CircularState
from notices.services.steps import Action, comment_in, held, told
from tests.factories import District
from tests.notices.issued import AFTER, drafted, letter
from units.errors import Conflict, Invalid
from units.models import AuditEntry

DRAFT = [CircularState.DRAFT]


def test_row_is_read_anew(district: District) -> None:
    circular = drafted(district)
    circular.title = "没有存的标题"
    assert held(circular, states=DRAFT, edit=None, doing="送审").title != "没有存的标题"


def test_wrong_state_is_named_with_what_was_wanted(district: District) -> None:
    with pytest.raises(Conflict, match=r"“草稿”.*不能撤回"):
        held(letter(district), states=[CircularState.ISSUED], edit=None, doing="撤回")


def test_older_text_is_named_with_its_editor(district: District) -> None:
    circular = letter(district)
    circular.edited_by_id = district.reviewer.user_id
    circular.save(update_fields=["edited_by"])
    with pytest.raises(Conflict, match=f"文稿刚被改过（{district.reviewer.name}）"):
        held(circular, states=DRAFT, edit=circular.edit - 1, doing="送审")


def test_comment_is_trimmed() -> None:
    assert comment_in("  同意 \n") == "同意"
    assert comment_in("") == ""


def test_comment_that_must_be_there_is_asked_for() -> None:
    with pytest.raises(Invalid, match="请写明原因"):
        comment_in(" ", "请写明原因")


def test_step_is_told_in_both_trails(district: District) -> None:
    circular = letter(district)
    told(circular, district.reviewer, AFTER, Action.SUBMITTED, "请阅")
    event = CircularEvent.objects.get(circular=circular)
    assert (event.by_name, event.comment, event.at) == (district.reviewer.name, "请阅", AFTER)
    assert AuditEntry.objects.get(action="circular.submitted").summary == "送审《催报函》：请阅"
