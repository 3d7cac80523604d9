"""Saving a record while it is being filled in."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from hazards.entries import Entries
from hazards.life import Status
from hazards.models import Hazard, HazardEvent
from hazards.services import ledger
from hazards.services.filing import Saved, save
from tests.factories import District
from tests.ledgers import FILED_AT, FOUND_AT, MET, clause, drafted, make_criterion, standing
from units.actors import Actor
from units.errors import Conflict, Invalid, NotAllowed, NotFound


def blank(district: District) -> Hazard:
    return ledger.draft_hazard(actor=district.filer, unit=district.town, entries={}, at=FOUND_AT)


def saving(
    hazard: Hazard,
    actor: Actor,
    entries: Entries | None = None,
    answers: dict[str, dict[str, str]] | None = None,
    version: int | None = None,
) -> Saved:
    return save(
        actor=actor,
        hazard_id=hazard.pk,
        version=hazard.version if version is None else version,
        entries=entries or {},
        answers=answers or {},
        at=FILED_AT,
    )


def stored(hazard: Hazard) -> Hazard:
    return Hazard.objects.select_related("criterion").get(pk=hazard.pk)


def test_fields_are_stored_and_signed(district: District) -> None:
    hazard = blank(district)
    saved = saving(hazard, district.filer, {"place": "调节池", "funds": Decimal("1.5")})
    assert saved.refused == {}
    assert (stored(hazard).place, stored(hazard).funds) == ("调节池", Decimal("1.5"))
    event = HazardEvent.objects.filter(hazard=hazard).latest("id")
    assert event.actor_name == district.filer.name
    assert event.changes == {"place": ["", "调节池"], "funds": ["", "1.5"]}


def test_one_unfit_field_does_not_hold_up_the_others(district: District) -> None:
    hazard = blank(district)
    saved = saving(
        hazard, district.filer, {"place": "调节池", "funds": Decimal(-1), "due_on": date(202, 9, 1)}
    )
    assert set(saved.refused) == {"funds", "due_on"}
    assert "不小于0" in saved.refused["funds"]
    assert "年份202不对" in saved.refused["due_on"]
    assert (stored(hazard).place, stored(hazard).funds, stored(hazard).due_on) == ("调节池", None, None)


def test_clause_and_its_answers_arrive_together(district: District) -> None:
    hazard = blank(district)
    saving(hazard, district.filer, {"criterion": clause()}, {"/0": {"value": "yes", "fact": "污水池"}})
    assert stored(hazard).answers == {"/0": {"value": "yes", "fact": "污水池", "evidence": ""}}


def test_parts_of_an_answer_that_were_not_sent_stay(district: District) -> None:
    hazard = drafted(district)
    saved = saving(hazard, district.filer, answers={"/1": {"evidence": "照片9"}})
    assert stored(hazard).answers["/1"] == {"value": "yes", "fact": "现场无标志", "evidence": "照片9"}
    assert stored(hazard).answers["/0"]["fact"] == MET["/0"].fact
    taken_back = saving(saved.hazard, district.filer, answers={"/0": {"value": "unknown", "fact": ""}})
    assert set(taken_back.hazard.answers) == {"/1"}


def test_another_clause_takes_its_answers_with_it(district: District) -> None:
    hazard = drafted(district)
    other = make_criterion("gm-2023-14")
    saved = saving(hazard, district.filer, {"criterion": other}, {"/1": {"value": "no"}})
    assert saved.hazard.answers == {"/1": {"value": "no", "fact": "", "evidence": ""}}


def test_answer_without_a_clause_or_condition_is_refused(district: District) -> None:
    with pytest.raises(Invalid, match="还没有选择判定条款"):
        saving(blank(district), district.filer, answers={"/0": {"value": "yes"}})
    with pytest.raises(Invalid, match="没有编号为“/9”的条件"):
        saving(drafted(district), district.filer, {"place": "别处"}, {"/9": {"value": "yes"}})


def test_I7_refused_answers_leave_the_fields_as_they_were(district: District) -> None:
    hazard = drafted(district)
    with pytest.raises(Invalid):
        saving(hazard, district.filer, {"place": "别处"}, {"/9": {"value": "yes"}})
    assert stored(hazard).place == "污水处理站"
    assert stored(hazard).version == hazard.version


def test_nothing_new_changes_nothing(district: District) -> None:
    hazard = drafted(district)
    events = HazardEvent.objects.count()
    saved = saving(hazard, district.filer, {"place": "污水处理站"}, {"/0": {"value": "yes"}})
    assert saved.hazard.version == hazard.version
    assert HazardEvent.objects.count() == events


def test_stale_page_is_told_by_whom(district: District) -> None:
    hazard = drafted(district)
    saving(hazard, district.head, {"place": "别处"})
    with pytest.raises(Conflict, match=f"刚被{district.head.name}改过"):
        saving(hazard, district.filer, {"place": "此处"})
    assert stored(hazard).place == "别处"


def test_record_handed_in_is_not_changed(district: District) -> None:
    hazard = standing(district, Status.FILED)
    with pytest.raises(Conflict, match="现为“待审核”，不能修改"):
        saving(hazard, district.filer, {"place": "别处"})


@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
def test_who_does_not_report_may_not_save(district: District, who: str) -> None:
    hazard = standing(district, Status.RETURNED)
    with pytest.raises(NotAllowed, match="您不是东关镇的填报人员"):
        saving(hazard, getattr(district, who), {"place": "别处"})
    assert stored(hazard).place == "污水处理站"


def test_I3_other_unit_and_unknown_records_are_not_found(district: District) -> None:
    hazard = drafted(district)
    with pytest.raises(NotFound):
        saving(hazard, district.other_filer, {"place": "别处"})
    hazard.pk += 1000
    with pytest.raises(NotFound):
        saving(hazard, district.filer)


def test_day_of_discovery_follows_the_moment(district: District) -> None:
    hazard = blank(district)
    saved = saving(hazard, district.filer, {"discovered_at": FOUND_AT - timedelta(days=3)})
    assert saved.hazard.discovered_on == date(2023, 9, 7)
