"""Reads of second looks: the draws, what one found, and whether its seed still draws the same."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards.models import Finding, Hazard, SecondLook
from hazards.selectors import second_looks
from tests.factories import District
from tests.hazards.services.test_second_looks import (
    CLOSED_AT,
    DRAWN_AT,
    closed,
    draw,
    look_at,
    report,
)
from tests.ledgers import step
from units.errors import NotAllowed, NotFound


def test_draws_come_with_their_counts(district: District) -> None:
    for _ in range(3):
        closed(district)
    first, second = draw(district, wanted=3), draw(district, wanted=1)
    held, relapsed, _ = SecondLook.objects.filter(draw=first).order_by("order")
    report(district.reviewer, held)
    report(district.reviewer, relapsed, Finding.RELAPSED, "反弹")
    counts = ("pk", "drawn", "pending", "held", "relapsed")
    found = [tuple(getattr(each, name) for name in counts) for each in second_looks.draws(district.reviewer)]
    assert found == [(second.pk, 1, 1, 0, 0), (first.pk, 3, 1, 1, 1)]


def test_one_draw_names_who_closed_what_was_drawn(district: District) -> None:
    look = look_at(district)
    found = second_looks.one_draw(district.reviewer, look.draw_id)
    (each,) = found.looks
    assert each.closing is not None
    assert (each.closing.actor_name, each.closing.at) == (district.head.name, CLOSED_AT)
    assert (found.pending, found.repeatable) == (1, True)


def test_draw_is_repeatable_after_its_records_were_reopened_and_others_closed(district: District) -> None:
    for _ in range(4):
        closed(district)
    made = draw(district, wanted=2)
    for hazard in Hazard.objects.order_by("id"):
        step(district.reviewer, hazard, "reopen", at=DRAWN_AT + timedelta(hours=1), reason="反弹")
    closed(district, DRAWN_AT + timedelta(hours=2))
    assert second_looks.one_draw(district.reviewer, made.pk).repeatable


def test_draw_by_another_seed_than_recorded_shows(district: District) -> None:
    for _ in range(8):
        closed(district)
    made = draw(district, wanted=4, seed="甲")
    made.seed = "乙"
    made.save()
    assert not second_looks.one_draw(district.reviewer, made.pk).repeatable


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_draws_are_for_the_office(district: District, who: str) -> None:
    look = look_at(district)
    with pytest.raises(NotAllowed, match="回头看由安委办"):
        second_looks.draws(getattr(district, who))
    with pytest.raises(NotAllowed, match="回头看由安委办"):
        second_looks.one_draw(getattr(district, who), look.draw_id)


def test_draw_that_is_not_there(district: District) -> None:
    with pytest.raises(NotFound, match="没有这次抽查"):
        second_looks.one_draw(district.reviewer, 4711)


def test_one_draw_takes_the_same_queries_for_one_and_for_many(district: District) -> None:
    counts = []
    for wanted in (1, 5):
        while Hazard.objects.count() < wanted:
            closed(district)
        made = draw(district, wanted=wanted)
        with CaptureQueriesContext(connection) as captured:
            found = second_looks.one_draw(district.reviewer, made.pk)
            assert [str(each.look.hazard.enterprise) for each in found.looks] == ["东关机械厂"] * wanted
        counts.append(len(captured))
    assert counts[0] == counts[1]
