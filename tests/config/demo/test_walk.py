"""What a demonstration record holds, and the picture drawn for it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from config.demo.cases import scenes, situation
from config.demo.enterprises import Register
from config.demo.walk import INSPECTORS, Crew, Discovery, begin, entries, photo_of, sketch
from hazards import library, soundness
from hazards.entries import LABELS, clean
from hazards.models import Criterion, Evidence, FoundBy, Hazard, Stage
from hazards.services.standards import load_standards
from tests.factories import ZONE, District

FOUND = datetime(2023, 6, 1, 9, 30, tzinfo=ZONE)
DUE = date(2023, 6, 20)


@pytest.fixture
def crew(district: District) -> Crew:
    load_standards(standards=library.criteria())
    return Crew(district.town, district.filer, district.head, district.reviewer)


@pytest.fixture
def discovery(crew: Crew) -> Discovery:
    what = situation("gm-spray-alarm")
    register = Register({crew.unit.name: crew.unit})
    return Discovery(
        what, register.pick(what, crew.unit, crew.filer, FOUND), 5, FoundBy.DEPARTMENT, FOUND, DUE
    )


def criteria() -> dict[str, Criterion]:
    return {each.code: each for each in Criterion.objects.select_related("standard")}


def test_entries_hold_every_field_but_what_needs_coordination(discovery: Discovery) -> None:
    held = entries(discovery, criteria())
    assert set(LABELS) - set(held) == {"coordination"}
    assert clean(held) == held
    assert (held["place"], held["inspectors"]) == ("5号喷漆室", INSPECTORS[FoundBy.DEPARTMENT])
    assert held["description"].startswith("5号喷漆室使用溶剂型油漆")
    assert (held["funds"], held["due_on"]) == (Decimal("4.6"), DUE)


def test_enterprises_own_finding_is_signed_by_the_enterprise(discovery: Discovery) -> None:
    own = replace(discovery, found_by=FoundBy.ENTERPRISE)
    assert entries(own, criteria())["inspectors"] == "演示企业安全员"


def test_what_begins_may_be_filed_at_once(crew: Crew, discovery: Discovery) -> None:
    walk = begin(crew, discovery, criteria())
    stored = Hazard.objects.select_related("criterion__standard", "enterprise").get(pk=walk.hazard.pk)
    assert soundness.problems(stored, at=FOUND) == {}
    assert (stored.discovered_on, stored.synthetic) == (FOUND.date(), True)


def test_what_is_only_begun_may_not(crew: Crew, discovery: Discovery) -> None:
    sketch(crew, discovery)
    (stored,) = Hazard.objects.all()
    assert set(soundness.problems(stored, at=FOUND)) >= {"criterion", "measures", "funds", "due_on", "plan"}
    assert stored.enterprise == discovery.enterprise


def test_picture_is_named_for_its_stage_and_day_in_the_tenants_zone(crew: Crew, discovery: Discovery) -> None:
    record = begin(crew, discovery, criteria()).hazard
    scene = scenes()["spray"]
    late = datetime(2023, 6, 1, 16, 30, tzinfo=ZONE) + timedelta(hours=8)
    assert photo_of(record, scene, Stage.FOUND, FOUND)[0] == "检查照片0601.jpg"
    assert photo_of(record, scene, Stage.REINSPECTED, late)[0] == "复查照片0602.jpg"


def test_picture_differs_by_stage_and_by_what_has_happened_since(crew: Crew, discovery: Discovery) -> None:
    record = begin(crew, discovery, criteria()).hazard
    scene = scenes()["spray"]
    first = photo_of(record, scene, Stage.FOUND, FOUND)[1]
    assert photo_of(record, scene, Stage.FOUND, FOUND)[1] == first
    assert photo_of(record, scene, Stage.REINSPECTED, FOUND)[1] != first
    record.version += 1
    assert photo_of(record, scene, Stage.FOUND, FOUND)[1] != first


def test_camera_time_is_kept_and_the_head_brings_the_after_photo(crew: Crew, discovery: Discovery) -> None:
    walk = begin(crew, discovery, criteria())
    walk.file(FOUND + timedelta(hours=6))
    walk.accept(FOUND + timedelta(days=1))
    walk.report_done(FOUND + timedelta(days=5))
    walk.close(FOUND + timedelta(days=6))
    before, after = Evidence.objects.order_by("id")
    assert (before.stage, before.uploader_id) == (Stage.FOUND, crew.filer.user_id)
    assert (after.stage, after.uploader_id) == (Stage.REINSPECTED, crew.head.user_id)
    assert (before.taken_at, after.taken_at) == (FOUND, FOUND + timedelta(days=6))
