"""Deciding at the review desk: one record, several, and two people at once."""

from datetime import timedelta
from typing import Any

import pytest

from hazards.counting import Reason
from hazards.life import Status
from hazards.models import Hazard, HazardEvent
from hazards.services import reviewing
from hazards.services.reviewing import Batch, Chosen, Overtaken
from tests.factories import District
from tests.hazards.reviewing import advise_by_the_files, waiting
from tests.ledgers import FILED_AT, make_enterprise, standing, step
from units.actors import Actor
from units.errors import Invalid, NotAllowed, NotFound
from units.scoping import scope

LATER = FILED_AT + timedelta(days=1)


def decide(actor: Actor, hazard: Hazard, name: str, **fields: Any) -> Hazard:
    return reviewing.decide(
        actor=actor, hazard_id=hazard.pk, name=name, version=hazard.version, at=LATER, **fields
    )


def accept_all(district: District, *hazards: Hazard) -> Batch:
    chosen = [Chosen(each.pk, each.version) for each in hazards]
    return reviewing.accept_all(actor=district.reviewer, chosen=chosen, at=LATER)


def stored(hazard: Hazard) -> Hazard:
    return Hazard.objects.get(pk=hazard.pk)


@pytest.mark.parametrize(
    ("name", "fields", "status", "signed"),
    [
        ("accept", {}, Status.RECTIFYING, ("审核通过", "")),
        ("return", {"reason": "照片不清"}, Status.RETURNED, ("退回", "照片不清")),
        (
            "exclude",
            {"reason": "同一处", "exclusion": Reason.DUPLICATE},
            Status.EXCLUDED,
            ("不纳入", "重复报送：同一处"),
        ),
    ],
)
def test_I8_decision_is_signed_and_its_reason_stands_on_the_record(
    district: District, name: str, fields: dict[str, object], status: Status, signed: tuple[str, str]
) -> None:
    hazard = decide(district.reviewer, waiting(district), name, **fields)
    assert (hazard.status, hazard.review_reason) == (status, fields.get("reason", ""))
    last = HazardEvent.objects.filter(hazard=hazard).latest("id")
    assert (last.actor_id, last.at, last.verb, last.reason) == (district.reviewer.user_id, LATER, *signed)


def test_reason_is_mandatory(district: District) -> None:
    hazard = waiting(district)
    with pytest.raises(Invalid, match="要写明原因"):
        decide(district.reviewer, hazard, "return", reason=" ")
    with pytest.raises(Invalid, match="要选一个原因"):
        decide(district.reviewer, hazard, "exclude", reason="不构成")


@pytest.mark.parametrize("name", ["file", "withdraw", "reinstate", "close", "nothing"])
def test_other_moves_are_no_decisions(district: District, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        decide(district.reviewer, waiting(district), name)


@pytest.mark.parametrize("name", ["filer", "head", "leader", "admin"])
def test_only_who_reviews_decides(district: District, name: str) -> None:
    hazard = waiting(district)
    actor = getattr(district, name)
    with pytest.raises(NotAllowed):
        decide(actor, hazard, "accept")
    with pytest.raises(NotAllowed, match="由安委办办理"):
        reviewing.accept_all(actor=actor, chosen=[Chosen(hazard.pk, hazard.version)], at=LATER)
    assert stored(hazard).status == Status.FILED


def test_I3_other_units_filer_knows_of_nothing(district: District) -> None:
    with pytest.raises(NotFound):
        decide(district.other_filer, waiting(district), "accept")


def test_I3_other_tenants_record_is_not_there(district: District, neighbour: District) -> None:
    with scope(neighbour.tenant.pk):
        foreign = standing(neighbour, Status.FILED)
    with pytest.raises(NotFound):
        decide(district.reviewer, foreign, "accept")
    assert accept_all(district, foreign) == Batch([], [], 1)
    with scope(neighbour.tenant.pk):
        assert stored(foreign).status == Status.FILED


def test_who_comes_second_is_told_who_did_what_and_keeps_the_words(district: District) -> None:
    hazard = waiting(district)
    decide(district.reviewer, hazard, "exclude", reason="不构成", exclusion=Reason.CRITERION_NOT_MET)
    with pytest.raises(Overtaken) as told:
        decide(district.reviewer, hazard, "return", reason=" 写好的话 ")
    by = district.reviewer.name
    assert told.value.message == (
        f"{hazard}刚由{by}办理“不纳入”（不符合判定标准：不构成），您的“退回”没有办。您写的原因：写好的话"
    )
    assert (told.value.status, told.value.still_waits) == (409, False)


def test_record_withdrawn_meanwhile_is_said_to_be(district: District) -> None:
    hazard = waiting(district)
    step(district.filer, hazard, "withdraw", reason="报错了")
    with pytest.raises(Overtaken, match=r"办理“撤回”（报错了），您的“审核通过”没有办。$"):
        decide(district.reviewer, hazard, "accept")


def test_record_filed_anew_meanwhile_is_to_be_looked_at_again(district: District) -> None:
    hazard = waiting(district)
    step(district.filer, step(district.reviewer, hazard, "return", reason="照片不清"), "file")
    with pytest.raises(Overtaken, match=r"请核对最新内容后再定") as told:
        decide(district.reviewer, hazard, "accept")
    assert told.value.still_waits
    assert stored(hazard).status == Status.FILED


def test_batch_accepts_each_and_signs_each(district: District) -> None:
    hazards = [waiting(district) for _ in range(3)]
    done = accept_all(district, *reversed(hazards))
    assert (done.accepted, done.refused, done.gone) == (hazards, [], 0)
    assert {each.status for each in Hazard.objects.all()} == {Status.RECTIFYING}
    assert HazardEvent.objects.filter(verb="审核通过", actor_id=district.reviewer.user_id).count() == 3


def test_batch_leaves_what_somebody_changed_and_says_so(district: District) -> None:
    clean, decided = waiting(district), waiting(district)
    step(district.reviewer, decided, "return", reason="照片不清")
    done = accept_all(district, clean, decided)
    assert done.accepted == [clean]
    ((refused, why),) = [(each.hazard, each.why) for each in done.refused]
    assert refused == decided
    assert "办理“退回”（照片不清）" in why
    assert [stored(each).status for each in (clean, decided)] == [Status.RECTIFYING, Status.RETURNED]


def test_batch_leaves_what_must_be_opened(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    advise_by_the_files(monkeypatch)
    misread = waiting(district, description="有限空间未设置安全警示标志")
    enterprise = make_enterprise("北关酱厂")
    doubles = [waiting(district, enterprise=enterprise) for _ in range(2)]
    clean = waiting(district)
    done = accept_all(district, misread, *doubles, clean)
    assert done.accepted == [clean]
    assert [each.hazard for each in done.refused] == [misread, *doubles]
    assert ["误判" in each.why for each in done.refused] == [True, False, False]
    assert ["重复" in each.why for each in done.refused] == [False, True, True]


def test_batch_takes_a_record_named_twice_once(district: District) -> None:
    hazard = waiting(district)
    done = accept_all(district, hazard, hazard)
    assert (done.accepted, done.refused, done.gone) == ([hazard], [], 0)
