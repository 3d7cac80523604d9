"""Who may do what with periods and filings, as tables."""

import pytest

from reports import policies
from reports.transitions import Hand
from units.actors import FILE_FOR_UNIT, SIGN_FOR_UNIT, Actor
from units.enums import Role

HERE, ELSEWHERE = 3, 4
SYSTEM = Actor.system(1)


def unit_person(role: Role, unit: int = HERE) -> Actor:
    return Actor(1, "某人", 1, unit_roles={role: frozenset({unit})})


def office(*roles: Role) -> Actor:
    return Actor(1, "某人", 1, tenant_roles=frozenset(roles))


def granted(permission: str, unit: int = HERE) -> Actor:
    return Actor(
        1,
        "某人",
        1,
        unit_roles={Role.FILER: frozenset({ELSEWHERE})} if unit == HERE else {},
        grants={permission: frozenset({unit})},
    )


NOBODY = Actor(1, "某人", 1)


@pytest.mark.parametrize(
    ("actor", "hands"),
    [
        (unit_person(Role.FILER), {Hand.FILLER}),
        (unit_person(Role.HEAD), {Hand.FILLER, Hand.SIGNER}),
        (unit_person(Role.FILER, ELSEWHERE), set()),
        (unit_person(Role.HEAD, ELSEWHERE), set()),
        (granted(FILE_FOR_UNIT), {Hand.FILLER}),
        (granted(SIGN_FOR_UNIT), {Hand.SIGNER}),
        (granted(FILE_FOR_UNIT, ELSEWHERE), set()),
        (granted(SIGN_FOR_UNIT, ELSEWHERE), set()),
        (office(Role.REVIEWER), {Hand.REVIEWER}),
        (office(Role.LEADER), set()),
        (office(Role.ADMIN), set()),
        (office(Role.REVIEWER, Role.ADMIN), {Hand.REVIEWER}),
        (SYSTEM, {Hand.REVIEWER}),
        (NOBODY, set()),
    ],
)
def test_I8_hands_on_a_units_filing(actor: Actor, hands: set[Hand]) -> None:
    assert policies.hands(actor, HERE) == hands
    assert policies.may_fill(actor, HERE) is (Hand.FILLER in hands)
    assert policies.may_sign(actor, HERE) is (Hand.SIGNER in hands)


def test_person_of_unit_and_office_has_both_hands() -> None:
    both = Actor(
        1, "某人", 1, tenant_roles=frozenset({Role.REVIEWER}), unit_roles={Role.HEAD: frozenset({HERE})}
    )
    assert policies.hands(both, HERE) == {Hand.FILLER, Hand.SIGNER, Hand.REVIEWER}
    assert policies.hands(both, ELSEWHERE) == {Hand.REVIEWER}


@pytest.mark.parametrize(
    ("actor", "review", "everything", "closed", "set_up"),
    [
        (SYSTEM, True, True, True, True),
        (office(Role.REVIEWER), True, True, True, True),
        (office(Role.ADMIN), False, True, True, True),
        (office(Role.LEADER), False, False, True, False),
        (unit_person(Role.HEAD), False, False, False, False),
        (unit_person(Role.FILER), False, False, False, False),
        (granted(SIGN_FOR_UNIT), False, False, False, False),
        (NOBODY, False, False, False, False),
    ],
)
def test_I3_office_rights(actor: Actor, review: bool, everything: bool, closed: bool, set_up: bool) -> None:
    assert policies.may_review(actor) is review
    assert policies.may_see_everything(actor) is everything
    assert policies.may_see_closed_figures(actor) is closed
    assert policies.may_set_up(actor) is set_up


@pytest.mark.parametrize(
    ("actor", "while_open", "when_closed"),
    [
        (SYSTEM, True, True),
        (office(Role.REVIEWER), True, True),
        (office(Role.ADMIN), True, True),
        (office(Role.LEADER), False, True),
        (unit_person(Role.FILER), True, True),
        (granted(FILE_FOR_UNIT), True, True),
        (unit_person(Role.HEAD, ELSEWHERE), False, False),
        (NOBODY, False, False),
    ],
)
def test_I3_who_reads_a_units_filing(actor: Actor, while_open: bool, when_closed: bool) -> None:
    assert policies.may_see_filing(actor, HERE, period_is_open=True) is while_open
    assert policies.may_see_filing(actor, HERE, period_is_open=False) is when_closed


@pytest.mark.parametrize(
    ("actor", "ask", "see"),
    [
        (unit_person(Role.FILER), True, True),
        (unit_person(Role.HEAD), True, True),
        (granted(FILE_FOR_UNIT), True, True),
        (granted(SIGN_FOR_UNIT), True, True),
        (unit_person(Role.FILER, ELSEWHERE), False, False),
        (unit_person(Role.HEAD, ELSEWHERE), False, False),
        (office(Role.REVIEWER), True, True),
        (office(Role.LEADER), False, True),
        (office(Role.ADMIN), False, True),
        (NOBODY, False, False),
    ],
)
def test_who_asks_for_corrections_of_a_unit_and_reads_them(actor: Actor, ask: bool, see: bool) -> None:
    assert policies.may_ask_correction(actor, HERE) is ask
    assert policies.may_see_corrections(actor, HERE) is see


@pytest.mark.parametrize(
    ("actor", "asked_by_id", "may"),
    [
        (office(Role.REVIEWER), 999, True),
        (office(Role.REVIEWER), None, True),
        (office(Role.REVIEWER), office(Role.REVIEWER).user_id, False),
        (office(Role.REVIEWER, Role.ADMIN), office(Role.REVIEWER).user_id, False),
        (SYSTEM, 999, True),
        (office(Role.LEADER), 999, False),
        (office(Role.ADMIN), 999, False),
        (unit_person(Role.HEAD), 999, False),
    ],
)
def test_I8_who_asked_does_not_decide(actor: Actor, asked_by_id: int | None, may: bool) -> None:
    assert policies.may_decide_correction(actor, asked_by_id) is may
