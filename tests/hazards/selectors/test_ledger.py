"""Reads of records: as somebody sees them, narrowed, in a fixed order."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hazards.life import Status
from hazards.models import FoundBy, Hazard
from hazards.selectors import ledger as ledger_reads
from hazards.selectors.ledger import Filters
from tests.factories import District
from tests.ledgers import FILED_AT, FOUND_AT, drafted, make_enterprise, standing, step
from units.actors import Actor
from units.errors import NotAllowed, NotFound
from units.scoping import scope

DAY = timedelta(days=1)


def both(district: District) -> tuple[Hazard, Hazard]:
    """A draft and a filed record of the first town."""
    return drafted(district), standing(district, Status.FILED)


@pytest.mark.parametrize("name", ["filer", "head"])
def test_I3_unit_sees_its_drafts_and_filed_records(district: District, name: str) -> None:
    records = both(district)
    assert set(ledger_reads.ledger(getattr(district, name))) == set(records)


@pytest.mark.parametrize("name", ["reviewer", "leader", "admin"])
def test_I3_whole_tenants_people_see_what_was_filed(district: District, name: str) -> None:
    draft, filed = both(district)
    actor = getattr(district, name)
    assert list(ledger_reads.ledger(actor)) == [filed]
    assert ledger_reads.hazard(actor, filed.pk) == filed
    with pytest.raises(NotFound, match="没有这条隐患"):
        ledger_reads.hazard(actor, draft.pk)


def test_I3_other_unit_sees_nothing_even_without_the_wall(district: District) -> None:
    draft, filed = both(district)
    assert list(ledger_reads.ledger(district.other_filer)) == []
    for hazard in (draft, filed):
        with pytest.raises(NotFound):
            ledger_reads.hazard(district.other_filer, hazard.pk)


def test_I3_other_tenants_record_is_not_there(district: District, neighbour: District) -> None:
    with scope(neighbour.tenant.pk):
        foreign = Hazard.objects.create(
            unit=neighbour.town, discovered_at=FOUND_AT, discovered_on=date(2023, 9, 10)
        )
    for actor in (district.reviewer, Actor.system(district.tenant.pk)):
        assert list(ledger_reads.ledger(actor)) == []
        with pytest.raises(NotFound):
            ledger_reads.hazard(actor, foreign.pk)


def test_system_sees_everything(district: District) -> None:
    records = both(district)
    assert set(ledger_reads.ledger(Actor.system(district.tenant.pk))) == set(records)


def test_latest_discovery_comes_first_and_ties_are_fixed(district: District) -> None:
    old = drafted(district, discovered_at=FOUND_AT - DAY)
    first, second = drafted(district), drafted(district)
    assert list(ledger_reads.ledger(district.filer)) == [second, first, old]


FOUND_ON = date(2023, 9, 10)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, True),
        ({"status": Status.DRAFT}, True),
        ({"status": Status.FILED}, False),
        ({"sector": "工贸"}, True),
        ({"sector": "工"}, False),
        ({"found_by": FoundBy.DEPARTMENT}, True),
        ({"found_by": FoundBy.ENTERPRISE}, False),
        ({"first_day": FOUND_ON, "last_day": FOUND_ON}, True),
        ({"first_day": FOUND_ON + DAY}, False),
        ({"last_day": FOUND_ON - DAY}, False),
        ({"text": "警示标志"}, True),
        ({"text": " 机械厂\0"}, True),
        ({"text": "污水处理站"}, True),
        ({"text": "没有的字"}, False),
        ({"text": "标志", "status": Status.FILED}, False),
    ],
)
def test_list_is_narrowed(district: District, filters: dict[str, Any], found: bool) -> None:
    hazard = drafted(district)
    assert list(ledger_reads.ledger(district.filer, Filters(**filters))) == ([hazard] if found else [])


def test_list_is_narrowed_by_unit_and_number(district: District) -> None:
    filed = standing(district, Status.FILED)
    assert list(ledger_reads.ledger(district.reviewer, Filters(unit_id=district.town.pk))) == [filed]
    assert list(ledger_reads.ledger(district.reviewer, Filters(unit_id=district.bureau.pk))) == []
    assert list(ledger_reads.ledger(district.reviewer, Filters(text="2023-0000"))) == [filed]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_one_query_however_long(district: District, count: int) -> None:
    for _ in range(count):
        drafted(district)
    with CaptureQueriesContext(connection) as captured:
        shown = [
            (h.unit.name, str(h.enterprise), str(h.criterion)) for h in ledger_reads.ledger(district.filer)
        ]
    assert (len(shown), len(captured)) == (count, 1)


def test_queue_begins_with_the_longest_waiting(district: District) -> None:
    late = step(district.filer, drafted(district), "file", at=FILED_AT + DAY)
    early = step(district.filer, drafted(district, sector="消防"), "file", at=FILED_AT)
    third = step(district.filer, drafted(district), "file", at=FILED_AT + 2 * DAY)
    standing(district, Status.RECTIFYING)
    queue = ledger_reads.review_queue(district.reviewer)
    assert list(queue.hazards) == [early, late, third]
    assert list(queue.sectors) == [("工贸", 2), ("消防", 1)]


def test_queue_of_one_sector_still_counts_all(district: District) -> None:
    fire = step(district.filer, drafted(district, sector="消防"), "file")
    standing(district, Status.FILED)
    queue = ledger_reads.review_queue(district.reviewer, "消防")
    assert list(queue.hazards) == [fire]
    assert list(queue.sectors) == [("工贸", 1), ("消防", 1)]


def test_resubmission_keeps_its_place_in_the_queue(district: District) -> None:
    returned = standing(district, Status.RETURNED)
    later = step(district.filer, drafted(district), "file", at=FILED_AT + DAY)
    again = step(district.filer, returned, "file", at=FILED_AT + 2 * DAY)
    assert list(ledger_reads.review_queue(district.reviewer).hazards) == [again, later]


@pytest.mark.parametrize("name", ["filer", "head", "leader", "admin"])
def test_I8_queue_is_the_offices(district: District, name: str) -> None:
    with pytest.raises(NotAllowed, match="审核由安委办办理"):
        ledger_reads.review_queue(getattr(district, name))


@pytest.mark.parametrize(
    ("name", "status", "expected"),
    [
        ("filer", Status.DRAFT, ["file", "withdraw"]),
        ("reviewer", Status.FILED, ["accept", "return", "exclude"]),
        ("leader", Status.FILED, []),
        ("head", Status.AWAITING, ["close", "fail"]),
    ],
)
def test_moves_offered_are_those_of_the_persons_hands(
    district: District, name: str, status: Status, expected: list[str]
) -> None:
    offered = ledger_reads.moves(getattr(district, name), standing(district, status))
    assert [move.name for move in offered] == expected


@pytest.mark.parametrize(("days", "near"), [(0, True), (60, True), (61, False), (-60, True), (-61, False)])
def test_double_is_found_at_most_sixty_days_apart(district: District, days: int, near: bool) -> None:
    other = standing(district, Status.RECTIFYING, discovered_at=FOUND_AT - 70 * DAY)
    hazard = drafted(district, discovered_at=FOUND_AT + (days - 70) * DAY)
    found = [double.hazard for double in ledger_reads.likely_duplicates(district.filer, hazard)]
    assert found == ([other] if near else [])


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_what_was_never_filed_or_withdrawn_is_no_double(district: District, status: Status) -> None:
    standing(district, status)
    assert ledger_reads.likely_duplicates(district.filer, drafted(district)) == []


def test_other_enterprise_or_other_words_are_no_double(district: District) -> None:
    standing(district, Status.FILED, enterprise=make_enterprise("乙厂"))
    standing(district, Status.FILED, description="配电室堆放易燃物")
    assert ledger_reads.likely_duplicates(district.filer, drafted(district)) == []
    assert ledger_reads.likely_duplicates(district.filer, drafted(district, enterprise=None)) == []


def test_most_alike_comes_first(district: District) -> None:
    near = standing(district, Status.FILED, description="污水池入口没有设置有限空间警示标志")
    same = standing(district, Status.FILED)
    found = ledger_reads.likely_duplicates(district.filer, drafted(district))
    assert [double.hazard for double in found] == [same, near]
    assert found[0].likeness == 1 > found[1].likeness >= 0.6


def test_I3_doubles_in_other_units_are_the_offices_to_see(district: District) -> None:
    theirs = drafted(district, district.other_town, district.other_filer)
    theirs = step(district.other_filer, theirs, "file")
    mine = standing(district, Status.FILED)
    assert ledger_reads.likely_duplicates(district.filer, mine) == []
    found = ledger_reads.likely_duplicates(district.reviewer, mine)
    assert [double.hazard for double in found] == [theirs]
    assert list(ledger_reads.same_enterprise(district.reviewer, mine)) == [theirs]
    assert list(ledger_reads.same_enterprise(district.filer, mine)) == []


def test_records_without_enterprise_have_nothing_in_common(district: District) -> None:
    drafted(district, enterprise=None)
    assert list(ledger_reads.same_enterprise(district.filer, drafted(district, enterprise=None))) == []


def test_I8_history_tells_every_step_in_order(district: District) -> None:
    verbs = [event.verb for event in ledger_reads.history(standing(district, Status.CLOSED))]
    assert verbs == ["新建", "判定", "报送", "审核通过", "报请复查", "复查销号"]


def test_units_to_report_for_are_ones_own(district: District) -> None:
    assert ledger_reads.reporting_units(district.filer) == [district.town]
    assert ledger_reads.reporting_units(district.reviewer) == []


@pytest.mark.parametrize(("term", "late"), [(29, True), (30, False)])
def test_record_is_overdue_from_the_day_after_its_term(district: District, term: int, late: bool) -> None:
    due = date(2023, 9, term)
    rectifying = standing(district, Status.RECTIFYING, due_on=due)
    awaiting = standing(district, Status.AWAITING, due_on=due)
    standing(district, Status.FILED, due_on=due)
    found = ledger_reads.ledger(district.reviewer, Filters(overdue_on=date(2023, 9, 30)))
    assert set(found) == ({rectifying, awaiting} if late else set())
