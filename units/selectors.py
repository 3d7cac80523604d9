"""Reads of the organisation."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from units import grants
from units.actors import Actor
from units.enums import UNIT_ROLES
from units.errors import NotFound
from units.models import Membership, Tenant, Unit, User
from units.scoping import current_tenant_id


def tenant_by_slug(slug: str) -> Tenant:
    """The tenant at this address; NotFound says what to check."""
    try:
        return Tenant.objects.get(slug=slug)
    except Tenant.DoesNotExist:
        raise NotFound(f"没有辖区“{slug}”，或者您不是它的人员。请核对网址，或从首页重新进入。") from None


def tenants_of(user: User) -> Sequence[Tenant]:
    """The tenants in which this person holds a role.

    Asked outside any tenant's scope, as the person: the policy on memberships shows one's own rows.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL qinghuan.person = %s", [str(user.pk)])
        cursor.execute("SELECT DISTINCT tenant_id FROM units_membership WHERE user_id = %s", [user.pk])
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute("SET LOCAL qinghuan.person = ''")
    return list(Tenant.objects.filter(id__in=ids))


def actor_for(user: User) -> Actor | None:
    """The person with their roles in the open tenant; None when they hold none."""
    memberships = list(Membership.objects.filter(user=user))
    if not memberships:
        return None
    by_role: dict[str, set[int]] = defaultdict(set)
    for membership in memberships:
        if membership.unit_id is not None:
            by_role[membership.role].add(membership.unit_id)
    below = subtrees(set().union(*by_role.values())) if by_role else {}
    return Actor(
        user_id=user.pk,
        name=user.name,
        tenant_id=current_tenant_id(),
        tenant_roles=frozenset(m.role for m in memberships if m.role not in UNIT_ROLES),
        unit_roles={role: frozenset().union(*(below[unit] for unit in ids)) for role, ids in by_role.items()},
        grants=grants.granted_units(user.pk),
    )


def subtrees(unit_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Each unit's id with the ids of all units below it."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for unit_id, parent_id in Unit.objects.order_by().values_list("id", "parent_id"):
        children[parent_id].append(unit_id)

    def below(unit_id: int) -> frozenset[int]:
        return frozenset({unit_id}).union(*(below(child) for child in children[unit_id]))

    return {unit_id: below(unit_id) for unit_id in unit_ids}


def unit(unit_id: int) -> Unit:
    """One unit of the open tenant; NotFound otherwise."""
    try:
        return Unit.objects.get(pk=unit_id)
    except Unit.DoesNotExist:
        raise NotFound("没有这个单位。它可能已撤并，请从首页重新进入。") from None


def obliged_units() -> Sequence[Unit]:
    """Units that owe a filing, in printed order."""
    return list(Unit.objects.filter(obliged=True, is_active=True))
