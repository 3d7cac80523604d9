"""Exceptional rights on single units: 代填 and 代签 (I8)."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import BEFORE, District, act_as, make_user, user_of
from units import audit, grants
from units.actors import FILE_FOR_UNIT, SIGN_FOR_UNIT, Actor
from units.errors import Invalid, NotAllowed
from units.models import AuditEntry, Membership, UnitGrant
from units.scoping import scope

RIGHTS = [FILE_FOR_UNIT, SIGN_FOR_UNIT]


def give(district: District, permission: str = FILE_FOR_UNIT, actor: Actor | None = None) -> None:
    """Let the other town's filer act for the bureau."""
    grants.grant(
        actor=actor or district.admin,
        user=user_of(district.other_filer),
        unit=district.bureau,
        permission=permission,
        at=BEFORE,
    )


def take(district: District, permission: str = FILE_FOR_UNIT, actor: Actor | None = None) -> None:
    grants.revoke(
        actor=actor or district.admin,
        user=user_of(district.other_filer),
        unit=district.bureau,
        permission=permission,
        at=BEFORE,
    )


@pytest.mark.parametrize("permission", RIGHTS)
def test_I8_grant_lets_one_person_do_one_thing_for_one_unit(district: District, permission: str) -> None:
    give(district, permission)
    actor = act_as(user_of(district.other_filer))
    assert actor.grants == {permission: {district.bureau.pk}}
    assert actor.own_units == {district.other_town.pk, district.bureau.pk}


def test_I8_grant_stands_in_the_trail(district: District) -> None:
    give(district, SIGN_FOR_UNIT)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object_id) == ("grant.given", district.bureau.pk)
    assert entry.summary == f"授权{district.other_filer.name}为区试验局代为签发"
    assert entry.actor_id == district.admin.user_id


def test_grant_given_twice_is_one_grant(district: District) -> None:
    give(district)
    give(district)
    assert UnitGrant.objects.count() == 1
    assert AuditEntry.objects.count() == 1


def test_I8_revoked_grant_is_gone_and_the_trail_says_so(district: District) -> None:
    give(district)
    take(district)
    assert act_as(user_of(district.other_filer)).grants == {}
    assert AuditEntry.objects.get(action="grant.revoked").summary == (
        f"收回{district.other_filer.name}为区试验局代为填报的授权"
    )


def test_revoking_leaves_the_other_right(district: District) -> None:
    give(district, FILE_FOR_UNIT)
    give(district, SIGN_FOR_UNIT)
    take(district, FILE_FOR_UNIT)
    assert act_as(user_of(district.other_filer)).grants == {SIGN_FOR_UNIT: {district.bureau.pk}}


def test_revoking_what_was_never_given_changes_nothing(district: District) -> None:
    give(district, SIGN_FOR_UNIT)
    take(district, FILE_FOR_UNIT)
    assert act_as(user_of(district.other_filer)).grants == {SIGN_FOR_UNIT: {district.bureau.pk}}
    assert not AuditEntry.objects.filter(action="grant.revoked").exists()


@pytest.mark.parametrize("who", ["filer", "head", "reviewer", "leader"])
def test_I8_only_administrators_give_and_take_grants(district: District, who: str) -> None:
    give(district)
    for act in (give, take):
        with pytest.raises(NotAllowed, match="只有管理员可以授权代办"):
            act(district, actor=getattr(district, who))
    assert UnitGrant.objects.count() == 1


def test_grant_to_somebody_outside_the_tenant_is_refused(district: District) -> None:
    stranger = make_user("wang", name="王某")
    with pytest.raises(Invalid, match="王某不是本辖区的人员"):
        grants.grant(
            actor=district.admin, user=stranger, unit=district.town, permission=FILE_FOR_UNIT, at=BEFORE
        )
    assert not UnitGrant.objects.exists()


def test_I3_grant_on_another_tenants_unit_is_refused(district: District, neighbour: District) -> None:
    def reach_over() -> None:
        grants.grant(
            actor=district.admin,
            user=user_of(district.filer),
            unit=neighbour.town,
            permission=FILE_FOR_UNIT,
            at=BEFORE,
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
        reach_over()


def test_I3_grant_is_walled_by_tenant(district: District, neighbour: District) -> None:
    give(district)
    user_id = district.other_filer.user_id
    assert user_id is not None
    with scope(neighbour.tenant.pk):
        assert grants.granted_units(user_id) == {}
        assert UnitGrant.objects.count() == 0
    assert grants.granted_units(user_id) == {FILE_FOR_UNIT: {district.bureau.pk}}


def test_grant_without_any_role_left_opens_nothing(district: District) -> None:
    give(district)
    Membership.objects.filter(user=user_of(district.other_filer)).delete()
    with pytest.raises(AssertionError):
        act_as(user_of(district.other_filer))


def test_I8_grant_and_its_line_are_written_together_or_not_at_all(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(ZeroDivisionError):
        give(district)
    assert not UnitGrant.objects.exists()
