"""What a person can do about a rectification, and the extensions of its term."""

from datetime import date, datetime, timedelta

import pytest

from hazards.life import Status
from hazards.models import Extension, Hazard
from hazards.selectors import rectification as reads
from hazards.services import rectification
from tests.factories import INSTANT, ZONE, District
from tests.ledgers import FILED_AT, drafted, standing, step
from units.actors import Actor
from units.enums import Role
from units.errors import NotFound

LATER = FILED_AT + timedelta(days=1)
TERM_OVER = datetime(2023, 10, 1, tzinfo=ZONE)


def asked(district: District, hazard: Hazard, actor: Actor | None = None) -> Extension:
    return rectification.ask_extension(
        actor=actor or district.filer,
        hazard_id=hazard.pk,
        wanted_on=date(2023, 10, 31),
        reason="配件未到货",
        at=LATER,
    )


def fresh(hazard: Hazard) -> Hazard:
    return Hazard.objects.select_related("tenant").get(pk=hazard.pk)


@pytest.mark.parametrize("status", list(Status))
def test_unit_works_while_it_rectifies_and_nobody_else_ever(district: District, status: Status) -> None:
    hazard = standing(district, status)
    for who, expected in (("filer", True), ("head", True), ("reviewer", False), ("leader", False)):
        found = reads.rectification(getattr(district, who), hazard, at=LATER)
        assert found.can_work is (expected and status is Status.RECTIFYING)


def test_pending_extension_is_decided_by_the_office(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    extension = asked(district, hazard)
    for who, expected in (("reviewer", True), ("filer", False), ("leader", False)):
        found = reads.rectification(getattr(district, who), fresh(hazard), at=LATER)
        assert (found.pending, found.can_decide) == (extension, expected)


def test_I8_who_asked_is_not_offered_to_decide(district: District) -> None:
    both = Actor(
        user_id=district.filer.user_id,
        name=district.filer.name,
        tenant_id=district.tenant.pk,
        tenant_roles=frozenset({Role.REVIEWER.value}),
    )
    hazard = standing(district, Status.RECTIFYING)
    asked(district, hazard)
    assert not reads.rectification(both, fresh(hazard), at=LATER).can_decide


def test_extension_of_a_closed_record_waits_for_nobody(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    extension = asked(district, hazard)
    closed = step(district.reviewer, step(district.filer, hazard, "report_done"), "close")
    found = reads.rectification(district.reviewer, closed, at=LATER)
    assert (found.extensions, found.pending, found.can_decide) == ([extension], None, False)


def test_decided_extension_is_history(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    rectification.decide_extension(
        actor=district.reviewer,
        extension_id=asked(district, hazard).pk,
        granted=True,
        answer="",
        at=LATER,
    )
    found = reads.rectification(district.reviewer, fresh(hazard), at=LATER)
    assert (len(found.extensions), found.pending, found.can_decide) == (1, None, False)
    assert found.longest == date(2024, 10, 30)


@pytest.mark.parametrize(("at", "late"), [(TERM_OVER - INSTANT, False), (TERM_OVER, True)])
def test_I10_it_is_said_when_no_extension_can_be_asked(district: District, at: datetime, late: bool) -> None:
    found = reads.rectification(district.filer, standing(district, Status.RECTIFYING), at=at)
    assert bool(found.too_late) is late


def test_record_without_a_term_is_not_late(district: District) -> None:
    found = reads.rectification(district.filer, drafted(district, due_on=None), at=TERM_OVER)
    assert (found.too_late, found.longest) == ("", None)


def test_I3_extension_leads_to_its_record_for_those_who_may_see_it(district: District) -> None:
    hazard = standing(district, Status.RECTIFYING)
    extension = asked(district, hazard)
    for who in ("filer", "reviewer", "leader"):
        assert reads.hazard_of(getattr(district, who), extension.pk) == hazard.pk
    for actor, pk in ((district.other_filer, extension.pk), (district.reviewer, extension.pk + 1)):
        with pytest.raises(NotFound):
            reads.hazard_of(actor, pk)
