"""Exceptional rights on single units (代填、代签): the only caller of django-guardian.

Ordinary rights come from memberships. A grant is for the exception — a colleague of another unit files
while somebody is on leave — is given by an administrator, and stands in the trail.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from guardian.shortcuts import assign_perm, remove_perm

from units import audit, policies
from units.actors import FILE_FOR_UNIT, SIGN_FOR_UNIT, Actor
from units.errors import Invalid, NotAllowed
from units.models import Membership, Unit, UnitGrant, User

LABELS = {FILE_FOR_UNIT: "代为填报", SIGN_FOR_UNIT: "代为签发"}


@transaction.atomic
def grant(*, actor: Actor, user: User, unit: Unit, permission: str, at: datetime) -> None:
    """Let `user` act for `unit`; Invalid unless they belong to the tenant. Doing it twice changes nothing."""
    _require_administrator(actor)
    if not Membership.objects.filter(user=user).exists():
        raise Invalid(f"{user.name}不是本辖区的人员，请先把他加入一个单位，再授权代办。")
    if _stands(user, unit, permission):
        return
    assign_perm(permission, user, unit)
    _record(actor, at, "grant.given", unit, f"授权{user.name}为{unit.name}{LABELS[permission]}")


@transaction.atomic
def revoke(*, actor: Actor, user: User, unit: Unit, permission: str, at: datetime) -> None:
    """Take the grant back; nothing happens when there is none."""
    _require_administrator(actor)
    if not _stands(user, unit, permission):
        return
    remove_perm(permission, user, unit)
    _record(actor, at, "grant.revoked", unit, f"收回{user.name}为{unit.name}{LABELS[permission]}的授权")


def granted_units(user_id: int) -> Mapping[str, frozenset[int]]:
    """Unit ids by permission that this person was granted in the open tenant."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = UnitGrant.objects.filter(user_id=user_id).values_list("permission__codename", "content_object_id")
    for codename, unit_id in rows:
        found[codename].add(unit_id)
    return {codename: frozenset(ids) for codename, ids in found.items()}


def _stands(user: User, unit: Unit, permission: str) -> bool:
    return unit.pk in granted_units(user.pk).get(permission, frozenset())


def _require_administrator(actor: Actor) -> None:
    if not policies.may_administer(actor):
        raise NotAllowed("只有管理员可以授权代办，请联系本辖区管理员。")


def _record(actor: Actor, at: datetime, action: str, unit: Unit, summary: str) -> None:
    audit.record(actor=actor, at=at, action=action, about=unit, summary=summary)
