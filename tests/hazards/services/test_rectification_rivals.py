"""Two hands at once on a rectification: one request, one decision, one report (I7, I8). These tests commit."""

from datetime import date, timedelta
from functools import partial

import pytest

from hazards.life import Status
from hazards.models import Extension, Finding, Hazard, HazardEvent, SecondLook
from hazards.services import rectification, second_looks
from tests.factories import District, make_actor, make_district
from tests.hazards.services.test_second_looks import LOOKED_AT, NEW_TERM, look_at
from tests.ledgers import FILED_AT, photographed, standing
from tests.rivals import at_once
from units.actors import Actor
from units.enums import Role
from units.errors import Conflict
from units.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)
LATER = FILED_AT + timedelta(days=3)
WANTED = date(2023, 10, 31)


def asks(district: District, actor: Actor, hazard: Hazard) -> Extension:
    with scope(district.tenant.pk):
        return rectification.ask_extension(
            actor=actor, hazard_id=hazard.pk, wanted_on=WANTED, reason="配件未到货", at=LATER
        )


def decides(district: District, actor: Actor, extension: Extension, granted: bool) -> Extension:
    with scope(district.tenant.pk):
        return rectification.decide_extension(
            actor=actor, extension_id=extension.pk, granted=granted, answer="按规定办", at=LATER
        )


def one_told(results: list[object]) -> str:
    """Exactly one of two was refused by Conflict; with which words."""
    (told,) = [result for result in results if isinstance(result, Conflict)]
    assert len(results) == 2
    return told.message


def test_of_two_who_ask_one_is_told_of_the_other() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        hazard = standing(district, Status.RECTIFYING)
    words = one_told(
        at_once(
            partial(asks, district, district.filer, hazard), partial(asks, district, district.head, hazard)
        )
    )
    assert "还在等安委办批复" in words
    with scope(district.tenant.pk):
        assert Extension.objects.count() == 1


def test_I8_of_two_who_decide_one_wins_and_the_term_agrees() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        second = make_actor("licheng.reviewer2", Role.REVIEWER)
        hazard = standing(district, Status.RECTIFYING)
    extension = asks(district, district.filer, hazard)
    words = one_told(
        at_once(
            partial(decides, district, district.reviewer, extension, True),
            partial(decides, district, second, extension, False),
        )
    )
    assert "已经批复" in words
    with scope(district.tenant.pk):
        granted = Extension.objects.get().decision == "granted"
        assert (Hazard.objects.get().due_on == WANTED) is granted
        assert HazardEvent.objects.filter(verb__endswith="同意延期").count() == 1


def test_I7_of_two_plans_on_the_same_page_one_wins() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        hazard = standing(district, Status.RECTIFYING)

    def revise(actor: Actor, plan: str) -> Hazard:
        with scope(district.tenant.pk):
            return rectification.revise_plan(
                actor=actor, hazard_id=hazard.pk, version=hazard.version, entries={"plan": plan}, at=LATER
            )

    words = one_told(at_once(partial(revise, district.filer, "断电"), partial(revise, district.head, "停用")))
    assert "本条刚被" in words


def test_I8_of_two_who_report_a_look_one_wins() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        look = look_at(district)
        second = make_actor("licheng.reviewer2", Role.REVIEWER)

    def report(actor: Actor, finding: Finding) -> SecondLook:
        with scope(district.tenant.pk):
            return second_looks.report(
                actor=actor, look_id=look.pk, finding=finding, note="见现场", at=LOOKED_AT, due_on=NEW_TERM
            )

    words = one_told(
        at_once(partial(report, district.reviewer, Finding.HELD), partial(report, second, Finding.RELAPSED))
    )
    assert "已经" in words
    with scope(district.tenant.pk):
        relapsed = SecondLook.objects.get().finding == Finding.RELAPSED
        assert (Hazard.objects.get().status == Status.RECTIFYING) is relapsed


def test_I8_record_is_closed_once() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        hazard = standing(district, Status.AWAITING)
        photographed(hazard)

    def close(actor: Actor) -> Hazard:
        with scope(district.tenant.pk):
            return rectification.close_out(actor=actor, hazard_id=hazard.pk, version=hazard.version, at=LATER)

    words = one_told(at_once(partial(close, district.head), partial(close, district.reviewer)))
    assert "本条刚被" in words
    with scope(district.tenant.pk):
        assert HazardEvent.objects.filter(verb="复查销号").count() == 1
