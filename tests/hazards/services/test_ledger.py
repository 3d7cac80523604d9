"""Drafting, editing and judging records."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from hazards.entries import InvalidFields
from hazards.judgment import Answer, Value, Verdict
from hazards.life import EDITABLE, Status
from hazards.models import Hazard, HazardEvent
from hazards.selectors import ledger as ledger_reads
from hazards.services import enterprises, ledger
from tests.factories import BEFORE, District, user_of
from tests.ledgers import (
    FILED_AT,
    FOUND_AT,
    MET,
    clause,
    complete,
    drafted,
    make_criterion,
    make_enterprise,
    standing,
    step,
)
from units import grants
from units.actors import FILE_FOR_UNIT, Actor
from units.errors import Conflict, Invalid, NotAllowed, NotFound
from units.scoping import scope

LATER = FOUND_AT + timedelta(hours=1)


def edit(actor: Actor, hazard: Hazard, *, version: int | None = None, **entries: object) -> Hazard:
    return ledger.edit_hazard(
        actor=actor,
        hazard_id=hazard.pk,
        version=hazard.version if version is None else version,
        entries=entries,  # type: ignore[arg-type]
        at=LATER,
    )


def judge(actor: Actor, hazard: Hazard, answers: dict[str, Answer], version: int | None = None) -> Hazard:
    return ledger.answer(
        actor=actor,
        hazard_id=hazard.pk,
        version=hazard.version if version is None else version,
        answers=answers,
        at=LATER,
    )


def last(hazard: Hazard) -> HazardEvent:
    return ledger_reads.history(hazard)[-1]


def test_draft_may_be_all_but_empty(district: District) -> None:
    hazard = ledger.draft_hazard(actor=district.filer, unit=district.town, entries={}, at=FOUND_AT)
    stored = Hazard.objects.get()
    assert (stored.pk, stored.status, stored.number, stored.discovered_at) == (
        hazard.pk,
        "draft",
        "",
        FOUND_AT,
    )
    assert stored.enterprise is None
    assert not stored.synthetic


def test_I8_draft_begins_the_trail(district: District) -> None:
    hazard = drafted(district, criterion=None)
    event = HazardEvent.objects.get()
    assert (event.hazard, event.verb, event.status) == (hazard, "新建", "draft")
    assert (event.actor_id, event.actor_name, event.at) == (
        district.filer.user_id,
        district.filer.name,
        FOUND_AT,
    )


@pytest.mark.parametrize("name", ["other_filer", "reviewer", "leader", "admin"])
def test_I8_only_the_units_people_begin_its_records(district: District, name: str) -> None:
    with pytest.raises(NotAllowed, match="不是东关镇的填报人员"):
        ledger.draft_hazard(actor=getattr(district, name), unit=district.town, entries={}, at=FOUND_AT)


def test_stand_in_with_a_grant_begins_a_record(district: District) -> None:
    user = user_of(district.other_filer)
    grants.grant(actor=district.admin, user=user, unit=district.town, permission=FILE_FOR_UNIT, at=BEFORE)
    stand_in = Actor(
        user.pk, user.name, district.tenant.pk, grants={FILE_FOR_UNIT: frozenset({district.town.pk})}
    )
    assert drafted(district, actor=stand_in).unit == district.town


@pytest.mark.parametrize(
    ("hour", "day"), [(15, "2023-09-10"), (16, "2023-09-11")], ids=["23:00 local", "midnight local"]
)
def test_I10_day_of_discovery_is_the_tenants(district: District, hour: int, day: str) -> None:
    at = datetime(2023, 9, 10, hour, tzinfo=UTC)
    assert drafted(district, discovered_at=at).discovered_on.isoformat() == day


def test_unfit_entry_is_refused_and_nothing_stored(district: District) -> None:
    with pytest.raises(InvalidFields) as refusal:
        drafted(district, funds=Decimal(-1))
    assert set(refusal.value.problems) == {"funds"}
    assert not Hazard.objects.exists()


def test_edit_stores_what_changed_and_says_so(district: District) -> None:
    hazard = drafted(district)
    edited = edit(district.head, hazard, place="二号池", funds=Decimal("114.438"), plan=hazard.plan)
    stored = Hazard.objects.get()
    assert (stored.place, stored.funds, stored.version) == ("二号池", Decimal("114.438"), hazard.version + 1)
    assert edited.version == stored.version
    event = last(hazard)
    assert (event.verb, event.actor_id) == ("修改", district.head.user_id)
    assert event.changes == {"place": ["污水处理站", "二号池"], "funds": ["0.35", "114.438"]}


def test_edit_that_changes_nothing_leaves_no_line(district: District) -> None:
    hazard = drafted(district)
    before = len(ledger_reads.history(hazard))
    assert edit(district.filer, hazard, place=" 污水处理站 ").version == hazard.version
    assert len(ledger_reads.history(hazard)) == before


def test_edit_moves_the_day_with_the_instant_and_shows_local_time(district: District) -> None:
    hazard = drafted(district)
    edit(district.filer, hazard, discovered_at=datetime(2023, 9, 1, 16, 30, tzinfo=UTC))
    assert Hazard.objects.get().discovered_on.isoformat() == "2023-09-02"
    assert last(hazard).changes == {"discovered_at": ["2023-09-10 09:30", "2023-09-02 00:30"]}


def test_I7_stale_page_is_refused_naming_who_was_quicker(district: District) -> None:
    hazard = drafted(district)
    edit(district.head, hazard, place="二号池")
    with pytest.raises(Conflict, match=f"本条刚被{district.head.name}改过"):
        edit(district.filer, hazard, place="三号池")
    with pytest.raises(Conflict, match=f"本条刚被{district.head.name}改过"):
        judge(district.filer, hazard, {"/0": Answer(Value.NO)})
    assert Hazard.objects.get().place == "二号池"


@pytest.mark.parametrize("status", sorted(set(Status) - EDITABLE))
def test_I8_what_was_handed_in_is_not_edited(district: District, status: Status) -> None:
    hazard = standing(district, status)
    with pytest.raises(Conflict, match="不能修改"):
        edit(district.filer, hazard, place="二号池")
    with pytest.raises(Conflict, match="不能修改"):
        judge(district.filer, hazard, {"/0": Answer(Value.NO)})


def test_returned_record_is_edited_and_resubmission_shows_what_changed(district: District) -> None:
    hazard = standing(district, Status.RETURNED)
    again = step(district.filer, edit(district.filer, hazard, plan="专人看守"), "file")
    assert again.status == Status.FILED
    assert [event.verb for event in ledger_reads.history(hazard)][-3:] == ["退回", "修改", "报送"]
    assert ledger_reads.history(hazard)[-2].changes == {"plan": ["停止进入，专人看守", "专人看守"]}


def test_I3_record_of_another_unit_is_not_there(district: District) -> None:
    hazard = drafted(district)
    for stranger in (district.other_filer, district.reviewer):
        with pytest.raises(NotFound, match="没有这条隐患"):
            edit(stranger, hazard, place="二号池")


def test_I8_reviewer_does_not_edit(district: District) -> None:
    hazard = standing(district, Status.RETURNED)
    with pytest.raises(NotAllowed, match="不是东关镇的填报人员"):
        edit(district.reviewer, hazard, place="二号池")


def test_merged_enterprise_stands_for_the_one_kept(district: District) -> None:
    kept, gone = make_enterprise("甲厂"), make_enterprise("甲厂有限公司")
    enterprises.merge(actor=district.reviewer, duplicate_id=gone.pk, into_id=kept.pk, at=FOUND_AT)
    assert drafted(district, enterprise=gone).enterprise == kept


def test_I3_enterprise_of_another_tenant_is_refused(district: District, neighbour: District) -> None:
    with scope(neighbour.tenant.pk):
        foreign = make_enterprise("邻区厂")
    with pytest.raises(InvalidFields, match="企业名录里没有这家企业"):
        drafted(district, enterprise=foreign)


def test_I2_answers_are_kept_with_fact_and_evidence(district: District) -> None:
    hazard = drafted(district)
    assert hazard.answers == {
        "/0": {"value": "yes", "fact": "污水池", "evidence": ""},
        "/1": {"value": "yes", "fact": "现场无标志", "evidence": "照片3"},
    }
    judged = judge(district.head, hazard, {"/1": Answer(Value.NO, "门口有\0 ", "照片4")})
    assert Hazard.objects.get().answers == judged.answers
    assert judged.answers["/1"] == {"value": "no", "fact": "门口有", "evidence": "照片4"}
    assert judged.answers["/0"] == hazard.answers["/0"]
    assert last(hazard).changes == {
        "未设置明显的安全警示标志": ["是（现场无标志；照片3）", "否（门口有；照片4）"]
    }


def test_I2_answer_can_be_taken_back(district: District) -> None:
    judged = judge(district.filer, drafted(district), {"/1": Answer(Value.UNKNOWN)})
    assert set(judged.answers) == {"/0"}
    assert last(judged).changes == {"未设置明显的安全警示标志": ["是（现场无标志；照片3）", ""]}
    found = ledger_reads.judgment_of(judged)
    assert found is not None
    assert found.verdict is Verdict.UNDECIDED


def test_same_answers_again_leave_no_line(district: District) -> None:
    hazard = drafted(district)
    assert judge(district.filer, hazard, MET).version == hazard.version


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"/2": Answer(Value.YES)}, "没有编号为“/2”的条件"),
        ({"/0": Answer(Value.YES, "长" * 201)}, "最多200字"),
        ({"/0": Answer(Value.YES, "", "长" * 201)}, "最多200字"),
    ],
)
def test_unfit_answer_is_refused(district: District, answers: dict[str, Answer], words: str) -> None:
    hazard = drafted(district)
    with pytest.raises(Invalid, match=words):
        judge(district.filer, hazard, answers)
    assert Hazard.objects.get().answers == hazard.answers


def test_answers_need_a_clause(district: District) -> None:
    with pytest.raises(Invalid, match="还没有选择判定条款"):
        judge(district.filer, drafted(district, criterion=None), MET)


def test_I2_other_clause_starts_without_answers(district: District) -> None:
    hazard = drafted(district)
    other = make_criterion("gm-2023-14")
    assert edit(district.filer, hazard, criterion=other).answers == {}
    assert last(hazard).changes == {"criterion": [clause().code, "gm-2023-14"]}


def test_complete_draft_can_be_filed_as_it_is(district: District) -> None:
    assert set(complete()) >= {"enterprise", "criterion"}
    assert step(district.filer, drafted(district), "file", at=FILED_AT).status == Status.FILED
