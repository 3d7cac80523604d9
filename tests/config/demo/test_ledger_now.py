"""The ledger under way: something to do for each of the demonstration's people."""

from collections import Counter
from datetime import timedelta

import pytest

from config.demo import cases
from config.demo.ledger_now import ROUTINE_DAYS, routine, totals
from config.demo.licheng import AHEAD, agreeing
from hazards import library
from hazards.counting import Reason
from hazards.life import Status
from hazards.models import Decision, EnterpriseKind, Extension, Finding, Hazard, HazardEvent, SecondLook
from hazards.selectors import evidence as photos
from hazards.selectors import ledger as records
from hazards.selectors import second_looks
from reports.demo_series import synthetic_series
from reports.models import Campaign, Period
from reports.selectors import ledger
from reports.selectors.ledger_comparison import comparison
from tests import licheng
from tests.config.demo.conftest import AT, Loaded
from units import selectors
from units.actors import Actor
from units.models import Tenant, User
from units.scoping import scope

ROWS = cases.read("under_way")
TODAY = AT.date()


@pytest.fixture
def system(demo: Loaded) -> Actor:
    return Actor.system(Tenant.objects.get(slug="licheng").pk)


def acting(name: str) -> Actor:
    actor = selectors.actor_for(User.objects.get(username=f"licheng.{name}"))
    assert actor is not None
    return actor


def recent() -> list[Hazard]:
    return list(Hazard.objects.filter(discovered_on__year=2026).select_related("unit", "enterprise"))


def waiting(name: str) -> list[Hazard]:
    """What waits for review at the enterprise of this name."""
    found = Hazard.objects.filter(enterprise__name=name, status=Status.FILED)
    return list(found.select_related("unit", "enterprise").order_by("id"))


def test_every_case_of_the_material_became_a_record(system: Actor) -> None:
    with scope(system.tenant_id):
        stored = Counter(record.unit.name for record in recent())
    assert stored == Counter(row["unit"] for row in ROWS) + Counter(each.unit for each in routine())


def test_first_unit_meets_records_at_every_point_of_their_life(system: Actor) -> None:
    with scope(system.tenant_id):
        own = [record for record in recent() if record.unit.order == 1]
    assert Counter(record.status for record in own) == {
        "draft": 2, "returned": 1, "filed": 1, "rectifying": 3, "awaiting": 1, "closed": 4,
    }  # fmt: skip
    (returned,) = (record for record in own if record.status == Status.RETURNED)
    assert returned.review_reason
    terms = {
        (record.due_on - TODAY).days for record in own if record.status == "rectifying" and record.due_on
    }
    assert terms == {2, -4, 3}


def test_one_draft_is_ready_and_one_only_begun(system: Actor) -> None:
    with scope(system.tenant_id):
        drafts = [record for record in recent() if record.status == Status.DRAFT]
    assert sorted(bool(record.answers and record.measures) for record in drafts) == [False, True]


def test_queue_holds_the_misreadings_and_each_is_caught(system: Actor) -> None:
    with scope(system.tenant_id):
        queue = list(records.review_queue(acting("reviewer")).hazards)
    assert 12 <= len(queue) <= 16
    caught = [
        record.clause["code"]
        for record in queue
        for trap in library.adviser()
        .assess(record.description, on=record.discovered_on, sector=record.sector)
        .traps
        if record.clause["code"] in trap.clauses
    ]
    assert sorted(caught) == sorted(
        row["clause"]
        for row in cases.read("misreadings")
        if row["key"]
        in {each["situation"] for each in ROWS if [name for name, *_ in each["steps"]] == ["file"]}
    )
    assert {"gongmao-2023-13-1", "gongmao-2023-13-2", "gongmao-2023-3-2"} <= set(caught)


def test_two_units_reported_one_hazard_with_one_photo(system: Actor) -> None:
    with scope(system.tenant_id):
        first, second = waiting("演示同报家具厂")
        assert first.unit != second.unit
        reviewer = acting("reviewer")
        (double,) = records.likely_duplicates(reviewer, second)
        assert double.hazard == first
        (reused,) = photos.gallery(second).reused
        assert first.number in reused.reused[0]


def test_body_that_is_no_enterprise_waits_for_review(system: Actor) -> None:
    with scope(system.tenant_id):
        (record,) = waiting("演示镇文化站")
        assert record.enterprise is not None
        assert record.enterprise.kind == EnterpriseKind.OTHER


