"""How the ledger stands at a glance."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards.life import Status
from reports.selectors import standing as selectors
from reports.selectors.standing import UnitLedger
from tests.factories import ZONE, District
from tests.ledgers import standing
from units.actors import Actor


def test_reviewer_is_told_how_many_records_wait_in_one_query(district: District) -> None:
    for status in (Status.FILED, Status.FILED, Status.DRAFT, Status.RETURNED, Status.RECTIFYING):
        standing(district, status)
    with CaptureQueriesContext(connection) as captured:
        assert selectors.waiting_for_review(district.reviewer) == 2
    assert len(captured) == 1


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_who_does_not_review_is_not_asked_to(district: District, who: str) -> None:
    standing(district, Status.FILED)
    with CaptureQueriesContext(connection) as captured:
        assert selectors.waiting_for_review(getattr(district, who)) == 0
    assert not captured.captured_queries


def ledger_of(district: District, actor: Actor | None = None, today: date = date(2023, 9, 24)) -> UnitLedger:
    return selectors.unit_ledger(actor or district.filer, district.town, district.period, today)


def test_unit_is_told_how_its_records_stand(district: District) -> None:
    for status in Status:
        standing(district, status)
    standing(district, Status.FILED)
    found = ledger_of(district)
    assert (found.filed, found.accepted, found.waiting, found.drafts) == (8, 3, 2, 1)
    assert (found.returned.total, found.excluded.total) == (1, 1)
    assert [hazard.status for hazard in found.returned.hazards] == [Status.RETURNED]
    assert [hazard.review_reason for hazard in found.excluded.hazards] == ["条款不符"]


def test_records_of_other_days_are_not_the_periods_but_still_to_be_seen_to(district: District) -> None:
    early = datetime(2023, 6, 1, 9, tzinfo=ZONE)
    for status in (Status.DRAFT, Status.RETURNED, Status.EXCLUDED, Status.RECTIFYING):
        standing(district, status, discovered_at=early)
    found = ledger_of(district)
    assert (found.filed, found.accepted, found.excluded.total) == (0, 0, 0)
    assert (found.returned.total, found.drafts, found.pressing.total) == (1, 1, 1)
    without = selectors.unit_ledger(district.filer, district.town, None, date(2023, 9, 24))
    assert (without.filed, without.accepted, without.excluded.total) == (3, 1, 1)


@pytest.mark.parametrize(
    ("today", "pressing", "overdue"),
    [
        (date(2023, 9, 22), 0, 0),
        (date(2023, 9, 23), 1, 0),
        (date(2023, 9, 30), 1, 0),
        (date(2023, 10, 1), 1, 1),
    ],
)
def test_term_is_near_on_its_last_days_and_over_after_them(
    district: District, today: date, pressing: int, overdue: int
) -> None:
    standing(district, Status.RECTIFYING)
    standing(district, Status.CLOSED)
    found = ledger_of(district, today=today)
    assert (found.pressing.total, found.overdue) == (pressing, overdue)


def test_most_pressing_comes_first_and_five_are_named(district: District) -> None:
    for day in (30, 28, 29, 27, 26, 25):
        standing(district, Status.RECTIFYING, due_on=date(2023, 9, day))
    found = ledger_of(district).pressing
    assert [hazard.due_on.day for hazard in found.hazards if hazard.due_on] == [25, 26, 27, 28, 29]
    assert (found.total, found.more) == (6, 1)


def test_I3_other_unit_has_a_ledger_of_its_own(district: District) -> None:
    standing(district, Status.RETURNED)
    found = ledger_of(district, district.other_filer)
    assert (found.filed, found.returned.total, found.drafts) == (0, 0, 0)


def test_units_ledger_takes_four_queries(district: District) -> None:
    for _ in range(2):
        for status in (Status.RETURNED, Status.EXCLUDED, Status.RECTIFYING):
            standing(district, status)
    with CaptureQueriesContext(connection) as captured:
        found = ledger_of(district)
        named = [found.returned, found.excluded, found.pressing]
        assert all(hazard.enterprise for kind in named for hazard in kind.hazards)
    assert len(captured) == 4
