"""Drafting and keeping templates at the same moment (I6, I7). These tests commit."""

import pytest

from notices.models import Circular, CircularEvent, CircularKind, CircularTemplate, CircularVersion
from notices.services.drafting import draft_circular, draft_due_circulars
from notices.services.templates import save
from tests.factories import (
    CUTOFF,
    INSTANT,
    District,
    close,
    file_for,
    make_actor,
    make_district,
    sign_and_file,
)
from tests.rivals import at_once
from units.actors import Actor
from units.enums import Role
from units.errors import Conflict
from units.models import AuditEntry
from units.scoping import scope

pytestmark = pytest.mark.django_db(transaction=True)


def closed() -> District:
    district = make_district()
    with scope(district.tenant.pk):
        sign_and_file(district)
        file_for(district, district.bureau, at=CUTOFF - INSTANT)
        close(district)
    return district


def test_I6_of_rivals_who_draft_all_get_the_same_circular() -> None:
    district = closed()

    def by_hand() -> int:
        with scope(district.tenant.pk):
            return draft_circular(actor=district.reviewer, period=district.period, at=CUTOFF).pk

    def by_itself() -> int:
        with scope(district.tenant.pk):
            (made,) = draft_due_circulars(actor=district.system, at=CUTOFF) or [Circular.objects.get()]
            return made.pk

    assert len(set(at_once(by_hand, by_itself, by_hand))) == 1
    with scope(district.tenant.pk):
        assert (
            Circular.objects.count() == CircularVersion.objects.count() == CircularEvent.objects.count() == 1
        )
        assert AuditEntry.objects.filter(action="circular.drafted").count() == 1


def test_I7_of_two_who_save_a_template_one_is_told() -> None:
    district = make_district()
    with scope(district.tenant.pk):
        second = make_actor("second", Role.REVIEWER)

    def keep(actor: Actor) -> CircularTemplate:
        with scope(district.tenant.pk):
            return save(
                actor=actor,
                tenant=district.tenant,
                kind=CircularKind.MONTHLY,
                source=f"标题：通报\n\n{actor.name}写的。\n",
                version=0,
                at=CUTOFF,
            )

    found = at_once(lambda: keep(district.reviewer), lambda: keep(second))
    assert sorted(type(each).__name__ for each in found) == [
        CircularTemplate.__name__,
        Conflict.__name__,
    ]
    with scope(district.tenant.pk):
        assert CircularTemplate.objects.count() == 1
