"""Lives written in bulk are the very lives the services make."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from config.demo import bulk
from config.demo.bulk import Life
from config.demo.cases import Situation, situation
from config.demo.enterprises import Register
from config.demo.ledger_plan import Times
from config.demo.walk import Crew, Discovery, Walk, begin
from hazards import library
from hazards.entries import InvalidFields
from hazards.life import Status
from hazards.models import Criterion, Enterprise, Evidence, FoundBy, Hazard, HazardEvent
from hazards.services.standards import load_standards
from tests.factories import ZONE, District
from units.errors import Conflict, NotFound

FOUND = datetime(2023, 6, 1, 9, 30, tzinfo=ZONE)
DAY = timedelta(days=1)
NAME = "演示两写厂"
TIMES = Times(
    found=FOUND,
    filed=FOUND + timedelta(hours=6),
    accepted=FOUND + DAY,
    done=FOUND + 10 * DAY,
    closed=FOUND + 11 * DAY,
    due_on=(FOUND + 12 * DAY).date(),
)
STAYS_OPEN = replace(TIMES, done=None, closed=None)
OWN = frozenset({"id", "number", "hazard", "original", "shown", "thumbnail"})
"""What two records can never share, and the names of files."""


@pytest.fixture
def crew(district: District) -> Crew:
    load_standards(standards=library.criteria())
    return Crew(district.town, district.filer, district.head, district.reviewer)


def criteria() -> dict[str, Criterion]:
    return {each.code: each for each in Criterion.objects.select_related("standard")}


def discovery(crew: Crew, what: Situation | None = None, found_at: datetime = FOUND) -> Discovery:
    chosen = what or situation("gm-dust-nothing")
    known = Enterprise.objects.filter(name=NAME).first()
    enterprise = known or Register({NAME: crew.unit}).named(NAME, chosen, crew.unit, crew.filer, FOUND)
    return Discovery(chosen, enterprise, 3, FoundBy.ENTERPRISE, found_at, TIMES.due_on)


def walked(crew: Crew, found: Discovery, times: Times) -> Hazard:
    """The same life by the services."""
    walk = begin(crew, found, criteria())
    walk.file(times.filed)
    walk.accept(times.accepted)
    if times.done and times.closed:
        walk.report_done(times.done)
        walk.close(times.closed)
    return Hazard.objects.get(pk=walk.hazard.pk)


def stored(crew: Crew, found: Discovery, times: Times) -> Hazard:
    bulk.store([Life(crew, found, times)], criteria())
    return Hazard.objects.latest("id")


def fields(row: Hazard | HazardEvent | Evidence) -> dict[str, Any]:
    values = {each.name: getattr(row, each.attname) for each in row._meta.concrete_fields}
    return {name: value for name, value in values.items() if name not in OWN}


@pytest.mark.parametrize("times", [TIMES, STAYS_OPEN], ids=["closed", "open"])
@pytest.mark.parametrize("key", ["gm-dust-nothing", "chem-cutoff", "gm-fryer"])
def test_record_trail_and_photos_are_those_of_the_services(crew: Crew, times: Times, key: str) -> None:
    found = discovery(crew, situation(key))
    one, other = walked(crew, found, times), stored(crew, found, times)
    assert fields(one) == fields(other)
    for model in (HazardEvent, Evidence):
        rows = [list(map(fields, model.objects.filter(hazard=each).order_by("id"))) for each in (one, other)]
        assert rows[0]
        assert rows[0] == rows[1]


def test_numbers_run_on_from_the_services_and_back(crew: Crew) -> None:
    found = discovery(crew)
    first = walked(crew, found, TIMES).number
    bulk.store([Life(crew, found, TIMES), Life(crew, found, STAYS_OPEN)], criteria())
    last = walked(crew, found, TIMES).number
    numbers = list(Hazard.objects.order_by("id").values_list("number", flat=True))
    assert numbers == [first, "2023-00002", "2023-00003", last] == [f"2023-0000{n}" for n in range(1, 5)]


def test_order_given_is_the_order_of_numbers(crew: Crew) -> None:
    lives = [Life(crew, discovery(crew, found_at=FOUND - n * DAY), TIMES) for n in range(3)]
    bulk.store(lives, criteria())
    found = list(Hazard.objects.order_by("number").values_list("discovered_at", flat=True))
    assert found == [life.discovery.found_at for life in lives]


def test_queries_do_not_grow_with_the_lives(crew: Crew, django_assert_max_num_queries: Any) -> None:
    lives = [Life(crew, discovery(crew), TIMES) for _ in range(8)]
    clauses = criteria()
    with django_assert_max_num_queries(12):
        bulk.store(lives, clauses)
    assert Hazard.objects.filter(status=Status.CLOSED).count() == 8


def test_record_that_is_not_sound_is_refused_and_nothing_stays(crew: Crew) -> None:
    sound = discovery(crew)
    too_early = Life(crew, discovery(crew, found_at=FOUND - timedelta(days=60)), TIMES)
    with pytest.raises(InvalidFields, match="当时还没有施行"):
        bulk.store([Life(crew, sound, TIMES), too_early], criteria())
    assert not Hazard.objects.exists()
    assert not HazardEvent.objects.exists()


def test_number_is_of_the_year_of_filing_by_the_tenants_calendar(crew: Crew) -> None:
    new_year = datetime(2024, 1, 1, tzinfo=ZONE)
    late = replace(STAYS_OPEN, filed=new_year - timedelta(minutes=1), accepted=new_year + DAY)
    next_one = replace(late, filed=new_year)
    found = replace(discovery(crew), due_on=new_year.date())
    bulk.store([Life(crew, found, late), Life(crew, found, next_one)], criteria())
    assert list(Hazard.objects.order_by("id").values_list("number", flat=True)) == [
        "2023-00001",
        "2024-00001",
    ]


def test_pending_lives_are_stored_once(crew: Crew) -> None:
    pending = bulk.Pending(criteria())
    pending.add(Life(crew, discovery(crew), TIMES))
    assert not Hazard.objects.exists()
    pending.flush()
    pending.flush()
    assert Hazard.objects.count() == 1


def test_nothing_to_store_stores_nothing(crew: Crew) -> None:
    bulk.store([], criteria())
    assert not Hazard.objects.exists()


def test_I8_other_person_closes_and_the_same_life_has_other_pictures_each_time(crew: Crew) -> None:
    record = stored(crew, discovery(crew), TIMES)
    done, closed = (
        HazardEvent.objects.get(hazard=record, verb=verb).actor_id for verb in ("报请复查", "复查销号")
    )
    assert (done, closed) == (crew.filer.user_id, crew.head.user_id)
    before, after = Evidence.objects.filter(hazard=record).order_by("id")
    assert before.fingerprint != after.fingerprint


def test_step_out_of_turn_is_refused_to_the_demonstration_as_to_anybody(crew: Crew) -> None:
    walk: Walk = begin(crew, discovery(crew), criteria())
    with pytest.raises(NotFound, match="没有这条隐患"):
        walk.accept(TIMES.accepted)
    walk.file(TIMES.filed)
    with pytest.raises(Conflict, match="不能办理“报请复查”"):
        walk.report_done(TIMES.filed)
