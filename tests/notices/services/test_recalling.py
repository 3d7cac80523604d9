"""What was issued is withdrawn or replaced, and stays readable as it was."""

import pytest

from notices.models import (
    Circular,
    CircularEvent,
    CircularState,
    CircularVersion,
    Delivery,
    OutboxMail,
    Publication,
    PublicationState,
)
from notices.services import issuing
from tests.factories import District, user_of
from tests.notices.issued import AFTER, NUMBER, drafted, issued, publication_of, reviewed
from units.errors import Conflict, Invalid, NotAllowed
from units.models import User


def withdraw(district: District, circular: Circular, who: str = "leader", why: str = "数据有误") -> Circular:
    return issuing.withdraw(actor=getattr(district, who), circular=circular, at=AFTER, comment=why)


def replace(district: District, circular: Circular, who: str = "reviewer") -> Circular:
    return issuing.replace(actor=getattr(district, who), circular=circular, at=AFTER)


@pytest.mark.parametrize("who", ["leader", "reviewer"])
def test_withdrawn_document_keeps_text_and_number(district: District, who: str) -> None:
    circular = issued(district)
    text = publication_of(circular).document.text
    found = Circular.objects.get(pk=withdraw(district, circular, who).pk)
    assert (found.state, found.number) == (CircularState.WITHDRAWN, 1)
    publication = publication_of(circular)
    assert (publication.state, publication.note) == (PublicationState.WITHDRAWN, "数据有误")
    assert publication.document.text == text
    assert CircularEvent.objects.filter(circular=circular).latest("id").comment == "数据有误"


def test_withdrawing_needs_a_reason(district: District) -> None:
    circular = issued(district)
    with pytest.raises(Invalid, match="请写明撤回的原因"):
        withdraw(district, circular, why=" ")


@pytest.mark.parametrize("who", ["filer", "head", "admin"])
def test_withdrawing_denied_to_others(district: District, who: str) -> None:
    circular = issued(district)
    with pytest.raises(NotAllowed, match="由领导或安委办撤回"):
        withdraw(district, circular, who)


def test_draft_cannot_be_withdrawn(district: District) -> None:
    circular = drafted(district)
    with pytest.raises(Conflict, match="不能撤回"):
        withdraw(district, circular)


def test_those_who_were_told_of_it_are_told_that_it_no_longer_holds(district: District) -> None:
    User.objects.filter(pk=user_of(district.filer).pk).update(email="jia@example.com")
    withdraw(district, issued(district))
    mail = OutboxMail.objects.latest("id")
    assert (mail.to, mail.subject) == ("jia@example.com", f"撤回：{NUMBER}")
    assert "原因：数据有误" in mail.text


def test_number_of_a_withdrawn_document_is_not_used_again(district: District) -> None:
    circular = issued(district)
    new = replace(district, circular)
    withdraw(district, circular)
    assert issued(district, new).number == 2


def test_replacement_begins_as_a_draft_with_the_same_text(district: District) -> None:
    before = drafted(district)
    text = before.document.text
    new = replace(district, issued(district, before))
    assert (new.state, new.number, new.supersedes_id) == (CircularState.DRAFT, None, before.pk)
    assert new.document.text == text
    assert (new.snapshot_id, new.figures) == (before.snapshot_id, before.figures)
    assert CircularVersion.objects.get(circular=new).what == "按原文起草替代稿"


def test_original_holds_until_the_replacement_is_signed(district: District) -> None:
    circular = issued(district)
    reviewed(district, replace(district, circular))
    assert publication_of(circular).state == PublicationState.IN_FORCE


def test_signed_replacement_supersedes_the_original(district: District) -> None:
    circular = issued(district)
    new = issued(district, replace(district, circular))
    assert Circular.objects.get(pk=circular.pk).state == CircularState.SUPERSEDED
    old = publication_of(circular)
    assert (old.state, old.note) == (PublicationState.SUPERSEDED, "已由荔安办〔2023〕2号替代")
    assert publication_of(new).document_number == "荔安办〔2023〕2号"
    assert Delivery.objects.filter(publication__circular=new).count() == len(district.units)
    assert CircularEvent.objects.filter(circular=circular).latest("id").action == "superseded"


def test_document_withdrawn_meanwhile_stays_withdrawn(district: District) -> None:
    circular = issued(district)
    new = reviewed(district, replace(district, circular))
    withdraw(district, circular)
    issuing.sign(actor=district.leader, circular=new, at=AFTER)
    assert publication_of(circular).state == PublicationState.WITHDRAWN
    assert Publication.objects.filter(state=PublicationState.IN_FORCE).count() == 1


def test_one_replacement_at_a_time(district: District) -> None:
    circular = issued(district)
    replace(district, circular)
    with pytest.raises(Conflict, match=f"替代稿已由{district.reviewer.name}起草，现在是“草稿”"):
        replace(district, circular)


def test_replacement_can_be_replaced_in_turn(district: District) -> None:
    first = issued(district)
    second = issued(district, replace(district, first))
    third = issued(district, replace(district, second))
    assert third.number == 3
    assert publication_of(second).state == PublicationState.SUPERSEDED


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_replacing_denied_to_everybody_but_the_office(district: District, who: str) -> None:
    circular = issued(district)
    with pytest.raises(NotAllowed, match="替代稿由安委办起草"):
        replace(district, circular, who)


def test_draft_cannot_be_replaced(district: District) -> None:
    circular = drafted(district)
    with pytest.raises(Conflict, match="不能起草替代稿"):
        replace(district, circular)
