"""Rectification: progress, changes of the plan, and extensions asked in time and decided by somebody else."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hazards.entries import InvalidFields
from hazards.life import Status
from hazards.models import Decision, Extension, Hazard, HazardEvent
from hazards.services import rectification
from tests.factories import INSTANT, ZONE, District, make_actor
from tests.ledgers import FILED_AT, standing, step
from units.actors import Actor
from units.enums import Role
from units.errors import Conflict, Invalid, NotAllowed, NotFound

LATER = FILED_AT + timedelta(days=3)
DUE = date(2023, 9, 30)
"""The term of the records of tests; its last instant is a microsecond before 1 October in Shanghai."""
TERM_OVER = datetime(2023, 10, 1, tzinfo=ZONE)
WANTED = date(2023, 10, 31)


def last_event() -> HazardEvent:
    return HazardEvent.objects.order_by("id")[HazardEvent.objects.count() - 1]


def note(district: District, hazard: Hazard, text: str = "标志已订购", actor: Actor | None = None) -> Hazard:
    return rectification.note_progress(
        actor=actor or district.filer, hazard_id=hazard.pk, text=text, at=LATER
    )


def revise(hazard: Hazard, actor: Actor, *, version: Any = None, **entries: Any) -> Hazard:
    return rectification.revise_plan(
        actor=actor,
        hazard_id=hazard.pk,
        version=hazard.version if version is None else version,
        entries=entries,  # type: ignore[arg-type]
        at=LATER,
    )


def ask(
    actor: Actor, hazard: Hazard, wanted_on: date = WANTED, reason: str = "配件未到货", at: datetime = LATER
) -> Extension:
    return rectification.ask_extension(
        actor=actor, hazard_id=hazard.pk, wanted_on=wanted_on, reason=reason, at=at
    )


def decide(
    actor: Actor, extension: Extension, granted: bool = True, answer: str = "", at: datetime = LATER
) -> Extension:
    return rectification.decide_extension(
        actor=actor, extension_id=extension.pk, granted=granted, answer=answer, at=at
    )


def test_I8_progress_is_signed_and_changes_nothing_else(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    note(district, hazard, " 标志已订购\0 ")
    event = last_event()
    assert (event.verb, event.reason, event.at) == ("整改进展", "标志已订购", LATER)
    assert (event.actor_name, event.status) == (district.filer.name, Status.RECTIFYING)
    assert Hazard.objects.get().version == hazard.version, "no page became stale"


@pytest.mark.parametrize(("text", "words"), [(" \0", "进展还没有写"), ("长" * 201, "最多200字，现有201字")])
def test_progress_needs_words_that_fit(district: District, text: str, words: str) -> None:
    hazard = standing(district, Status.RECTIFYING)
    with pytest.raises(Invalid, match=words):
        note(district, hazard, text)


def test_longest_progress_is_kept_whole(district: District) -> None:
    note(district, standing(district, Status.RECTIFYING), "长" * 200)
    assert last_event().reason == "长" * 200


ACTS: dict[str, Any] = {
    "note": lambda district, actor, hazard: note(district, hazard, actor=actor),
    "revise": lambda _, actor, hazard: revise(hazard, actor, plan="另行安排"),
    "ask": lambda _, actor, hazard: ask(actor, hazard),
}


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("status", [status for status in Status if status is not Status.RECTIFYING])
def test_nothing_is_rectified_outside_rectification(district: District, act: str, status: Status) -> None:
    hazard = standing(district, status)
    with pytest.raises(Conflict, match="不在整改中"):
        ACTS[act](district, district.filer, hazard)


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("who", ["reviewer", "leader", "admin"])
def test_I8_only_the_unit_rectifies(district: District, act: str, who: str) -> None:
    hazard = standing(district, Status.RECTIFYING)
    with pytest.raises(NotAllowed, match="整改由东关镇办理"):
        ACTS[act](district, getattr(district, who), hazard)


@pytest.mark.parametrize("act", list(ACTS))
def test_I3_another_units_record_is_not_there(district: District, act: str) -> None:
    hazard = standing(district, Status.RECTIFYING)
    with pytest.raises(NotFound):
        ACTS[act](district, district.other_filer, hazard)
    assert last_event().verb == "审核通过"


def test_plan_is_changed_with_old_and_new(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    changed = revise(
        hazard, district.head, funds=Decimal("1.25"), halt="part", measures="设置警示标志，加锁管理"
    )
    stored = Hazard.objects.get()
    assert (stored.funds, stored.halt, changed.version) == (Decimal("1.25"), "part", hazard.version + 1)
    event = last_event()
    assert (event.verb, event.actor_name) == ("调整方案", district.head.name)
    assert event.changes == {"funds": ["0.35", "1.25"], "halt": ["未停产", "局部停产"]}


def test_plan_left_as_it_is_leaves_no_line(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    assert revise(hazard, district.filer, plan=hazard.plan).version == hazard.version
    assert last_event().verb == "审核通过"


@pytest.mark.parametrize(
    ("name", "value"), [("responsible", " "), ("measures", ""), ("funds", None), ("plan", "\0")]
)
def test_five_duties_are_never_emptied(district: District, name: str, value: Any) -> None:
    hazard = standing(district, Status.RECTIFYING)
    with pytest.raises(InvalidFields, match="五落实缺一不可") as refusal:
        revise(hazard, district.filer, **{name: value})
    assert list(refusal.value.problems) == [name]
    assert Hazard.objects.get().version == hazard.version


def test_help_needed_from_others_may_be_settled(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING, coordination="请供电公司断电")
    assert revise(hazard, district.filer, coordination="").coordination == ""


@pytest.mark.parametrize("name", ["due_on", "description", "unit"])
def test_term_and_facts_are_no_part_of_the_plan(district: District, name: str) -> None:
    hazard = standing(district, Status.RECTIFYING)
    with pytest.raises(ValueError, match=name):
        revise(hazard, district.filer, **{name: WANTED})


def test_plan_changed_on_a_stale_page_is_refused(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    revise(hazard, district.head, plan="先停用")
    with pytest.raises(Conflict, match=f"本条刚被{district.head.name}改过"):
        revise(hazard, district.filer, version=hazard.version, plan="先断电")
    assert Hazard.objects.get().plan == "先停用"


def test_extension_is_asked_and_recorded(district: District) -> None:
    extension = ask(district.filer, standing(district, Status.RECTIFYING))
    assert (extension.due_on, extension.wanted_on, extension.decision) == (DUE, WANTED, Decision.PENDING)
    assert (extension.asker_name, extension.unit, extension.asked_at) == (
        district.filer.name,
        district.town,
        LATER,
    )
    event = last_event()
    assert (event.verb, event.reason) == ("申请延期", "配件未到货")
    assert event.changes == {"wanted_on": ["2023-09-30", "2023-10-31"]}
    assert Hazard.objects.get().due_on == DUE, "asking moves nothing"


@pytest.mark.parametrize("at", [TERM_OVER - timedelta(days=1), TERM_OVER - INSTANT], ids=["before", "last"])
def test_I10_extension_may_be_asked_until_the_end_of_the_last_day(district: District, at: datetime) -> None:
    assert ask(district.filer, standing(district, Status.RECTIFYING), at=at).pk


@pytest.mark.parametrize("at", [TERM_OVER, TERM_OVER + timedelta(days=1)], ids=["after", "day after"])
def test_I10_extension_is_too_late_from_the_next_local_day(district: District, at: datetime) -> None:
    hazard = standing(district, Status.RECTIFYING)
    with pytest.raises(Conflict, match="整改时限2023年9月30日已经过了"):
        ask(district.filer, hazard, at=at)
    assert not Extension.objects.exists()


@pytest.mark.parametrize("wanted", [DUE - timedelta(days=1), DUE, DUE + timedelta(days=366)])
def test_extension_is_later_and_at_most_a_year(district: District, wanted: date) -> None:
    hazard = standing(district, Status.RECTIFYING)
    with pytest.raises(Invalid, match="要晚于现在的时限2023年9月30日，最长延一年（到2024年9月29日）"):
        ask(district.filer, hazard, wanted)


@pytest.mark.parametrize("wanted", [DUE + timedelta(days=1), DUE + timedelta(days=365)])
def test_extension_by_a_day_and_by_a_year_is_taken(district: District, wanted: date) -> None:
    assert ask(district.filer, standing(district, Status.RECTIFYING), wanted).wanted_on == wanted


@pytest.mark.parametrize("reason", ["", "长" * 201])
def test_extension_needs_a_reason_that_fits(district: District, reason: str) -> None:
    hazard = standing(district, Status.RECTIFYING)
    with pytest.raises(Invalid, match="延期理由"):
        ask(district.filer, hazard, reason=reason)


def test_one_extension_at_a_time(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    first = ask(district.filer, hazard)
    with pytest.raises(Conflict, match=f"{district.filer.name}申请延到2023年10月31日，还在等安委办批复"):
        ask(district.head, hazard)
    decide(district.reviewer, first, granted=False, answer="请按期整改")
    assert ask(district.head, hazard).pk != first.pk


def test_granted_extension_moves_the_term(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    decided = decide(district.reviewer, ask(district.filer, hazard))
    stored = Hazard.objects.get()
    assert (stored.due_on, stored.version) == (WANTED, hazard.version + 1)
    assert (decided.decision, decided.decider_name, decided.decided_at) == (
        Decision.GRANTED,
        district.reviewer.name,
        LATER,
    )
    event = last_event()
    assert (event.verb, event.changes) == ("同意延期", {"due_on": ["2023-09-30", "2023-10-31"]})


def test_refused_extension_leaves_the_term_and_says_why(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    decided = decide(district.reviewer, ask(district.filer, hazard), granted=False, answer="请按期整改")
    stored = Hazard.objects.get()
    assert (stored.due_on, stored.version) == (DUE, hazard.version)
    assert (decided.decision, decided.answer) == (Decision.REFUSED, "请按期整改")
    assert (last_event().verb, last_event().reason) == ("不同意延期", "请按期整改")


def test_refusal_without_words_is_not_taken(district: District) -> None:
    extension = ask(district.filer, standing(district, Status.RECTIFYING))
    with pytest.raises(Invalid, match="批复意见还没有写"):
        decide(district.reviewer, extension, granted=False, answer=" ")
    assert Extension.objects.get().decision == Decision.PENDING


def test_extension_asked_in_time_may_be_granted_after_the_term(district: District) -> None:
    extension = ask(district.filer, standing(district, Status.RECTIFYING), at=TERM_OVER - INSTANT)
    decide(district.reviewer, extension, at=TERM_OVER + timedelta(days=2))
    assert Hazard.objects.get().due_on == WANTED


@pytest.mark.parametrize("who", ["filer", "head", "leader", "admin"])
def test_I8_only_the_office_decides(district: District, who: str) -> None:
    extension = ask(district.filer, standing(district, Status.RECTIFYING))
    with pytest.raises(NotAllowed, match="延期由安委办批复"):
        decide(getattr(district, who), extension)


def test_I8_who_asked_does_not_decide(district: District) -> None:
    """Somebody with a post in the unit and one in 安委办."""
    both = Actor(
        **{
            **{
                name: getattr(district.filer, name) for name in ("user_id", "name", "tenant_id", "unit_roles")
            },
            "tenant_roles": frozenset({Role.REVIEWER.value}),
        }
    )
    extension = ask(both, standing(district, Status.RECTIFYING))
    with pytest.raises(NotAllowed, match="要由另一人批复"):
        decide(both, extension)
    assert decide(district.reviewer, extension).decision == Decision.GRANTED


def test_extension_is_decided_once(district: District) -> None:
    extension = ask(district.filer, standing(district, Status.RECTIFYING))
    decide(district.reviewer, extension)
    with pytest.raises(Conflict, match=f"{district.reviewer.name}已经批复：同意"):
        decide(make_actor("second", Role.REVIEWER), extension, granted=False, answer="不行")
    assert Hazard.objects.get().due_on == WANTED


def test_extension_of_a_closed_record_is_not_needed_any_more(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    extension = ask(district.filer, hazard)
    step(district.reviewer, step(district.filer, hazard, "report_done"), "close")
    with pytest.raises(Conflict, match="已销号”，延期已经不需要了"):
        decide(district.reviewer, extension)
    assert Hazard.objects.get().due_on == DUE


def test_I3_extension_of_another_unit_is_not_there(district: District) -> None:
    extension = ask(district.filer, standing(district, Status.RECTIFYING))
    with pytest.raises(NotFound):
        decide(district.other_filer, extension)
    with pytest.raises(NotFound):
        decide(district.reviewer, Extension(pk=extension.pk + 1))