def test_one_waits_that_was_reported_after_the_cutoff_of_its_period(system: Actor) -> None:
    with scope(system.tenant_id):
        last = Period.objects.get(label="2026-10")
        late = Hazard.objects.filter(
            discovered_on__range=(last.starts_on, last.ends_on), first_filed_at__gte=last.cutoff_at
        )
        assert [record.status for record in late] == [Status.FILED]


def test_one_was_mended_after_a_return(system: Actor) -> None:
    with scope(system.tenant_id):
        again = [
            record
            for record in records.review_queue(acting("reviewer")).hazards
            if [event.verb for event in records.history(record)][-3:] == ["退回", "修改", "报送"]
        ]
    assert len(again) == 1


def test_terms_are_asked_for_granted_and_passed(system: Actor) -> None:
    with scope(system.tenant_id):
        asked = Extension.objects.filter(asked_at__gte=AT - timedelta(days=30))
        assert Counter(each.decision for each in asked) == {Decision.PENDING: 1, Decision.GRANTED: 1}
        passed = Hazard.objects.filter(status=Status.RECTIFYING, due_on__lt=TODAY, discovered_on__year=2026)
        assert passed.count() == 2


def test_failed_and_reopened_ones_are_rectified_anew(system: Actor) -> None:
    with scope(system.tenant_id):
        anew = [(each.failed_inspections, each.reopened) for each in recent() if each.status == "rectifying"]
    assert sorted(anew)[-2:] == [(0, 1), (1, 0)]


def test_draw_waits_to_be_looked_at(system: Actor) -> None:
    with scope(system.tenant_id):
        looks = SecondLook.objects.filter(draw__seed="荔城演示本期")
        assert [look.finding for look in looks] == [Finding.PENDING, Finding.PENDING]
        drawn = second_looks.draws(acting("reviewer")).first()
        assert drawn is not None
        assert (drawn.seed, drawn.population) == (
            "荔城演示本期",
            3 + sum(each.is_closed for each in routine()),
        )


def test_nothing_has_happened_later_than_now(system: Actor) -> None:
    with scope(system.tenant_id):
        assert HazardEvent.objects.latest("at").at <= AT


def test_forms_under_way_agree_with_the_ledger_but_for_the_unit_ahead_of_review(system: Actor) -> None:
    with scope(system.tenant_id):
        running = Campaign.objects.get(name__contains="演示")
        last, current = Period.objects.filter(campaign=running).order_by("cutoff_at")[:2]
        closed = comparison(system, running, last)
        assert closed is not None
        assert (closed.compared, closed.differing) == (27, ())
        under_way = comparison(system, running, current)
        assert under_way is not None
        assert [each.unit.name for each in under_way.differing] == [AHEAD]


def test_last_period_counts_what_was_accepted_in_it(system: Actor) -> None:
    with scope(system.tenant_id):
        running = Campaign.objects.get(name__contains="演示")
        counted = ledger.counted(system, running)
        assert sum(counted.by_period().values()) == sum(found for found, _ in totals().values())
        reasons = {reason for _, reason in counted.by_reason()}
        assert reasons >= {Reason.CRITERION_NOT_MET, Reason.WITHDRAWN}


def test_tables_take_the_ledgers_major_hazards_and_nothing_else() -> None:
    july, _ = synthetic_series(licheng.september())
    agreed = agreeing(july)
    for unit, row in agreed.items():
        changed = {code for code in row if row[code] != july[unit][code]}
        assert all(code.startswith(("major_", "listed_")) for code in changed)
        assert row["listed_rectified"] <= row["listed_found"] <= row["major_department_found"]
        assert row["major_department_rectified"] <= row["major_department_found"]
    found, closed = (sum(column) for column in zip(*totals().values(), strict=True))
    for what, total in (("found", found), ("rectified", closed)):
        codes = [f"major_{finder}_{what}" for finder in ("enterprise", "department")]
        assert sum(row[code] for row in agreed.values() for code in codes) == total
    ahead = agreeing(july, early=AHEAD)
    assert ahead[AHEAD]["major_department_found"] == agreed[AHEAD]["major_department_found"] + 1


def test_routine_ones_are_found_and_closed_in_four_weeks() -> None:
    every = routine()
    assert len(every) == sum(found for *_, found, _ in cases.read("routine"))
    assert sum(each.is_closed for each in every) == sum(closed for *_, closed in cases.read("routine"))
    assert {each.day for each in every} <= set(range(ROUTINE_DAYS))
    assert ROUTINE_DAYS + 7 < 28
    assert Counter(each.found_by.value for each in every) == {"department": 25, "enterprise": 18}


def test_I2_routine_ones_have_a_clause_in_force() -> None:
    for each in routine():
        assert any(what.sector == each.sector and what.in_force(TODAY) for what in cases.situations())
