"""Where a circular stands, what hinders it, and who may go on with it."""

from datetime import date

import pytest

from notices.models import Circular
from notices.pending import Pending
from notices.selectors import issue_state, issuing
from notices.services import issuing as services
from notices.services import publishing
from tests.factories import District
from tests.notices.issued import (
    AFTER,
    closed,
    delivery_to,
    drafted,
    issued,
    letter,
    publication_of,
    reviewed,
    submitted,
)


def test_steps_tell_who_and_when(district: District) -> None:
    found = issue_state.of(district.leader, Circular.objects.get(pk=submitted(district).pk))
    steps = [(step.label, step.at is not None) for step in found.steps]
    assert steps == [("起草", True), ("送审", True), ("审核", False), ("签发", False)]
    assert found.steps[1].by is not None
    assert found.steps[1].by.pk == district.reviewer.user_id


def test_sound_circular_meets_no_obstacle(district: District) -> None:
    assert issuing.obstacles(reviewed(district)) == []


def test_undecided_changes_are_an_obstacle(district: District) -> None:
    circular = reviewed(district)
    kept = {"schema": 1, "blocks": [], "pending": {"changed": ["p"]}}
    assert Pending.of(kept)
    circular.base = kept
    assert "还没有逐处确认" in issuing.obstacles(circular)[0]


def test_letter_rests_on_no_figures(district: District) -> None:
    found = letter(district)
    assert issuing.newer_snapshot(found) is None
    assert issuing.is_outdated(found) is False


def test_hands_are_those_who_wrote_and_submitted(district: District) -> None:
    circular = submitted(district)
    assert issuing.hands(circular) == {district.reviewer.user_id}
    assert issuing.writers(circular) == frozenset()
    circular.edited_by_id = district.leader.user_id
    assert district.leader.user_id in issuing.hands(circular)
    assert district.leader.user_id in issuing.writers(circular)


def test_tally_and_tracking_follow_the_units(district: District) -> None:
    circular = issued(district, reply_by=date(2023, 9, 28))
    publishing.receive(actor=district.filer, delivery=delivery_to(circular, district.town), at=AFTER)
    sent = delivery_to(circular, district.other_town)
    publishing.reply(actor=district.other_head, delivery=sent, text="已整改。", at=AFTER)
    tally = issue_state.tally(publication_of(circular))
    assert (tally.sent, tally.received, tally.replied) == (3, 2, 1)
    names = [line.delivery.unit.name for line in issue_state.tracking(publication_of(circular))]
    assert names == [unit.name for unit in district.units]


def test_replaced_document_names_its_successor(district: District) -> None:
    closed(district)
    circular = issued(district, letter(district))
    new = services.replace(actor=district.reviewer, circular=circular, at=AFTER)
    found = issue_state.of(district.reviewer, Circular.objects.get(pk=circular.pk))
    assert (found.successor, found.may_replace) == (new, False)


@pytest.mark.parametrize("step", [drafted, submitted, reviewed])
def test_nothing_is_tallied_before_issue(district: District, step: type) -> None:
    found = issue_state.of(district.leader, step(district))
    assert (found.publication, found.tally) == (None, None)
