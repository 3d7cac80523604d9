"""Who may act on the organisation, as a table."""

import pytest

from units.actors import FILE_FOR_UNIT, SIGN_FOR_UNIT, Actor
from units.enums import Role
from units.policies import may_administer, may_see_unit

HERE, ELSEWHERE = 3, 4


def person(*, tenant: tuple[str, ...] = (), **units: frozenset[int]) -> Actor:
    return Actor(1, "某人", 1, tenant_roles=frozenset(tenant), unit_roles=units)


@pytest.mark.parametrize(
    ("actor", "administers"),
    [
        (Actor.system(1), True),
        (person(tenant=(Role.ADMIN,)), True),
        (person(tenant=(Role.ADMIN, Role.LEADER)), True),
        (person(tenant=(Role.REVIEWER,)), False),
        (person(tenant=(Role.LEADER,)), False),
        (person(head=frozenset({HERE})), False),
        (person(filer=frozenset({HERE})), False),
        (person(), False),
    ],
)
def test_only_administrators_and_the_system_administer(actor: Actor, administers: bool) -> None:
    assert may_administer(actor) is administers


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (Actor.system(1), True),
        (person(tenant=(Role.REVIEWER,)), True),
        (person(tenant=(Role.LEADER,)), True),
        (person(tenant=(Role.ADMIN,)), True),
        (person(filer=frozenset({HERE})), True),
        (person(head=frozenset({HERE, ELSEWHERE})), True),
        (person(head=frozenset({ELSEWHERE})), False),
        (Actor(1, "某人", 1, grants={FILE_FOR_UNIT: frozenset({HERE})}), True),
        (Actor(1, "某人", 1, grants={SIGN_FOR_UNIT: frozenset({ELSEWHERE})}), False),
        (person(), False),
    ],
)
def test_I3_unit_is_seen_by_its_people_and_the_office(actor: Actor, sees: bool) -> None:
    assert may_see_unit(actor, HERE) is sees
