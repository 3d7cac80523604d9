"""Two tabs, two people: one wins, and the trail tells what happened, without gaps (I6, I7). These tests commit."""

import pytest

from reports.models import FilingEvent, Submission
from reports.services import submissions
from reports.transitions import State
from tests.factories import BEFORE, ENTRIES, District, make_district, save_draft, sign_and_file
from tests.reports.steps import returned, stored
from tests.rivals import at_once
from units.actors import Actor
from units.errors import Conflict
from units.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)


def saves(district: District, actor: Actor, text: str) -> Submission:
    """Save one field on a page loaded before anybody had saved."""
    with scope(district.tenant.pk, units={district.town.pk}):
        return submissions.save_values(
            actor=actor,
            period=district.period,
            unit=district.town,
            version=0,
            entries={**ENTRIES, "general_found": text},
            at=BEFORE,
        )


def files(district: District) -> Submission:
    with scope(district.tenant.pk, units={district.town.pk}):
        return submissions.sign_and_file(
            actor=district.head, period=district.period, unit=district.town, version=1, at=BEFORE
        )


def sends_back(district: District, filed: Submission, comment: str) -> Submission:
    with scope(district.tenant.pk):
        return returned(district, filed, {"general_found": comment})


def trail(district: District) -> list[tuple[int, str]]:
    with scope(district.tenant.pk):
        return list(FilingEvent.objects.order_by("number").values_list("number", "action"))


def winner(outcomes: list[Submission | Conflict]) -> Submission:
    """The one that was let through; all others must have been told that somebody was first."""
    (won,) = (each for each in outcomes if isinstance(each, Submission))
    assert all(isinstance(each, Conflict) for each in outcomes if each is not won)
    return won


def test_I7_of_two_tabs_one_saves_and_the_other_is_told() -> None:
    district = make_district()
    done = at_once(
        lambda: saves(district, district.filer, "11"), lambda: saves(district, district.head, "12")
    )
    won = winner(done)
    assert trail(district) == [(1, "save")]
    with scope(district.tenant.pk):
        (line,) = FilingEvent.objects.all()
        assert line.changes["general_found"] == ["", won.values["general_found"]]
        assert (line.by_id, stored(district).values) == (won.filled_by_id, won.values)


def test_I6_doubled_filing_is_filed_once() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        save_draft(district)
    winner(at_once(*[lambda: files(district)] * 3))
    assert trail(district) == [(1, "save"), (2, "sign"), (3, "file")]


def test_I7_of_two_returns_one_comes_through_whole() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        filed = sign_and_file(district)
    done = at_once(
        lambda: sends_back(district, filed, "请核对排查数"), lambda: sends_back(district, filed, "请核对来源")
    )
    won = winner(done)
    assert trail(district)[-1] == (4, "return")
    with scope(district.tenant.pk):
        assert stored(district).state == State.RETURNED
        assert stored(district).comments == won.comments == FilingEvent.objects.get(number=4).comments
