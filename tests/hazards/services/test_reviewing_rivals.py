"""Two reviewers at the desk at once (I7, I8). These tests commit."""

from functools import partial

import pytest

from hazards.life import Status
from hazards.models import Hazard, HazardEvent
from hazards.services import reviewing
from hazards.services.reviewing import Batch, Chosen, Overtaken
from tests.factories import District, make_actor, make_district
from tests.hazards.reviewing import waiting
from tests.ledgers import FILED_AT
from tests.rivals import at_once
from units.actors import Actor
from units.enums import Role
from units.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)


def decides(actor: Actor, hazard: Hazard, name: str, reason: str = "") -> Hazard:
    with scope(actor.tenant_id):
        return reviewing.decide(
            actor=actor, hazard_id=hazard.pk, name=name, version=hazard.version, at=FILED_AT, reason=reason
        )


def accepts(actor: Actor, hazards: list[Hazard]) -> Batch:
    with scope(actor.tenant_id):
        chosen = [Chosen(each.pk, each.version) for each in hazards]
        return reviewing.accept_all(actor=actor, chosen=chosen, at=FILED_AT)


@pytest.fixture
def two() -> tuple[District, Actor]:
    """A district and its second reviewer."""
    district = make_district()
    with scope(district.tenant.pk):
        return district, make_actor("second", Role.REVIEWER)


def test_I8_of_two_who_decide_at_once_one_wins_and_the_other_is_told_by_whom(
    two: tuple[District, Actor],
) -> None:
    district, second = two
    with scope(district.tenant.pk):
        hazard = waiting(district)
    results = at_once(
        partial(decides, district.reviewer, hazard, "accept"),
        partial(decides, second, hazard, "return", "照片不清"),
    )
    (won,) = (each for each in results if isinstance(each, Hazard))
    (told,) = (each for each in results if isinstance(each, Overtaken))
    winner = district.reviewer if won.status == Status.RECTIFYING else second
    assert f"刚由{winner.name}办理" in told.message
    with scope(district.tenant.pk):
        assert Hazard.objects.get().status == won.status
        last = HazardEvent.objects.filter(hazard=hazard).latest("id")
        assert last.actor_name == winner.name


def test_I7_of_two_batches_each_record_is_accepted_once(two: tuple[District, Actor]) -> None:
    """The same records in opposite order: neither waits for the other in a circle."""
    district, second = two
    with scope(district.tenant.pk):
        hazards = [waiting(district) for _ in range(4)]
    one, other = at_once(
        partial(accepts, district.reviewer, hazards), partial(accepts, second, hazards[::-1])
    )
    accepted = [each.pk for batch in (one, other) for each in batch.accepted]
    assert sorted(accepted) == [each.pk for each in hazards]
    assert len(one.refused) + len(other.refused) == 4
    with scope(district.tenant.pk):
        assert HazardEvent.objects.filter(verb="审核通过").count() == 4
