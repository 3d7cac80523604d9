"""Reads of the organisation."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from units import grants
from units.actors import Actor
from units.calendar import DayKind, WorkCalendar
from units.enums import TENANT_ROLES, UNIT_ROLES, Role
from units.errors import NotFound
from units.models import CalendarDay, Membership, Tenant, Unit, UnitGrant, User
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


def calendar_of(tenant: Tenant) -> WorkCalendar:
    """The working days and hours of a tenant whose scope is open (one query)."""
    corrections = {
        each.day: DayKind(each.works, each.note, corrected=True) for each in CalendarDay.objects.all()
    }
    return WorkCalendar(corrections, tenant.opens_at, tenant.closes_at, tenant.zone)


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


def units_of(actor: Actor) -> Sequence[Unit]:
    """The units a person works for, their own before granted ones, else in printed order."""
    found = list(Unit.objects.filter(id__in=actor.own_units))
    return sorted(found, key=lambda each: each.pk not in actor.served_units)


def chosen(units: Sequence[Unit], asked: str) -> Unit | None:
    """The unit whose id was asked for, else the first; None where there is none."""
    return next((each for each in units if str(each.pk) == asked), units[0] if units else None)


@dataclass(frozen=True, slots=True)
class UnitPeople:
    """A unit with its people and the exceptional rights on it."""

    unit: Unit
    filers: Sequence[User]
    heads: Sequence[User]
    grants: Sequence[UnitGrant]

    @property
    def lacks_filer(self) -> bool:
        """Whether nobody can fill in the unit's form who is meant to."""
        return self.unit.obliged and not any(user.is_active for user in self.filers)

    @property
    def people(self) -> Sequence[User]:
        """Everybody named in the line; a person may stand there twice."""
        return [*self.filers, *self.heads, *(grant.user for grant in self.grants)]


@dataclass(frozen=True, slots=True)
class Roster:
    """Who does what: the units in printed order, and those who serve the whole tenant, by role."""

    units: Sequence[UnitPeople]
    office: Sequence[tuple[Role, Sequence[User]]]

    @property
    def people_count(self) -> int:
        """Persons, however many roles each holds."""
        named = [*(line.people for line in self.units), *(people for _, people in self.office)]
        return len({user.pk for people in named for user in people})

    def matching(self, text: str) -> "Roster":
        """The units whose name or people match, and the office's people who do. Letter case is ignored.

        Phones are not looked at: those of people who serve elsewhere too could be found out digit by digit.
        """
        asked = text.casefold()

        def matches(user: User) -> bool:
            return asked in user.name.casefold() or asked in user.username

        office = [(role, [user for user in people if matches(user)]) for role, people in self.office]
        return Roster(
            [
                line
                for line in self.units
                if asked in line.unit.name.casefold() or any(map(matches, line.people))
            ],
            [(role, people) for role, people in office if people],
        )


def roster() -> Roster:
    """The people of the open tenant: three queries."""
    holding: dict[tuple[str, int | None], list[User]] = defaultdict(list)
    for membership in Membership.objects.select_related("user"):
        holding[membership.role, membership.unit_id].append(membership.user)
    granted: dict[int, list[UnitGrant]] = defaultdict(list)
    for grant in UnitGrant.objects.select_related("user", "permission").order_by("id"):
        granted[grant.content_object_id].append(grant)
    return Roster(
        [
            UnitPeople(unit, holding[Role.FILER, unit.pk], holding[Role.HEAD, unit.pk], granted[unit.pk])
            for unit in Unit.objects.all()
        ],
        [(role, holding[role, None]) for role in Role if role in TENANT_ROLES],
    )


def person(user_id: int) -> User:
    """Somebody who serves in the open tenant; NotFound otherwise."""
    found = User.objects.filter(pk=user_id, id__in=Membership.objects.values("user_id")).first()
    if found is None:
        raise NotFound("本辖区没有这个人，或者他的岗位已全部收回。请从“人员”页重新进入。")
    return found


def memberships_of(user: User) -> Sequence[Membership]:
    """The person's roles in the open tenant, in the order they were given."""
    return list(Membership.objects.filter(user=user).select_related("unit", "user"))


def membership(user_id: int, membership_id: int) -> Membership:
    """One of this person's roles in the open tenant; NotFound otherwise."""
    found = (
        Membership.objects.filter(pk=membership_id, user_id=user_id).select_related("unit", "user").first()
    )
    if found is None:
        raise NotFound("这个岗位已经收回，或不在本辖区。请从“人员”页重新进入。")
    return found


def grants_of(user: User) -> Sequence[UnitGrant]:
    """The exceptional rights this person holds in the open tenant, units in printed order."""
    rows = UnitGrant.objects.filter(user=user).select_related("content_object", "permission")
    return list(rows.order_by("content_object__order", "id"))


def serves_only_here(user: User) -> bool:
    """Whether the person holds roles in the open tenant and in no other."""
    return {tenant.pk for tenant in tenants_of(user)} == {current_tenant_id()}
