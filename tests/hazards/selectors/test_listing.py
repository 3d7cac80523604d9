"""The ledger as a list: one page, counts by state, what is due."""

from datetime import date, timedelta

import pytest

from hazards.life import Status
from hazards.selectors.ledger import EVERYTHING, Filters
from hazards.selectors.listing import SORTS, Listing, listing
from tests.factories import District
from tests.ledgers import FOUND_AT, drafted, make_enterprise, standing

TODAY = date(2023, 9, 20)


def listed(district: District, filters: Filters = EVERYTHING, sort: str = "", page: str = "") -> Listing:
    return listing(district.filer, filters, sort=sort, page=page, today=TODAY)


@pytest.fixture
def filled(district: District) -> District:
    for status in (Status.DRAFT, Status.FILED, Status.RETURNED, Status.RECTIFYING, Status.RECTIFYING):
        standing(district, status)
    return district


def test_states_are_counted_in_the_order_of_life(filled: District) -> None:
    found = listed(filled)
    assert [(label, count) for _, label, count in found.statuses] == [
        ("草稿", 1),
        ("待审核", 1),
        ("已退回", 1),
        ("整改中", 2),
    ]
    assert found.everything == len(found.lines) == 5


def test_state_asked_for_narrows_the_lines_but_not_the_counts(filled: District) -> None:
    found = listed(filled, Filters(status=Status.RECTIFYING))
    assert len(found.lines) == 2
    assert found.everything == 5


@pytest.mark.parametrize(("due_on", "overdue"), [(TODAY, 0), (TODAY - timedelta(days=1), 1)])
def test_overdue_begins_the_day_after_the_term(district: District, due_on: date, overdue: int) -> None:
    standing(district, Status.RECTIFYING, due_on=due_on)
    standing(district, Status.FILED, due_on=due_on)
    found = listed(district)
    assert found.overdue == overdue
    words = [line.term.words for line in found.lines if line.term]
    assert words == (["逾期1天"] if overdue else ["今天到期"])
    assert len(listed(district, Filters(overdue_on=TODAY)).lines) == overdue


def test_only_what_one_can_still_change_is_ones_own(filled: District) -> None:
    mine = {line.hazard.status for line in listed(filled).lines if line.mine}
    assert mine == {Status.DRAFT, Status.RETURNED}
    office = listing(filled.reviewer, EVERYTHING, today=TODAY)
    assert not any(line.mine for line in office.lines)
    assert Status.DRAFT not in {line.hazard.status for line in office.lines}


@pytest.mark.parametrize("page", ["", "x", "0", "99"])
def test_page_there_is_not_becomes_the_nearest(filled: District, page: str) -> None:
    assert len(listed(filled, page=page).lines) == 5


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("found", ["丙", "乙", "甲"]),
        ("oldest", ["甲", "乙", "丙"]),
        ("filed", ["丙", "甲", "乙"]),
        ("unit", ["丙", "乙", "甲"]),
        ("enterprise", ["甲", "丙", "乙"]),
    ],
)
def test_every_order_is_unique(district: District, sort: str, order: list[str]) -> None:
    shared = make_enterprise("二厂")
    standing(
        district, Status.FILED, description="甲", enterprise=make_enterprise("一厂"), due_on=date(2023, 12, 1)
    )
    later = FOUND_AT + timedelta(hours=1)
    drafted(district, description="乙", enterprise=shared, discovered_at=later, due_on=date(2023, 10, 1))
    latest = FOUND_AT + timedelta(hours=2)
    standing(
        district,
        Status.FILED,
        description="丙",
        enterprise=shared,
        discovered_at=latest,
        due_on=date(2023, 11, 1),
    )
    assert [line.hazard.description for line in listed(district, sort=sort).lines] == order


def test_terms_that_run_come_before_those_that_ended(district: District) -> None:
    for days, status in (
        (1, Status.FILED),
        (9, Status.RECTIFYING),
        (5, Status.AWAITING),
        (2, Status.EXCLUDED),
    ):
        standing(district, status, due_on=TODAY + timedelta(days=days), description=str(days))
    assert [line.hazard.description for line in listed(district, sort="due").lines] == ["5", "9", "2", "1"]


def test_every_order_has_words() -> None:
    assert len({words for words, _ in SORTS.values()}) == len(SORTS)
