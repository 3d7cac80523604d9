"""What units owe of papers, and how each stands."""

from datetime import date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from reports.selectors import materials
from reports.snapshot import Timeliness
from tests.factories import INSTANT, ZONE, District, make_campaign, make_unit
from tests.materials import DUE, EARLY, asked, filed, given_back
from units.enums import UnitKind
from units.errors import NotFound
from units.models import Unit

pytestmark = pytest.mark.usefixtures("empty_storage")


def test_every_obliged_unit_is_asked(district: District) -> None:
    asked(district)
    make_unit("不报送的镇", 9, obliged=False)
    found = materials.by_unit(EARLY)
    assert found.keys() == {unit.pk for unit in district.units}
    (standing,) = found[district.town.pk]
    assert (standing.status, standing.label, standing.timeliness) == ("due", "待报送", None)
    assert standing.owed


def test_only_units_of_the_kinds_named_are_asked(district: District) -> None:
    asked(district, kinds=[UnitKind.BUREAU])
    assert materials.by_unit(EARLY).keys() == {district.bureau.pk}
    assert not materials.of_unit(district.town, EARLY)


def test_filed_late_missing_and_returned_are_told_apart(district: District) -> None:
    task = asked(district)
    filed(district, task)
    filed(district, task, actor=district.other_filer, unit_id=district.other_town.pk, at=DUE)
    found = {unit: standing for unit, (standing,) in materials.by_unit(DUE).items()}
    town, other, bureau = (found[unit.pk] for unit in district.units)
    assert [each.label for each in (town, other, bureau)] == ["按时报送", "迟报", "逾期未报"]
    assert (town.timeliness, other.timeliness) == (Timeliness.ON_TIME, Timeliness.LATE)
    assert [each.owed for each in (town, other, bureau)] == [False, False, True]
    given_back(district, town.filing)  # type: ignore[arg-type]  # it was filed
    (back,) = materials.by_unit(DUE)[district.town.pk]
    assert (back.label, back.owed) == ("已退回", True)


@pytest.mark.parametrize(("away", "asked_for"), [(-INSTANT, True), (timedelta(), False), (INSTANT, False)])
def test_papers_of_a_campaign_that_is_over_bother_nobody(
    district: District, away: timedelta, asked_for: bool
) -> None:
    asked(district)
    over = datetime(2024, 1, 1, tzinfo=ZONE)
    assert bool(materials.by_unit(over + away)) is asked_for


def test_paper_due_after_its_campaign_is_asked_for_until_then(district: District) -> None:
    campaign = make_campaign("短行动", starts_on=date(2023, 9, 1), ends_on=date(2023, 9, 10))
    asked(district, campaign=campaign)
    assert materials.by_unit(DUE - INSTANT)
    assert not materials.by_unit(DUE)


def test_unit_sees_first_what_it_has_to_do(district: District) -> None:
    done, later, soon = (
        asked(district, name, due_at=DUE + timedelta(days=days))
        for name, days in (("方案", 9), ("总结", 30), ("部署", 1))
    )
    filed(district, done)
    assert [each.task for each in materials.of_unit(district.town, EARLY)] == [soon, later, done]
    assert [each.task for each in materials.due(district.town, EARLY)] == [soon, later]


def test_I7_what_was_filed_stays_in_sight_when_the_unit_owes_no_more(district: District) -> None:
    filed(district, asked(district))
    Unit.objects.filter(pk=district.town.pk).update(obliged=False)
    town = Unit.objects.get(pk=district.town.pk)
    assert [each.label for each in materials.of_unit(town, DUE)] == ["按时报送"]


@pytest.mark.parametrize("who", ["filer", "head", "reviewer", "admin", "system"])
def test_own_people_and_office_see_a_paper(district: District, who: str) -> None:
    task = asked(district)
    found = materials.standing(getattr(district, who), task.pk, district.town.pk, EARLY)
    assert found.unit == district.town


@pytest.mark.parametrize("who", ["other_filer", "other_head", "leader"])
def test_I3_others_do_not(district: District, who: str) -> None:
    task = asked(district)
    filed(district, task)
    with pytest.raises(NotFound, match="没有这项材料"):
        materials.standing(getattr(district, who), task.pk, district.town.pk, EARLY)


def test_paper_there_is_not_is_not_found(district: District) -> None:
    task = asked(district, kinds=[UnitKind.BUREAU])
    for task_id, unit_id in ((0, district.town.pk), (task.pk, 0), (task.pk, district.town.pk)):
        with pytest.raises(NotFound):
            materials.standing(district.reviewer, task_id, unit_id, EARLY)


def test_words_of_deadline_and_lock_name_the_office(district: District) -> None:
    task = asked(district)
    filed(district, task)
    early, late = (materials.standing(district.filer, task.pk, district.town.pk, at) for at in (EARLY, DUE))
    assert (early.late_text, early.lock_text) == ("", "")
    assert "请联系licheng区安委办退回后再报" in late.lock_text
    other = materials.standing(district.other_filer, task.pk, district.other_town.pk, DUE)
    assert other.late_text == "已过截止时间9月19日24:00，现在报送记为迟报。"


def test_all_units_are_asked_for_in_as_many_queries_as_one(
    district: District, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    filed(district, asked(district))
    with django_assert_num_queries(3):
        materials.by_unit(EARLY)
    for number in range(3):
        make_unit(f"镇{number}", 10 + number)
        asked(district, f"材料{number}")
    with django_assert_num_queries(3):
        found = materials.by_unit(EARLY)
        assert [each.lock_text + each.late_text for row in found.values() for each in row]
    with django_assert_num_queries(2):
        materials.of_unit(district.town, EARLY)
