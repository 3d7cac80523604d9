"""Submitting, sending back and approving: who may, in which state, and what is kept of it (I8)."""

from datetime import date

import pytest

from notices.models import Circular, CircularEvent, CircularState
from notices.services import issuing
from tests.factories import District, make_actor
from tests.notices.issued import AFTER, drafted, reviewed, submitted
from units.actors import Actor
from units.enums import Role
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.models import AuditEntry
from units.scoping import scope


def second(district: District) -> Actor:
    return make_actor("second", Role.REVIEWER)


def actions(circular: Circular) -> list[str]:
    found = CircularEvent.objects.filter(circular=circular).exclude(action="drafted")
    return list(found.order_by("id").values_list("action", flat=True))


def test_submitted_circular_waits_for_review(district: District) -> None:
    found = submitted(district)
    found.refresh_from_db()
    assert (found.state, found.submitted_at) == (CircularState.SUBMITTED, AFTER)
    assert found.submitted_by_id == district.reviewer.user_id
    assert actions(found) == ["submitted"]
    assert AuditEntry.objects.get(action="circular.submitted").summary.startswith("送审《")


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_submitting_denied_to_everybody_but_the_office(district: District, who: str) -> None:
    circular = drafted(district)
    with pytest.raises(NotAllowed, match="由安委办起草、送审"):
        issuing.submit(actor=getattr(district, who), circular=circular, at=AFTER)


def test_submitting_twice_tells_who_was_quicker(district: District) -> None:
    circular = submitted(district)
    with pytest.raises(Conflict, match=f"“待审核”（{district.reviewer.name}已送审），不能送审"):
        issuing.submit(actor=second(district), circular=circular, at=AFTER)


def test_I7_page_of_an_older_text_is_refused(district: District) -> None:
    circular = drafted(district)
    with pytest.raises(Conflict, match="您看到的不是最新稿"):
        issuing.submit(actor=district.reviewer, circular=circular, at=AFTER, edit=circular.edit + 1)
    issuing.submit(actor=district.reviewer, circular=circular, at=AFTER, edit=circular.edit)


def test_day_of_reply_is_set_with_submitting(district: District) -> None:
    assert submitted(district, reply_by=date(2023, 9, 26)).reply_by == date(2023, 9, 26)


def test_day_of_reply_must_be_ahead(district: District) -> None:
    with pytest.raises(Invalid, match="回复期限要在今天以后"):
        submitted(district, reply_by=date(2023, 9, 25))


def test_day_of_reply_set_by_the_drafter_stays(district: District) -> None:
    circular = drafted(district)
    Circular.objects.filter(pk=circular.pk).update(reply_by=date(2023, 9, 28))
    assert submitted(district, circular).reply_by == date(2023, 9, 28)


@pytest.mark.parametrize("who", ["reviewer", "leader"])
@pytest.mark.parametrize("waits", [submitted, reviewed])
def test_sent_back_circular_is_a_draft_again(district: District, who: str, waits: type) -> None:
    circular = waits(district)
    found = issuing.send_back(actor=getattr(district, who), circular=circular, at=AFTER, comment=" 数字再核 ")
    assert (found.state, found.submitted_by, found.reviewed_by) == (CircularState.DRAFT, None, None)
    assert CircularEvent.objects.filter(circular=found).latest("id").comment == "数字再核"


def test_sending_back_needs_a_reason(district: District) -> None:
    circular = submitted(district)
    with pytest.raises(Invalid, match="请写明退回的原因"):
        issuing.send_back(actor=district.leader, circular=circular, at=AFTER, comment="  ")


def test_draft_cannot_be_sent_back(district: District) -> None:
    circular = drafted(district)
    with pytest.raises(Conflict, match="“草稿”"):
        issuing.send_back(actor=district.leader, circular=circular, at=AFTER, comment="再核")


@pytest.mark.parametrize("who", ["filer", "head", "admin"])
def test_sending_back_denied_to_others(district: District, who: str) -> None:
    circular = submitted(district)
    with pytest.raises(NotAllowed):
        issuing.send_back(actor=getattr(district, who), circular=circular, at=AFTER, comment="再核")


def test_comment_longer_than_the_trail_takes_is_refused(district: District) -> None:
    circular = submitted(district)
    with pytest.raises(Invalid, match="最多300字，现有301字"):
        issuing.review(actor=district.leader, circular=circular, at=AFTER, comment="长" * 301)


def test_approved_circular_waits_for_the_signature(district: District) -> None:
    found = reviewed(district)
    found.refresh_from_db()
    assert (found.state, found.reviewed_by_id) == (CircularState.REVIEWED, district.leader.user_id)
    assert actions(found) == ["submitted", "reviewed"]


def test_colleague_of_the_office_may_approve(district: District) -> None:
    found = issuing.review(actor=second(district), circular=submitted(district), at=AFTER)
    assert found.state == CircularState.REVIEWED


def test_I8_who_submitted_does_not_approve(district: District) -> None:
    circular = submitted(district)
    with pytest.raises(NotAllowed, match="请换一个人审核"):
        issuing.review(actor=district.reviewer, circular=circular, at=AFTER)


def test_I8_who_wrote_last_does_not_approve(district: District) -> None:
    circular, writer = drafted(district), second(district)
    Circular.objects.filter(pk=circular.pk).update(edited_by=writer.user_id, edited_at=AFTER)
    found = submitted(district, circular)
    with pytest.raises(NotAllowed, match="请换一个人审核"):
        issuing.review(actor=writer, circular=found, at=AFTER)


@pytest.mark.parametrize("who", ["filer", "head", "admin", "system"])
def test_approving_denied_to_others(district: District, who: str) -> None:
    circular = submitted(district)
    with pytest.raises(NotAllowed):
        issuing.review(actor=getattr(district, who), circular=circular, at=AFTER)


def test_draft_cannot_be_approved(district: District) -> None:
    circular = drafted(district)
    with pytest.raises(Conflict, match="不能审核"):
        issuing.review(actor=district.leader, circular=circular, at=AFTER)


def test_I3_circular_of_another_tenant_is_not_found(district: District, neighbour: District) -> None:
    with scope(neighbour.tenant.pk):
        circular = drafted(neighbour)
    with pytest.raises(NotFound, match="没有这份文稿"):
        issuing.submit(actor=district.reviewer, circular=circular, at=AFTER)
