"""Who acts: pure questions to an Actor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.actors import FILE_FOR_UNIT, SIGN_FOR_UNIT, Actor
from units.enums import TENANT_ROLES, UNIT_ROLES, Role

UNIT_IDS = st.frozensets(st.integers(1, 9))


def actors() -> st.SearchStrategy[Actor]:
    """Any person: some tenant-wide roles, some units by role, some grants."""
    return st.builds(
        Actor,
        user_id=st.integers(1, 99),
        name=st.just("某人"),
        tenant_id=st.just(1),
        tenant_roles=st.frozensets(st.sampled_from(sorted(TENANT_ROLES))),
        unit_roles=st.dictionaries(st.sampled_from(sorted(UNIT_ROLES)), UNIT_IDS),
        grants=st.dictionaries(st.sampled_from([FILE_FOR_UNIT, SIGN_FOR_UNIT]), UNIT_IDS),
    )


def test_system_sees_the_whole_tenant_and_says_so() -> None:
    system = Actor.system(7)
    assert system.is_system
    assert system.is_tenant_wide
    assert system.visible_units is None
    assert (system.name, system.tenant_id, system.user_id) == ("系统", 7, None)


def test_system_holds_no_role() -> None:
    assert Actor.system(7).roles == frozenset()
    assert not Actor.system(7).holds(*Role.values)


def test_person_without_roles_sees_nothing() -> None:
    nobody = Actor(user_id=1, name="某人", tenant_id=1)
    assert nobody.visible_units == frozenset()
    assert not nobody.is_tenant_wide


@pytest.mark.parametrize("role", sorted(TENANT_ROLES))
def test_tenant_roles_see_the_whole_tenant(role: Role) -> None:
    person = Actor(1, "某人", 1, tenant_roles=frozenset({role}))
    assert person.visible_units is None
    assert person.holds(role)
    assert not any(person.holds(other) for other in TENANT_ROLES - {role})


@pytest.mark.parametrize("role", sorted(UNIT_ROLES))
def test_unit_roles_hold_in_their_units_only(role: Role) -> None:
    person = Actor(1, "某人", 1, unit_roles={role: frozenset({3, 4})})
    assert person.holds_in(3, role)
    assert not person.holds_in(5, role)
    assert not any(person.holds_in(3, other) for other in UNIT_ROLES - {role})
    assert not person.holds(role), "a unit role is not one of the whole tenant"


def test_grant_is_for_one_unit_and_one_right() -> None:
    person = Actor(1, "某人", 1, grants={FILE_FOR_UNIT: frozenset({5})})
    assert person.granted(5, FILE_FOR_UNIT)
    assert not person.granted(5, SIGN_FOR_UNIT)
    assert not person.granted(6, FILE_FOR_UNIT)
    assert person.visible_units == frozenset({5})


def test_roles_are_all_roles_whatever_the_unit() -> None:
    person = Actor(
        1, "某人", 1, tenant_roles=frozenset({Role.LEADER}), unit_roles={Role.HEAD: frozenset({3})}
    )
    assert person.roles == {Role.LEADER, Role.HEAD}


@given(actors())
def test_I3_visible_units_are_own_units_or_the_whole_tenant(person: Actor) -> None:
    assert person.visible_units == (None if person.tenant_roles else person.own_units)


@given(actors(), st.integers(1, 9))
def test_I3_whoever_may_act_on_a_unit_sees_it(person: Actor, unit: int) -> None:
    acts = person.holds_in(unit, *UNIT_ROLES) or any(
        person.granted(unit, right) for right in (FILE_FOR_UNIT, SIGN_FOR_UNIT)
    )
    assert acts == (unit in person.own_units)
    if acts:
        assert person.visible_units is None or unit in person.visible_units


@given(actors(), st.integers(1, 9))
def test_served_units_are_those_of_a_role_and_grants_only_add_to_them(person: Actor, unit: int) -> None:
    assert (unit in person.served_units) == person.holds_in(unit, *UNIT_ROLES)
    assert person.served_units <= person.own_units
